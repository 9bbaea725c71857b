"""A case on paper: who they are, its needs, its diary, its network, what happened."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.rules import Actor
from prossimo.cases.case_words import facts_of
from prossimo.cases.models import Case
from prossimo.cases.page import CasePrint, case_prints, story_of
from prossimo.cases.policies.cases import may_read_diary, may_read_plan
from prossimo.cases.policies.ties import may_read_network
from prossimo.cases.queries import cases as reads
from prossimo.cases.queries.ties import ties_of
from prossimo.citizens.queries.reach import reach_of
from prossimo.citizens.queries.sheets import contact_facts, identity_facts
from prossimo.core import pdf, wording
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.parts import Entry

PAGES, MOMENTS = 20_000, 1_000  # more pages of diary than anybody writes; moments of each source


def who(actor: Actor, case: Case) -> list[pdf.Section]:
    """Who the case is about, how it stands, who is in it and who follows it."""
    people = [
        f"{each.person.full_name}, {each.get_role_display()}"
        for each in reads.members_of(actor, case)
    ]
    workers = [
        f"{each.post.user.get_full_name()}, {each.get_role_display()}"
        for each in reads.workers_of(actor, case)
        if not each.ended
    ]
    sections = [pdf.Section(_("Chi è"), facts=identity_facts(case.person))]
    if contact := contact_facts(actor, case.person, reach_of(actor, case.person)):
        sections.append(pdf.Section(_("Come si raggiunge"), facts=contact))
    facts: list[tuple[str, Any]] = [(fact.label, fact.value) for fact in facts_of(actor, case)]
    why = [case.why] if actor.ceiling >= NARRATIVE else []
    return [
        *sections,
        pdf.Section(_("La presa in carico"), facts=facts, paragraphs=why),
        pdf.Section(_("Chi c'è"), paragraphs=people, empty=_("Nessuno.")),
        pdf.Section(_("Chi la segue"), paragraphs=workers, empty=_("Ancora nessuno.")),
    ]


def needs(actor: Actor, case: Case) -> list[pdf.Section]:
    rows = [
        [
            str(need.need),
            str(need.get_weight_display()),
            need.note,
            wording.day(need.found_on),
            wording.day(need.met_on) if need.met_on else "",
        ]
        for need in reads.needs_of(actor, case)
    ]
    head = [_("Bisogno"), _("Peso"), _("Nota"), _("Rilevato"), _("Risolto")]
    title = _("Di che cosa c'è bisogno")
    if not rows:
        return [pdf.Section(title, empty=_("Nessun bisogno segnato."))]
    return [pdf.Section(title, rows=pdf.Rows(head, rows))]


def network(actor: Actor, case: Case) -> list[pdf.Section]:
    """Who counts, in words: the picture is on the screen."""
    rows = [
        [
            tie.called,
            str(tie.get_who_display()),
            str(tie.get_kind_display()),
            str(tie.get_strength_display()),
            _("non più") if tie.ended else wording.day(tie.period.lower),
        ]
        for tie in ties_of(actor, case)
    ]
    head = [_("Chi"), _("Chi è"), _("Che cosa fa"), _("Legame"), _("Dal")]
    if not rows:
        return [pdf.Section(_("La rete"), empty=_("Nessuno segnato."))]
    return [pdf.Section(_("La rete"), rows=pdf.Rows(head, rows))]


def diary(actor: Actor, case: Case) -> list[pdf.Section]:
    pages = reads.diary_of(actor, case, PAGES)
    moments = [
        pdf.Moment(
            when=wording.moment(each.happened_at),
            title=str(each.get_kind_display()).capitalize(),
            text=each.text,
            by=each.author.get_full_name(),
        )
        for each in pages
    ]
    return [pdf.Section(_("Diario"), moments=moments, empty=_("Ancora niente."))]


def story(actor: Actor, case: Case) -> list[pdf.Section]:
    """What happened, from every source but the diary, which has a part of its own."""
    told = [entry for entry in story_of(actor, case, most=MOMENTS) if entry.kind != _("diario")]
    return [
        pdf.Section(_("Che cosa è successo"), moments=_moments(told), empty=_("Ancora niente."))
    ]


def _moments(entries: Sequence[Entry]) -> list[pdf.Moment]:
    return [
        pdf.Moment(
            when=wording.when(entry.when),
            title=entry.title,
            text=entry.text,
            by=entry.by,
        )
        for entry in entries
    ]


case_prints.add(
    CasePrint(key="chi", label=gettext_lazy("Chi è e come sta la cartella"), order=0, build=who)
)
case_prints.add(
    CasePrint(
        key="bisogni", label=gettext_lazy("Bisogni"), order=20, build=needs, policy=may_read_plan
    )
)
case_prints.add(
    CasePrint(
        key="rete", label=gettext_lazy("Rete"), order=60, build=network, policy=may_read_network
    )
)
case_prints.add(
    CasePrint(
        key="diario", label=gettext_lazy("Diario"), order=80, build=diary, policy=may_read_diary
    )
)
case_prints.add(
    CasePrint(key="storia", label=gettext_lazy("Che cosa è successo"), order=90, build=story)
)
