"""A service run together on paper: the agreement, what it does and where, who works in it, in numbers."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import AssignedKind
from prossimo.cases.models import Assigned, JointService
from prossimo.cases.queries import joint as reads
from prossimo.cases.views.joint import service_or_404
from prossimo.core import pdf, wording
from prossimo.core.http import Request
from prossimo.core.indicators import MIN_CELL
from prossimo.core.periods import today


@require_safe
def joint_print(request: Request, service_id: UUID) -> HttpResponse:
    """The sheet of the service for its bodies: nobody who is followed is ever named on it."""
    service = service_or_404(request, service_id)
    journal.note(Action.PRINT, "cases.jointservice", service.pk)
    sheet = pdf.Sheet(
        title=service.name,
        subtitle=_("Servizio coprogettato"),
        notes=[] if service.in_force else [_("L'accordo è finito.")],
        sections=sections_of(request.actor, service),
    )
    return pdf.respond(request, sheet, name=slugify(service.name) or "servizio")


def sections_of(actor: Actor, service: JointService) -> list[pdf.Section]:
    assigned = service.assigned.filter(period__contains=today())
    rows = list(
        assigned.select_related("organisation", "activity", "place").order_by(
            "organisation__name", "name", "pk"
        )
    )
    workers = [row for row in rows if row.kind == AssignedKind.OPERATOR]
    volunteers = [row for row in rows if row.kind == AssignedKind.VOLUNTEER]
    return [
        _agreement(actor, service),
        _activities(actor, service),
        _places(service),
        _workers(workers),
        _volunteers(volunteers),
    ]


def _agreement(actor: Actor, service: JointService) -> pdf.Section:
    told, last = reads.told(actor, service), service.period.upper
    facts = [
        (_("Dal"), wording.day(service.period.lower)),
        (_("Fino al"), wording.day(last) if last else ""),
        (_("Capofila"), str(service.lead or "")),
        (_("Enti che vi lavorano"), wording.number(told.bodies)),
        (_("Operatori"), wording.number(told.operators)),
        (_("Volontari"), wording.number(told.volunteers)),
        (_("Prese in carico"), "" if told.cases is None else few(told.cases)),
    ]
    return pdf.Section(
        _("L'accordo"),
        facts=[(label, said) for label, said in facts if said],
        paragraphs=[service.purpose] if service.purpose else [],
    )


def _activities(actor: Actor, service: JointService) -> pdf.Section:
    """What it does; how many are followed in each only for who may know of cases."""
    title, names = _("Attività"), list(service.activities.all())
    if not names:
        return pdf.Section(title, empty=_("Ancora nessuna."))
    if not actor.has(Right.CASE_READ):
        return pdf.Section(title, rows=pdf.Rows([_("Attività")], [[each.name] for each in names]))
    counted = reads.cases_by_activity(actor, service)
    body = [[each.name, few(counted.get(each.pk, 0))] for each in names]
    head = [_("Attività"), _("Prese in carico")]
    note = _("Le prese in carico sono quelle che può vedere chi stampa.")
    return pdf.Section(title, paragraphs=[note], rows=pdf.Rows(head, body, frozenset({1})))


def _places(service: JointService) -> pdf.Section:
    body = [[each.name, each.covers] for each in service.places.all()]
    title = _("Presìdi territoriali")
    if not body:
        return pdf.Section(title, empty=_("Nessuno."))
    return pdf.Section(title, rows=pdf.Rows([_("Presidio"), _("Comuni serviti")], body))


def _workers(rows: Iterable[Assigned]) -> pdf.Section:
    """Body by body, who works in the service and at what."""
    body = [
        [
            str(row.organisation or ""),
            row.name or _("%(n)s persone") % {"n": wording.number(row.number)},
            row.activity.name if row.activity else "",
            row.place.name if row.place else "",
        ]
        for row in rows
    ]
    title = _("Chi ci lavora")
    if not body:
        return pdf.Section(title, empty=_("Nessuno è ancora assegnato"))
    head = [_("Ente"), _("Chi"), _("Attività"), _("Presidio")]
    return pdf.Section(title, rows=pdf.Rows(head, body))


def _volunteers(rows: Iterable[Assigned]) -> pdf.Section:
    """How many for each body; of volunteers nobody is named."""

    def body_of(row: Assigned) -> str:
        return str(row.organisation or _("comunità locali"))

    body = [
        [name, wording.number(sum(row.number for row in group))]
        for name, group in groupby(sorted(rows, key=body_of), key=body_of)
    ]
    title = _("Volontari")
    if not body:
        return pdf.Section(title, empty=_("Nessuno."))
    head = [_("Ente"), _("Quanti")]
    return pdf.Section(title, rows=pdf.Rows(head, body, frozenset({1})))


def few(number: int) -> str:
    """Paper travels among bodies: few households are not counted one by one.

    >>> few(0), few(12)
    ('0', '12')
    """
    if 0 < number < MIN_CELL:
        return _("meno di %(n)s") % {"n": MIN_CELL}
    return wording.number(number)
