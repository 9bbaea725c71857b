"""How long one waits, who does not come, how far a contact goes: by hand-made rows and by records."""

import datetime as dt

from django.utils import timezone

from prossimo.access.choices import TicketState
from prossimo.access.models import Orientation, Shift, Ticket
from prossimo.core.periods import ROME, today
from tests.access.factories import ContactFactory, DeskFactory
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.observatory import photographs
from tests.observatory.photographs import YEAR
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory


def values(answer):
    return {row.label: row.value for row in answer.rows}


def tickets(*waits, **more):
    start = more.pop("first", 1)
    ended = {"ending": "served", "served": 10, "desk": 0, "arrived_by": "kiosk", **more}
    return [
        {"year": YEAR, "ticket": start + n, "waited": wait, **ended} for n, wait in enumerate(waits)
    ]


# --- by hand-made rows ------------------------------------------------------------------------


def test_half_wait_less_and_nine_in_ten_no_longer_than_this(ask):
    rows = tickets(*range(1, 12))  # 1 … 11 minutes

    assert ask("access.queue.wait", ticket=rows).rows[0].value == 6.0
    assert ask("access.queue.wait_p90", ticket=rows).rows[0].value == 10.0
    assert ask("access.queue.service", ticket=rows).rows[0].value == 10.0


def test_a_wait_by_the_hour_and_few_people_are_not_told_apart(ask):
    rows = [
        *tickets(*[5] * 9, hour="09"),
        *tickets(*[20] * 8, hour="10", first=50),
        *tickets(60, 61, hour="11", first=90),
    ]

    answer = ask("access.queue.wait", "hour", ticket=rows)

    told = values(answer)
    assert told["09:00"] == 5.0
    assert told["11:00"] is None, "two people are too few to be told"
    assert told["10:00"] is None, "nor may they be found from the rest"


def test_a_ticket_taken_by_mistake_waited_for_nothing(ask):
    rows = [*tickets(*[4] * 6), *tickets(*[90] * 6, ending="mistake", first=30)]

    answer = ask("access.queue.tickets", ticket=rows)

    assert answer.rows[0].value == 6
    assert ask("access.queue.wait", ticket=rows).rows[0].value == 4.0


def test_who_gives_up_in_a_hundred(ask):
    rows = [*tickets(*[4] * 15), *tickets(*[30] * 5, ending="left", first=30)]

    assert ask("access.queue.left", ticket=rows).rows[0].value == 25.0


def test_missed_appointments_are_counted_over_those_whose_day_came(ask):
    def made(count, first, ending):
        return [
            {"year": YEAR, "appointment": first + n, "person": first + n, "ending": ending,
             "ahead": 3}
            for n in range(count)
        ]  # fmt: skip

    rows = [*made(30, 1, "kept"), *made(10, 100, "no_show"), *made(50, 200, "expected")]

    assert ask("access.appointments.no_show", appointment=rows).rows[0].value == 25.0
    assert ask("access.appointments", appointment=rows).rows[0].value == 90


def test_a_contact_counts_in_each_stage_it_reached(ask):
    contacts = photographs.people(20)
    stages = [
        {"year": YEAR, "contact": row["contact"], "stage": stage, "days": days}
        for n, row in enumerate(contacts)
        for stage, days in [("heard", 0), *([("forwarded", 0), ("taken", n)] if n < 11 else [])]
    ]

    counted = values(ask("access.chain", "stage", contacts=contacts, contact_stage=stages))
    days = values(ask("access.chain.days", "reached", contacts=contacts, contact_stage=stages))

    assert counted == {"ascoltati": 20, "inviati al segretariato": 11, "presi in mano": 11}
    assert days == {"inviati al segretariato": 0.0, "presi in mano": 5.0}


def test_hours_covered_need_no_people_to_be_told(ask):
    rows = [
        {"year": YEAR, "shift": n, "desk": 2, "due": 60, "covered": 60 if n else 0}
        for n in range(4)
    ]

    answer = ask("access.rota.coverage", "desk", shift=rows)

    assert values(answer) == {"Quartiere": 75.0}


def test_two_desks_of_an_hour_a_week_serve_their_neighbourhoods_once(ask):
    """F17: two desks, one hour a week each, about 5 000 residents covered."""
    rows = [
        {"year": YEAR, "desk": 0, "neighbourhood": 0, "weekly": 60, "residents": 2600},
        {"year": YEAR, "desk": 1, "neighbourhood": 1, "weekly": 60, "residents": 2400},
        {"year": YEAR, "desk": 2, "neighbourhood": 1, "weekly": None, "residents": 2400},
    ]

    assert ask("access.points.residents", point=rows).rows[0].value == 5000
    assert ask("access.points.hours", point=rows).rows[0].value == 120


def test_unmet_needs_add_up_the_people_they_concern_under_their_theme(ask):
    def heard(need, theme, people):
        return {"year": YEAR, "need": need, "theme": theme, "people": people, "unmet": need}

    rows = [heard(0, "care", 6), heard(2, "care", 9), heard(1, "home", 12)]

    assert values(ask("access.unmet", "theme", unmet=rows)) == {
        "casa": 12,
        "cura e autonomia": 15,
    }


# --- by records in the database --------------------------------------------------------------------


def test_a_ticket_waits_from_its_hour_until_it_is_served(bergamo, fact):
    desk = DeskFactory(ambito=bergamo)
    nine = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0)
    with arranging():
        Ticket.objects.create(
            ambito=bergamo, desk=desk, number=1, code="A001", arrived_by="kiosk", day=today(),
            state=TicketState.SERVED, taken_at=nine, due_at=nine + dt.timedelta(minutes=10),
            started_at=nine + dt.timedelta(minutes=17), ended_at=nine + dt.timedelta(minutes=37),
        )  # fmt: skip
        Ticket.objects.create(
            ambito=bergamo, desk=desk, number=2, code="A002", arrived_by="kiosk", day=today()
        )

    (row,) = fact("ticket")

    assert (row["waited"], row["served"], row["ending"]) == (7, 20, "served")


def test_the_time_of_a_ticket_that_nobody_closed_is_not_known(bergamo, fact):
    desk = DeskFactory(ambito=bergamo)
    day = today() - dt.timedelta(days=3)
    ten = dt.datetime.combine(day, dt.time(10), ROME)
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ROME)
    late, hours = midnight - dt.timedelta(hours=1), dt.timedelta(hours=1)
    told = (  # started, ended, why gone → waited, served
        (ten, ten + 2 * hours, ""), (ten, ten + 5 * hours, ""), (late, midnight, ""),
        (None, midnight, "day_over"), (None, ten + hours, "told"),
    )  # fmt: skip
    with arranging():
        for number, (started, ended, why) in enumerate(told, start=1):
            Ticket.objects.create(
                ambito=bergamo, desk=desk, number=number, code=f"A{number:03d}", day=day,
                arrived_by="kiosk", state="left" if why else "served", left_why=why,
                taken_at=ten, due_at=ten, started_at=started, ended_at=ended,
            )  # fmt: skip

    found = {row["ticket"]: (row["waited"], row["served"]) for row in fact("ticket")}

    assert sorted(found.values(), key=str) == sorted(
        [(0, 120), (0, None), (780, None), (None, None), (60, None)], key=str
    )


def test_the_stages_of_a_contact_come_from_what_happened_to_its_request(bergamo, fact):
    contact = ContactFactory(desk=DeskFactory(ambito=bergamo), happened_at=timezone.now())
    with arranging():
        Orientation.objects.create(
            ambito=bergamo, contact=contact, received_at=contact.happened_at, due_on=today(),
            taken_at=contact.happened_at + dt.timedelta(days=2),
        )  # fmt: skip

    found = {row["stage"]: row["days"] for row in fact("contact_stage")}

    assert found == {"heard": 0, "forwarded": 0, "taken": 2}


def test_a_shift_that_nobody_covered_was_due_all_the_same(bergamo, fact):
    desk = DeskFactory(ambito=bergamo)
    noon = timezone.now().replace(hour=11, minute=0, second=0, microsecond=0)
    during = (noon, noon + dt.timedelta(hours=1))
    with arranging():
        for post, state in ((post_of("partner", bergamo), "held"), (None, "uncovered"),
                            (None, "cancelled")):  # fmt: skip
            Shift.objects.create(desk=desk, day=today(), during=during, post=post, state=state)

    assert sorted((row["due"], row["covered"]) for row in fact("shift")) == [(60, 0), (60, 60)]


def test_a_point_serves_its_neighbourhood_from_its_first_year(bergamo, fact):
    place = NeighbourhoodFactory(municipality=MunicipalityFactory(ambito=bergamo))
    DeskFactory(
        ambito=bergamo, kind="point", neighbourhood=place,
        period=(dt.date(today().year - 1, 12, 1), None),
    )  # fmt: skip

    assert [row["year"] for row in fact("point")] == [today().year - 1, today().year]
