"""What ties the door of the invented towns together: who arrived for an hour, what came of it, what was said.

Written after contacts, agenda and requests are there, and leaning on them.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import cycle

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from prossimo.access.choices import (
    AccompanimentState,
    AppointmentState,
    ArrivedBy,
    Mode,
    OrientationState,
    Priority,
    TicketState,
)
from prossimo.access.models import (
    Accompaniment,
    Appointment,
    AppointmentSeat,
    Desk,
    Motive,
    Orientation,
    OrientationStep,
    QueueDay,
    Ticket,
    TicketStep,
)
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post
from prossimo.citizens.models import Person
from prossimo.core.periods import ROME
from prossimo.territory.models import Ambito

TO_RECORD, PAST, PLANNED, NOTED = 3, 6, 3, 12
# Minutes from now, and whether they are here: the one late, the one early, the one to come.
HOURS = ((-12, True), (18, True), (45, False))
# The contact of a day and desk is that of the appointment that was held there then, one to one.
HELD = """
WITH held AS (
    SELECT a.id, a.desk_id, (a.starts_at AT TIME ZONE 'Europe/Rome')::date AS day,
           row_number() OVER (PARTITION BY a.desk_id, (a.starts_at AT TIME ZONE 'Europe/Rome')::date
                              ORDER BY a.starts_at, a.id) AS place
      FROM access_appointment a WHERE a.state = 'done'
), heard AS (
    SELECT c.id, c.person_id, c.desk_id, c.day,
           row_number() OVER (PARTITION BY c.desk_id, c.day ORDER BY c.happened_at, c.id) AS place
      FROM access_contact c
     WHERE c.person_id IS NOT NULL AND c.channel = 'person' AND c.day > %s
)
UPDATE access_appointment a SET contact_id = h.id, person_id = h.person_id, name = ''
  FROM held JOIN heard h USING (desk_id, day, place) WHERE a.id = held.id
"""
# The last ones are still to be written; of the others somebody said why there is nothing.
NOTHING = """
UPDATE access_appointment a SET why = 'È passata solo a consegnare un documento.'
  FROM (SELECT id, row_number() OVER (PARTITION BY ambito_id ORDER BY starts_at DESC, id) AS place
          FROM access_appointment WHERE state = 'done' AND contact_id IS NULL) last
 WHERE a.id = last.id AND last.place > %s
"""
WHERE = ("Patronato, per la domanda", "Ambulatorio di via Borgo Palazzo", "Sportello del lavoro",
         "Centro diurno, per una visita", "Anagrafe, per la residenza")  # fmt: skip
WHO = ("un volontario dell'associazione di quartiere", "il custode sociale", "la figlia")
SAID = (
    "Colloquio in ufficio: viene con la figlia, che fa da tramite. Chiede soprattutto di non "
    "restare sola nel fine settimana.",
    "Telefonata: ha ricevuto la lettera dello sfratto, l'udienza è il mese prossimo. Porta i "
    "documenti al prossimo incontro.",
    "Sentito il medico di base: conferma che la terapia è seguita, manca chi la accompagni.",
    "Visita a domicilio: casa in ordine, scale faticose, il telefono è il solo contatto con fuori.",
    "Colloquio con l'interprete: ha capito come si fa la domanda, torna con la certificazione.",
)


@transaction.atomic
def tie(now: dt.datetime) -> None:
    """Everything that depends on two parts of the town being there."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [now.date() - dt.timedelta(days=30)])
        cursor.execute(NOTHING, [TO_RECORD])
    for ambito in Ambito.objects.order_by("key"):
        _arrivals(ambito, now)
        _accompanied(ambito, now)
        _spoken(ambito)


def _arrivals(ambito: Ambito, now: dt.datetime) -> None:
    """At each queue somebody has just said that they are here for their hour."""
    motive = Motive.objects.filter(ambito=ambito, modes__contains=[Mode.OFFICE]).first()
    author = Post.objects.filter(ambito=ambito, role=RoleKey.SOCIAL_DESK).order_by("pk").first()
    rows = Person.objects.unscoped("the invented towns").filter(
        ambito=ambito, died_on=None, merged_into=None
    )
    people = cycle(rows.order_by("pk")[:60])
    if motive is None or author is None or not rows.exists():
        return
    for desk in Desk.objects.filter(ambito=ambito, has_queue=True).order_by("name"):
        for starts, here in _hours(now):
            one = _expected(desk, motive, author, next(people), starts)
            if here:
                _take(desk, one, now)


def _hours(now: dt.datetime) -> Iterator[tuple[dt.datetime, bool]]:
    """Those that fall on this day: a town is built at any hour."""
    sharp = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    for ahead, here in HOURS:
        starts = sharp + dt.timedelta(minutes=ahead)
        if starts.astimezone(ROME).date() == now.astimezone(ROME).date():
            yield starts, here


def _expected(
    desk: Desk, motive: Motive, author: Post, person: Person, starts: dt.datetime
) -> Appointment:
    one = Appointment.objects.create(
        ambito_id=desk.ambito_id, desk=desk, motive=motive, mode=Mode.OFFICE, starts_at=starts,
        ends_at=starts + dt.timedelta(minutes=motive.minutes), state=AppointmentState.BOOKED,
        person=person, author_id=author.user_id, post=author,
    )  # fmt: skip
    AppointmentSeat.objects.create(
        ambito_id=desk.ambito_id, appointment=one, during=DateTimeTZRange(starts, one.ends_at)
    )
    return one


def _take(desk: Desk, one: Appointment, now: dt.datetime) -> None:
    """A ticket that goes by the hour, as the door gives it."""
    day, _made = QueueDay.objects.get_or_create(desk=desk, day=now.astimezone(ROME).date())
    day.issued += 1
    day.save(update_fields=["issued"])
    taken = now - dt.timedelta(minutes=4)
    if taken.astimezone(ROME).date() != day.day:
        taken = now
    ticket = Ticket.objects.create(
        ambito_id=desk.ambito_id, desk=desk, day=day.day, number=day.issued,
        code=f"{desk.letter}{day.issued:03d}", priority=Priority.APPOINTMENT,
        arrived_by=ArrivedBy.APPOINTMENT, appointment=one, state=TicketState.WAITING,
        taken_at=taken, due_at=one.starts_at,
    )  # fmt: skip
    TicketStep.objects.create(ticket=ticket, name="take", at=taken)
    one.state = AppointmentState.ARRIVED
    one.save(update_fields=["state"])


def _accompanied(ambito: Ambito, now: dt.datetime) -> None:
    """Who was gone along with, and who will be in these days."""
    towns = Orientation.objects.unscoped("the invented towns").filter(ambito=ambito)
    past = list(
        towns.filter(state=OrientationState.ACCOMPANIED).order_by("-decided_at", "pk")[:PAST]
    )
    oriented = towns.filter(state=OrientationState.ORIENTED, person__isnull=False)
    soon = list(oriented.order_by("-decided_at", "pk")[:PLANNED])
    keys = [row.pk for row in soon]
    towns.filter(pk__in=keys).update(state=OrientationState.ACCOMPANIED)
    steps = OrientationStep.objects.unscoped("the invented towns").filter(orientation__in=keys)
    steps.filter(name="orient").update(name="accompany", target=OrientationState.ACCOMPANIED)
    made = [_gone(row, at, now) for at, row in enumerate(past)]
    made += [_planned(row, at, now) for at, row in enumerate(soon)]
    Accompaniment.objects.bulk_create(made)


def _gone(row: Orientation, at: int, now: dt.datetime) -> Accompaniment:
    when = (row.decided_at or now) + dt.timedelta(days=2)
    late = when > now
    missed = AccompanimentState.MISSED if at % 4 == 3 else AccompanimentState.DONE
    return Accompaniment(
        orientation=row, where=WHERE[at % len(WHERE)], by_whom=WHO[at % len(WHO)], when=when,
        state=AccompanimentState.PLANNED if late else missed,
    )  # fmt: skip


def _planned(row: Orientation, at: int, now: dt.datetime) -> Accompaniment:
    when = (now + dt.timedelta(days=1 + at)).replace(hour=10, minute=0, second=0, microsecond=0)
    return Accompaniment(
        orientation=row, where=WHERE[-1 - at % len(WHERE)], by_whom=WHO[at % len(WHO)], when=when
    )


def _spoken(ambito: Ambito) -> None:
    """What was said in the interviews, beside the requests that somebody has in hand."""
    towns = Orientation.objects.unscoped("the invented towns").filter(
        ambito=ambito, owner__isnull=False, taken_at__isnull=False
    )
    rows = [
        *towns.open().order_by("-taken_at", "pk")[:NOTED],
        *towns.exclude(decided_at=None).order_by("-decided_at", "pk")[:NOTED],
    ]
    OrientationStep.objects.bulk_create(
        OrientationStep(
            orientation=row, name="note", source=row.state, target=row.state, by=row.owner,
            at=row.taken_at or row.received_at, note=SAID[at % len(SAID)],
        )
        for at, row in enumerate(rows)
    )  # fmt: skip
