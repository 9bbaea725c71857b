"""Closed vocabularies of handing over: what passes to whom, how it stands, why a glass was broken."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TransferKind(TextChoices):
    """To whom a case passes."""

    WORKER = "worker", _("a un'altra assistente sociale")
    SERVICE = "service", _("a un'altra area")
    TOWN = "town", _("a un altro Comune dell'Ambito")
    OUTSIDE = "outside", _("a un Comune fuori dall'Ambito")


class TransferState(TextChoices):
    ASKED = "asked", _("in attesa")
    ACCEPTED = "accepted", _("accolto")
    REFUSED = "refused", _("rifiutato")
    WITHDRAWN = "withdrawn", _("ritirato")


class GlassCategory(TextChoices):
    """What cannot wait for who follows the case."""

    DANGER = "danger", _("pericolo per una persona")
    AUTHORITY = "authority", _("richiesta urgente di un'autorità")
    HEALTH = "health", _("urgenza sanitaria")
    ABSENT = "absent", _("chi la segue non è raggiungibile e non si può aspettare")


class GlassOutcome(TextChoices):
    JUSTIFIED = "justified", _("giustificato")
    UNJUSTIFIED = "unjustified", _("non giustificato")
