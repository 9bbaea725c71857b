"""Closed vocabularies of the documents of a case."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    IDENTITY = "identity", _("documento d'identità")
    REQUEST = "request", _("richiesta o dichiarazione")
    INCOME = "income", _("situazione economica")
    HEALTH = "health", _("documentazione sanitaria")
    SCHOOL = "school", _("scuola e formazione")
    HOME = "home", _("casa")
    COURT = "court", _("provvedimento")
    REPORT = "report", _("relazione")
    PACT = "pact", _("patto o progetto")
    MINUTES = "minutes", _("verbale")
    CONSENT = "consent", _("consenso o informativa")
    LETTER = "letter", _("corrispondenza")
    PHOTO = "photo", _("fotografia")
    OTHER = "other", _("altro")


class ScanResult(TextChoices):
    CLEAN = "clean", _("controllato")
    UNSCANNED = "unscanned", _("non controllato")
