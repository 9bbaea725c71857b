"""A proposal of taking charge: to whom the rules say, and how it is answered."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from prossimo.access.choices import (
    OrientationState,
    ProposalState,
)
from prossimo.access.models import (
    CaseProposal,
    Orientation,
)
from prossimo.access.operations import (
    proposals,
)
from prossimo.access.queries.requests import inbox
from prossimo.access.workflow import PROPOSAL
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import OutboxMessage
from prossimo.core.workflow import IllegalMove
from tests.access.reading import now, steps
from tests.access.segretariato_factories import (
    AllocationRuleFactory,
    CaseProposalFactory,
    OrientationFactory,
)
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db


def caseworker(worker, **more):
    return PostFactory(role=RoleKey.CASEWORKER, ambito=worker.ambito, **more)


def test_a_proposal_goes_to_whom_the_rules_say_and_says_how(actor, worker):
    full, free = caseworker(worker), caseworker(worker)
    AllocationRuleFactory(ambito=worker.ambito, post=full, rank=10, most=0)
    AllocationRuleFactory(ambito=worker.ambito, post=free, rank=20)
    request = OrientationFactory(ambito=worker.ambito)

    row = proposals.propose(request, by=actor, expected=1, area="ELD", to=None, why="Vive sola")

    assert row.proposed_to == free
    assert len(row.explained) == 2
    assert full.user.get_full_name() in row.explained[0]
    assert now(Orientation, request).state == OrientationState.PROPOSED
    with arranging():
        assert OutboxMessage.objects.filter(object_id=free.user_id).exists()


def test_choosing_somebody_else_asks_why(actor, worker):
    AllocationRuleFactory(ambito=worker.ambito)
    other = caseworker(worker)
    request = OrientationFactory(ambito=worker.ambito)
    asked = {"by": actor, "expected": 1, "area": "ELD", "to": other, "why": "Vive sola"}
    with pytest.raises(ValidationError):
        proposals.propose(request, **asked)

    row = proposals.propose(request, **asked, otherwise="Segue già il fratello")
    assert (row.proposed_to, row.rule) == (other, None)
    assert "Segue già il fratello" in row.explained[-1]


def test_who_has_no_name_cannot_be_proposed(actor, worker):
    request = OrientationFactory(ambito=worker.ambito, person=None, municipality=None)

    with pytest.raises(ValidationError):
        proposals.propose(
            request, by=actor, expected=1, area="ELD", to=caseworker(worker), why="Sì"
        )


@pytest.mark.parametrize("state", ProposalState)
@pytest.mark.parametrize("move", PROPOSAL.moves)
def test_each_move_of_a_proposal_goes_where_the_table_says(worker, state, move):
    mine = caseworker(worker)
    decided = {} if state == "proposed" else {"decided_at": dt.datetime.now(dt.UTC)}
    row = CaseProposalFactory(
        orientation__ambito=worker.ambito, proposed_to=mine, state=state, refusal="No", **decided
    )
    manager = PostFactory(role=RoleKey.AREA_MANAGER, ambito=worker.ambito)
    who = {"withdraw": worker, "reassign": manager}.get(move, mine)
    by = identity.enter(who.user_id, who.pk)
    made = {
        "accept": lambda: proposals.accept(row, by=by, expected=1),
        "refuse": lambda: proposals.refuse_proposal(row, by=by, expected=1, why="Troppi casi"),
        "withdraw": lambda: proposals.withdraw_proposal(row, by=by, expected=1, why="Guarita"),
        "reassign": lambda: proposals.reassign(row, by=by, expected=1, to=caseworker(worker)),
    }[move]
    if state != ProposalState.PROPOSED:
        with pytest.raises(IllegalMove):
            made()
        return
    made()

    target = next(m.target for m in PROPOSAL if m.name == move)
    assert now(CaseProposal, row).state == target
    request = now(Orientation, row.orientation)
    returned = move in ("refuse", "withdraw")
    assert request.state == ("assessing" if returned else "proposed")
    assert steps(request), "the story of the request goes on"


def test_a_refused_proposal_is_seen_in_the_inbox(worker):
    mine = caseworker(worker)
    row = CaseProposalFactory(orientation__ambito=worker.ambito, proposed_to=mine)
    by = identity.enter(mine.user_id, mine.pk)
    proposals.refuse_proposal(row, by=by, expected=1, why="Troppi casi")

    actor = identity.enter(worker.user_id, worker.pk)
    [found] = inbox(actor).open()
    assert found.returned


def test_another_social_worker_does_not_answer(worker):
    row = CaseProposalFactory(orientation__ambito=worker.ambito)
    other = caseworker(worker)
    by = identity.enter(other.user_id, other.pk)

    with pytest.raises(PermissionDenied):
        proposals.accept(row, by=by, expected=1)
