"""The door: who enters, who is kept out and told why, and the trace that each leaves."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from prossimo.accounts import identity, lockout
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.demo_accounts import DEMO_ACCOUNTS
from prossimo.accounts.demo_accounts import PASSWORD as DEMO_PASSWORD
from tests.accounts.conftest import PASSWORD, with_password
from tests.accounts.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")
TODAY = reverse("web:today")


@pytest.fixture
def person():
    return with_password(PostFactory().user)


def enter(client, person, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": person.username, "password": password, **more})


def words(answer):
    return BeautifulSoup(answer.content, "lxml").get_text(" ", strip=True)


def test_the_right_password_opens_the_day_and_leaves_a_line(client, person, journal_of):
    answer = enter(client, person)

    assert (answer.status_code, answer["Location"]) == (302, TODAY)
    [line] = journal_of(action="login")
    assert (line.user_id, line.result, line.object_id) == (person.pk, "done", person.pk)
    assert line.address == "127.0.0.1"


def test_the_address_of_the_mail_opens_too(client, person):
    answer = client.post(LOGIN, {"login": person.email, "password": PASSWORD})

    assert answer.status_code == 302


def test_a_wrong_password_says_what_to_do_and_leaves_no_name(client, person, journal_of):
    answer = enter(client, person, "sbagliata")

    assert answer.status_code == 200
    assert "non corrispondono" in words(answer)
    [line] = journal_of(action="login")
    assert line.result == "refused"
    assert lockout.trace_of(person.username) in line.note
    assert person.username not in line.note
    assert "sbagliata" not in line.note


def test_an_unknown_name_is_told_the_same(client, person):
    known = words(enter(client, person, "sbagliata"))
    unknown = words(client.post(LOGIN, {"login": "nessuno", "password": "sbagliata"}))

    assert known.replace(person.username, "") == unknown.replace("nessuno", "")


def test_after_five_failures_the_door_is_shut_and_says_for_how_long(client, person, journal_of):
    for _ in range(5):
        enter(client, person, "sbagliata")

    answer = enter(client, person)

    said = words(answer)
    assert "fermo per 5 minuti, fino alle" in said
    assert "reimpostala" in said
    assert not client.session.get("_auth_user_id")
    assert "troppi tentativi" in journal_of(action="login")[-1].note


def test_the_lock_holds_for_that_name_only(client, person):
    other = with_password(PostFactory().user)
    for _ in range(5):
        enter(client, person, "sbagliata")

    assert enter(client, other).status_code == 302


def test_too_many_tries_from_one_place_get_a_page_and_not_a_form(client):
    answers = [client.post(LOGIN, {"login": f"n{n}", "password": "x"}) for n in range(31)]

    assert answers[-1].status_code == 429
    assert "Aspetta un minuto" in words(answers[-1])


def test_one_is_sent_on_to_the_page_that_was_asked(client, person):
    asked = client.get(reverse("accounts:profile"))
    assert asked["Location"] == f"{LOGIN}?next=/il-mio-accesso/"

    answer = enter(client, person, next="/il-mio-accesso/")

    assert answer["Location"] == "/il-mio-accesso/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "http:///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https://testserver.evil.example/",
        "http://localhost/",  # allowed as a host, and still not this one
        "\thttps://evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(client, person, elsewhere):
    answer = enter(client, person, next=elsewhere)

    assert answer["Location"] == TODAY


@pytest.mark.parametrize("name", ["account_logout", "accounts:switch"])
def test_nor_by_the_other_doors(at_work, name):
    post = PostFactory()

    answer = at_work(post).post(reverse(name), {"next": "//evil.example", "post": str(post.pk)})

    assert "evil" not in answer["Location"]


@pytest.mark.parametrize("typed", ["a\x00b", "\x00", "x" * 5000, "'; --", "\u202eevil", "😀"])
def test_strange_names_are_only_wrong_names(client, typed):
    answer = client.post(LOGIN, {"login": typed, "password": f"p\x00{typed}"})

    assert answer.status_code == 200


def test_without_the_token_nothing_enters(person):
    client = Client(enforce_csrf_checks=True)

    answer = enter(client, person)

    assert answer.status_code == 403
    assert "ricarica la pagina" in words(answer)
    assert not client.session.get("_auth_user_id")


def test_with_the_token_of_the_page_one_enters(person):
    client = Client(enforce_csrf_checks=True)
    form = BeautifulSoup(client.get(LOGIN).content, "lxml").select_one("form[action='/accesso/']")
    token = form.select_one("[name=csrfmiddlewaretoken]")["value"]

    assert enter(client, person, csrfmiddlewaretoken=token).status_code == 302


def test_who_is_suspended_is_told_so_after_the_right_password_only(client):
    person = with_password(UserFactory(is_active=False))

    assert enter(client, person)["Location"] == reverse("account_inactive")
    assert "non corrispondono" in words(enter(client, person, "sbagliata"))


def test_leaving_takes_a_post_and_leaves_a_line(at_work, journal_of):
    client = at_work(PostFactory())

    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(TODAY).status_code == 200
    answer = client.post(reverse("account_logout"))

    assert answer["Location"] == LOGIN
    assert client.get(TODAY).status_code == 302
    assert len(journal_of(action="logout")) == 1


def test_who_holds_two_posts_is_asked_which(client, person):
    second = PostFactory(user=person, role=RoleKey.DPO)

    answer = enter(client, person, next="/registro/")

    assert answer["Location"] == "/incarico/?next=%2Fregistro%2F"
    page = client.get(answer["Location"])
    assert "responsabile della protezione dei dati" in words(page)
    chosen = client.post("/incarico/", {"post": str(second.pk), "next": "/registro/"})
    assert chosen["Location"] == "/registro/"
    assert client.get("/registro/").status_code == 200


def test_the_language_of_the_person_comes_with_them(client):
    person = with_password(PostFactory(user__language="en").user)

    answer = enter(client, person)

    assert answer.cookies["django_language"].value == "en"


def test_no_address_of_the_library_is_open_but_those_we_show(client):
    for path in ("signup/", "email/", "3rdparty/", "login/", "2fa/", "login/code/"):
        assert client.get(f"/accesso/{path}").status_code in {302, 404}, path
        assert client.get(f"/accesso/{path}").headers.get("Location", LOGIN).startswith(LOGIN)


def test_a_demo_offers_an_account_for_each_role(client, settings):
    settings.DEMO = True

    page = BeautifulSoup(client.get(LOGIN).content, "lxml")

    offered = [field["value"] for field in page.select("input[type=hidden][name=login]")]
    assert offered == [account.username for account in DEMO_ACCOUNTS]
    entered = set(RoleKey) - {RoleKey.PORTAL}  # the citizens' door is nobody's to enter as
    assert {account.role for account in DEMO_ACCOUNTS} == entered


def test_one_press_enters_a_demo(client, settings):
    settings.DEMO = True
    account = DEMO_ACCOUNTS[0]
    post = PostFactory(user__username=account.username)
    with_password(post.user, DEMO_PASSWORD)
    page = BeautifulSoup(client.get(LOGIN).content, "lxml")
    form = page.select_one(f"input[name=login][value={account.username}]").find_parent("form")

    answer = client.post(
        form["action"], {f["name"]: f["value"] for f in form.select("input[type=hidden]")}
    )

    assert answer["Location"] == TODAY


def test_elsewhere_no_account_is_offered(client, settings):
    settings.DEMO = False

    page = client.get(LOGIN).content.decode()

    assert DEMO_PASSWORD not in page
    assert not [a for a in DEMO_ACCOUNTS if a.full_name in page]


def test_the_address_behind_our_proxy_is_the_one_that_it_wrote(settings, person, journal_of):
    settings.TRUSTED_PROXIES = 1
    client = Client(headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9"}, REMOTE_ADDR="10.0.0.1")

    enter(client, person)

    assert journal_of(action="login")[-1].address == "203.0.113.9"


@pytest.mark.parametrize("claimed", ["", "unknown", "1" * 300, "::1, x"])
def test_a_nonsense_address_stops_nobody(settings, person, claimed):
    settings.TRUSTED_PROXIES = 1
    client = Client(headers={"X-Forwarded-For": claimed}, REMOTE_ADDR="")

    assert enter(client, person).status_code == 302


def test_the_door_forgets_who_stood_there_before(client, person):
    identity.leave()
    enter(client, person)
    client.post(reverse("account_logout"))

    assert client.get(reverse("accounts:profile"))["Location"].startswith(LOGIN)
