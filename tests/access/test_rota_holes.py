"""The rota when things go wrong: away, gone, closed, asked in a hurry; the week copied, the calendar."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from prossimo.access import icsfiles
from prossimo.access.choices import DeskKind, ShiftState
from prossimo.access.models import Absence, DeskHours, LocalHoliday, Shift
from prossimo.access.operations import rota_copies, rotas
from prossimo.access.queries.rotas import holes, shifts_ahead, told
from prossimo.access.rules import shift_during
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.core.periods import between, today
from prossimo.core.workdays import is_holiday
from tests.access.factories import DeskFactory
from tests.access.rota_factories import CampaignFactory, ShiftFactory
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.territory.factories import AmbitoFactory

pytestmark = pytest.mark.django_db
TEN, ELEVEN = dt.time(10), dt.time(11)
WEEK = dt.timedelta(days=7)


def free_day(first):
    """The first day from this one on that is no holiday, this week's nor next week's."""
    while is_holiday(first) or is_holiday(first + WEEK):
        first += dt.timedelta(days=1)
    return first


@pytest.fixture
def partner(db):
    with arranging():
        return post_of(RoleKey.PARTNER, AmbitoFactory())


@pytest.fixture
def point(partner):
    with arranging():
        return DeskFactory(
            ambito=partner.ambito, organisation=partner.organisation, kind=DeskKind.POINT,
            part_of_pass=False,
        )  # fmt: skip


@pytest.fixture
def manager(partner):
    with arranging():
        post = post_of(RoleKey.SOCIAL_DESK, partner.ambito)
    return enter(post.user_id, post.pk)


@pytest.fixture
def turn(point, partner):
    """A turn at ten, in an opening of the desk, on a day that is no holiday."""
    day = free_day(today() + dt.timedelta(days=2))
    with arranging():
        DeskHours.objects.create(
            desk=point, weekday=day.isoweekday(), opens_at=TEN, closes_at=ELEVEN
        )
        during = DateTimeTZRange(*shift_during(day, TEN, ELEVEN))
        return ShiftFactory(desk=point, post=partner, day=day, during=during)


def absent(post, shift):
    with arranging():
        Absence.objects.create(post=post, during=shift.during, by=post.user)


def days_uncovered(actor):
    return {slot.day for slot in holes(actor)}


def test_whoever_is_away_leaves_a_hole_until_they_are_back(turn, partner, manager):
    assert turn.day not in days_uncovered(manager)

    absent(partner, turn)
    slot = next(slot for slot in holes(manager) if slot.day == turn.day)
    assert (slot.to_take, slot.to_take.is_away) == (turn, True)

    with arranging():
        Absence.objects.all().delete()
    assert turn.day not in days_uncovered(manager)


@pytest.mark.parametrize("way", ["post ended", "account closed"])
def test_whoever_no_longer_works_here_leaves_a_hole(turn, partner, manager, way):
    with arranging():
        if way == "post ended":
            partner.period = between(today() - dt.timedelta(days=9), today())
            partner.save()
        else:
            partner.user.is_active = False
            partner.user.save()

    assert turn.day in days_uncovered(manager)
    assert told(Shift.objects.filter(pk=turn.pk))[0].has_left


def test_an_opening_covered_in_part_says_which_hours_are_left(turn, point, manager):
    with arranging():
        DeskHours.objects.filter(desk=point).update(closes_at=dt.time(12, 30))

    slot = next(slot for slot in holes(manager) if slot.day == turn.day)

    assert (slot.in_part, slot.hole) == (True, (ELEVEN, dt.time(12, 30)))
    rotas.add_shift(
        point, by=manager, day=turn.day, starts_at=ELEVEN, ends_at=dt.time(13), post=turn.post
    )
    assert turn.day not in days_uncovered(manager)


def test_what_was_called_off_is_no_hole(turn, manager):
    rotas.move_shift(turn, "cancel", by=manager, expected=1, note="neve")

    assert turn.day not in days_uncovered(manager)


def test_a_turn_is_not_given_to_whoever_is_away_or_gone(turn, partner, point, manager):
    with arranging():
        colleague = post_of(RoleKey.PARTNER, partner.ambito, organisation=point.organisation)
        gone = post_of(
            RoleKey.PARTNER, partner.ambito, organisation=point.organisation,
            period=between(today(), today()),
        )  # fmt: skip
    absent(colleague, turn)

    with pytest.raises(ValidationError, match="assente"):
        rotas.move_shift(turn, "assign", by=manager, expected=1, post=colleague)
    with pytest.raises(ValidationError, match="non ha più questo incarico"):
        rotas.move_shift(turn, "assign", by=manager, expected=1, post=gone)


def test_a_turn_on_a_day_of_closure_is_arranged_only_on_purpose(point, partner, manager):
    day = free_day(today() + dt.timedelta(days=3))
    with arranging():
        LocalHoliday.objects.create(
            ambito=point.ambito, name="Patrono", month=day.month, day=day.day
        )
    asked = {"by": manager, "day": day, "starts_at": TEN, "ends_at": ELEVEN, "post": partner}

    with pytest.raises(ValidationError, match="Quel giorno è festa"):
        rotas.add_shift(point, **asked)
    assert rotas.add_shift(point, **asked, even_if_closed=True).day == day


def test_the_single_turns_of_a_week_are_copied_once(turn, partner, point, manager):
    monday = turn.day - dt.timedelta(days=turn.day.weekday()) + WEEK

    assert rota_copies.copy_week(by=manager, monday=monday) == (1, 0)
    again = Shift.objects.get(desk=point, day=turn.day + WEEK)
    assert again.during.lower.astimezone(icsfiles.ROME).time() == TEN
    assert (again.post, again.state) == (partner, ShiftState.PLANNED)
    assert rota_copies.copy_week(by=manager, monday=monday) == (0, 0)


def test_the_copy_leaves_out_whoever_cannot_come(turn, partner, manager):
    monday = turn.day - dt.timedelta(days=turn.day.weekday()) + WEEK
    with arranging():
        during = DateTimeTZRange(turn.during.lower + WEEK, turn.during.upper + WEEK)
        Absence.objects.create(post=partner, during=during, by=partner.user)

    assert rota_copies.copy_week(by=manager, monday=monday) == (0, 1)


def test_a_partner_copies_nothing(turn, partner):
    with pytest.raises(PermissionDenied):
        rota_copies.copy_week(by=enter(partner.user_id, partner.pk), monday=turn.day)


def test_a_colleague_covers_with_one_click_on_the_page_of_today(turn, partner, point, at_work):
    with arranging():
        colleague = post_of(RoleKey.PARTNER, partner.ambito, organisation=point.organisation)
        Shift.objects.filter(pk=turn.pk).update(
            post=None, covers_for=partner, state=ShiftState.UNCOVERED
        )
    client = at_work(colleague)
    assert "Lo copro io" in client.get("/oggi/").content.decode()
    week = client.get("/turni/", {"week": turn.day.isoformat()}).content.decode()
    assert "Lo copro io" in week

    told_ = {"move": "take", "version": str(turn.version), "back": "today"}
    answer = client.post(f"/turni/{turn.pk}/passo/", told_)

    assert (answer.status_code, answer["Location"]) == (302, "/oggi/")
    with arranging():
        turn.refresh_from_db()
    assert (turn.post, turn.state) == (colleague, ShiftState.CONFIRMED)
    assert "Lo copro io" not in client.get("/oggi/").content.decode()


def test_the_page_of_the_week_arranges_and_copies(turn, point, manager, at_work):
    with arranging():
        client = at_work(post_of(RoleKey.AREA_MANAGER, point.ambito))
    monday = turn.day - dt.timedelta(days=turn.day.weekday()) + WEEK
    page = client.get("/turni/", {"week": monday.isoformat(), "desk": str(point.pk)})
    assert "Copia il turno singolo" in page.content.decode()

    said = client.post("/turni/copia/", {"week": monday.isoformat()}, follow=True)

    assert "Copiato 1 turno" in said.content.decode()
    assert "Copia il turno singolo" not in said.content.decode()


def test_a_fault_stands_beside_its_field(turn, partner, point, manager, at_work):
    client = at_work(post_of(RoleKey.AREA_MANAGER, point.ambito))
    asked = {
        "idempotency_key": "0190c0de-0000-7000-8000-00000000000d", "desk": str(point.pk),
        "post": str(partner.pk), "day": (today() - WEEK).isoformat(), "starts_at": "10:00",
        "ends_at": "11:00",
    }  # fmt: skip

    page = client.post("/turni/nuovo/", asked)

    assert page.status_code == 422
    assert page.context["form"].errors["day"] == ["Quell'ora è già passata."]
    turned = {**asked, "day": turn.day.isoformat(), "starts_at": "12:00"}
    assert "ends_at" in client.post("/turni/nuovo/", turned).context["form"].errors


def test_turns_are_in_the_calendar_of_whoever_has_them(turn, partner):
    with arranging():
        turn.desk.name = "Punto\r\nATTENDEE:mailto:x@example.org"
        turn.desk.save()
    mine = shifts_ahead(enter(partner.user_id, partner.pk), 30)

    file = icsfiles.agenda([], "Prossimo", mine).decode()

    assert [shift.pk for shift in mine] == [turn.pk]
    assert "\r\nATTENDEE" not in file
    assert f"{turn.pk}@prossimo" in file


def test_campaigns_are_found_by_their_words_and_counted(partner, at_work):
    with arranging():
        for title, reached, estimate in (("Festa di via", 40, True), ("Lettere", 60, False)):
            CampaignFactory(author_post=partner, title=title, reached=reached, is_estimate=estimate)
    client = at_work(partner)

    found = client.get("/iniziative/", {"text": "FESTA"}).content.decode()
    assert "Festa di via" in found
    assert "Lettere" not in found
    assert "40 persone raggiunte" in found
    everything = " ".join(client.get("/iniziative/").content.decode().split())
    assert "100 persone raggiunte in tutto" in everything
    assert "40 sono una stima" in everything
