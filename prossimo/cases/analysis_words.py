"""Analyses and scales told in words: an answer, a total, an outcome, the line of a story."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.cases.asking import Answered, Question
from prossimo.cases.declared import questionnaires
from prossimo.cases.models import CaseAnalysis
from prossimo.cases.queries.scales import Scored
from prossimo.cases.scoring import Scale, Score, contradictions, missing
from prossimo.ui.parts import Entry, Tone

TONES: dict[int, Tone] = {1: "neutral", 2: "warning", 3: "bad"}


def tone_of(tone: str) -> Tone:
    known: dict[str, Tone] = {"good": "good", "warning": "warning", "bad": "bad", "info": "info"}
    return known.get(tone, "neutral")


def form_label(analysis: CaseAnalysis) -> str:
    return str(questionnaires[analysis.form].label)


def outcome_label(analysis: CaseAnalysis) -> str:
    edition = questionnaires[analysis.form].edition(analysis.edition)
    found = (choice for choice in edition.outcomes if choice.key == analysis.outcome)
    return next((str(choice.label) for choice in found), "")


def choices_words(question: Question, answer: Answered) -> str:
    labels = [str(choice.label) for key in answer.chosen if (choice := question.choice(key))]
    return ", ".join(labels)


def answer_words(question: Question, answer: Answered) -> str:
    """«grave: sfratto a marzo»; nothing where nothing was said."""
    return ": ".join(filter(None, [choices_words(question, answer), answer.text.strip()]))


def score_words(scale: Scale, score: Score) -> str:
    """«4 funzioni conservate su 6 (2 perdute)», «65 punti su 100»: under the convention of the sheet."""
    told = {"kept": score.kept, "lost": score.lost, "most": score.most}
    if not scale.both:
        return (
            ngettext("%(kept)s punto su %(most)s", "%(kept)s punti su %(most)s", score.kept) % told
        )
    if score.tells_lost:
        return _("funzioni perdute: %(lost)s su %(most)s (conservate: %(kept)s)") % told
    return _("funzioni conservate: %(kept)s su %(most)s (perdute: %(lost)s)") % told


def band_words(score: Score) -> str:
    return str(score.band.label) if score.band else ""


def total_words(each: Scored) -> str:
    """The total and what it means, or that there is none yet."""
    if each.score is None:
        return _("da completare")
    said = score_words(each.scale, each.score)
    band = band_words(each.score)
    return f"{said}, {band}" if band else said


def wrong_words(scale: Scale, sheet: dict[str, str], convention: str) -> dict[str, str]:
    """By item, why the sheet has no total."""
    said = dict.fromkeys(missing(scale, sheet, convention), _("Manca la risposta."))
    for key in contradictions(scale, sheet, convention):
        item = scale.item(key)
        asked = item is not None and item.option(sheet[key]) is not None
        said[key] = (
            _("Con le altre risposte questa voce non si compila: toglila.")
            if asked
            else _("Scegli una delle risposte.")
        )
    return said


def analysis_entries(analyses: Iterable[CaseAnalysis]) -> list[Entry]:
    return [
        Entry(
            title=form_label(each),
            when=each.completed_on,
            text=outcome_label(each),
            kind=_("analisi"),
            icon="list",
            url=reverse("cases:analysis_detail", args=[each.case_id, each.pk]),
            by=each.author.get_full_name(),
        )
        for each in analyses
        if each.completed_on
    ]


def scale_entries(sheets: Iterable[Scored]) -> list[Entry]:
    return [
        Entry(
            title=f"{each.scale.label}: {each.sheet.person.full_name}",
            when=each.sheet.done_on,
            text=total_words(each),
            kind=_("scale"),
            icon="list",
            url=reverse("cases:scale", args=[each.sheet.case_id, each.sheet.pk]),
            by=each.sheet.author.get_full_name(),
        )
        for each in sheets
    ]
