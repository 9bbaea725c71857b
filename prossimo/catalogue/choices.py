"""Closed vocabularies of the catalogue: themes of needs, what a service costs, how it is asked for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NeedTheme(TextChoices):
    """What a need is about: the themes under which planning reads what people miss."""

    INCOME = "income", _("reddito e debiti")
    HOME = "home", _("casa")
    WORK = "work", _("lavoro e formazione")
    CARE = "care", _("cura e autonomia")
    FAMILY = "family", _("famiglia e minori")
    HEALTH = "health", _("salute")
    TIES = "ties", _("relazioni e solitudine")
    SAFETY = "safety", _("sicurezza e violenza")
    RIGHTS = "rights", _("documenti e diritti")
    SCHOOL = "school", _("scuola ed educazione")
    MOVING = "moving", _("spostarsi")


class Cost(TextChoices):
    FREE = "free", _("gratuito")
    SHARE = "share", _("con una quota secondo l'ISEE")
    FEE = "fee", _("a pagamento")


class AskedHow(TextChoices):
    FREELY = "freely", _("ci si va direttamente")
    BOOKED = "booked", _("su appuntamento")
    REFERRAL = "referral", _("con un invio dei servizi sociali")
    APPLICATION = "application", _("con una domanda")
