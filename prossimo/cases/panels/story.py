"""What cases tells of a case from elsewhere: appointments, what changed, and its own days to keep."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import AppointmentState
from prossimo.access.models import Appointment
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import CaseState
from prossimo.cases.models import Case
from prossimo.cases.page import CaseMoments, CasePromises, Promise, case_moments, case_promises
from prossimo.cases.policies.cases import may_read_plan
from prossimo.cases.queries.changes import changes_of
from prossimo.ui.parts import Entry

HIDDEN = (AppointmentState.HELD, AppointmentState.OFFERED)


def appointments(actor: Actor, case: Case, most: int) -> list[Entry]:
    """The appointments of the person whom the case is about, those to come too."""
    rows = Appointment.objects.visible_to(actor).filter(person=case.person_id)
    rows = rows.exclude(state__in=HIDDEN).select_related("desk", "motive")
    found = list(rows.order_by("-starts_at", "pk")[:most])
    journal.shown(Action.LIST, found)
    now = timezone.now()
    return [
        Entry(
            title=_("Appuntamento: %(what)s") % {"what": row.motive},
            when=row.starts_at,
            text=str(row.desk),
            kind=_("appuntamenti"),
            icon="calendar",
            badge=_("deve ancora venire") if row.starts_at > now else row.get_state_display(),
        )
        for row in found
    ]


def changes(actor: Actor, case: Case, most: int) -> list[Entry]:
    return [
        Entry(
            title=_("Cambia la presa in carico"),
            when=each.at,
            text=each.said,
            kind=_("cambiamenti"),
            icon="pencil",
            by=each.by,
        )
        for each in changes_of(actor, case, most)
    ]


def own_days(actor: Actor, case: Case) -> list[Promise]:
    """The days that the case itself has to keep; who reads the project is told of the verification."""
    owner = case.owner.user.get_full_name() if case.owner else ""
    days: list[tuple[str, dt.date | None, str]] = []
    if case.is_live:
        if case.state == CaseState.IN_CHARGE and may_read_plan(actor, case):
            return []
        url = reverse("cases:case_act", args=[case.pk, "modifica"])
        days.append((_("Rivedere come va"), case.review_on, url))
    else:
        days.append((_("Risentire la persona, dopo la chiusura"), case.follow_up_on, ""))
    return [
        Promise(title, due=due, who=owner, url=url, kind=_("presa in carico"))
        for title, due, url in days
        if due
    ]


case_moments.add(
    CaseMoments(
        key="appuntamenti", label=gettext_lazy("Appuntamenti"), order=40, build=appointments
    )
)
case_moments.add(
    CaseMoments(key="cambiamenti", label=gettext_lazy("Cambiamenti"), order=95, build=changes)
)
case_promises.add(CasePromises(key="cases.days", order=90, build=own_days))
