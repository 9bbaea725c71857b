"""What the registry of residents tells becomes a check, once, for who may look at it."""

import datetime as dt
import io
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.accounts.models import JournalLine
from prossimo.citizens.choices import TaskKind
from prossimo.citizens.exchange.faults import ExchangeFault
from prossimo.citizens.exchange.registry import ChangeKind, KnownPerson
from prossimo.citizens.models import NewsReading, ReviewTask
from prossimo.citizens.operations import news, seals
from prossimo.citizens.queries.news_tasks import KINDS
from prossimo.citizens.tasks import read_news, read_news_nightly
from prossimo_launch.exchange import exchange_settings
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.citizens.exchange.double import Out
from tests.citizens.exchange.test_anpr import home, signal, subject
from tests.citizens.factories import HouseholdFactory, PersonFactory
from tests.pages import said
from tests.territory.factories import AmbitoFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db
HEAD = (
    "progressivo;tipo;data;id_anpr;codice_fiscale;cognome;nome;data_nascita;comune_istat;comune;"
    "via;civico;codice_famiglia;legame"
)
CODE, OTHER = "RSSMRA60E52A794X", "RSSMRA24E52A794R"


@pytest.fixture
def post(db):
    return post_of(RoleKey.SOCIAL_DESK, AmbitoFactory())


@pytest.fixture
def town(post):
    return MunicipalityFactory(ambito=post.ambito, name="Bergamo", istat_code="016024")


def resident(town, number, given_name="Maria", **more):
    more = {"street": "Via Torquato Tasso", "street_number": "8/A", "postcode": "24121", **more}
    return PersonFactory(
        ambito=town.ambito, municipality=town, registry_id=number, surname="Rossi",
        given_name=given_name, **more,
    )  # fmt: skip


@pytest.fixture
def maria(town):
    return resident(town, "AB12345CD", tax_code=CODE)


@pytest.fixture
def told(settings, tmp_path):
    """The registry as a file, with these lines."""
    file = tmp_path / "anpr.csv"

    def write(*lines):
        file.write_text("\n".join([HEAD, *lines]))
        settings.EXCHANGE = exchange_settings({"PROSSIMO_ANPR_FILE": str(file)})

    return write


def read(post):
    return news.read(post.user_id, post.pk)


def checks():
    with arranging():
        found = ReviewTask.objects.unscoped("test").order_by("source_key", "kind")
        return [(each.person.given_name, each.kind, each.facts) for each in found]


def readings():
    with arranging():
        return list(NewsReading.objects.order_by("asked_at"))


def test_every_kind_of_change_has_its_check():
    made_of_more = {ChangeKind.HOUSEHOLD, ChangeKind.CODE}

    assert set(KINDS) | made_of_more == set(ChangeKind)
    assert set(KINDS.values()) <= set(TaskKind)


def test_who_moved_and_who_died_become_checks_with_before_and_after(told, maria, post, town):
    resident(town, "EF2", "Ugo")
    told(
        "1;trasferimento;01/02/2026;AB12345CD;;Rossi;Maria;;015146;Milano;Via Dante;1;;",
        "2;decesso;2026-03-01;EF2;;Rossi;Ugo;;;;;;;",
        "3;decesso;2026-03-01;ZZ9;;Ignoto;Uno;;;;;;;",
    )

    noted = read(post)

    assert (noted.told, noted.fresh) == (2, 2)
    assert checks() == [
        (
            "Maria", "moved",
            {
                "before": {
                    "municipality": "Bergamo", "street": "Via Torquato Tasso",
                    "street_number": "8/A", "postcode": "24121",
                },
                "after": {"municipality": "Milano", "street": "Via Dante", "street_number": "1"},
            },
        ),
        ("Ugo", "died", {"before": {}, "after": {"died_on": "2026-03-01"}}),
    ]  # fmt: skip


def test_read_again_from_the_start_nothing_is_noted_twice(told, maria, post):
    told("1;emigrazione;2026-02-01;AB12345CD;;Rossi;Maria;;;;;;;")
    first = read(post)
    with arranging():
        NewsReading.objects.update(cursor="")

    again = read(post)

    assert (first.fresh, again.told, again.fresh) == (1, 1, 0)
    assert [kind for _, kind, _ in checks()] == ["left"]


def test_it_goes_on_from_where_it_was(told, maria, post, town):
    told("1;trasferimento;2026-02-01;AB12345CD;;Rossi;Maria;;015146;Milano;Via Dante;1;;")
    read(post)
    told(
        "1;trasferimento;2026-02-01;AB12345CD;;Rossi;Maria;;015146;Milano;Via Dante;1;;",
        "2;altro;2026-02-02;AB12345CD;;Rossi;Maria;;015146;Milano;Via Dante;1;;",
    )

    noted = read(post)

    assert (noted.told, noted.fresh) == (1, 1)
    assert [each.cursor for each in readings()] == ["1", "2"]
    assert [kind for _, kind, _ in checks()] == ["moved", "doubt"]


def test_a_child_just_born_is_told_from_somebody_who_left(told, post, town):
    household = HouseholdFactory(ambito=town.ambito)
    resident(town, "AB1", household=household, household_role="reference")
    resident(town, "EF2", "Ugo", household=household, household_role="partner")
    born = (dt.date.today() - dt.timedelta(days=20)).isoformat()  # noqa: DTZ011
    told(
        "1;nucleo;2026-02-01;AB1;;Rossi;Maria;1960-05-12;;;;;F1;1",
        "2;;;EF2;;Rossi;Ugo;1958-01-01;;;;;F1;2",
        f"3;;;GH3;;Rossi;Ada;{born};;;;;F1;3",
    )
    read(post)

    told(
        "4;nucleo;2026-05-01;AB1;;Rossi;Maria;1960-05-12;;;;;F1;1",
        "5;;;EF2;;Rossi;Ugo;1958-01-01;;;;;F2;1",
    )
    read(post)

    (_, kind, facts), (_, later, split) = checks()
    assert (kind, later) == ("child", "split")
    assert facts["after"]["with"].startswith("Rossi Ada (")
    assert split["before"]["with"] == "Rossi Maria, Rossi Ugo"
    assert split["after"]["with"] == "Rossi Maria (12/05/1960)"


def test_somebody_grown_who_arrives_is_a_doubt(told, post, town):
    household = HouseholdFactory(ambito=town.ambito)
    resident(town, "AB1", household=household, household_role="reference")
    told(
        "1;nucleo;2026-02-01;AB1;;Rossi;Maria;1960-05-12;;;;;F1;1",
        "2;;;GH3;;Rossi;Pia;1990-01-01;;;;;F1;3",
    )

    read(post)

    assert [kind for _, kind, _ in checks()] == ["doubt"]


def test_another_tax_code_is_a_doubt_and_an_alarm_where_somebody_bears_it(told, maria, post, town):
    line = f"1;codice;2026-02-01;AB12345CD;{OTHER};Rossi;Maria;;;;;;;"
    told(line)
    read(post)
    resident(town, "EF2", "Ada", tax_code=OTHER)
    told(line.replace("1;", "2;", 1))

    read(post)

    assert checks() == [
        ("Maria", "doubt", {"before": {"tax_code": CODE}, "after": {"tax_code": OTHER}}),
        ("Maria", "code", {"before": {"tax_code": CODE}, "after": {"tax_code": OTHER}}),
    ]


def test_of_who_is_protected_the_new_address_is_written_nowhere(told, maria, post):
    actor = enter(post.user_id, post.pk)
    seals.seal_residence(maria.pk, by=actor)
    told("1;trasferimento;2026-02-01;AB12345CD;;Rossi;Maria;;015146;Milano;Via Segreta;1;;")

    read(post)

    assert checks() == [("Maria", "moved", {"before": {}, "after": {}})]


def test_the_hub_is_read_and_only_who_changed_is_asked_for(configured, double, maria, post, town):
    resident(town, "EF2", "Ugo")
    double.people["AB12345CD"] = subject(
        residenza=[home(indirizzo={"comune": {"codiceIstat": "015146", "nomeComune": "MILANO"}})]
    )
    signal(double, who=KnownPerson("AB12345CD", CODE))

    noted, again = read(post), read(post)

    assert (noted.told, noted.fresh, again.told) == (1, 1, 0)
    assert [(name, kind) for name, kind, _ in checks()] == [("Maria", "moved")]
    asked = [json.loads(body) for place, *_, body in double.seen if place == "C020" and body]
    assert {each["datiRichiesta"]["motivoRichiesta"] for each in asked} == {news.REASON}
    assert {each["criteriRicerca"]["idANPR"] for each in asked} == {"AB12345CD"}


def test_an_outage_is_written_down_and_the_next_reading_goes_on(configured, double, maria, post):
    double.next("hub", Out(503))

    with pytest.raises(ExchangeFault):
        read(post)

    (failed,) = readings()
    assert (failed.state, failed.ended_at is not None) == ("failed", True)
    assert "Signal Hub" in failed.error
    assert read(post).told == 0


def test_who_may_not_bring_the_registry_reads_nothing(told, maria):
    told("1;decesso;2026-03-01;AB12345CD;;Rossi;Maria;;;;;;;")

    with pytest.raises(PermissionDenied):
        read(post_of(RoleKey.FRONT_DESK, maria.ambito))

    assert (checks(), readings()) == ([], [])


def test_whoever_is_of_one_municipality_reads_for_that_one(told, maria, post, town):
    elsewhere = MunicipalityFactory(ambito=town.ambito, istat_code="016001")
    resident(elsewhere, "EF2", "Ugo")
    told(
        "1;decesso;2026-03-01;AB12345CD;;Rossi;Maria;;;;;;;",
        "2;decesso;2026-03-01;EF2;;Rossi;Ugo;;;;;;;",
    )

    read(post_of(RoleKey.SOCIAL_DESK, town.ambito, municipality=elsewhere))
    assert [name for name, _, _ in checks()] == ["Ugo"]
    read(post)

    assert {name for name, _, _ in checks()} == {"Maria", "Ugo"}


def test_the_journal_says_who_read_and_what_was_noted(told, maria, post):
    told("1;decesso;2026-03-01;AB12345CD;;Rossi;Maria;;;;;;;")

    read(post)

    with arranging():
        lines = JournalLine.objects.filter(user=post.user)
        kinds = set(lines.values_list("action", "object_kind"))
    assert ("import", "citizens.newsreading") in kinds
    assert ("create", "citizens.reviewtask") in kinds
    assert ("read", "citizens.person") in kinds


def test_the_office_asks_from_its_page_and_finds_the_checks(told, maria, desk):
    told("1;decesso;2026-03-01;AB12345CD;;Rossi;Maria;;;;;;;")
    page, ask = reverse("citizens:registry"), reverse("citizens:registry_news")
    assert "Leggi le novità" in said(desk.get(page))

    assert desk.post(ask)["Location"] == page
    desk.post(ask)  # while one is under way another one is not queued
    assert "in corso" in said(desk.get(ask, headers={"HX-Request": "true"}))
    (reading,) = readings()
    read_news(
        reading=str(reading.pk), user=str(reading.asked_by_id), post=str(reading.asked_from_id)
    )

    text = said(desk.get(page))
    assert "1 novità" in text and "1 controllo nuovo" in text
    assert "è deceduta" in said(desk.get(reverse("citizens:tasks"))).lower()


def test_what_went_wrong_is_said_on_the_page(settings, tmp_path, desk, post):
    settings.EXCHANGE = exchange_settings({"PROSSIMO_ANPR_FILE": str(tmp_path / "non-c-è.csv")})

    read_news(reading="", user=str(post.user_id), post=str(post.pk))

    text = said(desk.get(reverse("citizens:registry")))
    assert "L'ultima lettura non è riuscita" in text and "non si legge" in text


def test_switched_off_the_page_says_nothing_and_the_command_says_so(desk, post):
    assert "nazionale" not in said(desk.get(reverse("citizens:registry")))
    desk.post(reverse("citizens:registry_news"))
    assert readings() == []
    with pytest.raises(CommandError, match="è spento"):
        call_command("notifications", name=post.user.username)


def test_the_command_reads_and_says_how_many(told, maria, post):
    told("1;decesso;2026-03-01;AB12345CD;;Rossi;Maria;;;;;;;")
    out = io.StringIO()

    call_command("notifications", name=post.user.username, stdout=out)

    assert out.getvalue() == "Novità lette: 1; controlli nuovi: 1.\n"
    with pytest.raises(CommandError, match="Nessuna persona attiva"):
        call_command("notifications", name="nessuno")


def test_every_night_it_is_read_again_for_who_asked_last(told, maria, post):
    told("1;decesso;2026-03-01;AB12345CD;;Rossi;Maria;;;;;;;")
    read(post)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE prossimo_worker")
        cursor.execute("SELECT user_id, post_id FROM wall.news_readers()")
        readers = cursor.fetchall()
        read_news_nightly(timestamp=0)
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'citizens.read_news'")
        queued = [json.loads(row[0]) for row in cursor.fetchall()]
        cursor.execute("SET LOCAL ROLE prossimo_app")

    assert readers == [(post.user_id, post.pk)]
    assert queued == [{"reading": "", "user": str(post.user_id), "post": str(post.pk)}]
