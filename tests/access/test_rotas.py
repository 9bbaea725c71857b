"""Rotas: who sees and moves which shift, how the coming ones are made, what nobody covers."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from prossimo.access.choices import DeskKind, ShiftState
from prossimo.access.models import Campaign, DeskHours, LocalHoliday, RotaNote, Shift
from prossimo.access.notices.rotas import prepare
from prossimo.access.operations import rotas
from prossimo.access.policies import rotas as policies
from prossimo.access.queries.rotas import holes
from prossimo.access.rules import shift_during
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove
from tests.access.factories import DeskDutyFactory, DeskFactory
from tests.access.rota_factories import CampaignFactory, RotaPatternFactory, ShiftFactory
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging, become
from tests.citizens.test_policies import ROLES, pks
from tests.standing import standing
from tests.territory.factories import AmbitoFactory, MunicipalityFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db
TEN, ELEVEN = dt.time(10), dt.time(11)


class Quarter:
    """Desks of every belonging, each with a shift and a campaign; a Punto per Te with its body."""

    def __init__(self):
        self.ambito = AmbitoFactory()
        self.here = MunicipalityFactory(ambito=self.ambito)
        there = MunicipalityFactory(ambito=self.ambito)
        self.quarter = NeighbourhoodFactory(municipality=self.here)
        self.partner = post_of(RoleKey.PARTNER, self.ambito)
        self.body = self.partner.organisation
        self.point = DeskFactory(
            ambito=self.ambito, municipality=self.here, neighbourhood=self.quarter,
            organisation=self.body, kind=DeskKind.POINT, part_of_pass=False,
        )  # fmt: skip
        self.desks = [
            self.point,
            DeskFactory(ambito=self.ambito, municipality=there),
            DeskFactory(ambito=self.ambito),
            DeskFactory(),
        ]
        self.shifts = [ShiftFactory(desk=desk) for desk in self.desks]
        self.campaigns = [
            CampaignFactory(author_post=PostFactory(ambito=desk.ambito), **more)
            for desk in self.desks
            for more in (
                {},
                {"organisation": desk.organisation},
                {"neighbourhood": desk.neighbourhood},
            )
        ]

    def post(self, role, limited):
        more = {"municipality": self.here} if limited else {}
        if role == RoleKey.PARTNER:
            more["organisation"] = self.body
        if role == RoleKey.NEIGHBOURHOOD:
            more["neighbourhood"] = self.quarter
        return post_of(role, self.ambito, **more)


@pytest.fixture(scope="module")
def standing_quarter(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, Quarter) as quarter:
        yield quarter


@pytest.fixture
def quarter(standing_quarter, db):
    return standing_quarter


@pytest.fixture
def manager(quarter):
    post = quarter.post(RoleKey.SOCIAL_DESK, limited=False)
    return enter(post.user_id, post.pk)


def as_post(post):
    return enter(post.user_id, post.pk)


def colleague(quarter):
    return post_of(RoleKey.PARTNER, quarter.ambito, organisation=quarter.body)


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_verdict_set_and_wall_agree(quarter, role, limited):
    post = quarter.post(role, limited)
    with arranging():
        mine = ShiftFactory(desk=quarter.desks[1], post=post)
        asked = ShiftFactory(
            desk=quarter.desks[1], post=None, covers_for=post, state=ShiftState.UNCOVERED
        )
        shifts = [*Shift.objects.select_related("desk")]
        campaigns = [*Campaign.objects.all()]
    actor = as_post(post)

    by_verdict = pks(shift for shift in shifts if policies.may_read_shift(actor, shift))
    assert pks(Shift.objects.visible_to(actor)) == by_verdict == pks(Shift.objects.all())
    assert {mine.pk, asked.pk} <= by_verdict < pks(shifts)

    by_verdict = pks(each for each in campaigns if policies.may_read_campaign(actor, each))
    assert pks(Campaign.objects.visible_to(actor)) == by_verdict == pks(Campaign.objects.all())
    writable = pks(each for each in campaigns if policies.may_write_campaign(actor, each))
    assert Campaign.objects.all().update(note="toccata") == len(writable)


def test_shifts_are_made_once_and_skip_the_days_of_closure(quarter, manager):
    with arranging():
        day = today() + dt.timedelta(days=14)
        LocalHoliday.objects.create(
            ambito=quarter.ambito, name="Patrono", month=day.month, day=day.day
        )
        pattern = RotaPatternFactory(
            desk=quarter.point, post=quarter.partner, weekday=day.isoweekday()
        )

    made = rotas.generate([pattern], by=manager)

    assert 1 <= made <= 8
    assert not Shift.objects.filter(pattern=pattern, day=day).exists()
    assert rotas.generate([pattern], by=manager) == 0
    assert Shift.objects.filter(pattern=pattern).count() == made


def test_every_two_weeks_are_every_two_weeks(quarter, manager):
    rotas.add_pattern(
        quarter.point, by=manager, post=quarter.partner, weekday=3, starts_at=TEN,
        ends_at=ELEVEN, every_weeks=2, first=today(),
    )  # fmt: skip

    days = sorted(Shift.objects.filter(post=quarter.partner).values_list("day", flat=True))

    assert days
    assert all((later - days[0]).days % 14 == 0 for later in days)


def test_whoever_is_elsewhere_at_that_hour_leaves_a_shift_to_cover(quarter, manager):
    with arranging():
        busy = ShiftFactory(desk=quarter.desks[2], post=quarter.partner)
        pattern = RotaPatternFactory(
            desk=quarter.point, post=quarter.partner, weekday=busy.day.isoweekday()
        )

    rotas.generate([pattern], by=manager)

    made = Shift.objects.filter(pattern=pattern, day=busy.day)
    assert [(s.post_id, s.covers_for_id, s.state) for s in made] in (
        [(None, quarter.partner.pk, ShiftState.UNCOVERED)],
        [],  # the day happens to be a holiday
    )
    assert rotas.generate([pattern], by=manager) == 0


def test_two_shifts_at_once_are_refused_in_words(quarter, manager):
    day = today() + dt.timedelta(days=5)
    where = {"by": manager, "day": day, "starts_at": TEN, "post": quarter.partner}
    rotas.add_shift(quarter.point, ends_at=ELEVEN, **where)

    with pytest.raises(ValidationError, match="In quelle ore ha già un turno"):
        rotas.add_shift(quarter.desks[2], ends_at=dt.time(10, 30), **where)


def test_a_substitute_is_asked_found_and_told(quarter):
    with arranging():
        shift = ShiftFactory(desk=quarter.point, post=quarter.partner)
        other = colleague(quarter)
    actor = as_post(quarter.partner)
    shift = rotas.move_shift(shift, "ask", by=actor, expected=shift.version, note="visita medica")
    assert (shift.post, shift.covers_for, shift.state) == (
        None, quarter.partner, ShiftState.UNCOVERED,
    )  # fmt: skip

    shift = rotas.move_shift(shift, "take", by=as_post(other), expected=shift.version)

    assert (shift.post, shift.covers_for, shift.state) == (
        other, quarter.partner, ShiftState.CONFIRMED,
    )  # fmt: skip
    assert [note.by_id for note in RotaNote.objects.filter(shift=shift)] == [
        quarter.partner.user_id, other.user_id,
    ]  # fmt: skip


@pytest.mark.parametrize("move", ["assign", "hold", "miss", "cancel"])
def test_a_partner_arranges_nothing(quarter, move):
    with arranging():
        shift = ShiftFactory(desk=quarter.point, post=quarter.partner)

    with pytest.raises(PermissionDenied):
        rotas.move_shift(shift, move, by=as_post(quarter.partner), expected=shift.version, note="x")


def test_nobody_confirms_for_a_colleague(quarter):
    with arranging():
        shift = ShiftFactory(desk=quarter.point, post=colleague(quarter))

    with pytest.raises(PermissionDenied):
        rotas.move_shift(shift, "confirm", by=as_post(quarter.partner), expected=shift.version)


def test_the_office_of_planning_reads_and_takes_nothing(quarter):
    with arranging():
        shift = ShiftFactory(desk=quarter.point, post=None, state=ShiftState.UNCOVERED)
    actor = as_post(quarter.post(RoleKey.PLANNING, limited=False))

    with pytest.raises(PermissionDenied):
        rotas.move_shift(shift, "take", by=actor, expected=shift.version)


def test_the_second_of_two_takers_is_told(quarter):
    with arranging():
        shift = ShiftFactory(desk=quarter.point, post=None, state=ShiftState.UNCOVERED)
        same = Shift.objects.select_related("desk").get(pk=shift.pk)
    actor = as_post(quarter.partner)
    rotas.move_shift(shift, "take", by=actor, expected=1)

    with pytest.raises(StaleVersion):
        rotas.move_shift(same, "take", by=as_post(colleague(quarter)), expected=1)


def test_a_shift_to_come_was_not_held_and_a_past_one_is_not_cancelled(quarter, manager):
    with arranging():
        ahead = ShiftFactory(desk=quarter.point)
        past = ShiftFactory(desk=quarter.point, day=today() - dt.timedelta(days=3))

    with pytest.raises(ValidationError, match="non è ancora cominciato"):
        rotas.move_shift(ahead, "hold", by=manager, expected=1)
    with pytest.raises(ValidationError, match="già passato"):
        rotas.move_shift(past, "cancel", by=manager, expected=1, note="neve")
    with pytest.raises(ValidationError, match="perché"):
        rotas.move_shift(ahead, "cancel", by=manager, expected=1)
    held = rotas.move_shift(past, "hold", by=manager, expected=1)
    assert held.state == ShiftState.HELD
    with pytest.raises(IllegalMove):
        rotas.move_shift(held, "confirm", by=manager, expected=held.version)


def test_other_hours_on_one_date_leave_the_others_alone(quarter, manager):
    rotas.add_pattern(
        quarter.point, by=manager, post=quarter.partner, weekday=3, starts_at=TEN,
        ends_at=ELEVEN, every_weeks=1, first=today() + dt.timedelta(days=1),
    )  # fmt: skip
    first, second, *_rest = Shift.objects.filter(post=quarter.partner).order_by("day")

    rotas.change_shift(
        first, by=manager, expected=1, starts_at=dt.time(15), ends_at=dt.time(16, 30)
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.during.upper - first.during.lower == dt.timedelta(minutes=90)
    assert second.version == 1


def test_the_end_of_a_pattern_calls_off_what_was_to_come(quarter, manager):
    pattern = rotas.add_pattern(
        quarter.point, by=manager, post=quarter.partner, weekday=3, starts_at=TEN,
        ends_at=ELEVEN, every_weeks=1, first=today(),
    )  # fmt: skip

    number = rotas.end_pattern(pattern, by=manager, expected=1, last=today())

    states = Shift.objects.filter(pattern=pattern, day__gt=today()).values_list("state", flat=True)
    assert number == len(states) > 0
    assert set(states) == {ShiftState.CANCELLED}
    assert rotas.generate([pattern], by=manager) == 0


@pytest.mark.parametrize(
    ("day", "starts", "ends", "minutes"),
    [
        (dt.date(2026, 3, 29), dt.time(2, 30), dt.time(3), 30),  # the hour that is not there
        (dt.date(2026, 3, 29), dt.time(1), dt.time(4), 120),
        (dt.date(2026, 10, 25), dt.time(1), dt.time(4), 240),  # the hour that is there twice
        (dt.date(2026, 6, 2), dt.time(10), dt.time(11), 60),
    ],
)
def test_a_turn_lasts_what_the_clock_says(day, starts, ends, minutes):
    first, last = shift_during(day, starts, ends)

    assert last - first == dt.timedelta(minutes=minutes)


def test_the_nightly_work_makes_them_in_nobodys_name(quarter):
    with arranging():
        pattern = RotaPatternFactory(desk=quarter.point, post=quarter.partner)
    become("prossimo_worker")
    try:
        made, again = prepare(), prepare()
    finally:
        become("prossimo_app")

    assert made > 0
    assert again == 0
    with arranging():
        assert Shift.objects.filter(pattern=pattern, post=quarter.partner).exists()


def test_what_nobody_covers_is_a_hole_until_somebody_does(quarter, manager):
    day = today() + dt.timedelta(days=2)
    while day.isoweekday() > 5:
        day += dt.timedelta(days=1)
    with arranging():
        DeskHours.objects.create(
            desk=quarter.point, weekday=day.isoweekday(), opens_at=TEN, closes_at=ELEVEN
        )
    before = [slot.day for slot in holes(manager) if slot.desk == quarter.point]

    rotas.add_shift(
        quarter.point, by=manager, day=before[0], starts_at=TEN, ends_at=ELEVEN,
        post=quarter.partner,
    )  # fmt: skip

    assert [slot.day for slot in holes(manager) if slot.desk == quarter.point] == before[1:]


def test_a_partner_walks_from_the_week_to_a_substitute(quarter, at_work):
    with arranging():
        shift = ShiftFactory(desk=quarter.point, post=quarter.partner)
        DeskDutyFactory(desk=quarter.point, post=quarter.partner)
    client = at_work(quarter.partner)
    week = client.get("/turni/", {"week": shift.day.isoformat()})
    assert f"/turni/{shift.pk}/" in week.content.decode()
    assert "Prepara i turni" not in week.content.decode()
    assert "I miei turni" in client.get("/oggi/").content.decode()

    posted = {"move": "ask", "version": "1", "note": "visita"}
    asked = client.post(f"/turni/{shift.pk}/passo/", posted, follow=True)
    assert "scoperto" in asked.content.decode()
    assert "visita" in asked.content.decode()
    stale = client.post(f"/turni/{shift.pk}/passo/", {"move": "take", "version": "1"})
    assert stale.status_code == 409
    taken = client.post(f"/turni/{shift.pk}/passo/", {"move": "take", "version": "2"}, follow=True)
    assert "confermato" in taken.content.decode()


def test_a_campaign_is_registered_counted_corrected_and_taken_away_as_a_file(quarter, at_work):
    post = quarter.post(RoleKey.SOCIAL_DESK, limited=False)
    client = at_work(post)
    told = {
        "idempotency_key": "0190c0de-0000-7000-8000-00000000000b", "kind": "meeting",
        "title": "Incontro al centro anziani", "held_on": today().isoformat(), "copies": "40",
        "reached": "1234", "is_estimate": "on",
    }  # fmt: skip
    assert client.post("/iniziative/nuova/", told).status_code == 302
    made = Campaign.objects.get(title=told["title"])

    page = client.get("/iniziative/", {"kind": "meeting"}).content.decode()
    assert "40 copie distribuite" in page
    assert "1234" in page.replace(".", "")
    corrected = {**told, "reached": "50", "version": "1"}
    corrected["idempotency_key"] = "0190c0de-0000-7000-8000-00000000000c"
    assert client.post(f"/iniziative/{made.pk}/", corrected).status_code == 302
    assert client.post(f"/iniziative/{made.pk}/", {**corrected, "reached": "9"}).status_code == 409
    file = client.get("/iniziative/", {"format": "csv"})
    assert b"Incontro al centro anziani" in b"".join(file)
