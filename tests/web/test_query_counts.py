"""How often each page asks the database: written down in `query_counts.txt`, and never more.

The failure prints the lines to write, for who decides that a page is worth one more question. A page
not yet written down may ask as often as the dearest that is.
"""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from tests.doorkeeper import is_open
from tests.doors import DOORS, GET
from tests.test_role_matrix import path_of
from tests.world import build_world

pytestmark = pytest.mark.django_db
LISTED = Path(__file__).with_name("query_counts.txt")
# Whose page is counted: the first of these that may open it.
ROLES = (
    RoleKey.FRONT_DESK, RoleKey.AREA_MANAGER, RoleKey.ADMINISTRATOR, RoleKey.DPO, RoleKey.PLANNING,
    RoleKey.CASEWORKER,
)  # fmt: skip


def listed():
    """Page → queries, as written down."""
    lines = LISTED.read_text().splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {name: int(number) for name, number in rows}


def asked(client, address, query):
    """The queries of a page seen before: what a process remembers is not counted."""
    address = f"{address}?{query}" if query else address
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    frame = (
        "SAVEPOINT",
        "RELEASE SAVEPOINT",
        "ROLLBACK TO",
    )  # the transaction, here inside another
    return answer.status_code, sum(not query["sql"].startswith(frame) for query in captured)


def counted(world):
    clients = {}
    for role in ROLES:
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(world.posts[role].user)
    found = {}
    for name, door in DOORS.items():
        if GET not in door.methods or not name.startswith(OURS):
            continue
        for role, client in clients.items():
            post = world.posts[role]
            if not is_open(door, enter(post.user_id, post.pk)):
                continue
            status, number = asked(client, path_of(name, door, world.mine), door.query)
            if status == 200:
                found[name] = number
            break
    return found


OURS = (
    "web:",
    "cases:",
    "access:",
    "accounts:",
    "citizens:",
    "network:",
    "territory:",
    "observatory:",
)


def test_no_page_asks_more_than_was_written_down(settings, tmp_path):
    settings.SNAPSHOT_ROOT = tmp_path
    known = listed()
    dearest = max(known.values())

    found = counted(build_world())

    more = [
        f"{name} {number}  # {known.get(name, 'never counted')}"
        for name, number in sorted(found.items())
        if number > known.get(name, dearest)
    ]
    assert not more, "these pages ask more than is written in query_counts.txt:\n" + "\n".join(more)
    assert len(found) > 30


def test_every_page_written_down_still_exists():
    assert set(listed()) - set(DOORS) == set()
