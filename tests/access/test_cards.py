"""What the door lends to «Oggi», to the page of a person and to the search."""

import datetime as dt

import pytest

from prossimo.access.choices import Given
from prossimo.access.models import DeskHours
from prossimo.access.panels import contacts as panels
from prossimo.accounts import drafts, identity
from prossimo.accounts.choices import Action, RoleKey
from prossimo.core.navigation import finders, places
from tests.access import reading
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory

pytestmark = pytest.mark.django_db


def entered(role, ambito):
    post = post_of(role, ambito)
    return identity.enter(post.user_id, post.pk)


def mine(door, **more):
    return ContactFactory(desk=door.desk, author=door.post.user, post=door.post, **more)


def test_the_day_begins_with_a_sentence(door):
    assert "non hai ancora" in panels.day_card(door.actor)["sentence"]


def test_the_day_in_words_counts_what_matters(door):
    mine(door, given=[Given.FORWARDED])
    mine(door, no_service=True)
    ContactFactory(desk=door.desk)

    said = panels.day_card(door.actor)["sentence"]

    assert "Oggi hai registrato 2 contatti" in said
    assert "Uno è al segretariato." in said
    assert "Uno non ha un servizio che risponda." in said


def test_the_day_shows_the_desk_and_corrects_in_place_what_is_mine(door, at_work, journal_of):
    own, other = mine(door), ContactFactory(desk=door.desk)

    page = at_work(door.post).get("/oggi/")

    hrefs = {link["href"] for link in reading.soup(page).select("main a")}
    assert f"{own.get_absolute_url()}modifica/" in hrefs
    assert f"{other.get_absolute_url()}modifica/" not in hrefs
    assert other.get_absolute_url() in hrefs
    assert {line.object_id for line in journal_of(action=Action.LIST)} == {own.pk, other.pk}


def test_a_half_written_contact_is_one_step_away(door, at_work):
    drafts.keep(door.actor, "contact-new", {"needs": ["a metà"]})
    identity.leave()

    assert "Hai un contatto a metà" in reading.words(at_work(door.post).get("/oggi/"))


def test_a_manager_sees_the_day_desk_by_desk_and_who_stands_open_alone(door):
    alone = DeskFactory(ambito=door.desk.ambito, name="Da solo")
    with arranging():
        for weekday in range(1, 8):
            DeskHours.objects.create(
                desk=alone, weekday=weekday, opens_at=dt.time.min, closes_at=dt.time.max
            )
    ContactFactory(desk=door.desk, no_service=True)

    card = panels.desks_card(entered(RoleKey.AREA_MANAGER, door.desk.ambito))

    assert card["uncovered"] == [alone]
    assert {(row.desk.name, row.contacts) for row in card["rows"]} == {("Da solo", 0), ("Pass", 1)}
    assert card["unanswered"] == 1
    DeskDutyFactory(desk=alone, post=door.post)
    manager = entered(RoleKey.AREA_MANAGER, door.desk.ambito)
    assert panels.desks_card(manager)["uncovered"] == []


def test_an_administrator_sees_desks_and_no_numbers(door):
    ContactFactory(desk=door.desk, no_service=True)

    card = panels.desks_card(entered(RoleKey.ADMINISTRATOR, door.desk.ambito))

    assert card["unanswered"] is None
    assert not any(row.contacts for row in card["rows"])


@pytest.mark.parametrize("role", RoleKey)
def test_the_page_of_the_day_opens_for_every_role(door, at_work, role):
    mine(door)

    page = at_work(post_of(role, door.desk.ambito)).get("/oggi/")

    assert page.status_code == 200


def test_the_moments_of_a_person_tell_as_far_as_the_reader_may_be_told(door, journal_of):
    told = mine(door, person=door.person, needs="Chiede casa")
    hidden = ContactFactory(
        desk=DeskFactory(ambito=door.desk.ambito), person=door.person, needs="Altrove"
    )
    manager = entered(RoleKey.AREA_MANAGER, door.desk.ambito)

    theirs = panels.contact_moments(manager, door.person, 20)
    own = panels.contact_moments(door.actor, door.person, 20)

    assert [entry.text for entry in own] == ["Chiede casa"]
    assert [entry.text for entry in theirs] == ["", ""]
    shown = [line.object_id for line in journal_of(action=Action.LIST)]
    assert shown.count(told.pk) == 2
    assert shown.count(hidden.pk) == 1


def test_the_contacts_stand_on_the_page_of_the_person(door, at_work):
    mine(door, person=door.person, needs="Chiede casa")

    page = at_work(door.post).get(f"/persone/{door.person.pk}/")

    assert "Chiede casa" in reading.words(page)
    assert f"/contatti/nuovo/?person={door.person.pk}" in page.content.decode()


def test_desks_are_found_by_name_and_place(door):
    found = finders["desks"].find
    DeskFactory(ambito=door.desk.ambito, name="Pass di Redona", place="via dei Sàlici 8")
    DeskFactory(name="Pass altrove")

    assert [row[0] for row in found(door.actor, "pass red")] == ["Pass di Redona"]
    assert [row[0] for row in found(door.actor, "salici")] == ["Pass di Redona"]
    assert len(found(door.actor, "pass")) == 2
    assert found(door.actor, "zzz") == found(door.actor, "  ") == []


def test_the_door_is_in_the_navigation():
    assert places["contacts"].shortcut == "g s"


def test_somebody_no_longer_shared_has_no_name_in_the_list(at_work):
    post = PostFactory(partner=True)
    desk = DeskFactory(ambito=post.ambito, organisation=post.organisation)
    person = PersonFactory(ambito=post.ambito, surname="Segreti")
    contact = ContactFactory(desk=desk, person=person)
    with arranging():
        person.shares.all().delete()

    client = at_work(post)
    pages = [client.get("/contatti/"), client.get(contact.get_absolute_url())]

    for page in pages:
        assert page.status_code == 200
        assert "Segreti" not in page.content.decode()
        assert "Nome non condiviso con te" in reading.words(page)
