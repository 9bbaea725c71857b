"""Who works for a partner sees its own desk and what it must act on: of the others, not even a hint."""

import uuid

import pytest
from django.test import Client

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.citizens import operations
from tests.doorkeeper import is_open
from tests.doors import DOORS, GET
from tests.pages import said
from tests.standing import standing
from tests.test_role_matrix import all_of, knock, path_of
from tests.world import beside, build_world

pytestmark = pytest.mark.django_db

OTHERS = "CANARINODEGLIALTRI"
# What the whole ambito knows: where the desks are, who is in the network, what is on offer.
KNOWN_TO_ALL = {"desk", "organisation", "quarter", "town", "reason", "motive", "need", "service"}


class Street:
    """The world of the matrix, with a desk of somebody else in the very same ambito."""

    def __init__(self):
        self.world = build_world()
        self.others = beside(self.world, OTHERS)


@pytest.fixture(scope="module")
def standing_street(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, Street) as street:
        yield street


@pytest.fixture
def street(standing_street, db, settings, tmp_path):
    settings.SNAPSHOT_ROOT = tmp_path
    return standing_street


@pytest.fixture
def partner(street):
    client = Client(raise_request_exception=False)
    client.force_login(street.world.posts[RoleKey.PARTNER].user)
    return client


def test_no_page_of_a_partner_has_a_word_of_another_desk(street, partner):
    post = street.world.posts[RoleKey.PARTNER]
    actor = enter(post.user_id, post.pk)
    leaking, opened = [], 0
    for name, door in DOORS.items():
        if GET not in door.methods or not is_open(door, actor):
            continue
        answer = knock(partner, GET, path_of(name, door, street.world.mine), door.query)
        opened += answer.status_code == 200
        if OTHERS in all_of(answer):
            leaking.append(name)

    assert not leaking
    assert opened > 50


def test_what_another_desk_holds_is_as_if_it_were_not_there(street, partner):
    tried = 0
    for name, door in DOORS.items():
        things = set(door.path.values()) & set(street.others)
        if not things or things & KNOWN_TO_ALL:
            continue
        absent = street.others | {thing: uuid.uuid4() for thing in things}
        for method in door.methods:
            theirs = knock(partner, method, path_of(name, door, street.others), door.query)
            if method == GET:
                nothing = knock(partner, method, path_of(name, door, absent), door.query)
                assert theirs.status_code == nothing.status_code, name
            assert theirs.status_code in {302, 403, 404, 405}, (name, method, theirs.status_code)
            assert OTHERS not in all_of(theirs), (name, method)
            tried += 1

    assert tried > 60


@pytest.mark.parametrize(
    "address",
    [
        "/persone/?q={}", "/cerca/?q={}", "/contatti/?period=sempre&q={}", "/agenda/?as=week",
        "/invii/?state=tutti", "/turni/", "/iniziative/", "/sportelli/", "/agenda/assenze/",
    ],
)  # fmt: skip
def test_nor_does_looking_for_it_find_it(street, partner, address):
    answer = partner.get(address.format(OTHERS[:12].lower()))

    assert answer.status_code == 200
    assert OTHERS not in answer.content.decode()


def test_a_file_does_not_tell_a_partner_since_when_and_by_whom_it_is_known(street, partner):
    """What was written before they met the person, or by the offices, is not theirs to know."""
    person = street.world.mine["person"]
    offices = street.world.posts[RoleKey.SOCIAL_DESK]
    body = street.world.posts[RoleKey.PARTNER]
    for version, (post, name) in enumerate([(offices, "Prima"), (body, "Seconda")], person.version):
        by = enter(post.user_id, post.pk)
        operations.update_person(person.pk, by=by, expected=version, given_name=name)
    everybody = Client()
    everybody.force_login(offices.user)

    assert "Conosciuta" in said(everybody.get(f"/persone/{person.pk}/dati/"))
    assert "Conosciuta" not in said(partner.get(f"/persone/{person.pk}/dati/"))
    history = said(partner.get(f"/persone/{person.pk}/storia/"))
    assert "Seconda" in history
    assert offices.user.get_full_name() not in history
    assert "Scheda aperta" not in history
    assert offices.user.get_full_name() in said(everybody.get(f"/persone/{person.pk}/storia/"))


def test_while_the_segretariato_finds_it(street):
    """The control: the same words, for who works for the whole ambito."""
    client = Client()
    client.force_login(street.world.posts[RoleKey.SOCIAL_DESK].user)

    assert OTHERS in client.get(f"/persone/{street.others['person'].pk}/").content.decode()
    assert OTHERS in client.get("/agenda/assenze/").content.decode()
