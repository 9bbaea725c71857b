"""The same expressions on DuckDB and on Spark, over the same files: the same numbers.

Needs the extra `spark` and a Java machine: `make spark`.
"""

import datetime as dt
import logging
import random

import pytest

from prossimo.citizens.linkage import engines
from prossimo.core.indicators import indicators
from prossimo.observatory import compute
from prossimo.observatory.questions import Question
from tests.observatory import photographs

pytestmark = [
    pytest.mark.spark,
    pytest.mark.timeout(600),
    # Spark's own line to Java closes its sockets when it pleases.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Spark:
    """Spark behind the same two doors as DuckDB."""

    dialect = "pyspark"

    def __init__(self):
        from pyspark.sql import SparkSession

        logging.getLogger("py4j").setLevel(logging.WARNING)
        self.session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            # Of no use here: the machine of Java, once begun, takes no other jar for who comes next.
            .config("spark.jars", engines.Spark.jar())
            .getOrCreate()
        )

    def register(self, name, files):
        self.session.read.parquet(*files).coalesce(1).cache().createOrReplaceTempView(name)

    def rows(self, sql):
        return [row.asDict() for row in self.session.sql(sql).collect()]


@pytest.fixture(scope="module")
def spark():
    engine = Spark()
    yield engine
    engine.session.stop()


@pytest.fixture
def town(root):
    """Three years of contacts that meet in every way, with everything sometimes missing."""
    draw = random.Random(7)
    contacts = [
        photographs.contact(
            draw.choice([None, *range(400)]),
            year=draw.choice([2016, 2017, 2018]),
            desk=draw.randrange(3),
            reasons=tuple(draw.sample(range(4), draw.randint(1, 3))),
            given=tuple(draw.sample(["information", "leaflet", "orientation"], draw.randint(0, 2))),
            neighbourhood=draw.choice([None, 0, 1, 2]),
            channel=draw.choice(["person", "phone"]),
            target_group=draw.choice([None, "older", "minors", "frail"]),
            sex=draw.choice([None, "F", "M"]),
            age_band=draw.choice([None, "14-17", "65-74"]),
            citizenship=draw.choice([None, "IT", "ES"]),
            minutes=draw.choice([None, 5, 15]),
            no_service=draw.random() < 0.2,
        )
        for _ in range(1500)
    ]
    return photographs.take(
        root, contacts, **_of_people(draw), **_of_the_door(draw, contacts), **_of_cases(draw)
    )


def _of_people(draw):
    """Counts of people, files and residents, and pairs, with everything sometimes missing."""

    def traits():
        return {
            "year": draw.choice([2016, 2017, 2018]),
            "neighbourhood": draw.choice([None, 0, 1, 2]),
            "sex": draw.choice([None, "F", "M"]),
            "age_band": draw.choice([None, "14-17", "65-74"]),
            "citizenship": draw.choice([None, "IT", "ES"]),
        }

    def flag():
        return draw.random() < 0.3

    return {
        "known": [
            {
                **traits(),
                "acquaintance": draw.choice(["new", "before"]),
                "people": draw.randint(1, 9),
            }
            for _ in range(300)
        ],
        "residents": [{**traits(), "residents": draw.randint(1, 400)} for _ in range(300)],
        "file": [
            {
                **traits(), "code": draw.choice(["valid", "temporary", "missing"]),
                "no_address": flag(), "no_birth_place": flag(), "no_neighbourhood": flag(),
                "shared_code": flag(), "files": draw.randint(1, 9),
            }
            for _ in range(300)
        ],
        "doubles": [
            {
                "year": draw.choice([2017, 2018]), "pair": draw.randrange(60),
                "person": draw.randrange(90), "found_by": draw.choice(["bulk", "creation"]),
            }
            for _ in range(200)
        ],
    }  # fmt: skip


def _of_the_door(draw, contacts):
    """Tickets, appointments and what follows a contact, with everything sometimes missing."""

    def row(**more):
        return {
            "year": draw.choice([2017, 2018]),
            "person": draw.choice([None, *range(200)]),
            "desk": draw.randrange(3),
            "neighbourhood": draw.choice([None, 0, 1, 2]),
            **more,
        }

    def days():
        return draw.choice([None, *range(40)])

    return {
        "ticket": [
            row(ticket=n, hour=draw.choice([None, "09", "10"]), ending=draw.choice(["served", "left"]),
                arrived_by="kiosk", ticket_group=draw.choice([None, "money"]), waited=days(),
                served=days())
            for n in range(600)
        ],
        "appointment": [
            row(appointment=n, booked_by=draw.choice(["operator", "citizen"]), mode="office",
                ending=draw.choice(["kept", "no_show", "cancelled"]), ahead=days())
            for n in range(400)
        ],
        "orientation": [
            row(orientation=n, target_group=draw.choice([None, "older"]), urgency="30",
                request_outcome=draw.choice(["informed", "direct"]), to_take=days(),
                to_decide=days())
            for n in range(400)
        ],
        "contact_stage": [
            {"year": one["year"], "contact": one["contact"], "stage": stage, "days": n * 3}
            for one in contacts
            for n, stage in enumerate(["heard", "forwarded", "taken"][: draw.randint(1, 3)])
        ],
        "referral": [
            row(referral=n, service=draw.randrange(2), refused_why=draw.choice([None, "no_room"]),
                referral_outcome=draw.choice(["sent", "ended"]), to_answer=days(), to_start=days())
            for n in range(400)
        ],
        "direct": [row(direct=n, service=draw.randrange(2), sex="F") for n in range(300)],
        "unmet": [
            row(unmet=n, need=draw.randrange(3), theme="care", people=draw.randint(1, 4))
            for n in range(200)
        ],
        "shift": [row(shift=n, due=60, covered=draw.choice([0, 60])) for n in range(90)],
        "point": [
            {"year": year, "desk": n, "neighbourhood": n, "weekly": 60, "residents": 2500 + n}
            for year in (2017, 2018)
            for n in range(2)
        ],
    }  # fmt: skip


def _of_cases(draw):
    """Cases on a day, begun, ended, silent, passed on, and their goals."""

    def rows(count, **more):
        return [
            {
                "year": draw.choice([2016, 2017, 2018]),
                "followed_case": n,
                "person": draw.randrange(200),
                "neighbourhood": draw.choice([None, 0, 1, 2]),
                "user_area": draw.choice(["FAM", "ELD"]),
                "intensity": draw.choice(["light", "full"]),
                **{name: draw.choice(values) for name, values in more.items()},
            }
            for n in range(count)
        ]

    traits = {
        "sex": [None, "F", "M"], "age_band": [None, "14-17", "65-74"],
        "citizenship": [None, "IT", "ES"],
    }  # fmt: skip
    days = [None, *range(60)]
    held = {
        "opened_on": [dt.date(2016, 1, 1), dt.date(2017, 6, 30), dt.date(2018, 3, 15)],
        "closed_on": [None, dt.date(2017, 6, 30), dt.date(2018, 3, 16), dt.date(2018, 12, 31)],
    }
    return {
        "in_charge": rows(600, **held, **traits, with_minors=[None, "yes", "no"]),
        "taken": rows(300, to_take=days, from_contact=days, to_sign=days),
        "closed": rows(300, case_outcome=["reached", "moved"], lasted=days),
        "silent": rows(90),
        "handed": rows(90),
        "joint_case": [
            {**row, "home": row["person"] // 3, "joint_service": None}
            for row in rows(300, **held, minor=[True, False])
        ],
        "joint_worker": rows(90, **held, assigned_kind=["operator", "volunteer"], people=[1, 7]),
        "goal": rows(300, goal_theme=["home", "work"], goal_state=["reached", "partly", "not"]),
    }


def test_every_indicator_by_every_dimension_is_the_same_on_both_engines(spark, town):
    duck, other = compute.opened(town), compute.Warehouse(town, spark)
    asked = 0

    for indicator in indicators:
        for by in ((), *((name,) for name in indicator.grain)):
            question = Question(indicator.key, "bergamo", by=by)
            assert compute.answer(question, other) == compute.answer(question, duck), question
            asked += 1

    assert asked > 40


def test_a_crossing_a_filter_a_growth_and_a_day_too(spark, town):
    duck, other = compute.opened(town), compute.Warehouse(town, spark)
    contacts = Question("access.contacts", "bergamo")

    for question in [
        contacts.about(by=("reason", "neighbourhood")),
        contacts.about(by=("given",), where=(("neighbourhood", "Redona"),), year=2018),
        contacts.about(day=dt.date(2018, 6, 1)),
        Question("access.users.growth", "bergamo", year=2018, since=2016),
        *(
            Question(key, "bergamo", day=dt.date(2018, 3, 15))
            for key in (
                "cases.on_day",
                "cases.of_residents",
                "cases.foreign_share",
                "cases.followed",
                "cases.joint.minors",
                "cases.joint.people",
            )
        ),
    ]:
        assert compute.answer(question, other) == compute.answer(question, duck), question
