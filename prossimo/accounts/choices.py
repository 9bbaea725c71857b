"""Closed vocabularies of accounts: roles, user areas, purposes, and what the journal records."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoleKey(TextChoices):
    FRONT_DESK = "front_desk", _("operatore di sportello")
    SOCIAL_DESK = "social_desk", _("assistente sociale del segretariato")
    CASEWORKER = "caseworker", _("assistente sociale titolare di casi")
    AREA_MANAGER = "area_manager", _("responsabile di area")
    PLANNING = "planning", _("Ufficio di Piano")
    PARTNER = "partner", _("operatore di ente partner")
    NEIGHBOURHOOD = "neighbourhood", _("operatore di quartiere")
    ACCOUNTING = "accounting", _("ragioneria")
    DPO = "dpo", _("responsabile della protezione dei dati")
    ADMINISTRATOR = "administrator", _("amministratore del sistema")
    PORTAL = "portal", _("porta dei cittadini")


class UserArea(TextChoices):
    """User areas of the ISTAT survey on municipal social services."""

    FAMILIES = "FAM", _("famiglia e minori")
    DISABLED = "DIS", _("disabili")
    ADDICTION = "ADD", _("dipendenze")
    OLDER = "ELD", _("anziani")
    MIGRANTS = "IMM", _("immigrati, Rom, Sinti, Caminanti")
    POVERTY = "POV", _("povertà, disagio adulti e senza dimora")
    MULTI = "MUL", _("più gruppi insieme")


class Purpose(TextChoices):
    """Why a file is opened, where the role must say it."""

    ACCESS = "access", _("accoglienza e orientamento della persona")
    SUPERVISION = "supervision", _("supervisione del servizio")
    COMPLAINT = "complaint", _("risposta a un reclamo o a una richiesta della persona")
    CHECK = "check", _("controllo della qualità dei dati")
    AUTHORITY = "authority", _("richiesta di un'autorità")


class Action(TextChoices):
    LIST = "list", _("elenco")
    READ = "read", _("lettura")
    CREATE = "create", _("creazione")
    CHANGE = "change", _("modifica")
    PRINT = "print", _("stampa")
    EXPORT = "export", _("esportazione")
    SEARCH = "search", _("ricerca")
    LOGIN = "login", _("accesso al sistema")
    LOGOUT = "logout", _("uscita")
    REFUSED = "refused", _("rifiuto")
    CONFIGURE = "configure", _("configurazione")
    PURPOSE = "purpose", _("finalità dichiarata")
    MERGE = "merge", _("unione di schede")
    SPLIT = "split", _("separazione di schede")
    IMPORT = "import", _("importazione")
    UNSEAL = "unseal", _("apertura di dati protetti")
    GLASS = "glass", _("accesso d'emergenza")


class Result(TextChoices):
    DONE = "done", _("riuscito")
    REFUSED = "refused", _("rifiutato")
