"""Closed vocabularies of the door: kinds of desk, channels, who speaks, what was given."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class DeskKind(TextChoices):
    PASS = "pass", _("Pass")
    INCOME = "income", _("sportello Re.I")
    GRANTS = "grants", _("sportello contributi")
    FOREIGN = "foreign", _("sportello cittadini stranieri")
    SEAT = "seat", _("sede decentrata")
    POINT = "point", _("Punto per Te")
    ORIENTATION = "orientation", _("segretariato sociale")


class Channel(TextChoices):
    PERSON = "person", _("di persona")
    PHONE = "phone", _("telefono")
    EMAIL = "email", _("posta elettronica")
    HOME = "home", _("a domicilio")
    OUTREACH = "outreach", _("incontro nel quartiere")


class Speaker(TextChoices):
    SELF = "self", _("la persona stessa")
    RELATIVE = "relative", _("un familiare")
    NEIGHBOUR = "neighbour", _("un vicino o conoscente")
    SERVICE = "service", _("un altro servizio")


class Subject(TextChoices):
    PERSON = "person", _("una persona")
    HOUSEHOLD = "household", _("un nucleo familiare")
    NOBODY = "nobody", _("nessuno nominato")


class TargetGroup(TextChoices):
    OLDER = "older", _("anziani")
    DISABLED = "disabled", _("disabili")
    FRAIL = "frail", _("adulti fragili")
    MINORS = "minors", _("minori")
    FAMILIES = "families", _("famiglie")


class Given(TextChoices):
    INFORMATION = "information", _("informazioni")
    LEAFLET = "leaflet", _("opuscolo")
    ORIENTATION = "orientation", _("orientamento")
    APPOINTMENT = "appointment", _("appuntamento")
    FORWARDED = "forwarded", _("invio al segretariato")
    APPLICATION = "application", _("aiuto nella domanda")


class ReasonGroup(TextChoices):
    """The five families of reasons of the published ranking."""

    MONEY = "money", _("contributi e Re.I")
    INFORMATION = "information", _("informazioni e orientamento")
    FOREIGN = "foreign", _("pratiche per cittadini stranieri")
    HOME_WORK = "home_work", _("casa e lavoro")
    OTHER = "other", _("altro")


class Coming(TextChoices):
    """Whether somebody had been heard in an earlier year."""

    NEW = "new", _("per la prima volta")
    BACK = "back", _("già conosciute da anni prima")


class Weekday(IntegerChoices):
    MONDAY = 1, _("lunedì")
    TUESDAY = 2, _("martedì")
    WEDNESDAY = 3, _("mercoledì")
    THURSDAY = 4, _("giovedì")
    FRIDAY = 5, _("venerdì")
    SATURDAY = 6, _("sabato")
    SUNDAY = 7, _("domenica")
