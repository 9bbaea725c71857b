"""The empty contact is drawn once, and yet shows each reader only their own desks, words, person."""

import pytest

from prossimo.access import blank_sheet
from prossimo.access.choices import Subject
from prossimo.accounts.choices import RoleKey
from prossimo.core.periods import today
from tests.access import reading
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory, ReasonFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory

pytestmark = pytest.mark.django_db
URL = "/contatti/nuovo/"


@pytest.fixture(autouse=True)
def from_the_beginning():
    blank_sheet._drawn.cache_clear()


def opened(client, person=None, **headers):
    return client.get(URL, {"person": str(person.pk)} if person else {}, **headers)


def hits():
    return blank_sheet._drawn.cache_info().hits


def test_the_second_click_is_not_drawn_again_and_differs_in_what_is_of_the_click(door, at_work):
    client = at_work(door.post)

    first, second = opened(client), opened(client)

    assert hits() == 1
    for name in ("idempotency_key", "draft_key", "csrfmiddlewaretoken"):
        assert reading.field(first, name)
    assert reading.field(first, "idempotency_key") != reading.field(second, "idempotency_key")


def test_the_person_of_one_page_is_not_on_the_next(door, at_work):
    client = at_work(door.post)
    other = PersonFactory(ambito=door.post.ambito, surname='Verdi"<b>')
    with arranging():
        ContactFactory(desk=door.desk, person=other, subject=Subject.PERSON)

    here, there, nobody = opened(client, door.person), opened(client, other), opened(client)

    assert reading.field(here, "person") == str(door.person.pk)
    assert reading.field(there, "person_text") == other.listed_name
    assert reading.field(nobody, "person") == reading.field(nobody, "person_text") == ""
    assert door.person.surname not in there.content.decode()
    assert "Verdi" not in nobody.content.decode()


def test_a_colleague_at_another_desk_sees_their_own_desks(door, at_work):
    other = PostFactory(ambito=door.post.ambito)
    desk = DeskFactory(ambito=door.post.ambito, name="Pass Loreto")
    DeskDutyFactory(desk=desk, post=other)

    mine, theirs = opened(at_work(door.post)), opened(at_work(other))

    assert reading.field(mine, "desk") == str(door.desk.pk)
    assert reading.field(theirs, "desk") == str(desk.pk)
    assert "Pass Loreto" not in reading.words(mine)


def test_another_ambito_never_meets_these_desks_and_reasons(door, at_work):
    ours = ReasonFactory(ambito=door.post.ambito, label="Motivo soltanto nostro")
    far = PostFactory()
    DeskDutyFactory(desk=DeskFactory(ambito=far.ambito, name="Lontano"), post=far)

    here, there = opened(at_work(door.post)), opened(at_work(far))

    assert ours.label in reading.words(here)
    assert ours.label not in reading.words(there) and door.desk.name not in reading.words(there)
    assert "Lontano" not in reading.words(here)


def test_a_reason_or_a_desk_renamed_is_renamed_at_once(door, at_work):
    client = at_work(door.post)
    opened(client)

    with arranging():
        door.reason.label, door.desk.name = "Motivo cambiato", "Pass cambiato"
        door.reason.save(), door.desk.save()

    page = reading.words(opened(client))
    assert "Motivo cambiato" in page and "Pass cambiato" in page


def test_two_roles_never_share_a_sheet(door, at_work):
    other = PostFactory(ambito=door.post.ambito, role=RoleKey.SOCIAL_DESK)
    DeskDutyFactory(desk=door.desk, post=other)

    for post in (door.post, other):
        assert opened(at_work(post)).status_code == 200

    assert (hits(), blank_sheet._drawn.cache_info().misses) == (0, 2)


def test_each_language_has_its_own_sheet(door, at_work):
    client = at_work(door.post)
    italian = reading.words(opened(client))

    client.cookies["django_language"] = "en"
    english = reading.words(opened(client))

    assert "Chi parla?" in italian
    assert "Chi parla?" not in english


def test_the_group_proposed_for_one_age_is_not_proposed_for_another(door, at_work):
    client = at_work(door.post)
    young = PersonFactory(ambito=door.post.ambito, born_on=today().replace(year=today().year - 9))
    old = PersonFactory(ambito=door.post.ambito, born_on=today().replace(year=1935))
    with arranging():
        for person in (young, old):
            ContactFactory(desk=door.desk, person=person, subject=Subject.PERSON)

    groups = [reading.field(opened(client, one), "target_group") for one in (young, old)]

    assert groups[0] != groups[1]
    assert reading.field(opened(client), "target_group") == ""
