"""Closed vocabularies of the project: its kinds and states, goals, who does what, with which money."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanKind(TextChoices):
    INCLUSION_PACT = "inclusion_pact", _("patto per l'inclusione")
    INDIVIDUAL = "individual", _("progetto individuale")
    CARE_PLAN = "care_plan", _("piano assistenziale (PAI)")
    LIFE_PROJECT = "life_project", _("progetto di vita")
    PLACEMENT = "placement", _("progetto di accoglienza")


class PlanState(TextChoices):
    DRAFT = "draft", _("bozza")
    SHARED = "shared", _("condiviso")
    SIGNED = "signed", _("firmato")
    ACTIVE = "active", _("attivo")
    IN_REVISION = "in_revision", _("in revisione")
    SUSPENDED = "suspended", _("sospeso")
    SUPERSEDED = "superseded", _("sostituito")
    ENDED = "ended", _("concluso")
    INTERRUPTED = "interrupted", _("interrotto")


MAKING_STATES = (PlanState.DRAFT, PlanState.SHARED, PlanState.SIGNED)
FORCE_STATES = (PlanState.ACTIVE, PlanState.IN_REVISION, PlanState.SUSPENDED)
OVER_STATES = (PlanState.SUPERSEDED, PlanState.ENDED, PlanState.INTERRUPTED)


class PlanOutcome(TextChoices):
    REACHED = "reached", _("obiettivi raggiunti")
    PARTLY = "partly", _("obiettivi raggiunti in parte")
    NOT = "not", _("obiettivi non raggiunti")


class GoalTheme(TextChoices):
    """The dimensions of the national preliminary analysis, and what lies beside them."""

    PERSON = "person", _("benessere e vita quotidiana")
    HEALTH = "health", _("salute e cura")
    INCOME = "income", _("reddito e spese")
    WORK = "work", _("lavoro")
    SCHOOL = "school", _("scuola e formazione")
    HOME = "home", _("casa")
    NETWORK = "network", _("famiglia e relazioni")
    CHILDREN = "children", _("crescita dei figli")
    RIGHTS = "rights", _("documenti e diritti")


class GoalState(TextChoices):
    OPEN = "open", _("aperto")
    REACHED = "reached", _("raggiunto")
    PARTLY = "partly", _("raggiunto in parte")
    NOT = "not", _("non raggiunto")
    DROPPED = "dropped", _("lasciato")


class Doer(TextChoices):
    """Who does an action: the closest first."""

    MEMBER = "member", _("la persona o un familiare")
    NEIGHBOUR = "neighbour", _("un vicino")
    ASSOCIATION = "association", _("un'associazione")
    SHOP = "shop", _("un negozio")
    WORKER = "worker", _("un operatore")
    SERVICE = "service", _("un servizio")
    BODY = "body", _("un'organizzazione della rete")
    OTHER = "other", _("qualcun altro")


NAMED_DOERS = (Doer.NEIGHBOUR, Doer.ASSOCIATION, Doer.SHOP, Doer.OTHER)


class ActionState(TextChoices):
    PLANNED = "planned", _("da fare")
    GOING = "going", _("in corso")
    DONE = "done", _("fatta")
    NOT = "not", _("non fatta")
    DROPPED = "dropped", _("lasciata")


class Side(TextChoices):
    PERSON = "person", _("la persona e la famiglia")
    SERVICE = "service", _("il servizio")


class CommitmentState(TextChoices):
    OPEN = "open", _("da vedere")
    KEPT = "kept", _("mantenuto")
    PARTLY = "partly", _("mantenuto in parte")
    NOT = "not", _("non mantenuto")


class BudgetSource(TextChoices):
    TOWN = "town", _("Comune")
    AMBITO = "ambito", _("Ambito e Fondo sociale")
    REGION = "region", _("Regione")
    STATE = "state", _("Stato e fondi nazionali")
    HEALTH = "health", _("sanità")
    FAMILY = "family", _("la famiglia")
    THIRD = "third", _("associazioni e donazioni")
    OTHER = "other", _("altro")


class BudgetPeriod(TextChoices):
    ONCE = "once", _("una volta")
    WEEKLY = "weekly", _("ogni settimana")
    MONTHLY = "monthly", _("ogni mese")
    YEARLY = "yearly", _("ogni anno")


class Answer(TextChoices):
    """What somebody said of one goal."""

    YES = "yes", _("sì")
    NO = "no", _("no")
    WITHDRAWN = "withdrawn", _("ci ha ripensato")


class AnswerWay(TextChoices):
    SPOKEN = "spoken", _("a voce, durante un colloquio")
    WRITTEN = "written", _("per iscritto")
    INTERPRETER = "interpreter", _("con un interprete o un mediatore")
    SIGNS = "signs", _("con la comunicazione aumentativa o i gesti")


class SignerRole(TextChoices):
    PERSON = "person", _("la persona")
    RELATIVE = "relative", _("un familiare")
    GUARDIAN = "guardian", _("chi la rappresenta")
    WORKER = "worker", _("l'operatore")
    OTHER = "other", _("altri")


class SignWay(TextChoices):
    DRAWN = "drawn", _("firma sullo schermo")
    PAPER = "paper", _("firmato su carta")
    SCAN = "scan", _("foglio firmato, caricato")
    EXTERNAL = "external", _("firma digitale fuori da qui")
