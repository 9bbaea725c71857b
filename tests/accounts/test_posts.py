"""Who holds which role, where and when: given by another, kept in its dates, never by oneself."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from prossimo.accounts import operations
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post
from prossimo.core.periods import today
from tests.accounts.factories import PostFactory, UserFactory
from tests.accounts.screens import hidden, page, url
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db
STAFF = reverse("accounts:staff")
FRONT_DESK = {"role": RoleKey.FRONT_DESK, "starts_on": dt.date(2025, 1, 1), "ends_on": None}


@pytest.fixture
def client(at_work, administrator):
    return at_work(administrator)


def test_two_administrators_on_one_post_see_both_texts(client, administrator, colleague, at_work):
    edit = url("post_edit", colleague.pk)
    mine = hidden(client.get(edit))
    data = {"role": "front_desk", "starts_on": "2025-01-01"}
    other = at_work(PostFactory(role=RoleKey.ADMINISTRATOR, ambito=administrator.ambito))
    other.post(edit, {**hidden(other.get(edit)), **data, "user_area": "FAM"})

    answer = client.post(edit, {**mine, **data, "user_area": "ELD"})

    assert answer.status_code == 409
    assert "FAM" in page(answer).select_one("main dl").text
    assert page(answer).select_one("option[value=ELD]").has_attr("selected")
    assert client.post(edit, {**hidden(answer), **data, "user_area": "ELD"}).status_code == 302
    colleague.refresh_from_db()
    assert colleague.user_area == "ELD"


def test_a_part_time_post_says_its_hours(client, colleague):
    edit = url("post_edit", colleague.pk)
    data = {"role": "front_desk", "starts_on": "2025-01-01"}

    refused = client.post(edit, {**hidden(client.get(edit)), **data, "weekly_hours": "60"})
    assert page(refused).select_one("#id_weekly_hours")["value"] == "60"
    assert "48" in page(refused).select_one("main").text

    kept = {**hidden(client.get(edit)), **data, "weekly_hours": "22,5"}
    assert client.post(edit, kept).status_code == 302
    colleague.refresh_from_db()
    assert colleague.weekly_hours == Decimal("22.5")
    shown = page(client.get(url("staff_detail", colleague.user_id)))
    assert "22,5 ore alla settimana" in shown.select_one("main").text


def test_a_post_is_assigned_changed_and_ended(client, administrator, colleague, journal_of):
    place = NeighbourhoodFactory(municipality=MunicipalityFactory(ambito=administrator.ambito))
    new = url("post_new", colleague.user_id)
    data = {"role": "neighbourhood", "neighbourhood": str(place.pk), "starts_on": "2025-01-01"}
    assert client.post(new, {**hidden(client.get(new)), **data}).status_code == 302
    post = Post.objects.get(role="neighbourhood")
    end = url("post_end", post.pk)

    client.post(end, {**hidden(client.get(end)), "last_on": "2025-06-30"})

    post.refresh_from_db()
    assert post.period.upper == dt.date(2025, 7, 1)
    notes = [line.note for line in journal_of(object_id=post.pk)]
    assert [note.split(":")[0] for note in notes] == ["incarico assegnato", "incarico concluso"]


def test_the_role_of_a_post_does_not_change_under_its_history(client, colleague):
    edit = url("post_edit", colleague.pk)

    client.post(edit, {**hidden(client.get(edit)), "role": "dpo", "starts_on": "2025-01-01"})

    colleague.refresh_from_db()
    assert colleague.role == RoleKey.FRONT_DESK


def test_the_same_post_twice_in_the_same_days_is_refused(as_actor, administrator, colleague):
    with pytest.raises(ValidationError, match="già questo incarico"):
        operations.assign_post(colleague.user, by=as_actor(administrator), values=FRONT_DESK)


@pytest.mark.parametrize("last_on", [dt.date(1990, 1, 1), dt.date(2030, 1, 1)])
def test_a_post_cannot_end_before_it_began_nor_after_it_ended(
    as_actor, administrator, colleague, last_on
):
    actor = as_actor(administrator)
    if last_on.year == 2030:
        operations.end_post(colleague, by=actor, last_on=today(), expected=1)
        colleague.refresh_from_db()

    with pytest.raises(ValidationError, match="prima"):
        operations.end_post(colleague, by=actor, last_on=last_on, expected=colleague.version)


def test_nobody_gives_a_role_to_themself(client, administrator, journal_of):
    new = url("post_new", administrator.user_id)

    answer = client.post(new, {"role": "social_desk", "starts_on": "2025-01-01"})

    assert answer.status_code == 403
    assert "un altro amministratore" in answer.content.decode()
    assert (
        "Assegna un incarico"
        not in client.get(url("staff_detail", administrator.user_id)).content.decode()
    )
    [line] = journal_of(action="refused")
    assert (line.user_id, line.object_kind) == (administrator.user_id, "accounts:post_new")
    for name in ("post_edit", "post_end"):
        assert client.get(url(name, administrator.pk)).status_code == 403


def test_nor_does_the_database_let_them(as_actor, administrator):
    as_actor(administrator)
    mine = Post(user=administrator.user, role=RoleKey.SOCIAL_DESK, ambito=administrator.ambito)

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        mine.save(force_insert=True)


def test_an_administrator_of_one_town_stays_in_it(as_actor, administrator):
    town, next_town = (MunicipalityFactory(ambito=administrator.ambito) for _ in range(2))
    limited = PostFactory(
        role=RoleKey.ADMINISTRATOR, ambito=administrator.ambito, municipality=town
    )
    actor, user = as_actor(limited), UserFactory()

    assert operations.assign_post(user, by=actor, values={**FRONT_DESK, "municipality": town})
    for beyond in (None, next_town):
        with pytest.raises(PermissionDenied, match="altro Comune"):
            operations.assign_post(user, by=actor, values={**FRONT_DESK, "municipality": beyond})


def test_a_post_of_another_is_not_worn(at_work):
    mine, other = PostFactory(), PostFactory(role=RoleKey.ADMINISTRATOR)
    client = at_work(mine)

    for typed in (str(other.pk), "x", "", "\x00"):
        assert client.post(reverse("accounts:switch"), {"post": typed}).status_code == 200

    assert client.get(STAFF).status_code == 403
