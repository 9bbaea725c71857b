"""Every role at every address with every method: what opens, what does not, and what never leaks.

A new address must be put in `tests/doors`, or this suite fails.
"""

import time
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.accounts.middleware import SEEN_IN_SESSION
from prossimo.accounts.rules import Ceiling, Right
from tests.doorkeeper import addresses, is_open
from tests.doors import DOORS, GET, POST, PUBLIC
from tests.standing import standing
from tests.world import ELSEWHERE, IDENTITY, NARRATIVE, SEALED, build_world

pytestmark = pytest.mark.django_db

# A method that an address does not answer is refused before anybody's role is asked: who sees most,
# who sees a little and who sees no file knock with these too.
OTHER_METHODS = ("PUT", "DELETE")
KNOCK_WITH_ALL = {RoleKey.SOCIAL_DESK, RoleKey.PARTNER, RoleKey.ADMINISTRATOR}
LIBRARY = ("account_", "mfa_")
# It answered: with a page, nothing new, a redirect, or what is wrong.
OPENED = {200, 204, 302, 400, 409, 413, 422}
CLOSED = {403, 404}
FIXED = {
    "one": "1",
    "nothing": 999_999,
    "indicator": "access.users",
    "ties": "parenti",
    "outcome": "informata",
    "direct_move": "activate",
    "case_act": "assegna",
    "any_case": str(uuid.uuid4()),
    "a_goal": "obiettivo",
    "plan_move": "condividi",
    "form": "preliminary",
    "page": "home",
    "scale": "katz",
    "meeting_act": "invita",
    "archive_act": "ferma",
}


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, build_world) as world:
        yield world


@pytest.fixture
def world(standing_world, db, settings, tmp_path):
    settings.SNAPSHOT_ROOT = tmp_path
    return standing_world


def path_of(name, door, things):
    arguments = {}
    for argument, thing in door.path.items():
        value = FIXED.get(thing) or getattr(things.get(thing), "pk", things.get(thing))
        arguments[argument] = value
    return reverse(name, kwargs=arguments)


def at_work(user, **options):
    """Who entered and clicked a moment ago: no knock has the end of the session to move forward."""
    client = Client(raise_request_exception=False, **options)
    client.force_login(user)
    session = client.session
    session[SEEN_IN_SESSION] = int(time.time())
    session.save()
    return client


def knock(client, method, address, query=""):
    """One request, undone afterwards so that the next finds the world as it was."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.generic(
            method,
            f"{address}?{query}" if query else address,
            content_type="application/x-www-form-urlencoded",
        )
        transaction.set_rollback(True)
    client.cookies = cookies  # logging out clears them
    return answer


def all_of(answer):
    return answer.content.decode(errors="replace") + str(dict(answer.headers))


def test_every_address_is_in_the_table():
    known = {name for name, _ in addresses()}

    assert known - set(DOORS) == set(), "an address without its row in tests/doors"
    assert set(DOORS) - known == set(), "a row without its address"


def test_nobody_enters_without_logging_in(world):
    client, refused = Client(), 0
    for name, door in DOORS.items():
        for method in door.methods:
            answer = knock(client, method, path_of(name, door, world.mine), door.query)
            assert answer.status_code < 500, (name, method)
            if door.asks != PUBLIC:
                expected = {302, 401, 400} if name == "accounts:draft" else {302, 401}
                assert answer.status_code in expected, (name, method, answer.status_code)
                assert "/accesso/" in answer.get("Location", "/accesso/"), name
                refused += 1

    assert refused > 120


@pytest.mark.parametrize("role", RoleKey)
def test_a_role_enters_where_it_may_and_nowhere_else(world, role):
    post = world.posts[role]
    client = at_work(post.user)
    actor = enter(post.user_id, post.pk)
    wrong, tried = [], 0
    methods = (GET, POST, *OTHER_METHODS) if role in KNOCK_WITH_ALL else (GET, POST)
    for name, door in DOORS.items():
        address = path_of(name, door, world.mine)
        for method in methods:
            answer = knock(client, method, address, door.query)
            if not fits(name, door, method, answer, is_open(door, actor, method)):
                wrong.append((name, method, answer.status_code, answer.get("Location", "")))
            wrong += [(name, method, leak) for leak in leaks(answer, actor)]
            tried += 1

    assert not wrong, "\n" + "\n".join(map(str, wrong))
    assert tried > 300


def fits(name, door, method, answer, opens):
    """Whether the answer is one that the table foresees."""
    status = answer.status_code
    if name.startswith(LIBRARY):  # its own views take any method; none of them touches a file
        return status in OPENED | CLOSED | {405}
    if method not in door.methods:
        return status in {405, 403, 404, 302}
    asks_why_first = status == 302 and answer["Location"].startswith("/finalita/")
    return status in (OPENED if opens else CLOSED) or (asks_why_first and not opens)


def leaks(answer, actor):
    """Words that this answer may not contain for these eyes."""
    forbidden = {ELSEWHERE, SEALED}
    if not actor.has(Right.PERSON_READ):
        forbidden.add(IDENTITY)
    if not actor.has(Right.CONTACT_READ) or actor.ceiling < Ceiling.NARRATIVE:
        forbidden.add(NARRATIVE)
    text = all_of(answer)
    return [word for word in forbidden if word in text]


@pytest.mark.parametrize("role", RoleKey)
def test_what_belongs_to_others_is_as_if_absent(world, role):
    """An object of another ambito answers exactly as one that was never there."""
    client = at_work(world.posts[role].user)
    absent = {thing: uuid.uuid4() for thing in world.theirs} | {"line": 999_999_999}
    tried = 0
    for name, door in DOORS.items():
        if not set(door.path.values()) & set(world.theirs):
            continue
        for method in door.methods:
            theirs = knock(client, method, path_of(name, door, world.theirs), door.query)
            nothing = knock(client, method, path_of(name, door, absent), door.query)
            assert ELSEWHERE not in all_of(theirs), (name, method)
            assert theirs.status_code == nothing.status_code, (name, method)
            assert theirs.status_code in {302, 403, 404}, (name, method, theirs.status_code)
            tried += 1

    assert tried > 30


@pytest.mark.parametrize("role", [RoleKey.FRONT_DESK, RoleKey.ADMINISTRATOR])
def test_no_form_is_taken_without_its_token(world, role):
    client = at_work(world.posts[role].user, enforce_csrf_checks=True)
    tried = 0
    for name, door in DOORS.items():
        if POST in door.methods:
            answer = knock(client, POST, path_of(name, door, world.mine))
            assert answer.status_code in {403, 302}, (name, answer.status_code)
            tried += 1

    assert tried > 30
