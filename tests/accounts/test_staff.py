"""The administrator's work: people, posts, access; each gesture journalled, none upon oneself."""

import pytest
from django.test import Client
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import OutboxMessage, User
from tests.accounts.conftest import PASSWORD, with_password
from tests.accounts.factories import PostFactory
from tests.accounts.screens import hidden, page, rows, url
from tests.arranging import arranging
from tests.network.factories import OrganisationFactory
from tests.territory.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
STAFF, NEW = reverse("accounts:staff"), reverse("accounts:staff_new")
PERSON = {
    "last_name": "De Rossi", "first_name": "Ada", "username": "ada", "email": "ada@example.org",
    "language": "it",
}  # fmt: skip


@pytest.fixture
def client(at_work, administrator):
    return at_work(administrator)


def register(client, **more):
    data = {**hidden(client.get(NEW)), **PERSON, "post-role": "front_desk"}
    return client.post(NEW, {**data, "post-starts_on": "2025-01-01", **more})


def test_the_list_holds_one_s_own_ambito_and_is_searched(client, administrator, colleague):
    PostFactory()
    second = PostFactory(ambito=administrator.ambito, role=RoleKey.PLANNING)

    everyone = [row[1] for row in rows(client.get(STAFF))]
    found = rows(client.get(STAFF, {"q": colleague.user.last_name.lower()}))
    planners = rows(client.get(STAFF, {"role": "planning"}))

    assert set(everyone) == {
        administrator.user.username, colleague.user.username, second.user.username
    }  # fmt: skip
    assert [row[1] for row in found] == [colleague.user.username]
    assert [row[1] for row in planners] == [second.user.username]
    assert "Ufficio di Piano" in planners[0][2]


def test_the_fragment_tells_what_a_reload_would(client, colleague):
    whole = client.get(STAFF, {"q": "ada"})
    fragment = client.get(STAFF, {"q": "ada"}, headers={"HX-Request": "true"})

    assert rows(fragment) == rows(whole)
    assert b"<html" not in fragment.content


def test_a_long_list_is_paged_and_its_queries_do_not_grow(
    client, administrator, django_assert_max_num_queries
):
    for _ in range(30):
        PostFactory(ambito=administrator.ambito)

    with django_assert_max_num_queries(14):
        first = client.get(STAFF)
    second = client.get(STAFF, {"page": "2"})

    assert (len(rows(first)), len(rows(second))) == (25, 6)


def test_the_list_leaves_as_a_file(client, colleague):
    answer = client.get(STAFF, {"formato": "csv"})

    assert colleague.user.username in answer.content.decode("utf-8-sig")


def test_a_person_is_registered_with_a_post_and_chooses_the_password_alone(client, journal_of):
    answer = register(client)

    user = User.objects.get(username="ada")
    assert answer["Location"] == url("staff_detail", user.pk)
    assert not user.has_usable_password()
    assert [post.role for post in user.posts.all()] == ["front_desk"]
    lines = [
        (line.action, line.object_kind) for line in journal_of(action__in=["create", "configure"])
    ]
    assert lines == [("create", "accounts.user"), ("configure", "accounts.post")]

    link = page(client.post(url("staff_link", user.pk))).select_one("main code").text
    guest = Client()
    form = guest.get(link, follow=True)
    guest.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    entered = guest.post(reverse("account_login"), {"login": "ada", "password": PASSWORD})
    assert entered["Location"] == reverse("web:today")


def test_the_link_is_shown_once_journalled_and_announced(client, colleague, journal_of):
    answer = client.post(url("staff_link", colleague.user_id))

    assert "/nuova-password/" in page(answer).select_one("main code").text
    assert "no-store" in answer["Cache-Control"]
    assert journal_of(action="configure")[-1].object_id == colleague.user_id
    with arranging():
        assert OutboxMessage.objects.get().object_id == colleague.user_id


def test_opening_the_page_of_the_link_creates_none(client, colleague, journal_of):
    answer = client.get(url("staff_link", colleague.user_id))

    assert "/nuova-password/" not in answer.content.decode()
    assert journal_of(action="configure") == []


def test_the_same_name_is_not_given_twice_whatever_its_case(client, colleague):
    answer = register(client, username=colleague.user.username.upper())

    assert "già una persona" in page(answer).text
    assert User.objects.filter(last_name="De Rossi").count() == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"post-role": "partner"}, "sempre un'organizzazione"),
        ({"post-role": "neighbourhood"}, "sempre un quartiere"),
        ({"post-ends_on": "2024-12-31"}, "prima del primo"),
        ({"post-role": "god"}, "god"),
        ({"last_name": "x" * 121}, "120"),
        ({"email": "non-posta"}, "posta"),
        ({"first_name": "a\x00b"}, "null"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, more, said):
    answer = register(client, **more)

    assert answer.status_code == 200
    assert said in page(answer).select_one("main").text
    assert not User.objects.filter(username="ada").exists()


def test_places_of_another_ambito_are_no_choice(client, administrator):
    ours, theirs = MunicipalityFactory(ambito=administrator.ambito), MunicipalityFactory()
    OrganisationFactory()

    form = page(client.get(NEW))
    answer = register(client, **{"post-municipality": str(theirs.pk)})

    offered = [o["value"] for o in form.select("[name=post-municipality] option") if o["value"]]
    assert offered == [str(ours.pk)]
    assert [o for o in form.select("[name=post-organisation] option") if o["value"]] == []
    assert answer.status_code == 200


def test_two_administrators_on_one_person_lose_nothing(client, administrator, colleague, at_work):
    edit = url("staff_edit", colleague.user_id)
    mine = hidden(client.get(edit))
    other = at_work(PostFactory(role=RoleKey.ADMINISTRATOR, ambito=administrator.ambito))
    theirs = {**PERSON, "username": colleague.user.username, "last_name": "Loro"}
    assert other.post(edit, {**hidden(other.get(edit)), **theirs}).status_code == 302

    answer = client.post(edit, {**mine, **theirs, "last_name": "Mio"})

    assert answer.status_code == 409
    both = page(answer).select_one(".ui-conflict")
    assert {"Mio", "Loro"} <= {f["value"] for f in both.select("[name=last_name]")}
    chosen = {f["name"]: f["value"] for f in both.select("input[type=hidden]")}
    assert client.post(edit, {**chosen, "last_name": "Mio"}).status_code == 302
    colleague.user.refresh_from_db()
    assert colleague.user.last_name == "Mio"


@pytest.mark.parametrize("name", ["staff_suspend", "staff_readmit", "staff_reset_factor"])
def test_heavy_gestures_ask_first_and_do_on_post_only(client, colleague, journal_of, name):
    asked = client.get(url(name, colleague.user_id))
    assert asked.status_code == 200
    assert str(colleague.user) in asked.content.decode()
    assert journal_of(action="configure") == []

    assert client.post(url(name, colleague.user_id)).status_code == 302
    assert journal_of(action="configure")[-1].object_id == colleague.user_id


@pytest.mark.parametrize(
    "name", ["staff_edit", "staff_suspend", "staff_readmit", "staff_reset_factor", "staff_link"]
)
def test_not_upon_who_works_elsewhere_too_nor_upon_oneself(client, administrator, colleague, name):
    PostFactory(user=colleague.user)

    assert client.post(url(name, colleague.user_id)).status_code == 403
    assert client.post(url(name, administrator.user_id)).status_code == 403


def test_who_is_suspended_gets_no_link(client, administrator):
    suspended = PostFactory(ambito=administrator.ambito, user__is_active=False)

    answer = client.post(url("staff_link", suspended.user_id), follow=True)

    assert "prima va riattivato" in answer.content.decode()


def test_the_page_of_a_person_shows_each_post_and_what_may_be_done(client, colleague):
    shown = page(client.get(url("staff_detail", colleague.user_id)))

    assert "operatore di sportello" in shown.text
    assert url("post_edit", colleague.pk) in {a["href"] for a in shown.select("main a[href]")}


def test_names_are_text_and_never_markup(client, administrator):
    wicked = PostFactory(ambito=administrator.ambito, user__last_name="<script>alert(1)</script>")

    for answer in (client.get(STAFF), client.get(url("staff_detail", wicked.user_id))):
        assert b"<script>alert" not in answer.content


def test_one_s_own_preferences_are_saved_by_version(at_work):
    post = PostFactory()
    with_password(post.user)
    client = at_work(post)
    profile = reverse("accounts:profile")
    first = hidden(client.get(profile))

    answer = client.post(profile, {**first, "language": "en"})
    stale = client.post(profile, {**first, "language": "it", "shortcuts": "on"})

    assert answer.cookies["django_language"].value == "en"
    assert stale.status_code == 409
    post.user.refresh_from_db()
    assert (post.user.language, post.user.shortcuts) == ("en", False)
