"""Closed vocabularies of the observatory."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    """Where a photograph of the data stands."""

    QUEUED = "queued", _("in coda")
    RUNNING = "running", _("in corso")
    DONE = "done", _("riuscita")
    FAILED = "failed", _("non riuscita")
