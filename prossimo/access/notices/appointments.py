"""What is written to who has an appointment: day, hour, place, link; never why, never a name."""

from django.urls import reverse
from django.utils.translation import gettext as _

from prossimo.access import arrival_codes, icsfiles, links
from prossimo.access.choices import AppointmentState, MessageKind, Mode
from prossimo.access.models import Appointment, BookingProof, Message
from prossimo.access.notices.messages import Attached, Letter, Text, letters
from prossimo.access.operations.appointments import reminder_key
from prossimo.access.operations.booking import code_of
from prossimo.core import wording
from prossimo.core.periods import ROME

PAGE = "portal:appointment"


def page_of(appointment: Appointment) -> str:
    """The address at which who booked sees, moves and cancels."""
    signed = links.sign(
        links.APPOINTMENT, appointment.ambito_id, appointment.pk, appointment.link_serial
    )
    return links.absolute(reverse(PAGE, args=[signed]))


def when_of(appointment: Appointment) -> str:
    here = appointment.starts_at.astimezone(ROME)
    return _("%(day)s alle %(hour)s") % {
        "day": wording.long_day(here.date()), "hour": f"{here:%H:%M}",
    }  # fmt: skip


def where_of(appointment: Appointment) -> str:
    if appointment.mode in (Mode.PHONE, Mode.VIDEO):
        return str(appointment.get_mode_display())
    return icsfiles.place_of(appointment)


def booked(message: Message) -> Text | None:
    return _told(message, AppointmentState.BOOKED, _("Appuntamento prenotato"))


def moved(message: Message) -> Text | None:
    return _told(message, AppointmentState.BOOKED, _("Appuntamento spostato"))


def reminded(message: Message) -> Text | None:
    appointment = _of(message)
    if appointment is None or message.key != reminder_key(appointment):
        return None
    return _told(message, AppointmentState.BOOKED, _("Promemoria del tuo appuntamento"))


def cancelled(message: Message) -> Text | None:
    appointment = _of(message)
    if appointment is None or appointment.state != AppointmentState.CANCELLED:
        return None
    said = _("L'appuntamento di %(when)s è annullato.") % {"when": when_of(appointment)}
    again = links.absolute(reverse("portal:start"))
    return Text(_("Appuntamento annullato"), _letter(said, _("Per prenderne un altro:"), again))


def offered(message: Message) -> Text | None:
    appointment = _of(message)
    if appointment is None or appointment.state != AppointmentState.OFFERED:
        return None
    until = appointment.held_until
    said = _("Si è liberato un posto: %(when)s, %(where)s.") % {
        "when": when_of(appointment), "where": where_of(appointment),
    }  # fmt: skip
    if until:
        said += " " + _("È tenuto per te fino alle %(hour)s di %(day)s.") % {
            "hour": f"{until.astimezone(ROME):%H:%M}",
            "day": wording.long_day(until.astimezone(ROME).date()),
        }  # fmt: skip
    return Text(
        _("Si è liberato un posto prima"),
        _letter(said, _("Per prenderlo o rinunciare:"), page_of(appointment)),
    )


def code(message: Message) -> Text | None:
    proofs = BookingProof.objects.unscoped("the code of the appointment of the message")
    proof = proofs.select_related("appointment").filter(appointment=message.object_id).first()
    if proof is None or proof.appointment.state != AppointmentState.HELD:
        return None
    said = _("Il codice per confermare l'appuntamento è %(code)s. Vale dieci minuti.") % {
        "code": code_of(proof)
    }
    return Text(
        _("Il codice per confermare l'appuntamento"),
        f"{said}\n\n{_('Se non sei tu a chiederlo, non fare niente.')}\n",
    )


def _told(message: Message, state: AppointmentState, subject: str) -> Text | None:
    appointment = _of(message)
    if appointment is None or appointment.state != state:
        return None
    said = _("Ti aspettiamo %(when)s, %(where)s.") % {
        "when": when_of(appointment), "where": where_of(appointment),
    }  # fmt: skip
    bring = appointment.motive.to_bring.strip()
    if bring:
        said += "\n" + _("Da portare: %(what)s") % {"what": bring}
    if appointment.desk.has_queue and appointment.mode == Mode.OFFICE:
        digits = arrival_codes.written(appointment.pk)
        said += "\n" + _("Codice per quando arrivi: %(code)s") % {"code": digits}
    url = page_of(appointment)
    file = Attached(
        "appuntamento.ics", icsfiles.one(appointment, url), "text/calendar; charset=utf-8"
    )
    return Text(subject, _letter(said, _("Per vederlo, spostarlo o annullarlo:"), url), (file,))


def _letter(said: str, then: str, url: str) -> str:
    return f"{said}\n\n{then}\n{url}\n"


def _of(message: Message) -> Appointment | None:
    rows = Appointment.objects.unscoped("the one appointment of the message, as the door sees it")
    return rows.select_related("desk", "motive").filter(pk=message.object_id).first()


for kind, write in (
    (MessageKind.CODE, code),
    (MessageKind.BOOKED, booked),
    (MessageKind.MOVED, moved),
    (MessageKind.CANCELLED, cancelled),
    (MessageKind.REMINDER, reminded),
    (MessageKind.OFFER, offered),
):
    letters.add(Letter(kind, write))
