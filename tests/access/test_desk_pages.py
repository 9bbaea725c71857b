"""Desks and reasons on screen: everybody sees where people are heard, who manages keeps them."""

import datetime as dt

import pytest
from django.urls import reverse

from prossimo.access.models import Desk, DeskHours, Reason
from prossimo.accounts.choices import RoleKey
from prossimo.core.periods import between, since, today
from tests.access import reading
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory, ReasonFactory
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2014, 1, 1)
MANAGERS = {RoleKey.AREA_MANAGER, RoleKey.ADMINISTRATOR}


@pytest.fixture
def desk(door):
    with arranging():
        Desk.objects.filter(pk=door.desk.pk).update(period=since(LONG_AGO))
    return Desk.objects.get(pk=door.desk.pk)


@pytest.fixture
def manager_client(door, at_work):
    return at_work(PostFactory(role=RoleKey.AREA_MANAGER, ambito=door.desk.ambito))


def url_of(name, *parts):
    return reverse(f"access:{name}", args=[getattr(part, "pk", part) for part in parts])


@pytest.mark.parametrize("role", RoleKey)
def test_everybody_at_work_sees_the_desks_and_only_managers_keep_them(door, at_work, role):
    client = at_work(post_of(role, door.desk.ambito))
    managed = [
        url_of("desk_new"),
        url_of("desk_edit", door.desk),
        url_of("desk_hours", door.desk),
        url_of("desk_close", door.desk),
        url_of("reason", door.reason),
    ]

    assert client.get(url_of("desks")).status_code == 200
    assert client.get(url_of("desk", door.desk)).status_code == 200
    expected = 200 if role in MANAGERS else 403
    assert {client.get(url).status_code for url in managed} == {expected}


def test_a_desk_of_another_ambito_is_not_there(manager_client):
    elsewhere = DeskFactory()

    for name in ("desk", "desk_edit", "desk_hours", "desk_close"):
        assert manager_client.get(url_of(name, elsewhere)).status_code == 404


def test_without_a_post_there_are_no_desks(at_work):
    from tests.accounts.factories import UserFactory

    client = at_work(type("Somebody", (), {"user": UserFactory(), "pk": ""}))

    assert client.get(url_of("desks")).status_code == 403


def test_the_list_says_what_is_open_now_and_when_it_opens(door, at_work, it_is):
    with arranging():
        DeskHours.objects.create(
            desk=door.desk, weekday=3, opens_at=dt.time(9), closes_at=dt.time(12)
        )
        Desk.objects.filter(pk=door.desk.pk).update(period=since(LONG_AGO))
    client = at_work(door.post)

    from prossimo.access.queries.desks import desk_now
    from prossimo.core.periods import ROME

    wednesday = dt.datetime(2026, 6, 3, 10, tzinfo=ROME)
    fresh = Desk.objects.get(pk=door.desk.pk)
    during, after = desk_now(fresh, wednesday), desk_now(fresh, wednesday + dt.timedelta(hours=3))
    assert (during.open, after.open) == (True, False)
    assert after.opens_at == dt.datetime(2026, 6, 10, 9, tzinfo=ROME)
    assert "apre" in reading.words(client.get(url_of("desks"))) or "aperto" in reading.words(
        client.get(url_of("desks"))
    )


def test_the_number_of_contacts_is_for_who_may_read_them(door, at_work, colleague):
    ContactFactory(desk=door.desk)
    stranger = PostFactory(ambito=door.desk.ambito)
    administrator = PostFactory(role=RoleKey.ADMINISTRATOR, ambito=door.desk.ambito)

    on_duty = reading.words(at_work(door.post).get(url_of("desk", door.desk)))
    others = [
        reading.words(at_work(post).get(url_of("desk", door.desk)))
        for post in (stranger, administrator)
    ]

    assert "Oggi 1 contatto." in on_duty
    assert not any("contatto." in said for said in others)


def test_the_roster_is_for_who_serves_or_manages(door, at_work, manager_client):
    name = door.post.user.get_full_name()
    stranger = at_work(PostFactory(ambito=door.desk.ambito))

    page = url_of("desk", door.desk)
    assert name in reading.words(at_work(door.post).get(page))
    assert name in reading.words(manager_client.get(page))
    assert name not in reading.words(stranger.get(page))


def test_a_desk_is_opened_changed_and_closed_on_screen(door, manager_client):
    opened = manager_client.post(
        url_of("desk_new"),
        {"idempotency_key": "0190c0de-0000-7000-8000-0000000000d1", "name": "Pass di Loreto",
         "kind": "seat", "opens_on": today().isoformat(), "place": "largo dei Platani\x00"},
    )  # fmt: skip
    desk = Desk.objects.get(name="Pass di Loreto")
    assert opened["Location"] == desk.get_absolute_url()
    assert desk.place == "largo dei Platani"

    manager_client.post(
        url_of("desk_edit", desk),
        {"idempotency_key": "0190c0de-0000-7000-8000-0000000000d2", "name": "Pass di Loreto",
         "kind": "seat", "version": "1", "part_of_pass": "on"},
    )  # fmt: skip
    last = today() + dt.timedelta(days=30)
    manager_client.post(url_of("desk_close", desk), {"last": last.isoformat(), "version": "2"})
    closed = Desk.objects.get(pk=desk.pk)
    assert (closed.part_of_pass, closed.closes_on) == (True, last)
    manager_client.post(url_of("desk_reopen", desk))
    assert Desk.objects.get(pk=desk.pk).closes_on is None


def test_two_who_change_a_desk_lose_nothing(door, manager_client):
    def body(**more):
        return {
            "idempotency_key": f"0190c0de-0000-7000-8000-0000000000{len(more['place']):02x}",
            "name": "Pass", "kind": "pass", **more,
        }  # fmt: skip

    manager_client.post(url_of("desk_edit", door.desk), body(version="1", place="via Uno"))
    second = manager_client.post(
        url_of("desk_edit", door.desk), body(version="1", place="via Seconda")
    )

    assert second.status_code == 409
    assert "via Uno" in reading.words(second)
    assert reading.field(second, "place") == "via Seconda"
    assert Desk.objects.get(pk=door.desk.pk).place == "via Uno"
    again = body(version=reading.field(second, "version"), place="via Seconda bis")
    assert manager_client.post(url_of("desk_edit", door.desk), again).status_code == 302


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([("1", "09:00", "")], "Servono"),
        ([("1", "12:00", "09:00")], "prima"),
        ([("1", "09:00", "12:00"), ("1", "11:00", "13:00")], "sovrappongono"),
        ([("9", "09:00", "12:00")], "9"),
    ],
)
def test_hours_that_do_not_hold_are_told_in_words(door, manager_client, rows, word):
    page = manager_client.post(url_of("desk_hours", door.desk), formset(rows))

    assert page.status_code == 422
    assert word in page.content.decode()
    assert not DeskHours.objects.exists()


def test_hours_are_saved_and_taken_away(door, manager_client):
    url = url_of("desk_hours", door.desk)
    manager_client.post(url, formset([("1", "09:00", "12:00"), ("3", "14:00", "16:00")]))
    assert DeskHours.objects.count() == 2

    body = {**formset([("1", "09:00", "12:00"), ("3", "14:00", "16:00")]), "form-0-DELETE": "on"}
    manager_client.post(url, body)

    assert [hour.weekday for hour in DeskHours.objects.all()] == [3]


def formset(rows):
    body = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    for at, (weekday, opens, closes) in enumerate(rows):
        body |= {
            f"form-{at}-weekday": weekday,
            f"form-{at}-opens_at": opens,
            f"form-{at}-closes_at": closes,
        }
    return body


def test_a_duty_is_assigned_and_ended_on_screen(door, manager_client):
    post = PostFactory(ambito=door.desk.ambito)

    manager_client.post(
        url_of("duty_new", door.desk), {"post": str(post.pk), "first": today().isoformat()}
    )
    duty = door.desk.duties.get(post=post)
    answer = manager_client.post(url_of("duty_end", door.desk, duty), {"last": "boh"})

    assert answer.status_code == 302
    assert door.desk.duties.get(post=post).period.upper == today() + dt.timedelta(days=1)


def test_posts_of_another_ambito_cannot_be_put_on_duty(door, manager_client):
    manager_client.post(
        url_of("duty_new", door.desk),
        {"post": str(PostFactory().pk), "first": today().isoformat()},
    )

    assert door.desk.duties.count() == 1


@pytest.mark.parametrize("name", ["duty_new", "desk_reopen"])
def test_who_does_not_manage_changes_nothing_by_post(door, at_work, name):
    assert at_work(door.post).post(url_of(name, door.desk), {}).status_code == 403


# --- reasons --------------------------------------------------------------------------------------


def test_a_reason_is_added_renamed_and_closed_on_screen(door, manager_client):
    keys = (f"0190c0de-0000-7000-8000-0000000000e{n}" for n in range(9))
    manager_client.post(
        url_of("reasons"),
        {"idempotency_key": next(keys), "label": "Sovraindebitamento", "group": "money",
         "since_day": "2026-01-01", "rank": "5"},
    )  # fmt: skip
    reason = Reason.objects.get(label="Sovraindebitamento")
    assert reason.ambito == door.desk.ambito

    manager_client.post(
        url_of("reason", reason),
        {"idempotency_key": next(keys), "label": "Debiti", "since_day": today().isoformat(),
         "version": "1"},
    )  # fmt: skip
    renamed = Reason.objects.get(label="Debiti")
    assert renamed.replaces == reason
    manager_client.post(url_of("reason", renamed), {"last": today().isoformat(), "version": "1"})
    assert Reason.objects.get(pk=renamed.pk).ends_on == today()


def test_a_common_reason_is_read_and_not_touched_by_one_ambito(door, manager_client):
    page = manager_client.get(url_of("reason", door.reason))

    assert "comuni a tutti gli Ambiti" in reading.words(page)
    refused = manager_client.post(
        url_of("reason", door.reason), {"last": today().isoformat(), "version": "1"}
    )
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("change", "word"),
    [({"label": ""}, "Motivo"), ({"rank": "-1"}, "Ordine"), ({"label": "x" * 121}, "120"),
     ({"group": "zzz"}, "Famiglia"), ({"since_day": "ieri"}, "In uso dal")],
)  # fmt: skip
def test_a_mistaken_reason_is_told_in_words(manager_client, change, word):
    body = {
        "idempotency_key": "0190c0de-0000-7000-8000-0000000000ea", "label": "Casa",
        "group": "money", "since_day": "2026-01-01", "rank": "5", **change,
    }  # fmt: skip

    page = manager_client.post(url_of("reasons"), body)

    assert page.status_code == 422
    assert word in reading.errors(page)


def test_reasons_out_of_use_stand_apart(door, at_work):
    ReasonFactory(label="Social card", period=between(LONG_AGO, dt.date(2015, 1, 1)))
    ReasonFactory(label="Di altri", ambito=PostFactory().ambito)

    said = reading.words(at_work(door.post).get(url_of("reasons")))

    assert "Social card" in said
    assert "Di altri" not in said


def test_the_desk_of_a_duty_ended_yesterday_is_no_longer_mine(door, at_work):
    post = PostFactory(ambito=door.desk.ambito)
    DeskDutyFactory(
        desk=door.desk, post=post, period=between(LONG_AGO, today() - dt.timedelta(days=1))
    )

    page = at_work(post).get(url_of("contact_new"))

    assert "non sei a nessuno sportello" in reading.words(page)
