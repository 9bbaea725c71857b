"""Closed vocabularies of analyses and scales: how a sheet stands, where its answers come from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SheetState(TextChoices):
    """How an analysis stands; what is completed is not written again."""

    DRAFT = "draft", _("bozza")
    COMPLETED = "completed", _("completata")
    DROPPED = "dropped", _("annullata")


class ScaleState(TextChoices):
    """How the sheet of a scale stands; one that was wrong gives its place to another and stays."""

    DRAFT = "draft", _("bozza")
    COMPLETED = "completed", _("completata")
    DROPPED = "dropped", _("annullata")
    CORRECTED = "corrected", _("rettificata")


class ScaleSource(TextChoices):
    """Where the answers of a scale come from."""

    OBSERVED = "observed", _("osservata")
    TOLD = "told", _("riferita")
    PAPERS = "papers", _("da documenti")
