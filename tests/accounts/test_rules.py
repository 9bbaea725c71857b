"""The one decision, cell by cell: role, right, where the thing is, at whose desk, for which purpose."""

import itertools
import uuid

import pytest

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import NOBODY, Actor, Answer, Reach, Resource, Right, decide

A, D, C = Reach.AMBITO, Reach.DESKS, Reach.CASES
R = Right
PEOPLE = {R.PERSON_READ: A, R.PERSON_WRITE: A}
AT_DESKS = {R.PERSON_READ: D, R.PERSON_WRITE: D, R.CONTACT_READ: D, R.CONTACT_WRITE: D}
EVERYBODY = {R.TERRITORY_READ: A, R.NETWORK_READ: A, R.CATALOGUE_READ: A}
# Written by hand, apart from the declaration: a right that slips in or out is seen here.
HELD = {
    RoleKey.FRONT_DESK: {**PEOPLE, R.CONTACT_READ: D, R.CONTACT_WRITE: D, R.OBSERVATORY_READ: A},
    RoleKey.SOCIAL_DESK: {
        **PEOPLE,
        R.PERSON_MERGE: A,
        R.PERSON_COPY: A,
        R.ECONOMY_READ: A,
        R.ECONOMY_WRITE: A,
        R.SEAL_OPEN: A,
        R.REGISTRY_IMPORT: A,
        R.REGISTRY_APPROVE: A,
        R.CONTACT_READ: A,
        R.CONTACT_WRITE: A,
        R.CONTACT_AMEND: A,
        R.OBSERVATORY_READ: A,
        R.OBSERVATORY_DRILL: A,
    },
    RoleKey.CASEWORKER: {
        **PEOPLE,
        R.PERSON_MERGE: A,
        R.PERSON_COPY: A,
        R.ECONOMY_READ: A,
        R.ECONOMY_WRITE: A,
        R.SEAL_OPEN: A,
        R.CONTACT_READ: A,
        R.CONTACT_WRITE: A,
        R.OBSERVATORY_READ: A,
    },
    RoleKey.AREA_MANAGER: {
        R.PERSON_READ: A,
        R.SEAL_APPROVE: A,
        R.REGISTRY_APPROVE: A,
        R.CONTACT_READ: A,
        R.CONTACT_AMEND: A,
        R.DESK_MANAGE: A,
        R.OBSERVATORY_READ: A,
        R.OBSERVATORY_DRILL: A,
        R.OBSERVATORY_REFRESH: A,
    },
    RoleKey.PLANNING: {
        R.NETWORK_MANAGE: A,
        R.TERRITORY_MANAGE: A,
        R.OBSERVATORY_READ: A,
        R.OBSERVATORY_REFRESH: A,
    },
    RoleKey.PARTNER: AT_DESKS,
    RoleKey.NEIGHBOURHOOD: {**AT_DESKS, R.NETWORK_MANAGE: A, R.OBSERVATORY_READ: A},
    RoleKey.ACCOUNTING: {R.OBSERVATORY_READ: A},
    RoleKey.DPO: {R.JOURNAL_READ: A},
    RoleKey.ADMINISTRATOR: {
        R.STAFF_MANAGE: A,
        R.DESK_MANAGE: A,
        R.NETWORK_MANAGE: A,
        R.TERRITORY_MANAGE: A,
    },
    RoleKey.PORTAL: {},
}
FRONT, SOCIAL, CASES, HEAD = list(HELD)[:4]
PLAN, PARTNER, QUARTER = list(HELD)[4:7]
ADMIN, PORTAL = RoleKey.ADMINISTRATOR, RoleKey.PORTAL
# The single door, read the other way round: of each right, who holds it and how far it goes.
OF_RIGHT = {
    R.QUEUE_READ: {FRONT: D, SOCIAL: A, CASES: D, HEAD: A, PARTNER: D, QUARTER: D},
    R.QUEUE_SERVE: {FRONT: D, SOCIAL: A, CASES: D, PARTNER: D, QUARTER: D},
    R.AGENDA_READ: {FRONT: D, SOCIAL: A, CASES: A, HEAD: A, PARTNER: D, QUARTER: D},
    R.AGENDA_WRITE: {FRONT: A, SOCIAL: A, CASES: A, HEAD: A, PARTNER: D, QUARTER: D},
    R.AGENDA_MANAGE: {SOCIAL: A, HEAD: A, ADMIN: A},
    R.ROTA_READ: {SOCIAL: A, HEAD: A, PLAN: A, PARTNER: D, QUARTER: D, ADMIN: A},
    R.ROTA_MANAGE: {SOCIAL: A, HEAD: A},
    R.CONTACT_REVIEW: {SOCIAL: A},
    R.CAMPAIGN_READ: {SOCIAL: A, HEAD: A, PLAN: A, PARTNER: D, QUARTER: A},
    R.CAMPAIGN_WRITE: {SOCIAL: A, HEAD: A, PARTNER: D, QUARTER: D},
    R.ORIENTATION_READ: {SOCIAL: A, CASES: A, HEAD: A},
    R.ORIENTATION_WRITE: {SOCIAL: A},
    R.PROPOSAL_READ: {SOCIAL: A, CASES: A, HEAD: A},
    R.PROPOSAL_DECIDE: {CASES: A, HEAD: A},
    R.ALLOCATION_MANAGE: {HEAD: A},
    R.DIRECT_READ: {SOCIAL: A, CASES: A, HEAD: A},
    R.DIRECT_WRITE: {SOCIAL: A},
    R.REFERRAL_READ: {FRONT: D, SOCIAL: A, CASES: A, HEAD: A, PARTNER: D},
    R.REFERRAL_SEND: {FRONT: D, SOCIAL: A, CASES: A},
    R.REFERRAL_ANSWER: {SOCIAL: A, PARTNER: D},
    R.UNMET_READ: {SOCIAL: A, HEAD: A, PLAN: A, QUARTER: A},
    R.UNMET_WRITE: {FRONT: D, SOCIAL: A, CASES: A, PARTNER: D, QUARTER: D},
    R.CATALOGUE_MANAGE: {SOCIAL: A, HEAD: A, PLAN: A},
    R.CASE_READ: {CASES: C, HEAD: A, PARTNER: C},
    R.CASE_OPEN: {CASES: A, HEAD: A},
    R.CASE_WRITE: {CASES: C},
    R.CASE_ASSIGN: {HEAD: A},
    R.CASE_KNOW: {SOCIAL: A, CASES: A, HEAD: A},
    R.CASE_GLASS: {CASES: A, HEAD: A},
    R.GLASS_REVIEW: {HEAD: A, RoleKey.DPO: A},
    R.DIARY_READ: {CASES: C, PARTNER: C},
    R.DIARY_WRITE: {CASES: C, PARTNER: C},
    R.RETENTION_MANAGE: {HEAD: A},
    R.RETENTION_APPROVE: {RoleKey.DPO: A},
    R.PUBLIC_DOOR: {PORTAL: A},
}
for _right, _holders in OF_RIGHT.items():
    for _role, _reach in _holders.items():
        HELD[_role] = {**HELD[_role], _right: _reach}
ASKED_WHY = {(RoleKey.AREA_MANAGER, R.PERSON_READ), (RoleKey.AREA_MANAGER, R.OBSERVATORY_DRILL)}
HOME, AWAY, TOWN, NEXT_TOWN = (uuid.UUID(int=n) for n in range(1, 5))


def common(role):
    """What everybody at work may see; the citizens' door is nobody at work."""
    return {} if role == PORTAL else EVERYBODY


def expected(role, right, resource, limited, purpose):
    """What the decision must be, read off the tables above line by line."""
    reach = {**common(role), **HELD[role]}.get(right)
    if reach is None:
        return "no_right"
    if resource.ambito_id != HOME:
        return "other_ambito"
    if reach == A and limited and resource.municipality_id == NEXT_TOWN:
        return "other_municipality"
    if reach == D and not resource.at_own_desk:
        return "other_desk"
    if reach == C and not resource.in_own_case:
        return "other_case"
    return "purpose" if (role, right) in ASKED_WHY and not purpose else ""


def test_the_declared_roles_are_the_expected_ones():
    assert [role.key for role in roles] == list(HELD)
    assert {key: dict(roles[key].rights) for key in HELD} == {
        key: {**common(key), **held} for key, held in HELD.items()
    }


def test_every_cell_decides_as_the_table_says():
    own = (True, False)
    facts = itertools.product((HOME, AWAY, None), (None, TOWN, NEXT_TOWN), own, own)
    resources = [Resource(*fact) for fact in facts]
    tried = 0
    for role, right, resource in itertools.product(HELD, Right, resources):
        for limited, purpose in itertools.product((True, False), ("", "supervision")):
            actor = Actor(uuid.uuid4(), role=roles[role], ambito_id=HOME)
            if limited:
                actor = Actor(actor.user_id, None, actor.role, HOME, TOWN)

            decision = decide(actor, right, resource, purpose)

            reason = expected(role, right, resource, limited, purpose)
            assert decision.reason == reason, (role, right, resource, limited, purpose)
            assert bool(decision) is (reason == "")
            tried += 1
    assert tried == len(HELD) * len(Right) * 36 * 4


@pytest.mark.parametrize("right", Right)
def test_who_has_no_post_has_no_right(right):
    person = Actor(user_id=uuid.uuid4())

    assert decide(NOBODY, right, Resource(HOME)).reason == "no_right"
    assert decide(person, right, Resource(HOME)).answer is Answer.DENY


def test_a_role_without_an_ambito_reaches_nothing():
    adrift = Actor(uuid.uuid4(), role=roles[RoleKey.FRONT_DESK])

    assert decide(adrift, R.PERSON_READ, Resource(None)).reason == "no_right"


def test_a_missing_purpose_is_a_need_and_not_a_denial():
    manager = Actor(uuid.uuid4(), role=roles[RoleKey.AREA_MANAGER], ambito_id=HOME)

    assert decide(manager, R.PERSON_READ, Resource(HOME)).answer is Answer.NEED
    assert decide(manager, R.PERSON_READ, Resource(HOME), "complaint").answer is Answer.ALLOW


def test_nobody_who_configures_or_audits_sees_a_person():
    blind = {RoleKey.ADMINISTRATOR, RoleKey.DPO, RoleKey.PLANNING, RoleKey.ACCOUNTING}
    files = {R.PERSON_READ, R.PERSON_WRITE, R.CONTACT_READ, R.CONTACT_WRITE, R.CONTACT_AMEND}

    for key in blind:
        assert not files & set(roles[key].rights)
        assert roles[key].ceiling == 0
