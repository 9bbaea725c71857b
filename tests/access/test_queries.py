"""How many times each page asks the database: few, and the same with one row as with many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prossimo.accounts.choices import RoleKey
from prossimo.core.records import new_id
from tests.access.factories import ContactFactory, ReasonFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
# Of the work of the page alone: what every page pays (session, person, post, frame, the frame's
# savepoints and the journal) is counted apart, on a page that does nothing else.
PAGES = {
    "new": 4,  # desks, reasons, needs, draft
    "new_for_somebody": 8,
    "card": 4,
    "list": 5,
    "detail": 9,
    "edit": 6,
    "desks": 7,
    "desk": 5,
    "reasons": 1,
    # desks, my referrals (two), supervision, my appointments, my turns, to record, my day (two),
    # draft, checks
    "today": 11,
    "save": 11,  # the last asks whether the person had an appointment here today
}


def counted(call):
    with CaptureQueriesContext(connection) as asked:
        answer = call()
    assert answer.status_code in {200, 302}, answer.content[:300]
    return [query["sql"] for query in asked]


def own(statements):
    """The statements of the page itself."""
    shared = (
        "SAVEPOINT", "RELEASE", "SELECT * FROM wall.", "SELECT wall.", "django_session",
        'FROM "accounts_user" WHERE', 'FROM "accounts_post" ',
    )  # fmt: skip
    return [sql for sql in statements if not any(word in sql for word in shared)]


@pytest.fixture
def crowded(door):
    """Ten contacts of each of three people, and twenty reasons."""
    for _n in range(20):
        ReasonFactory()
    for _n in range(10):
        ContactFactory(desk=door.desk, person=door.person)
    return ContactFactory(desk=door.desk, author=door.post.user, post=door.post)


def calls(client, door, contact):
    url = contact.get_absolute_url()
    return {
        "new": lambda: client.get("/contatti/nuovo/"),
        "new_for_somebody": lambda: client.get(f"/contatti/nuovo/?person={door.person.pk}"),
        "card": lambda: client.get(f"/contatti/nuovo/?person={door.person.pk}", headers=HTMX),
        "list": lambda: client.get("/contatti/"),
        "detail": lambda: client.get(url),
        "edit": lambda: client.get(f"{url}modifica/"),
        "desks": lambda: client.get("/sportelli/"),
        "desk": lambda: client.get(door.desk.get_absolute_url()),
        "reasons": lambda: client.get("/motivi/"),
        "today": lambda: client.get("/oggi/"),
        "save": lambda: client.post("/contatti/nuovo/", door.typed(idempotency_key=str(new_id()))),
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_often_as_it_was_counted(door, at_work, crowded, page):
    client = at_work(door.post)
    call = calls(client, door, crowded)[page]
    call()

    asked = own(counted(call))

    assert len(asked) == PAGES[page], "\n".join(sql[:160] for sql in asked)


@pytest.mark.parametrize("page", ["list", "today", "card", "desks", "reasons"])
def test_a_page_asks_the_same_with_one_row_as_with_many(door, at_work, page):
    client = at_work(door.post)
    contact = ContactFactory(desk=door.desk, author=door.post.user, post=door.post)
    call = calls(client, door, contact)[page]
    call()
    with_one = len(counted(call))

    for _n in range(12):
        ContactFactory(desk=door.desk, person=door.person, main_reason=ReasonFactory())

    assert len(counted(call)) <= with_one


def test_the_file_of_ten_contacts_asks_as_often_as_that_of_one(door, at_work):
    manager = at_work(PostFactory(role=RoleKey.AREA_MANAGER, ambito=door.desk.ambito))
    ContactFactory(desk=door.desk)
    manager.get("/oggi/")
    with_one = len(counted(lambda: manager.get("/contatti/?formato=csv")))
    for _n in range(9):
        ContactFactory(desk=door.desk)

    assert len(counted(lambda: manager.get("/contatti/?formato=csv"))) == with_one
    with arranging():
        assert contacts_exported() == 11


def contacts_exported():
    from prossimo.accounts.models import JournalLine

    return JournalLine.objects.filter(action="export").count()
