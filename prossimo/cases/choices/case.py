"""Closed vocabularies of the case: its states, how much it asks, who is in it and who follows it."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class CaseState(TextChoices):
    PROPOSED = "proposed", _("segnalata")
    ASSIGNED = "assigned", _("assegnata")
    IN_CHARGE = "in_charge", _("in carico")
    SUSPENDED = "suspended", _("sospesa")
    CLOSED = "closed", _("chiusa")


LIVE_STATES = (
    CaseState.PROPOSED,
    CaseState.ASSIGNED,
    CaseState.IN_CHARGE,
    CaseState.SUSPENDED,
)


class Intensity(TextChoices):
    """How much a case asks of who follows it; proposed by a rule that is shown."""

    PREVENTION = "prevention", _("prevenzione")
    LIGHT = "light", _("leggera")
    FULL = "full", _("piena")


class CaseSource(TextChoices):
    PROPOSAL = "proposal", _("proposta del segretariato")
    DIRECT = "direct", _("richiesta della persona")
    COURT = "court", _("autorità giudiziaria")
    REPORT = "report", _("segnalazione di un servizio")
    TRANSFER = "transfer", _("trasferimento da un altro servizio")


class CloseOutcome(TextChoices):
    REACHED = "reached", _("obiettivi raggiunti")
    PARTLY = "partly", _("obiettivi raggiunti in parte")
    STOPPED = "stopped", _("interrotta dalla persona")
    HANDED = "handed", _("seguita da un altro servizio")
    MOVED = "moved", _("trasferita in un altro Comune")
    UNFOUND = "unfound", _("persona irreperibile")
    DIED = "died", _("decesso")


class MemberRole(TextChoices):
    SUBJECT = "subject", _("persona seguita")
    PARENT = "parent", _("genitore")
    PARTNER = "partner", _("coniuge o convivente")
    CHILD = "child", _("figlio o figlia")
    SIBLING = "sibling", _("fratello o sorella")
    RELATIVE = "relative", _("altro familiare")
    CARER = "carer", _("chi se ne prende cura")
    COHABITANT = "cohabitant", _("chi vive in casa")


class WorkerRole(TextChoices):
    OWNER = "owner", _("assistente sociale titolare")
    COLLEAGUE = "colleague", _("assistente sociale")
    EDUCATOR = "educator", _("educatore")
    PSYCHOLOGIST = "psychologist", _("psicologo")
    HEALTH = "health", _("operatore sanitario")
    OTHER = "other", _("altro operatore")


class Part(TextChoices):
    """What of a case a co-worker is given to see, beside who it is about."""

    DIARY = "diary", _("diario")
    PLAN = "plan", _("bisogni e progetto")
    NETWORK = "network", _("famiglia e rete")
    HEALTH = "health", _("salute e valutazioni")
    ORDERS = "orders", _("provvedimenti e tutela")
    PAPERS = "papers", _("documenti")


class Weight(IntegerChoices):
    """How heavy a need is."""

    MILD = 1, _("lieve")
    MEDIUM = 2, _("media")
    SERIOUS = 3, _("grave")
