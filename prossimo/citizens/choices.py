"""Closed vocabularies of people and households."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "F", _("femmina")
    MALE = "M", _("maschio")
    OTHER = "X", _("non indicato")


class TaxCodeState(TextChoices):
    VALID = "valid", _("verificato nella forma")
    TEMPORARY = "temporary", _("provvisorio")
    MISSING = "missing", _("mancante")


class HouseholdRole(TextChoices):
    REFERENCE = "reference", _("persona di riferimento")
    PARTNER = "partner", _("coniuge o convivente")
    CHILD = "child", _("figlia o figlio")
    PARENT = "parent", _("genitore")
    RELATIVE = "relative", _("altro familiare")
    OTHER = "other", _("altra persona")


class ShareSource(TextChoices):
    CONTACT = "contact", _("contatto allo sportello")
    CREATED = "created", _("scheda creata")
    DECISION = "decision", _("decisione del servizio")


class RegistryState(TextChoices):
    """Where a person stands in the municipal registry (D.P.R. 223/1989)."""

    RESIDENT = "resident", _("residente")
    TEMPORARY = "temporary", _("iscritta nello schedario temporaneo")
    ABROAD = "abroad", _("iscritta all'AIRE")
    LEFT = "left", _("emigrata")
    GONE = "gone", _("cancellata per irreperibilità")
    DEAD = "dead", _("deceduta")


class Acquaintance(TextChoices):
    """Whether the services came to know of somebody in the year that is counted."""

    NEW = "new", _("conosciute nell'anno")
    BEFORE = "before", _("conosciute da prima")


class TaxCodeEnd(TextChoices):
    TEMPORARY = "temporary", _("era provvisorio")
    HOMOCODY = "homocody", _("sostituito per omocodia")
    CHANGED = "changed", _("cambiato con i dati della persona")
    MISTAKE = "mistake", _("era sbagliato")


class AddressKind(TextChoices):
    RESIDENCE = "residence", _("residenza")
    DOMICILE = "domicile", _("domicilio")
    STRUCTURE = "structure", _("struttura di accoglienza")
    LETTERS = "letters", _("recapito per le lettere")


class ContactSafety(TextChoices):
    FREE = "free", _("sì")
    CARE = "care", _("con cautela")
    NEVER = "never", _("no, mai")


class Compartment(TextChoices):
    """What may be sealed of a person (see `SealOpening`)."""

    ADDRESS = "address", _("indirizzo protetto")
    FAMILY = "family", _("legame protetto")
    ADOPTION = "adoption", _("identità prima dell'adozione")


class SealState(TextChoices):
    ASKED = "asked", _("in attesa")
    APPROVED = "approved", _("approvata")
    REFUSED = "refused", _("rifiutata")


class KinshipKind(TextChoices):
    """«The relative is the … of the person»."""

    PARENT = "parent", _("genitore")
    CHILD = "child", _("figlia o figlio")
    SPOUSE = "spouse", _("coniuge")
    PARTNER = "partner", _("convivente")
    FORMER = "former", _("ex coniuge o convivente")
    SIBLING = "sibling", _("sorella o fratello")
    GRANDPARENT = "grandparent", _("nonna o nonno")
    GRANDCHILD = "grandchild", _("nipote di nonni")
    AUNT = "aunt", _("zia o zio")
    NIECE = "niece", _("nipote di zii")
    COUSIN = "cousin", _("cugina o cugino")
    IN_LAW = "in_law", _("affine")
    FOSTER = "foster", _("affidataria o affidatario")
    FOSTERED = "fostered", _("minore in affido")
    FORMERLY = "formerly", _("stessa persona prima dell'adozione")
    SINCE = "since", _("stessa persona dopo l'adozione")


class RepresentationKind(TextChoices):
    GUARDIAN = "guardian", _("tutore")
    CURATOR = "curator", _("curatore")
    SPECIAL = "special", _("curatore speciale")
    SUPPORT = "support", _("amministratore di sostegno")
    PARENTAL = "parental", _("chi esercita la responsabilità genitoriale")
    FOSTER = "foster", _("affidatario")
    DELEGATE = "delegate", _("persona delegata")


class IseeKind(TextChoices):
    """Kinds of ISEE (DPCM 159/2013; modulistica DM 75/2025)."""

    ORDINARY = "ordinary", _("ordinario")
    HEALTH = "health", _("sociosanitario")
    RESIDENTIAL = "residential", _("sociosanitario residenze")
    UNIVERSITY = "university", _("università")
    DOCTORATE = "doctorate", _("dottorato")
    MINORS = "minors", _("minorenni")
    RESTRICTED = "restricted", _("nucleo ristretto")
    CURRENT = "current", _("corrente")
    FAMILY = "family", _("famiglia e inclusione")


class IseeRelation(TextChoices):
    DECLARANT = "declarant", _("dichiarante")
    SPOUSE = "spouse", _("coniuge")
    MINOR = "minor", _("figlia o figlio minorenne")
    ADULT = "adult", _("figlia o figlio maggiorenne")
    PARENT = "parent", _("genitore non convivente")
    OTHER = "other", _("altra persona")


class Origin(TextChoices):
    DECLARED = "declared", _("dichiarato")
    VERIFIED = "verified", _("verificato")


class BenefitPace(TextChoices):
    ONCE = "once", _("una volta")
    MONTH = "month", _("al mese")
    YEAR = "year", _("all'anno")


class PairFinder(TextChoices):
    BULK = "bulk", _("confronto di tutte le schede")
    CREATION = "creation", _("registrazione di una persona")
    TAX_CODE = "tax_code", _("stesso codice fiscale")
    REGISTRY = "registry", _("anagrafe")
    PERSON = "person", _("segnalazione di chi lavora")


class PairState(TextChoices):
    WAITING = "waiting", _("da guardare")
    SAME = "same", _("stessa persona")
    DIFFERENT = "different", _("persone diverse")
    STALE = "stale", _("non si somigliano più")


class LookState(TextChoices):
    QUEUED = "queued", _("in coda")
    RUNNING = "running", _("in corso")
    DONE = "done", _("finita")
    FAILED = "failed", _("non riuscita")


class BatchState(TextChoices):
    UPLOADED = "uploaded", _("caricata")
    MAPPED = "mapped", _("colonne scelte")
    STAGED = "staged", _("letta")
    COMPARED = "compared", _("confrontata")
    APPROVED = "approved", _("approvata")
    APPLIED = "applied", _("applicata")
    UNDONE = "undone", _("annullata")
    DROPPED = "dropped", _("scartata")
    FAILED = "failed", _("non riuscita")


class BatchPhase(TextChoices):
    """The long work under way on a batch."""

    READ = "read", _("lettura delle righe")
    COMPARE = "compare", _("confronto con le schede")
    APPLY = "apply", _("scrittura delle schede")
    UNDO = "undo", _("annullamento")


class RowState(TextChoices):
    READ = "read", _("letta")
    NEW = "new", _("nuova")
    CHANGED = "changed", _("cambiata")
    SAME = "same", _("uguale")
    DOUBT = "doubt", _("da guardare")
    WRONG = "wrong", _("sbagliata")
    REPEATED = "repeated", _("ripetuta")


class ChangeKind(TextChoices):
    CREATED = "created", _("scheda nuova")
    LINKED = "linked", _("scheda collegata all'anagrafe")
    CORRECTED = "corrected", _("dati corretti")
    MOVED = "moved", _("trasferita")
    DIED = "died", _("deceduta")
    HOUSEHOLD = "household", _("nucleo cambiato")


class TaskKind(TextChoices):
    MOVED = "moved", _("si è trasferita")
    LEFT = "left", _("è emigrata")
    DIED = "died", _("è deceduta")
    CHILD = "child", _("è nata una bambina o un bambino")
    SPLIT = "split", _("il nucleo si è diviso")
    MISSING = "missing", _("non è più nel file dell'anagrafe")
    CODE = "code", _("un codice fiscale per due persone")
    DOUBT = "doubt", _("l'anagrafe dice una cosa diversa")


class TaskState(TextChoices):
    OPEN = "open", _("da fare")
    DONE = "done", _("fatto")
    DISMISSED = "dismissed", _("non serve")
