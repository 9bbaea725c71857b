"""Reads about requests: the inbox, what stands around one, how its deadline stands."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.access import deadlines
from prossimo.access.choices import OPEN_ORIENTATIONS, ProposalState
from prossimo.access.models import CaseProposal, Contact, Orientation, OrientationStep
from prossimo.access.models.orientation import OrientationQuerySet
from prossimo.access.queries.closures import closed_days
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import today
from prossimo.core.prepared import prepared
from prossimo.core.workdays import Closed, working_days_between
from prossimo.ui.parts import Tone


@dataclass(frozen=True, slots=True)
class Deadline:
    """How a deadline stands, in words, with a tone and an icon."""

    words: str
    tone: Tone
    icon: str
    days: int


def deadline_of(due: dt.date, closed: Closed, day: dt.date | None = None) -> Deadline:
    """«scade fra 3 giorni lavorativi», «in ritardo di 2 giorni lavorativi»."""
    left = deadlines.days_left(due, day or today(), closed)
    now = day or today()
    if due < now:
        late = max(1, -left)
        said = ngettext(
            "in ritardo di %(days)s giorno lavorativo",
            "in ritardo di %(days)s giorni lavorativi",
            late,
        )
        return Deadline(said % {"days": late}, "bad", "warning-circle", left)
    if due == now:
        return Deadline(_("scade oggi"), "warning", "clock", 0)
    said = ngettext(
        "scade fra %(days)s giorno lavorativo", "scade fra %(days)s giorni lavorativi", max(left, 1)
    )
    near = left <= deadlines.NEAR
    return Deadline(
        said % {"days": max(left, 1)},
        "warning" if near else "neutral",
        "clock",
        left,
    )


def age_in_words(received: dt.datetime, closed: Closed) -> str:
    """How long it has waited, in working days."""
    days = working_days_between(timezone.localtime(received).date(), today(), closed)
    if days <= 0:
        return _("arrivata oggi")
    said = ngettext(
        "aspetta da %(days)s giorno lavorativo", "aspetta da %(days)s giorni lavorativi", days
    )
    return said % {"days": days}


def inbox(actor: Actor) -> OrientationQuerySet:
    """The open requests, the urgent first, then the oldest; those given back are marked."""
    refused = CaseProposal.objects.unscoped("marks of requests already within reach").filter(
        orientation=OuterRef("pk"), state=ProposalState.REFUSED
    )
    rows = Orientation.objects.visible_to(actor).for_list().by_urgency()
    return rows.annotate(returned=Exists(refused)).defer("neighbourhood__boundary")


@dataclass(frozen=True, slots=True)
class InboxCount:
    """What the inbox holds, in numbers."""

    waiting: int = 0
    urgent: int = 0
    unowned: int = 0
    mine: int = 0
    late: int = 0
    oldest: dt.datetime | None = None


def counted_inbox(actor: Actor) -> InboxCount:
    """The numbers of the inbox, in one query."""
    rows = Orientation.objects.visible_to(actor).open()
    found = rows.aggregate(
        waiting=Count("pk"),
        urgent=Count("pk", filter=Q(urgency=deadlines.IN_A_DAY)),
        unowned=Count("pk", filter=Q(owner=None)),
        mine=Count("pk", filter=Q(owner=actor.user_id)),
        late=Count("pk", filter=Q(due_on__lt=today())),
        oldest=Min("received_at"),
    )
    return InboxCount(**found)


def waiting_number(actor: Actor) -> int:
    """For the navigation: what waits for these hands, or for nobody's yet."""
    if not actor.has(Right.ORIENTATION_WRITE):
        return 0
    rows = Orientation.objects.visible_to(actor).open()
    return rows.filter(Q(owner=None) | Q(owner=actor.user_id)).count()


def steps_of(actor: Actor, request: Orientation) -> list[OrientationStep]:
    rows = OrientationStep.objects.visible_to(actor).filter(orientation=request)
    return list(rows.select_related("by").order_by("at", "pk"))


def request_of_contact(actor: Actor, contact: Contact) -> Orientation | None:
    return Orientation.objects.visible_to(actor).filter(contact=contact.pk).first()


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What the desk that sent may know: that it arrived, that somebody has it, that it ended."""

    stage: str
    since: dt.datetime

    @property
    def words(self) -> str:
        if self.stage == "ended":
            return _("Il segretariato ha concluso")
        if self.stage == "taken":
            return _("Il segretariato l'ha presa in mano")
        return _("È arrivata al segretariato")


def forwarded(contact_id: uuid.UUID) -> Forwarded | None:
    """How it goes on with what the desk sent: no more than that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stage, since FROM wall.forwarded(%s)", [contact_id])
        row = cursor.fetchone()
    return Forwarded(*row) if row else None


@prepared
def requests_of_person(actor: Actor, person_id: uuid.UUID, limit: int) -> OrientationQuerySet:
    """The requests of a person, the last first."""
    rows = Orientation.objects.visible_to(actor).filter(person=person_id)
    return rows.order_by("-received_at", "pk")[:limit]


def owing_alerts(
    rows: Iterable[Orientation], told: set[tuple[uuid.UUID, str]]
) -> list[tuple[Orientation, list[str]]]:
    """For each open request the reminders whose day has come and that nobody was told of."""
    closures: dict[tuple[uuid.UUID, uuid.UUID | None], Closed] = {}
    found = []
    for row in rows:
        where = (row.ambito_id, row.municipality_id)
        if where not in closures:
            closures[where] = closed_days(*where)
        received = timezone.localtime(row.received_at).date()
        kinds = deadlines.owed(received, row.due_on, today(), closures[where])
        new = [kind for kind in kinds if (row.pk, kind) not in told]
        if new and row.state in OPEN_ORIENTATIONS:
            found.append((row, new))
    return found
