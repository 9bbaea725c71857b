"""Calendar files (RFC 5545): one appointment for who booked it, the agenda of a worker with initials."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from prossimo.access.choices import AppointmentState
from prossimo.access.models import Appointment, Shift
from prossimo.core.periods import ROME

PRODUCT = "-//Prossimo//Agenda//IT"
KIND = "text/calendar; charset=utf-8"
LONGEST = 200


def one(appointment: Appointment, url: str = "") -> bytes:
    """What who booked puts in their own calendar: motive, place, link; no name."""
    event = _event(appointment)
    event.add("summary", _plain(str(appointment.motive.label)))
    event.add("location", _plain(place_of(appointment)))
    if url:
        event.add("url", url)
    return _calendar([event], method="PUBLISH")


def agenda(appointments: Iterable[Appointment], name: str, shifts: Iterable[Shift] = ()) -> bytes:
    """A worker's feed: who is expected is two letters, because calendars travel."""
    events = []
    for appointment in appointments:
        event = _event(appointment)
        label = f"{initials(appointment)} · {appointment.motive.label}"
        event.add("summary", _plain(label))
        event.add("location", _plain(place_of(appointment)))
        events.append(event)
    return _calendar([*events, *map(_turn, shifts)], name=name)


def _turn(shift: Shift) -> Event:
    """A turn at a desk, in the calendar of whoever has it."""
    event = Event()
    event.add("uid", f"{shift.pk}@prossimo")
    event.add("dtstamp", timezone.now().astimezone(dt.UTC))
    event.add("dtstart", shift.during.lower.astimezone(ROME))
    event.add("dtend", shift.during.upper.astimezone(ROME))
    event.add("sequence", shift.version)
    event.add("summary", _plain(_("Turno · %(desk)s") % {"desk": shift.desk.name}))
    event.add("location", _plain(", ".join(filter(None, [shift.desk.name, shift.desk.place]))))
    return event


def plain(
    of: uuid.UUID, *, starts_at: dt.datetime, ends_at: dt.datetime, version: int, summary: str,
    place: str, cancelled: bool = False,
) -> bytes:  # fmt: skip
    """Something that is neither an appointment nor a turn: when, where, and a word for what."""
    event = Event()
    event.add("uid", f"{of}@prossimo")
    event.add("dtstamp", timezone.now().astimezone(dt.UTC))
    event.add("dtstart", starts_at.astimezone(ROME))
    event.add("dtend", ends_at.astimezone(ROME))
    event.add("sequence", version)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", _plain(summary))
    event.add("location", _plain(place))
    return _calendar([event], method="CANCEL" if cancelled else "PUBLISH")


def place_of(appointment: Appointment) -> str:
    """Where it is held, in words for who comes."""
    if appointment.place:
        return appointment.place
    return ", ".join(filter(None, [appointment.desk.name, appointment.desk.place]))


def initials(appointment: Appointment) -> str:
    """«R. B.»: enough for who knows, nothing for who finds the telephone."""
    person = appointment.person
    words = [person.surname, person.given_name] if person else appointment.name.split()[:2]
    letters = [f"{word.strip()[0].upper()}." for word in words if word.strip()]
    return " ".join(letters) or _("senza nome")


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", f"{appointment.pk}@prossimo")
    event.add("dtstamp", timezone.now().astimezone(dt.UTC))
    event.add("dtstart", appointment.starts_at.astimezone(ROME))
    event.add("dtend", appointment.ends_at.astimezone(ROME))
    event.add("sequence", appointment.version)
    event.add("class", "PRIVATE")
    gone = appointment.state == AppointmentState.CANCELLED
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    return event


def _calendar(events: Iterable[Event], *, name: str = "", method: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", _plain(name))
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _plain(text: str) -> str:
    """One line, no control characters: the library escapes the rest."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST]
