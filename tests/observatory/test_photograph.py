"""A photograph holds pseudonyms and columns, never a name; readers see the whole of it or nothing."""

import datetime as dt
import json
import stat

import psycopg
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from prossimo.access.choices import Given, ReasonGroup
from prossimo.access.models import ContactReason
from prossimo.citizens.models import EmailAddress
from prossimo.core.facts import facts
from prossimo.observatory import darkroom, snapshots
from prossimo.observatory.choices import RunState
from prossimo.observatory.models import SnapshotRun
from prossimo.observatory.photograph import Photographer, forget_old, pseudonym_key
from prossimo.territory.choices import AgeBand
from tests import databases
from tests.access.factories import ContactFactory, DeskFactory, ReasonFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory
from tests.territory.factories import AmbitoFactory

CANARY = "Canarino"
DAY = dt.date(2018, 6, 1)


@pytest.fixture(scope="module")
def database(server, django_db_setup, django_db_blocker):
    """One database for the module, where commits are real: the photographer has a door of its own."""
    before = connection.settings_dict["NAME"]
    with databases.cloned(server, "darkroom") as name, django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = name
        yield name
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture
def own_state(tmp_path, settings):
    settings.STATE = tmp_path
    settings.SNAPSHOT_ROOT = tmp_path / "snapshots"
    return tmp_path


@pytest.fixture(scope="module")
def first_contact(database):
    """Two people, three contacts, in two years; everything that may not leave is a canary."""
    ambito = AmbitoFactory(key="bergamo", name="Bergamo")
    desk = DeskFactory(ambito=ambito)
    post = PostFactory(ambito=ambito)
    rosa = PersonFactory(
        ambito=ambito, surname=CANARY, given_name=CANARY, tax_code="CNRCNR60E52A794X",
        street=CANARY, born_on=dt.date(1960, 5, 12),
    )  # fmt: skip
    with arranging():
        EmailAddress.objects.create(person=rosa, address="canarino@example.org")
    second = ReasonFactory(group=ReasonGroup.MONEY)
    told = {"note": CANARY, "needs": CANARY, "missing_service": CANARY, "speaker_name": CANARY}
    first = ContactFactory(
        desk=desk, post=post, person=rosa, day=DAY, given=[Given.LEAFLET, Given.INFORMATION], **told
    )
    ContactFactory(desk=desk, post=post, person=rosa, day=dt.date(2017, 1, 2))
    ContactFactory(desk=desk, post=post, nobody=True, day=DAY)
    with arranging():
        ContactReason.objects.create(contact=first, reason=second)
    return first


@pytest.fixture
def rows(first_contact, own_state):
    return first_contact


def take():
    with arranging("prossimo_observatory"):
        call_command("snapshot", verbosity=0)
    return snapshots.current()


def read(snapshot, fact, ambito="bergamo"):
    return [row for file in snapshot.files(fact, ambito) for row in pq.read_table(file).to_pylist()]


def test_one_row_a_contact_with_pseudonyms_that_still_meet(rows):
    snapshot = take()

    contacts = read(snapshot, "contact")
    assert len(contacts) == 3
    people = {row["person"] for row in contacts}
    assert len(people) == 2 and None in people
    assert {row["contact"] for row in read(snapshot, "contact_reason")} == {
        row["contact"] for row in contacts
    }
    assert sorted(row["given"] for row in read(snapshot, "contact_given")) == [
        "information",
        "leaflet",
    ]


def test_the_columns_are_the_declared_ones_with_their_types(rows):
    snapshot = take()

    for fact in facts:
        for file in snapshot.files(fact.key, "bergamo"):
            names = [*fact.columns, *([] if fact.by_year else ["number"])]
            assert pq.read_schema(file).names == names


def test_of_the_person_only_sex_band_and_citizenship_group(rows):
    row = next(r for r in read(take(), "contact") if r["person"] and r["year"] == 2018)

    assert (row["sex"], row["age_band"], row["citizenship"]) == ("F", "45-64", "IT")


def test_nothing_that_was_told_or_identifies_is_on_disk(rows, own_state):
    snapshot = take()

    forbidden = [
        CANARY,
        "canarino",
        "CNRCNR60E52A794X",
        str(rows.pk),
        str(rows.person_id),
        "1960-05-12",
    ]
    seen = 0
    for file in (own_state / "snapshots").rglob("*"):
        if file.is_file():
            seen += 1
            text = file.read_bytes().decode("latin-1")
            if file.suffix == ".parquet":
                text += json.dumps(pq.read_table(file).to_pylist(), default=str)
            assert not [word for word in forbidden if word in text], file
    assert seen > 10
    assert snapshot.rows["contact"] == 3


def test_the_same_key_makes_the_same_pseudonyms_and_another_key_others(rows, own_state):
    before = {row["person"] for row in read(take(), "contact")}
    again = {row["person"] for row in read(take(), "contact")}
    (own_state / "snapshot.key").unlink()
    other = {row["person"] for row in read(take(), "contact")}

    assert before == again
    assert (before & other) == {None}


def test_the_key_is_made_once_for_its_owner_only(own_state):
    file = own_state / "snapshot.key"
    key = pseudonym_key(file)

    assert pseudonym_key(file) == key and len(key) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_manifest_says_when_what_and_with_which_sums(rows):
    import hashlib

    snapshot = take()
    said = json.loads((snapshot.folder / "manifest.json").read_text())

    assert said["rows"]["contact"] == 3
    assert dt.datetime.fromisoformat(said["snapshot_at"]).tzinfo
    assert len(said["files"]) > 5
    for name, known in said["files"].items():
        assert hashlib.sha256((snapshot.folder / name).read_bytes()).hexdigest() == known["sha256"]


def test_a_photograph_that_fails_leaves_the_one_before(rows, own_state, monkeypatch):
    before = take()

    def broken(self, cursor, draft, fact, keys):
        raise OSError("No space left on device")

    monkeypatch.setattr(Photographer, "_write_years", broken)
    with pytest.raises(OSError):
        take()

    assert snapshots.current().folder == before.folder
    assert not list((own_state / "snapshots").glob(".draft-*"))
    with arranging("prossimo_observatory"):
        assert SnapshotRun.objects.first().state == RunState.FAILED


def test_only_the_newest_photographs_are_kept(rows, own_state):
    for _ in range(5):
        last = take()

    kept = list((own_state / "snapshots").glob("2*"))
    assert len(kept) == 3
    assert last.folder in kept


def test_the_current_one_is_never_swept_away(own_state):
    root = own_state / "snapshots"
    root.mkdir()
    for year in range(2019, 2025):
        (root / f"{year}0101T000000-aaaaaa").mkdir()
    (root / "current").symlink_to("20190101T000000-aaaaaa")

    forget_old(root)

    assert (root / "current").resolve().exists()


def test_of_the_same_second_the_current_one_is_among_those_kept(own_state):
    root = own_state / "snapshots"
    root.mkdir()
    for mark in ("bbbbbb", "cccccc", "dddddd", "eeeeee"):
        (root / f"20250101T000000-{mark}").mkdir()
    (root / "current").symlink_to("20250101T000000-bbbbbb")

    forget_old(root)

    kept = sorted(folder.name[-6:] for folder in root.glob("2*"))
    assert kept == ["bbbbbb", "dddddd", "eeeeee"]


def test_a_photograph_of_another_version_is_not_read(rows, own_state):
    snapshot = take()
    manifest = snapshot.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"schema": "', '"schema": "0'))
    snapshots.opened.cache_clear()

    with pytest.raises(snapshots.NoSnapshot, match="altra versione"):
        snapshots.current()


def test_a_second_photograph_at_once_is_refused(rows, own_state, settings):
    with darkroom.alone(settings.SNAPSHOT_ROOT) as mine:
        assert mine
        with pytest.raises(CommandError, match="già in corso"):
            take()


def test_the_run_says_how_far_it_is_and_how_it_ended(rows):
    snapshot = take()

    with arranging("prossimo_observatory"):
        run = SnapshotRun.objects.first()
    assert (run.state, run.folder) == (RunState.DONE, snapshot.name)
    assert run.total >= run.done
    assert run.total > 0


# --- what the observatory's role may read -------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    [
        "citizens_person",
        "citizens_phone",
        "citizens_nametoken",
        "citizens_household",
        "citizens_personhistoryevent",
        "access_contact",
        "access_contactreason",
        "access_privatenote",
        "access_contacthistoryevent",
        "accounts_user",
        "accounts_journalline",
    ],
)
def test_the_observatory_reads_no_table_of_personal_data(rows, table):
    with arranging("prossimo_observatory"), connection.cursor() as cursor:
        with pytest.raises(Exception, match="permission denied") as refused:
            cursor.execute(f"SELECT * FROM {table}")
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_the_views_of_the_observatory_hold_no_name_and_no_text(rows):
    with arranging("prossimo_observatory"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.views WHERE table_schema = 'facts'"
        )
        views = [name for (name,) in cursor.fetchall()]
        for view in views:
            cursor.execute(f"SELECT * FROM facts.{view}")
            said = str(cursor.fetchall())
            assert CANARY not in said and "1960" not in said
    assert set(views) >= {fact.key for fact in facts}


def test_the_owner_of_the_tables_stays_blind(rows):
    """The policy for the views lets nobody through but the observatory, by the views."""
    with arranging("prossimo_owner"), connection.cursor() as cursor:
        for source in ("citizens_person", "access_contact", "facts.contact"):
            cursor.execute(f"SELECT count(*) FROM {source}")
            assert cursor.fetchone() == (0,)


def test_the_application_does_not_read_the_views(rows):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("prossimo_app",)
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute("SELECT * FROM facts.contact")


def test_ages_fall_in_the_bands_of_the_residents(database):
    with arranging("prossimo_observatory"), connection.cursor() as cursor:
        cursor.execute("SELECT age, facts.age_band(age) FROM generate_series(0, 110) AS age")
        found = cursor.fetchall()

    assert {band for _age, band in found} == set(AgeBand)
    for age, band in found:
        low, _dash, high = band.rstrip("+").partition("-")
        assert int(low) <= age <= int(high or 200)
