"""A direct service from the request to its end: every move, places and the waiting list."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from prossimo.access.choices import (
    DirectState,
    Urgency,
)
from prossimo.access.models import (
    DirectService,
    Orientation,
)
from prossimo.access.operations import (
    direct,
)
from prossimo.access.queries.direct import next_waiting, place_in_list
from prossimo.access.workflow import DIRECT
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove
from tests.access.reading import now
from tests.access.segretariato_factories import (
    DirectOfferFactory,
    DirectServiceFactory,
    OrientationFactory,
)

pytestmark = pytest.mark.django_db

ENDED = {DirectState.ENDED, DirectState.REFUSED, DirectState.WITHDRAWN}
BEGUN = {DirectState.ACTIVE, DirectState.SUSPENDED, DirectState.ENDED}


def direct_in(worker, state, **more):
    days = {
        "active_on": today() if state in BEGUN else None,
        "ended_on": today() if state in ENDED else None,
    }
    return DirectServiceFactory(ambito=worker.ambito, state=state, **days, **more)


@pytest.mark.parametrize("state", DirectState)
@pytest.mark.parametrize("move", DIRECT.moves)
def test_each_move_of_a_direct_service_goes_where_the_table_says(actor, worker, state, move):
    row = direct_in(worker, state)
    legal = next(m for m in DIRECT if m.name == move)
    if state not in legal.sources:
        with pytest.raises(IllegalMove):
            direct.move_direct(row, move, by=actor, expected=1, why="Motivo")
        return
    direct.move_direct(row, move, by=actor, expected=1, why="Motivo")

    assert now(DirectService, row).state == legal.target


def test_meals_are_granted_from_a_request_which_is_answered_with_them(actor, worker):
    request = OrientationFactory(ambito=worker.ambito)
    offer = DirectOfferFactory(ambito=worker.ambito)

    row = direct.request_service(
        by=actor, person=request.person, service=offer, orientation=request, expected=1
    )

    assert (row.state, now(Orientation, request).state) == ("requested", "direct")
    with pytest.raises((ValidationError, IllegalMove)):
        direct.request_service(by=actor, person=request.person, service=offer)


def test_the_last_place_is_given_once_and_who_waits_has_a_place_in_the_list(actor, worker):
    offer = DirectOfferFactory(ambito=worker.ambito, places=1)
    first, second, urgent = (
        DirectServiceFactory(ambito=worker.ambito, service=offer, urgency=urgency)
        for urgency in (Urgency.ORDINARY, Urgency.ORDINARY, Urgency.TODAY)
    )
    direct.move_direct(first, "activate", by=actor, expected=1)
    with pytest.raises(ValidationError):
        direct.move_direct(second, "activate", by=actor, expected=1)
    for row in (second, urgent):
        direct.move_direct(row, "wait", by=actor, expected=1)

    second.refresh_from_db()
    assert place_in_list(actor, second) == 2
    assert next_waiting(actor, offer.pk).pk == urgent.pk


def test_nothing_begins_in_the_future_nor_before_it_was_asked_for(actor, worker):
    row = DirectServiceFactory(ambito=worker.ambito)
    for day in (today() + dt.timedelta(days=1), today() - dt.timedelta(days=1)):
        with pytest.raises(ValidationError):
            direct.move_direct(row, "activate", by=actor, expected=1, day=day)
