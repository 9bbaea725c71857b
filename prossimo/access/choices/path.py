"""Closed vocabularies of the way onward: orientation, direct services, proposals, referrals."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Urgency(IntegerChoices):
    """How soon somebody must be heard."""

    TODAY = 10, _("urgente: in giornata")
    SOON = 20, _("entro una settimana")
    ORDINARY = 30, _("ordinaria")


class OrientationState(TextChoices):
    """The segretariato's work on one request: `domain/italy.md` §4, step 2."""

    TO_ASSESS = "to_assess", _("da valutare")
    ASSESSING = "assessing", _("in valutazione")
    INFORMED = "informed", _("informata")
    ORIENTED = "oriented", _("orientata a un servizio")
    ACCOMPANIED = "accompanied", _("accompagnata")
    DIRECT = "direct", _("prestazione diretta")
    PROPOSED = "proposed", _("proposta la presa in carico")
    REFUSED = "refused", _("non accolta")
    WITHDRAWN = "withdrawn", _("ritirata dalla persona")


OPEN_ORIENTATIONS = (OrientationState.TO_ASSESS, OrientationState.ASSESSING)


class Intensity(IntegerChoices):
    MILD = 1, _("lieve")
    MODERATE = 2, _("moderato")
    SEVERE = 3, _("grave")
    EXTREME = 4, _("gravissimo")


class AccompanimentState(TextChoices):
    PLANNED = "planned", _("prevista")
    DONE = "done", _("fatta")
    MISSED = "missed", _("saltata")


class DirectState(TextChoices):
    REQUESTED = "requested", _("richiesta")
    WAITING = "waiting", _("in lista d'attesa")
    ACTIVE = "active", _("attiva")
    SUSPENDED = "suspended", _("sospesa")
    ENDED = "ended", _("conclusa")
    REFUSED = "refused", _("non concessa")
    WITHDRAWN = "withdrawn", _("ritirata")


class ProposalState(TextChoices):
    PROPOSED = "proposed", _("proposta")
    ACCEPTED = "accepted", _("accolta")
    REFUSED = "refused", _("non accolta")
    WITHDRAWN = "withdrawn", _("ritirata")


class ReferralState(TextChoices):
    SENT = "sent", _("inviato")
    RECEIVED = "received", _("ricevuto")
    MORE_NEEDED = "more_needed", _("serve un'altra valutazione")
    ACCEPTED = "accepted", _("accettato")
    REFUSED = "refused", _("rifiutato")
    STARTED = "started", _("avviato")
    ENDED = "ended", _("concluso")
    WITHDRAWN = "withdrawn", _("ritirato")


OPEN_REFERRALS = (
    ReferralState.SENT,
    ReferralState.RECEIVED,
    ReferralState.MORE_NEEDED,
    ReferralState.ACCEPTED,
    ReferralState.STARTED,
)


class RefusedWhy(TextChoices):
    NO_ROOM = "no_room", _("non ci sono posti")
    NOT_OURS = "not_ours", _("non è fra i nostri compiti")
    REQUIREMENTS = "requirements", _("mancano i requisiti")
    ELSEWHERE = "elsewhere", _("è già seguita altrove")
    UNREACHABLE = "unreachable", _("non si riesce a contattarla")
    OTHER = "other", _("altro motivo")


class ReferralOutcome(TextChoices):
    REACHED = "reached", _("ha ricevuto quel che serviva")
    PARTLY = "partly", _("in parte")
    NOT_REACHED = "not", _("non è servito")
    LEFT = "left", _("ha interrotto")


class AgreementKind(TextChoices):
    """How the person agreed that something of theirs be shared."""

    SPOKEN = "spoken", _("a voce")
    WRITTEN = "written", _("per iscritto")
    REPRESENTATIVE = "guardian", _("da chi la rappresenta")


class SharedField(TextChoices):
    """What of a person may be shared with a referral, chosen one by one."""

    NAME = "name", _("nome e cognome")
    BIRTH = "birth", _("data di nascita")
    TAX_CODE = "tax_code", _("codice fiscale")
    PHONE = "phone", _("telefono")
    EMAIL = "email", _("posta elettronica")
    ADDRESS = "address", _("indirizzo")
    LANGUAGES = "languages", _("lingue e interprete")
    NEEDS = "needs", _("che cosa serve")
    REASONS = "reasons", _("motivi del contatto")


class UnmetState(TextChoices):
    HEARD = "heard", _("ascoltato")
    ANSWERED = "answered", _("ora c'è un servizio")
    MISTAKE = "mistake", _("un servizio c'era già")


class ReviewState(TextChoices):
    """The supervision of what a partner recorded."""

    TO_REVIEW = "to_review", _("da vedere")
    SEEN = "seen", _("vista")
    ANSWER_AWAITED = "awaited", _("aspetta una risposta")
    TAKEN_OVER = "taken", _("presa dal segretariato")


class ParcelState(TextChoices):
    """What became of a contact written without network."""

    ACCEPTED = "accepted", _("registrata")
    CONFLICT = "conflict", _("in conflitto")
    REFUSED = "refused", _("rifiutata")
    QUARANTINED = "held", _("da vedere: incarico concluso")
    ASIDE = "aside", _("messa da parte")


UNSETTLED = (ParcelState.CONFLICT, ParcelState.REFUSED, ParcelState.QUARANTINED)


class CampaignKind(TextChoices):
    LEAFLETS = "leaflets", _("volantini")
    MEETING = "meeting", _("incontro")
    LETTERS = "letters", _("lettere")
    PRESS = "press", _("stampa e social")
    DOOR = "door", _("porta a porta")
