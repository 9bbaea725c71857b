"""Closed vocabularies of places and residents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "F", _("femmina")
    MALE = "M", _("maschio")
    OTHER = "X", _("non indicato")


class AgeBand(TextChoices):
    """Bands of the residents' tables, chosen so that minors, adults and older people add up."""

    B0_2 = "0-2", _("0-2 anni")
    B3_5 = "3-5", _("3-5 anni")
    B6_10 = "6-10", _("6-10 anni")
    B11_13 = "11-13", _("11-13 anni")
    B14_17 = "14-17", _("14-17 anni")
    B18_29 = "18-29", _("18-29 anni")
    B30_44 = "30-44", _("30-44 anni")
    B45_64 = "45-64", _("45-64 anni")
    B65_74 = "65-74", _("65-74 anni")
    B75_84 = "75-84", _("75-84 anni")
    B85 = "85+", _("85 anni e più")


class CitizenshipGroup(TextChoices):
    ITALIAN = "IT", _("italiana")
    FOREIGN = "ES", _("straniera")


class StreetSide(TextChoices):
    BOTH = "both", _("tutti i numeri")
    ODD = "odd", _("dispari")
    EVEN = "even", _("pari")
