"""The roles, declared once: from here the matrix on screen, the decision, and the second wall."""

from django.utils.translation import gettext_lazy as _

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.rules import Ceiling, Reach, Right, Role
from prossimo.core.registry import Registry

A, D, C = Reach.AMBITO, Reach.DESKS, Reach.CASES
EVERYBODY = {Right.TERRITORY_READ: A, Right.NETWORK_READ: A, Right.CATALOGUE_READ: A}

roles: Registry[Role] = Registry("roles")

roles.add(
    Role(
        key=RoleKey.FRONT_DESK,
        does=_("Accoglie chi si presenta, lo trova o lo registra, annota il contatto."),
        rights={
            **EVERYBODY,
            Right.PERSON_READ: A,
            Right.PERSON_WRITE: A,
            Right.CONTACT_READ: D,
            Right.CONTACT_WRITE: D,
            Right.OBSERVATORY_READ: A,
            Right.QUEUE_READ: D,
            Right.QUEUE_SERVE: D,
            Right.AGENDA_READ: D,
            Right.AGENDA_WRITE: A,
            Right.REFERRAL_READ: D,
            Right.REFERRAL_SEND: D,
            Right.UNMET_WRITE: D,
        },
        ceiling=Ceiling.NARRATIVE,
    )
)
roles.add(
    Role(
        key=RoleKey.SOCIAL_DESK,
        does=_("Ascolta e orienta, riceve gli invii degli sportelli, corregge i contatti."),
        rights={
            **EVERYBODY,
            Right.PERSON_READ: A,
            Right.PERSON_WRITE: A,
            Right.CONTACT_READ: A,
            Right.CONTACT_WRITE: A,
            Right.CONTACT_AMEND: A,
            Right.PERSON_MERGE: A,
            Right.PERSON_COPY: A,
            Right.ECONOMY_READ: A,
            Right.ECONOMY_WRITE: A,
            Right.SEAL_OPEN: A,
            Right.REGISTRY_IMPORT: A,
            Right.REGISTRY_APPROVE: A,
            Right.OBSERVATORY_READ: A,
            Right.OBSERVATORY_DRILL: A,
            Right.CONTACT_REVIEW: A,
            Right.QUEUE_READ: A,
            Right.QUEUE_SERVE: A,
            Right.AGENDA_READ: A,
            Right.AGENDA_WRITE: A,
            Right.AGENDA_MANAGE: A,
            Right.ROTA_READ: A,
            Right.ROTA_MANAGE: A,
            Right.CAMPAIGN_READ: A,
            Right.CAMPAIGN_WRITE: A,
            Right.ORIENTATION_READ: A,
            Right.ORIENTATION_WRITE: A,
            Right.PROPOSAL_READ: A,
            Right.DIRECT_READ: A,
            Right.DIRECT_WRITE: A,
            Right.REFERRAL_READ: A,
            Right.REFERRAL_SEND: A,
            Right.REFERRAL_ANSWER: A,
            Right.UNMET_READ: A,
            Right.UNMET_WRITE: A,
            Right.CATALOGUE_MANAGE: A,
            Right.CASE_KNOW: A,
        },
        ceiling=Ceiling.SEALED,
    )
)
roles.add(
    Role(
        key=RoleKey.CASEWORKER,
        does=_("Segue le persone prese in carico e ne registra i contatti."),
        rights={
            **EVERYBODY,
            Right.PERSON_READ: A,
            Right.PERSON_WRITE: A,
            Right.CONTACT_READ: A,
            Right.CONTACT_WRITE: A,
            Right.PERSON_MERGE: A,
            Right.PERSON_COPY: A,
            Right.ECONOMY_READ: A,
            Right.ECONOMY_WRITE: A,
            Right.SEAL_OPEN: A,
            Right.OBSERVATORY_READ: A,
            Right.QUEUE_READ: D,
            Right.QUEUE_SERVE: D,
            Right.AGENDA_READ: A,
            Right.AGENDA_WRITE: A,
            Right.ORIENTATION_READ: A,
            Right.PROPOSAL_READ: A,
            Right.PROPOSAL_DECIDE: A,
            Right.DIRECT_READ: A,
            Right.REFERRAL_READ: A,
            Right.REFERRAL_SEND: A,
            Right.UNMET_WRITE: A,
            Right.CASE_READ: C,
            Right.CASE_OPEN: A,
            Right.CASE_WRITE: C,
            Right.CASE_KNOW: A,
            Right.CASE_GLASS: A,
            Right.DIARY_READ: C,
            Right.DIARY_WRITE: C,
        },
        ceiling=Ceiling.NARRATIVE,
    )
)
roles.add(
    Role(
        key=RoleKey.AREA_MANAGER,
        does=_("Coordina sportelli e carichi di lavoro; non legge le note."),
        rights={
            **EVERYBODY,
            Right.PERSON_READ: A,
            Right.CONTACT_READ: A,
            Right.CONTACT_AMEND: A,
            Right.DESK_MANAGE: A,
            Right.SEAL_APPROVE: A,
            Right.REGISTRY_APPROVE: A,
            Right.OBSERVATORY_READ: A,
            Right.OBSERVATORY_DRILL: A,
            Right.OBSERVATORY_REFRESH: A,
            Right.QUEUE_READ: A,
            Right.AGENDA_READ: A,
            Right.AGENDA_WRITE: A,
            Right.AGENDA_MANAGE: A,
            Right.ROTA_READ: A,
            Right.ROTA_MANAGE: A,
            Right.CAMPAIGN_READ: A,
            Right.CAMPAIGN_WRITE: A,
            Right.ORIENTATION_READ: A,
            Right.PROPOSAL_READ: A,
            Right.PROPOSAL_DECIDE: A,
            Right.ALLOCATION_MANAGE: A,
            Right.DIRECT_READ: A,
            Right.REFERRAL_READ: A,
            Right.UNMET_READ: A,
            Right.CATALOGUE_MANAGE: A,
            Right.CASE_READ: A,
            Right.CASE_OPEN: A,
            Right.CASE_ASSIGN: A,
            Right.CASE_KNOW: A,
            Right.CASE_GLASS: A,
            Right.GLASS_REVIEW: A,
            Right.RETENTION_MANAGE: A,
        },
        ceiling=Ceiling.CONTACT,
        states_purpose=frozenset({Right.PERSON_READ, Right.OBSERVATORY_DRILL}),
    )
)
roles.add(
    Role(
        key=RoleKey.PLANNING,
        does=_("Legge gli indicatori e cura il territorio e la rete; non vede persone."),
        rights={
            **EVERYBODY,
            Right.NETWORK_MANAGE: A,
            Right.TERRITORY_MANAGE: A,
            Right.OBSERVATORY_READ: A,
            Right.OBSERVATORY_REFRESH: A,
            Right.ROTA_READ: A,
            Right.CAMPAIGN_READ: A,
            Right.UNMET_READ: A,
            Right.CATALOGUE_MANAGE: A,
        },
        ceiling=Ceiling.TECHNICAL,
    )
)
roles.add(
    Role(
        key=RoleKey.PARTNER,
        does=_(
            "Tiene gli sportelli del proprio ente e vede le persone incontrate lì e quelle delle "
            "prese in carico che gli sono state aperte."
        ),
        rights={
            **EVERYBODY,
            Right.CASE_READ: C,
            Right.DIARY_READ: C,
            Right.DIARY_WRITE: C,
            Right.PERSON_READ: D,
            Right.PERSON_WRITE: D,
            Right.CONTACT_READ: D,
            Right.CONTACT_WRITE: D,
            Right.QUEUE_READ: D,
            Right.QUEUE_SERVE: D,
            Right.AGENDA_READ: D,
            Right.AGENDA_WRITE: D,
            Right.ROTA_READ: D,
            Right.CAMPAIGN_READ: D,
            Right.CAMPAIGN_WRITE: D,
            Right.REFERRAL_READ: D,
            Right.REFERRAL_ANSWER: D,
            Right.UNMET_WRITE: D,
        },
        ceiling=Ceiling.NARRATIVE,
    )
)
roles.add(
    Role(
        key=RoleKey.NEIGHBOURHOOD,
        does=_("Lavora nel quartiere: vede le persone incontrate agli sportelli del quartiere."),
        rights={
            **EVERYBODY,
            Right.PERSON_READ: D,
            Right.PERSON_WRITE: D,
            Right.CONTACT_READ: D,
            Right.CONTACT_WRITE: D,
            Right.NETWORK_MANAGE: A,
            Right.OBSERVATORY_READ: A,
            Right.QUEUE_READ: D,
            Right.QUEUE_SERVE: D,
            Right.AGENDA_READ: D,
            Right.AGENDA_WRITE: D,
            Right.ROTA_READ: D,
            Right.CAMPAIGN_READ: A,
            Right.CAMPAIGN_WRITE: D,
            Right.UNMET_READ: A,
            Right.UNMET_WRITE: D,
        },
        ceiling=Ceiling.NARRATIVE,
    )
)
roles.add(
    Role(
        key=RoleKey.ACCOUNTING,
        does=_("Vedrà beneficiario, importo e codice della misura; mai il perché."),
        rights={**EVERYBODY, Right.OBSERVATORY_READ: A},
        ceiling=Ceiling.TECHNICAL,
    )
)
roles.add(
    Role(
        key=RoleKey.DPO,
        does=_("Legge il registro degli accessi, non le schede; approva ciò che si scarta."),
        rights={
            **EVERYBODY,
            Right.JOURNAL_READ: A,
            Right.GLASS_REVIEW: A,
            Right.RETENTION_APPROVE: A,
        },
        ceiling=Ceiling.TECHNICAL,
    )
)
roles.add(
    Role(
        key=RoleKey.ADMINISTRATOR,
        does=_("Configura sportelli, incarichi e territorio; non vede nessuna scheda."),
        rights={
            **EVERYBODY,
            Right.STAFF_MANAGE: A,
            Right.DESK_MANAGE: A,
            Right.NETWORK_MANAGE: A,
            Right.TERRITORY_MANAGE: A,
            Right.AGENDA_MANAGE: A,
            Right.ROTA_READ: A,
        },
        ceiling=Ceiling.TECHNICAL,
    )
)
roles.add(
    Role(
        key=RoleKey.PORTAL,
        does=_(
            "Non è una persona: prenota, prende biglietti e risponde per chi non ha un accesso."
        ),
        rights={Right.PUBLIC_DOOR: A},
        ceiling=Ceiling.TECHNICAL,
    )
)
