"""Analyses and scales on paper, and where they stand: the order of the national forms, to copy from."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.cases.analysis_words import (
    answer_words,
    band_words,
    form_label,
    outcome_label,
    score_words,
)
from prossimo.cases.asking import answer_to
from prossimo.cases.choices import SheetState
from prossimo.cases.models import Case, CaseAnalysis, ScaleSheet
from prossimo.cases.queries.analysis import Filled
from prossimo.cases.queries.scales import Scored
from prossimo.cases.scoring import Sheet, counted, is_asked
from prossimo.core import pdf, wording


def url_of(case: Case, name: str) -> str:
    return reverse(f"cases:{name}", args=[case.pk])


def detail_url(analysis: CaseAnalysis) -> str:
    return reverse("cases:analysis_detail", args=[analysis.case_id, analysis.pk])


def page_url(analysis: CaseAnalysis, slug: str) -> str:
    """A page of the form; without one, its conclusion."""
    if slug:
        return reverse("cases:analysis_page", args=[analysis.case_id, analysis.pk, slug])
    return reverse("cases:analysis_complete", args=[analysis.case_id, analysis.pk])


def analysis_sheet(case: Case, whole: Filled) -> pdf.Sheet:
    """Block by block, question by question, in the order in which GePI asks them."""
    analysis = whole.analysis
    notes = [
        _(
            "Foglio guida: l'ordine è quello del modulo nazionale (%(norm)s), per ricopiarlo in GePI."
        )
        % {"norm": whole.edition.norm}
    ]
    if analysis.state == SheetState.DRAFT:
        notes.insert(0, _("Bozza: non è ancora conclusa."))
    if not whole.health:
        notes.append(
            _("Senza le risposte sulla salute: non sono fra le parti aperte a chi stampa.")
        )
    sections = [_what(case, whole)]
    for page in whole.pages:
        title = f"{page.block.label}: {page.member.name}" if page.member else str(page.block.label)
        told = [
            (str(each.label), answer_words(each, answer_to(whole.answers, page, each)))
            for each in whole.questions(page)
        ]
        sections.append(pdf.Section(title, facts=[(label, said or "—") for label, said in told]))
    return pdf.Sheet(
        title=form_label(analysis), subtitle=case.person.full_name, notes=notes, sections=sections
    )


def _what(case: Case, whole: Filled) -> pdf.Section:
    analysis = whole.analysis
    facts = [
        (_("Presa in carico"), case.number),
        (_("Cominciata il"), wording.day(analysis.begun_on)),
        (_("Scritta da"), analysis.author.get_full_name()),
    ]
    if analysis.completed_on:
        facts.append((_("Conclusa il"), wording.day(analysis.completed_on)))
    if analysis.outcome:
        facts.append((_("Esito"), outcome_label(analysis)))
    if analysis.outcome_why:
        facts.append((_("Perché questo esito"), analysis.outcome_why))
    return pdf.Section(_("L'analisi"), facts=facts, paragraphs=[analysis.summary])


def scale_sheet(each: Scored, answers: Sheet) -> pdf.Sheet:
    """The items with what was chosen and its points; a total only where the sheet is whole."""
    sheet, scale = each.sheet, each.scale
    body = []
    for item in counted(scale, sheet.convention):
        option = item.option(answers.get(item.key, ""))
        if option is not None:
            body.append([str(item.label), str(option.label), str(option.points)])
        elif is_asked(item, answers):
            body.append([str(item.label), "—", "—"])
    rows = pdf.Rows([_("Voce"), _("Che cosa fa"), _("Punti")], body, frozenset({2}))
    return pdf.Sheet(
        title=str(scale.label),
        subtitle=sheet.person.full_name,
        notes=[*_corrected(sheet), scale.publication],
        sections=[_total(each), pdf.Section(_("Voce per voce"), rows=rows)],
    )


def _corrected(sheet: ScaleSheet) -> list[str]:
    """That another took its place, for who finds the paper."""
    by = getattr(sheet, "corrected_by", None)
    if by is None:
        return []
    said = {
        "day": wording.day(timezone.localdate(by.created_at)),
        "name": by.author.get_full_name(),
        "why": by.why,
    }
    return [_("Rettificata il %(day)s da %(name)s: %(why)s. Questa scheda non vale più.") % said]


def _total(each: Scored) -> pdf.Section:
    sheet, scale = each.sheet, each.scale
    facts = [
        (_("Rilevata il"), wording.day(sheet.done_on)),
        (_("Da chi"), sheet.author.get_full_name()),
        (_("Da dove vengono le risposte"), str(sheet.get_source_display())),
        (_("Riferita da"), sheet.informant),
        (_("Convenzione"), str(scale.convention(sheet.convention).label)),
    ]
    if sheet.corrects is not None:
        was = {"day": wording.day(sheet.corrects.done_on), "why": sheet.why}
        facts.append((_("Prende il posto di"), _("quella del %(day)s: %(why)s") % was))
    if each.score is None:
        facts.append((_("Totale"), _("nessuno: la scheda non è completa")))
    else:
        facts.append((_("Totale"), score_words(scale, each.score)))
        band = band_words(each.score) or _("la scala non ha fasce pubblicate")
        facts.append((_("Fascia"), band))
    return pdf.Section(
        _("La rilevazione"),
        facts=[(label, said) for label, said in facts if said],
        paragraphs=[sheet.note],
    )
