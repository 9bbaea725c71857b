"""Who may do what: the one pure decision that policies, querysets and the second wall share.

A role holds rights, each with a reach; denials win over grants; nothing said means no.
No Django and no database in here, so that every cell of the table can be tried.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Right(StrEnum):
    PERSON_READ = "person.read"
    PERSON_WRITE = "person.write"
    PERSON_MERGE = "person.merge"
    PERSON_COPY = "person.copy"
    ECONOMY_READ = "economy.read"
    ECONOMY_WRITE = "economy.write"
    SEAL_OPEN = "seal.open"
    SEAL_APPROVE = "seal.approve"
    REGISTRY_IMPORT = "registry.import"
    REGISTRY_APPROVE = "registry.approve"
    CONTACT_READ = "contact.read"
    CONTACT_WRITE = "contact.write"
    CONTACT_AMEND = "contact.amend"
    CONTACT_REVIEW = "contact.review"
    DESK_MANAGE = "desk.manage"
    QUEUE_READ = "queue.read"
    QUEUE_SERVE = "queue.serve"
    AGENDA_READ = "agenda.read"
    AGENDA_WRITE = "agenda.write"
    AGENDA_MANAGE = "agenda.manage"
    ROTA_READ = "rota.read"
    ROTA_MANAGE = "rota.manage"
    CAMPAIGN_READ = "campaign.read"
    CAMPAIGN_WRITE = "campaign.write"
    ORIENTATION_READ = "orientation.read"
    ORIENTATION_WRITE = "orientation.write"
    PROPOSAL_READ = "proposal.read"
    PROPOSAL_DECIDE = "proposal.decide"
    ALLOCATION_MANAGE = "allocation.manage"
    DIRECT_READ = "direct.read"
    DIRECT_WRITE = "direct.write"
    REFERRAL_READ = "referral.read"
    REFERRAL_SEND = "referral.send"
    REFERRAL_ANSWER = "referral.answer"
    UNMET_READ = "unmet.read"
    UNMET_WRITE = "unmet.write"
    CASE_READ = "case.read"
    CASE_OPEN = "case.open"
    CASE_WRITE = "case.write"
    CASE_ASSIGN = "case.assign"
    CASE_KNOW = "case.know"
    CASE_GLASS = "case.glass"
    GLASS_REVIEW = "glass.review"
    DIARY_READ = "diary.read"
    DIARY_WRITE = "diary.write"
    RETENTION_MANAGE = "retention.manage"
    RETENTION_APPROVE = "retention.approve"
    PUBLIC_DOOR = "public.door"
    CATALOGUE_READ = "catalogue.read"
    CATALOGUE_MANAGE = "catalogue.manage"
    NETWORK_READ = "network.read"
    NETWORK_MANAGE = "network.manage"
    TERRITORY_READ = "territory.read"
    TERRITORY_MANAGE = "territory.manage"
    OBSERVATORY_READ = "observatory.read"
    OBSERVATORY_DRILL = "observatory.drill"
    OBSERVATORY_REFRESH = "observatory.refresh"
    JOURNAL_READ = "journal.read"
    STAFF_MANAGE = "staff.manage"


class Reach(StrEnum):
    """How far a right goes inside the ambito of the post."""

    AMBITO = "ambito"  # the whole ambito, or its own municipality when the post names one
    DESKS = "desks"  # the desks of the post, and the people who were met there
    CASES = "cases"  # the cases that were given to the post, while they are


class Ceiling(IntEnum):
    """Highest class of personal field that a role is shown (see `core.privacy.FieldClass`)."""

    TECHNICAL = 0
    IDENTITY = 1
    CONTACT = 2
    NARRATIVE = 3
    SEALED = 4


@dataclass(frozen=True, slots=True, eq=False)  # declared once: itself, never a copy
class Role:
    key: str
    does: object  # one sentence (translated when shown) for the administrator's matrix
    rights: Mapping[Right, Reach]
    ceiling: Ceiling
    states_purpose: frozenset[Right] = frozenset()
    second_factor: bool = True

    def reach(self, right: Right) -> Reach | None:
        return self.rights.get(right)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person at work: who, and in which post of theirs. Without a post, no rights."""

    user_id: uuid.UUID | None = None
    post_id: uuid.UUID | None = None
    role: Role | None = None
    ambito_id: uuid.UUID | None = None
    municipality_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    neighbourhood_id: uuid.UUID | None = None
    name: str = ""
    request_id: str = ""

    def reach(self, right: Right) -> Reach | None:
        return self.role.reach(right) if self.role and self.ambito_id else None

    def has(self, right: Right) -> bool:
        return self.reach(right) is not None

    @property
    def ceiling(self) -> Ceiling:
        return self.role.ceiling if self.role else Ceiling.TECHNICAL


NOBODY = Actor()


@dataclass(frozen=True, slots=True)
class Resource:
    """What the decision must know of the thing asked for, and no more."""

    ambito_id: uuid.UUID | None
    municipality_id: uuid.UUID | None = None
    at_own_desk: bool = False  # the desk is one of the post's, or the person was met there
    in_own_case: bool = False  # the case is given to the post today


class Answer(StrEnum):
    ALLOW = "allow"
    DENY = "deny"
    NEED = "need"


@dataclass(frozen=True, slots=True)
class Decision:
    answer: Answer
    reason: str = ""

    def __bool__(self) -> bool:
        return self.answer is Answer.ALLOW


ALLOW = Decision(Answer.ALLOW)


def decide(actor: Actor, right: Right, resource: Resource, purpose: str = "") -> Decision:
    """Allow, deny with a reason, or say what is needed first (a purpose).

    The reasons are keys that `accounts.policies` turns into Italian sentences.
    """
    reach = actor.reach(right)
    if reach is None:
        return Decision(Answer.DENY, "no_right")
    if resource.ambito_id != actor.ambito_id:
        return Decision(Answer.DENY, "other_ambito")
    elsewhere = (
        actor.municipality_id is not None
        and resource.municipality_id is not None
        and resource.municipality_id != actor.municipality_id
    )
    if reach is Reach.AMBITO and elsewhere:
        return Decision(Answer.DENY, "other_municipality")
    near = {Reach.DESKS: resource.at_own_desk, Reach.CASES: resource.in_own_case}
    if not near.get(reach, True):
        return Decision(Answer.DENY, "other_desk" if reach is Reach.DESKS else "other_case")
    if actor.role and right in actor.role.states_purpose and not purpose:
        return Decision(Answer.NEED, "purpose")
    return ALLOW
