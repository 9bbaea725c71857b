"""Closed vocabularies of the network around a case: who is there, what passes between them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class TieWho(TextChoices):
    KIN = "kin", _("parente")
    NEIGHBOUR = "neighbour", _("vicino di casa")
    FRIEND = "friend", _("amico o amica")
    VOLUNTEER = "volunteer", _("volontario")
    ASSOCIATION = "group", _("associazione o parrocchia")
    SHOP = "shop", _("negozio o bottega")
    SCHOOL = "school", _("scuola")
    WORK = "work", _("lavoro")
    PROFESSIONAL = "expert", _("professionista")
    SERVICE = "service", _("servizio")
    OTHER = "other", _("altro")


class TieKind(TextChoices):
    """What passes along the tie."""

    SUPPORTS = "supports", _("aiuta")
    CARES = "cares", _("si prende cura")
    KNOWS = "knows", _("è un riferimento")
    CONFLICTS = "conflicts", _("è in conflitto")


class TieStrength(IntegerChoices):
    WEAK = 1, _("debole")
    FAIR = 2, _("presente")
    STRONG = 3, _("forte")
