"""Closed vocabularies of services run together with other bodies."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AssignedKind(TextChoices):
    """How somebody stands in a co-designed service."""

    OPERATOR = "operator", _("operatore")
    VOLUNTEER = "volunteer", _("volontario")
