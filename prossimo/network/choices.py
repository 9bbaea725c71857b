"""Closed vocabularies of organisations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    MUNICIPALITY = "municipality", _("Comune")
    COOPERATIVE = "cooperative", _("cooperativa sociale")
    VOLUNTEERS = "volunteers", _("organizzazione di volontariato")
    PROMOTION = "promotion", _("associazione di promozione sociale")
    PARISH = "parish", _("parrocchia o ente religioso")
    FOUNDATION = "foundation", _("fondazione")
    HEALTH = "health", _("ente sanitario")
    SCHOOL = "school", _("scuola")
    COMMITTEE = "committee", _("comitato o gruppo di cittadini")
    OTHER = "other", _("altro")
