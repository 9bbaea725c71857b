"""The command that builds the towns: the same from the same seed, and never over anything true."""

import subprocess

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from prossimo.web.demo.copying import Lane
from prossimo.web.management.commands.demo import day_of, scale_of
from tests import databases, serving
from tests.arranging import arranging
from tests.demo.conftest import Records, build
from tests.territory.factories import AmbitoFactory

INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
CONTENTS = [
    "territory_ambito",
    "territory_municipality",
    "territory_neighbourhood",
    "territory_residents",
    "network_organisation",
    "accounts_user",
    "accounts_post",
    "access_desk",
    "access_deskhours",
    "access_deskduty",
    "access_reason",
    "citizens_household",
    "citizens_person",
    "citizens_phone",
    "citizens_personshare",
    "access_contact",
    "access_contactreason",
    "access_privatenote",
    "access_amendment",
]


def digests(records):
    """One fingerprint a table, over every column of every row."""
    return {
        table: records.one(f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM {table} t")
        for table in CONTENTS
    } | {
        "citizens_nametoken": records.one(
            "SELECT md5(string_agg(person_id::text || token, '|' ORDER BY person_id, token))"
            " FROM citizens_nametoken"
        )
    }


@pytest.fixture(scope="module")
def smallest(server, town, worker_id):
    with databases.cloned(server, f"demo_{worker_id}", of=town) as name:
        yield Records(server, name)


def test_the_same_seed_builds_the_same_towns_and_another_seed_others_of_the_same_size(smallest):
    before = digests(smallest)
    people = smallest.one("SELECT count(*) FROM citizens_person")

    build(smallest.dbname, "--replace", scale=serving.TOWN_SCALE, day=serving.TOWN_DAY)
    again = digests(smallest)
    build(smallest.dbname, "--replace", "--seed=7", scale=serving.TOWN_SCALE, day=serving.TOWN_DAY)
    others = digests(smallest)

    assert again == before
    assert all(before.values())
    assert others["citizens_person"] != before["citizens_person"]
    assert smallest.one("SELECT count(*) FROM citizens_person") == people


def test_a_build_that_fails_half_way_leaves_nothing_behind(server, worker_id):
    with databases.cloned(server, f"half_{worker_id}") as name:
        records = Records(server, name)
        before = records.rows(INDEXES)
        with server.connect("owner", name) as connection:
            connection.execute("ALTER TABLE access_amendment ADD CHECK (why = 'mai') NOT VALID")

        with pytest.raises(subprocess.CalledProcessError):
            build(name, scale=0.02)

        assert records.rows(INDEXES) == before
        for table in ("territory_ambito", "citizens_person", "access_contact", "accounts_user"):
            assert records.one(f"SELECT count(*) FROM {table}") == 0


@pytest.mark.django_db
def test_outside_a_trial_it_refuses_and_says_why():
    with override_settings(TRIAL=False), pytest.raises(CommandError, match="PROSSIMO_TRIAL"):
        call_command("demo")


@pytest.mark.django_db
def test_it_never_touches_a_database_with_a_real_ambito():
    AmbitoFactory(name="Ambito vero", invented=False)

    for options in ({}, {"replace": True}):
        with pytest.raises(CommandError, match="Ambito vero"):
            call_command("demo", **options)


@pytest.mark.django_db
def test_towns_that_are_there_are_not_built_twice_by_chance():
    AmbitoFactory(name="Ambito di prova", invented=True)

    with pytest.raises(CommandError, match="--replace"):
        call_command("demo")


@pytest.mark.parametrize("text", ["0", "-1", "21", "0.001"])
def test_a_scale_out_of_reason_is_refused(text):
    with pytest.raises(Exception, match=r"0\.005"):
        scale_of(text)


@pytest.mark.parametrize("text", ["ieri", "2013-12-31", "31/12/2025"])
def test_a_day_that_is_no_day_or_too_early_is_refused(text):
    with pytest.raises(Exception, match=r"AAAA-MM-GG|2014"):
        day_of(text)


@pytest.mark.django_db
def test_only_the_loader_may_strip_the_tables():
    from django.db import ProgrammingError, connection, transaction

    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        Lane(cursor, ["citizens_person"]).clear()
    with arranging(), connection.cursor() as cursor, transaction.atomic():
        assert len(Lane(cursor, ["citizens_phone"]).clear()) >= 3
