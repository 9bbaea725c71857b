"""Closed vocabularies of people and households."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "F", _("femmina")
    MALE = "M", _("maschio")
    OTHER = "X", _("non indicato")


class TaxCodeState(TextChoices):
    VALID = "valid", _("verificato nella forma")
    TEMPORARY = "temporary", _("provvisorio")
    MISSING = "missing", _("mancante")


class HouseholdRole(TextChoices):
    REFERENCE = "reference", _("persona di riferimento")
    PARTNER = "partner", _("coniuge o convivente")
    CHILD = "child", _("figlia o figlio")
    PARENT = "parent", _("genitore")
    RELATIVE = "relative", _("altro familiare")
    OTHER = "other", _("altra persona")


class ShareSource(TextChoices):
    CONTACT = "contact", _("contatto allo sportello")
    CREATED = "created", _("scheda creata")
    DECISION = "decision", _("decisione del servizio")
