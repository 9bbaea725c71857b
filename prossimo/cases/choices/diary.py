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


class NoteGround(TextChoices):
    """By which law who coordinates reads what only its author reads."""

    COURT = "court", _("lo chiede l'autorità giudiziaria")
    ACTS = "acts", _("accesso agli atti (legge 241/1990)")
    CHECK = "check", _("reclamo o verifica sul lavoro del servizio")
    ABSENT = "absent", _("chi l'ha scritta non può più rispondere")
