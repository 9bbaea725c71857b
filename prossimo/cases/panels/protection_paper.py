"""Protection on paper: the orders, what they ask, the clocks of art. 403; and apart, where minors are."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case, CourtOrder, Prescription, SafePlace
from prossimo.cases.page import CasePrint, case_prints
from prossimo.cases.policies.protection import may_read_orders
from prossimo.cases.protection_words import clock_in_words
from prossimo.cases.queries import protection as reads
from prossimo.cases.queries.protection import Watched
from prossimo.core import pdf, wording
from prossimo.core.policy import GRANTED, Verdict, refused


def orders(actor: Actor, case: Case) -> list[pdf.Section]:
    """Each minor placed in safety with their clock, then each order with what it asks."""
    asked = reads.prescriptions_of(actor, case)
    found = [_removal(each) for each in reads.removals_of(actor, case)]
    for order in reads.orders_of(actor, case):
        mine = [row for row in asked if row.order_id == order.pk]
        found += _order(order, mine)
    return found or [pdf.Section(_("Tutela"), empty=_("Nessun provvedimento registrato."))]


def _removal(watched: Watched) -> pdf.Section:
    row, said = watched.removal, clock_in_words(watched)
    facts: list[tuple[str, Any]] = [
        (_("Chi"), row.person.full_name),
        (_("Chi l'ha disposto"), row.authority),
    ]
    if row.ended_on:
        facts.append((_("Concluso il"), wording.day(row.ended_on)))
        facts.append((_("Esito"), f"{row.get_outcome_display()}. {row.ended_why}".strip()))
    papers = {step.act: step.paper for step in watched.steps}
    if said is not None:
        head = [_("Atto"), _("A che punto è"), _("Quando"), _("Estremi")]
        timed = {each.key for each in said.steps}  # the placement is not: from it the terms run
        lines = [
            [capfirst(step.get_act_display()), _("fatto"), wording.moment(step.at), step.paper]
            for step in watched.steps
            if step.act not in timed
        ]
        lines += [
            [capfirst(each.label), each.standing, each.detail, papers.get(each.key, "")]
            for each in said.steps
        ]
    else:
        head = [_("Atto"), _("Quando"), _("Estremi")]
        lines = [
            [capfirst(step.get_act_display()), wording.moment(step.at), step.paper]
            for step in watched.steps
        ]
    return pdf.Section(
        _("Collocamento in luogo sicuro (art. 403 c.c.)"),
        facts=facts,
        paragraphs=[*([said.sentence] if said else []), row.why],
        rows=pdf.Rows(head, lines) if lines else None,
    )


def _order(order: CourtOrder, asked: list[Prescription]) -> list[pdf.Section]:
    facts = [
        (_("Come sta"), standing_of(order)),
        (_("Chi"), order.person.full_name),
        (_("Autorità"), order.authority),
        (_("Numero"), order.number),
        (_("Emesso il"), wording.day(order.issued_on)),
        (_("Ricevuto il"), wording.day(order.notified_on) if order.notified_on else ""),
        (_("Vale fino al"), wording.day(order.last) if order.last else ""),
        (_("Responsabilità genitoriale"), order.effect),
    ]
    head = [_("Che cosa chiede"), _("A chi"), _("Entro il"), _("A che punto è")]
    rows = [
        [row.what, row.whose, wording.day(row.due_on) if row.due_on else "", _done(row)]
        for row in asked
    ]
    return [
        pdf.Section(
            capfirst(order.kind),
            facts=[(label, said) for label, said in facts if said],
            paragraphs=[order.text] if order.text else [],
            rows=pdf.Rows(head, rows) if rows else None,
        )
    ]


def standing_of(order: CourtOrder) -> str:
    """In force, revoked and why, or over, in words."""
    if reads.in_force(order):
        return _("in vigore")
    if order.revoked_on:
        day = wording.day(order.revoked_on)
        return _("revocato il %(day)s: %(why)s") % {"day": day, "why": order.revoked_why}
    return _("non in vigore")


def _done(row: Prescription) -> str:
    if row.done_on is None:
        return _("da fare")
    return " · ".join(
        filter(None, [_("fatto il %(day)s") % {"day": wording.day(row.done_on)}, row.note])
    )


def places(actor: Actor, case: Case) -> list[pdf.Section]:
    """Where they are: as on the screen every reading is written, so this one too."""
    rows = _places(actor, case)
    journal.shown(Action.UNSEAL, rows)
    facts = [(row.removal.person.full_name, row.place) for row in rows]
    return [pdf.Section(_("Dove si trova"), facts=facts)]


def may_print_places(actor: Actor, case: Case) -> Verdict:
    """Who may read where a minor is, in a case where it is written."""
    if not (readable := may_read_orders(actor, case)):
        return readable
    return (
        GRANTED
        if _places(actor, case)
        else refused(_("Lo sa chi è titolare della presa in carico."))
    )


def _places(actor: Actor, case: Case) -> list[SafePlace]:
    rows = SafePlace.objects.visible_to(actor, case)
    return list(rows.select_related("removal__person").order_by("removal", "pk"))


case_prints.add(
    CasePrint(
        key="tutela", label=gettext_lazy("Tutela"), order=70, build=orders, policy=may_read_orders
    )
)
case_prints.add(
    CasePrint(
        key="luogo",
        label=gettext_lazy("Dove si trova chi è in luogo sicuro"),
        order=71,
        build=places,
        policy=may_print_places,
        sealed=True,
    )
)
