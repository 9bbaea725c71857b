"""A forwarded contact tells the segretariato that there is news, and nothing else."""

import pytest

from prossimo.access import operations
from prossimo.access.choices import Given
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import OutboxMessage
from prossimo.core.events import topics
from tests.accounts.factories import PostFactory
from tests.territory.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def told_users():
    return set(
        OutboxMessage.objects.filter(topic="accounts.news").values_list("object_id", flat=True)
    )


def test_the_segretariato_of_the_ambito_is_told_and_nobody_else(door):
    social = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito)
    elsewhere = MunicipalityFactory(ambito=door.desk.ambito)
    PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito, municipality=elsewhere)
    PostFactory(role=RoleKey.SOCIAL_DESK)
    PostFactory(role=RoleKey.CASEWORKER, ambito=door.desk.ambito)
    contact = operations.record_contact(by=door.actor, **door.told(given=[Given.FORWARDED]))

    topics["access.forwarded"].handle(str(contact.pk))

    assert social.user_id in told_users()
    assert len(told_users()) == 2  # the second one is municipal, and this desk is of the ambito


def test_a_desk_of_one_municipality_tells_only_its_own(door):
    here = MunicipalityFactory(ambito=door.desk.ambito)
    from tests.access.factories import DeskDutyFactory, DeskFactory

    desk = DeskFactory(ambito=door.desk.ambito, municipality=here)
    DeskDutyFactory(desk=desk, post=door.post)
    mine = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito, municipality=here)
    other = MunicipalityFactory(ambito=door.desk.ambito)
    PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito, municipality=other)
    contact = operations.record_contact(
        by=door.actor, **door.told(desk=desk, given=[Given.FORWARDED])
    )

    topics["access.forwarded"].handle(str(contact.pk))

    assert told_users() == {mine.user_id}


def test_who_forwards_to_themselves_gets_no_mail(door):
    social = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito)
    actor = identity.enter(social.user_id, social.pk)
    contact = operations.record_contact(by=actor, **door.told(given=[Given.FORWARDED]))

    topics["access.forwarded"].handle(str(contact.pk))

    assert told_users() == set()


def test_a_contact_that_is_no_longer_there_is_no_fault(door):
    assert topics["access.forwarded"].handle("0190c0de-0000-7000-8000-00000000000a") is None
