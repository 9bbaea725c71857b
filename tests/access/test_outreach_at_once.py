"""The same contact handed in by many hands at the same instant: registered once, the rest beside."""

import uuid

import pytest
from django.utils import timezone

from prossimo.access.models import Contact, Desk, OutreachPhone, Parcel, Reason
from prossimo.access.operations import outreach as operations
from prossimo.accounts.identity import acting_as, acting_as_the_door, follow_link
from tests.access.factories import DeskDutyFactory, DeskFactory, ReasonFactory
from tests.access.outreach_factories import OutreachPhoneFactory
from tests.access.test_at_once import all_together
from tests.arranging import arranging

HANDS = 8


@pytest.fixture
def phone(fresh_database):
    made = OutreachPhoneFactory()
    DeskDutyFactory(desk=DeskFactory(ambito=made.ambito), post=made.post)
    ReasonFactory(ambito=made.ambito)
    return made


def letter(phone, key, digest):
    return operations.Letter(key, phone, timezone.now(), digest, b"P1")


def hands_in(phone, key, digest):
    def press():
        with acting_as(phone.user_id, phone.post_id) as actor:
            values = {
                "desk": Desk.objects.get(), "reasons": [Reason.objects.get(ambito=phone.ambito_id)],
                "subject": "nobody", "needs": digest,
            }  # fmt: skip
            here = OutreachPhone.objects.get(pk=phone.pk)
            parcel, again = operations.receive(letter(here, key, digest), values, "", by=actor)
            return str(parcel.state), again

    return press


def leaves(phone, key, digest):
    def press():
        with acting_as_the_door(phone.ambito_id) as actor:
            follow_link(phone.pk)
            return operations.hand_in(letter(phone, key, digest), by=actor)

    return press


def every(model):
    with arranging():
        return list(model.objects.unscoped("what is written"))


def test_the_same_content_becomes_one_contact(phone):
    key = uuid.uuid4()

    answers = all_together([hands_in(phone, key, "a" * 64)] * HANDS)

    assert sorted(answers) == [("accepted", False)] + [("accepted", True)] * (HANDS - 1)
    assert len(every(Contact)) == len(every(Parcel)) == 1


def test_of_different_contents_one_is_registered_and_all_are_kept(phone):
    key = uuid.uuid4()
    digests = [f"{number:064d}" for number in range(4)]

    answers = all_together([hands_in(phone, key, digest) for digest in digests * 2])

    conflicts = [("conflict", False), ("conflict", True)] * 3
    assert sorted(answers) == sorted([("accepted", False), ("accepted", True), *conflicts])
    assert len(every(Contact)) == 1
    assert {parcel.digest for parcel in every(Parcel)} == set(digests)


def test_through_the_door_too_it_is_left_once(phone):
    key = uuid.uuid4()

    answers = all_together([leaves(phone, key, "a" * 64)] * HANDS)

    assert sorted(answers) == [False] + [True] * (HANDS - 1)
    assert len(every(Parcel)) == 1
