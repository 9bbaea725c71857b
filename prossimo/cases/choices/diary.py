"""Closed vocabularies of the diary: what happened, and who took part."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntryKind(TextChoices):
    INTERVIEW = "interview", _("colloquio")
    VISIT = "visit", _("visita domiciliare")
    CALL = "call", _("telefonata")
    NETWORK = "network", _("incontro di rete")
    REPORT = "report", _("relazione")
    NOTE = "note", _("annotazione")


class PresenceKind(TextChoices):
    PERSON = "person", _("persona")
    WORKER = "worker", _("operatore")
    OTHER = "other", _("altri")
