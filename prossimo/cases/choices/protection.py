"""Closed vocabularies of protection: how an order stands, and the steps of a removal (art. 403 c.c.).

Authorities, kinds and effects of an order are words, not codes: the offices suggest the usual ones.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RemovalAct(TextChoices):
    """What is done for a minor in a place of safety, in the order of art. 403 c.c."""

    PLACED = "placed", _("collocamento in luogo sicuro")
    TOLD = "told", _("avviso orale al pubblico ministero")
    SENT = "sent", _("trasmissione scritta al pubblico ministero")
    ASKED = "asked", _("richiesta di convalida del pubblico ministero")
    DECREED = "decreed", _("decreto del tribunale che fissa l'udienza")
    HEARD = "heard", _("udienza")
    DECIDED = "decided", _("decisione del tribunale")


class RemovalOutcome(TextChoices):
    CONFIRMED = "confirmed", _("collocamento confermato")
    CHANGED = "changed", _("collocamento modificato")
    REVOKED = "revoked", _("collocamento revocato")
    LAPSED = "lapsed", _("ha perso efficacia")


AUTHORITIES = (
    _("Tribunale per i minorenni"),
    _("Tribunale ordinario"),
    _("Giudice tutelare"),
    _("Procura presso il tribunale per i minorenni"),
)
ORDER_KINDS = (
    _("affidamento al servizio sociale"),
    _("affidamento familiare"),
    _("collocamento in comunità"),
    _("collocamento in luogo sicuro (art. 403 c.c.)"),
    _("incarico di indagine al servizio sociale"),
    _("incontri protetti"),
    _("sostegno e vigilanza"),
    _("nomina di tutore o curatore"),
)
EFFECTS = (
    _("nessuno"),
    _("limitazione della responsabilità genitoriale"),
    _("sospensione della responsabilità genitoriale"),
    _("decadenza dalla responsabilità genitoriale"),
)
