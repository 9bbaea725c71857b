"""Closed vocabularies of the queue: where a ticket comes from, who goes first, its life."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Priority(IntegerChoices):
    """The order of the call: the lowest first, then who came first."""

    URGENT = 10, _("urgente")
    APPOINTMENT = 20, _("con appuntamento")
    FRAIL = 30, _("persona fragile")
    ORDINARY = 40, _("ordinario")


class ArrivedBy(TextChoices):
    OPERATOR = "operator", _("registrato dall'operatore")
    KIOSK = "kiosk", _("totem all'ingresso")
    DOOR = "door", _("codice QR alla porta")
    APPOINTMENT = "appointment", _("appuntamento")


class TicketState(TextChoices):
    WAITING = "waiting", _("in attesa")
    CALLED = "called", _("chiamato")
    SERVING = "serving", _("allo sportello")
    SERVED = "served", _("servito")
    LEFT = "left", _("andato via")


IN_THE_ROOM = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING)


class LeftWhy(TextChoices):
    TOLD = "told", _("l'ha detto andando via")
    ABSENT = "absent", _("chiamato, non si è presentato")
    DESK_CLOSED = "closed", _("lo sportello ha chiuso")
    MISTAKE = "mistake", _("biglietto preso per errore")
    DAY_OVER = "day_over", _("la giornata è finita")
