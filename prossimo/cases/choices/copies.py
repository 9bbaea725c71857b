"""Closed vocabularies of the copy that a person gets of their own file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OmitReason(TextChoices):
    """Why something is left out: as the person reads it."""

    OTHERS = "others", _("parla di altre persone")
    REPORTER = "reporter", _("dice chi ha segnalato")
    HARM = "harm", _("farebbe male alla persona o a un minore")
    COURT = "court", _("è coperto da segreto del giudice")
    OTHER = "other", _("altro motivo")
