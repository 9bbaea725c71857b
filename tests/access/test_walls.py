"""The second wall stands by itself: what a post does not reach, the database does not show."""

import pytest

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.citizens.models import Person
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory
from tests.accounts.factories import PostFactory
from tests.citizens.factories import PersonFactory

pytestmark = pytest.mark.django_db


def seen():
    return set(Person.objects.unscoped("the second wall alone").values_list("pk", flat=True))


def test_nobody_sees_nobody():
    PersonFactory()

    assert seen() == set()


def test_a_front_desk_sees_the_people_of_its_ambito_only():
    mine, _other = PersonFactory(), PersonFactory()
    post = PostFactory(ambito=mine.ambito)

    enter(post.user_id, post.pk)

    assert seen() == {mine.pk}


def test_a_partner_sees_who_was_met_at_its_desks():
    post = PostFactory(partner=True)
    desk = DeskFactory(ambito=post.ambito, organisation=post.organisation)
    met = ContactFactory(desk=desk).person
    PersonFactory(ambito=post.ambito)

    actor = enter(post.user_id, post.pk)

    assert seen() == {met.pk}
    assert {p.pk for p in Person.objects.visible_to(actor)} == {met.pk}


def test_an_administrator_sees_no_file():
    person = PersonFactory()
    post = PostFactory(role=RoleKey.ADMINISTRATOR, ambito=person.ambito)

    enter(post.user_id, post.pk)

    assert seen() == set()


def test_a_front_desk_reads_the_contacts_of_the_desks_it_serves():
    duty = DeskDutyFactory()
    here = ContactFactory(desk=duty.desk)
    ContactFactory(desk=DeskFactory(ambito=duty.desk.ambito))

    enter(duty.post.user_id, duty.post_id)

    found = type(here).objects.unscoped("the second wall alone")
    assert [contact.pk for contact in found] == [here.pk]
