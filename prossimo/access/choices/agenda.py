"""Closed vocabularies of the agenda and of the rotas: openings, appointments, shifts, messages."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Mode(TextChoices):
    OFFICE = "office", _("di persona")
    PHONE = "phone", _("al telefono")
    VIDEO = "video", _("in videochiamata")
    HOME = "home", _("a domicilio")


class EveryWeeks(IntegerChoices):
    ONE = 1, _("ogni settimana")
    TWO = 2, _("ogni due settimane")
    THREE = 3, _("ogni tre settimane")
    FOUR = 4, _("ogni quattro settimane")


class ExceptionKind(TextChoices):
    CLOSED = "closed", _("quel giorno non c'è")
    MOVED = "moved", _("quel giorno ha un altro orario")


class AbsenceKind(TextChoices):
    """Why somebody is away, without saying what nobody needs to know."""

    LEAVE = "leave", _("ferie o permesso")
    TRAINING = "training", _("formazione")
    MEETING = "meeting", _("riunione o altro impegno")
    OTHER = "other", _("assenza")


class BookedBy(TextChoices):
    OPERATOR = "operator", _("dall'operatore")
    CITIZEN = "citizen", _("dal cittadino, in linea")
    OFFER = "offer", _("da un posto liberato")


class AppointmentState(TextChoices):
    HELD = "held", _("da confermare con il codice")
    OFFERED = "offered", _("proposto a chi è in lista d'attesa")
    BOOKED = "booked", _("prenotato")
    ARRIVED = "arrived", _("arrivato")
    DONE = "done", _("svolto")
    NO_SHOW = "no_show", _("non si è presentato")
    CANCELLED = "cancelled", _("annullato")
    LAPSED = "lapsed", _("non confermato in tempo")


# States that keep the hour: nobody else may have it.
KEEPS_THE_HOUR = (
    AppointmentState.HELD,
    AppointmentState.OFFERED,
    AppointmentState.BOOKED,
    AppointmentState.ARRIVED,
    AppointmentState.DONE,
)


class CancelledBy(TextChoices):
    CITIZEN = "citizen", _("dalla persona")
    OFFICE = "office", _("dall'ufficio")


class WishState(TextChoices):
    WAITING = "waiting", _("in attesa")
    OFFERED = "offered", _("posto proposto")
    TAKEN = "taken", _("posto accettato")
    WITHDRAWN = "withdrawn", _("ritirata")
    EXPIRED = "expired", _("scaduta")


class ShiftState(TextChoices):
    PLANNED = "planned", _("previsto")
    CONFIRMED = "confirmed", _("confermato")
    UNCOVERED = "uncovered", _("scoperto")
    HELD = "held", _("svolto")
    MISSED = "missed", _("saltato")
    CANCELLED = "cancelled", _("annullato")


class MessageChannel(TextChoices):
    EMAIL = "email", _("posta elettronica")
    SMS = "sms", _("SMS")


class MessageKind(TextChoices):
    CODE = "code", _("codice di conferma")
    BOOKED = "booked", _("appuntamento prenotato")
    MOVED = "moved", _("appuntamento spostato")
    CANCELLED = "cancelled", _("appuntamento annullato")
    REMINDER = "reminder", _("promemoria")
    OFFER = "offer", _("posto che si è liberato")
    REFERRAL = "referral", _("invio a un servizio")
    REFERRAL_REMINDER = "ref_remind", _("promemoria di un invio")
    REFERRAL_NEWS = "ref_news", _("risposta a un invio")
