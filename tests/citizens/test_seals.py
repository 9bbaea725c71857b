"""What is sealed is read by nobody alone: who protects, who asks, who answers, and what is left."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.identity import enter
from prossimo.accounts.models import JournalLine, OutboxMessage
from prossimo.citizens.choices import Compartment
from prossimo.citizens.models import Address, Kinship, Person, SealOpening
from prossimo.citizens.operations import add_address, seals, update_person
from prossimo.citizens.queries import seals as reading
from prossimo.citizens.queries.addresses import addresses_of
from prossimo.citizens.queries.history import history_of
from prossimo.core.concurrency import StaleVersion
from prossimo.core.events import topics
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.citizens.factories import AddressFactory, HouseholdFactory, PersonFactory
from tests.citizens.files import SealOpeningFactory, rows_of
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db

CANARY = "CANARINOVIA"


class Office:
    """A person at a protected address, a caseworker, and a manager who approves."""

    def __init__(self):
        self.town = MunicipalityFactory()
        self.ambito = self.town.ambito
        self.quarter = NeighbourhoodFactory(municipality=self.town)
        self.worker = post_of(RoleKey.CASEWORKER, self.ambito)
        self.manager = post_of(RoleKey.AREA_MANAGER, self.ambito)
        self.rosa = PersonFactory(
            ambito=self.ambito, municipality=self.town, neighbourhood=self.quarter,
            street=f"via {CANARY}", street_number="7", postcode="24127", latitude=45.7,
            longitude=9.7, resides_since=dt.date(2020, 1, 1),
        )  # fmt: skip

    def enters(self, post):
        return enter(post.user_id, post.pk)

    def as_worker(self):
        return self.enters(self.worker)

    def as_manager(self):
        return self.enters(self.manager)

    def sealed(self):
        seals.seal_residence(self.rosa.pk, by=self.as_worker())
        return self

    def opened(self, compartment=Compartment.ADDRESS, **more):
        """Asked by the worker, approved by the manager."""
        opening = seals.ask_opening(
            self.rosa.pk, by=self.as_worker(), compartment=compartment, reason="Serve", **more
        )
        boss = self.as_manager()
        seals.decide_opening(opening.pk, by=boss, expected=1, approve=True)
        self.as_worker()
        return SealOpening.objects.unscoped("test").get(pk=opening.pk)


@pytest.fixture
def office():
    return Office()


def everything_told(actor, person):
    """All that the application's role reads of a person, in every table and its history."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("citizens").get_models():
            table = model._meta.db_table
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            found += [row[0] for row in cursor.fetchall()]
    return " ".join(found)


def unseal_lines():
    with arranging():
        lines = JournalLine.objects.filter(action=Action.UNSEAL).order_by("pk")
        return [(line.user_id, line.object_id, line.note) for line in lines]


@pytest.mark.parametrize("role", RoleKey)
def test_what_is_sealed_is_in_no_table_that_any_role_reads(office, role):
    """The second wall alone, in plain SQL: no application code in between."""
    with arranging():
        AddressFactory(
            person=office.rosa, kind="domicile", street=f"VIA {CANARY}", street_number="7"
        )
        stranger = PersonFactory(ambito=office.ambito, street="via In Chiaro")
    office.sealed()

    post = post_of(role, office.ambito)
    actor = office.enters(post)
    told = everything_told(actor, office.rosa)

    assert CANARY.lower() not in told.lower()
    reads_all = role not in {
        RoleKey.PARTNER, RoleKey.NEIGHBOURHOOD, RoleKey.PLANNING, RoleKey.ACCOUNTING,
        RoleKey.DPO, RoleKey.ADMINISTRATOR, RoleKey.PORTAL,
    }  # fmt: skip
    assert ("via In Chiaro" in told) == reads_all  # the same reading does find what is in clear
    assert stranger.pk


def test_the_person_keeps_nothing_of_it_and_the_history_does_not_either(office):
    worker = office.as_worker()
    update_person(office.rosa.pk, by=worker, expected=1, street_number="8", address_was_wrong=True)
    office.sealed()

    rosa = Person.objects.visible_to(office.as_worker()).get(pk=office.rosa.pk)
    assert (rosa.street, rosa.neighbourhood_id, rosa.latitude, rosa.resides_since) == (
        "", None, None, None,
    )  # fmt: skip
    events = apps.get_model("citizens", "PersonHistoryEvent").objects.filter(pgh_obj_id=rosa.pk)
    assert events.count() >= 3
    assert not [event for event in events if event.street or event.postcode or event.latitude]
    told = str([(c.title, c.fields) for c in history_of(office.as_worker(), rosa)])
    assert CANARY not in told and "24127" not in told
    with arranging():
        (address,) = Address.objects.unscoped("test").filter(person=rosa)
    assert (address.street, address.street_number) == (f"via {CANARY}", "8")


def test_homes_left_before_stay_readable(office):
    worker = office.as_worker()
    update_person(office.rosa.pk, by=worker, expected=1, street="via Nuova", street_number="1")
    office.sealed()

    (left,) = addresses_of(office.as_worker(), office.rosa)

    assert CANARY in left.where and left.label == "residenza di prima"


def test_the_household_at_the_same_door_is_protected_together(office):
    child = PersonFactory(ambito=office.ambito, street=f"via {CANARY}", street_number="7")

    seals.seal_residence(office.rosa.pk, by=office.as_worker(), also=[child.pk])

    assert [person.street for person in rows_of(Person)] == ["", ""]


@pytest.mark.parametrize(
    "role", [RoleKey.FRONT_DESK, RoleKey.AREA_MANAGER, RoleKey.PARTNER, RoleKey.DPO]
)
def test_who_may_not_seal_is_refused_by_both_walls(office, role):
    actor = office.enters(post_of(role, office.ambito))

    with pytest.raises((PermissionDenied, Person.DoesNotExist)):
        seals.seal_residence(office.rosa.pk, by=actor)
    with pytest.raises(Exception, match="not yours to seal"), connection.cursor() as cursor:
        cursor.execute("SELECT wall.seal_residence(%s, gen_random_uuid())", [office.rosa.pk])


def test_a_protected_address_is_written_by_who_cannot_read_it_back(office):
    worker = office.as_worker()

    add_address(
        office.rosa.pk, by=worker, sealed=True, kind="domicile", street=f"via {CANARY} 2",
        period=(None, None),
    )  # fmt: skip

    assert addresses_of(worker, office.rosa) == []
    assert len(rows_of(Address, person=office.rosa, compartment="address")) == 1


def test_two_people_open_it_for_an_hour(office):
    worker = office.sealed().as_worker()
    opening = seals.ask_opening(
        office.rosa.pk, by=worker, compartment="address", reason="Accompagnamento"
    )
    assert reading.opened_by(worker, opening).places == ()
    with pytest.raises(PermissionDenied):
        seals.decide_opening(opening.pk, by=worker, expected=1, approve=True)

    seals.decide_opening(opening.pk, by=office.as_manager(), expected=1, approve=True)

    worker = office.as_worker()
    opening = reading.opening_in_sight(worker, opening.pk)
    (place,) = reading.opened_by(worker, opening).places
    assert CANARY in place.where
    assert 3590 < reading.seconds_left(opening) <= 3600
    assert "60 minuti" in reading.left_in_words(opening)


def test_it_is_open_to_who_asked_and_to_nobody_else(office):
    office.sealed().opened()
    colleague = office.enters(post_of(RoleKey.CASEWORKER, office.ambito))
    assert CANARY not in everything_told(colleague, office.rosa)
    assert CANARY not in everything_told(office.as_manager(), office.rosa)
    assert CANARY in everything_told(office.as_worker(), office.rosa)


def test_while_it_is_open_the_ordinary_pages_show_it_no_more_than_before(office):
    worker = office.as_worker()
    home = add_address(
        office.rosa.pk, by=worker, kind="domicile", street=f"via {CANARY} 9", period=(None, None)
    )
    seals.seal_address(home.pk, by=worker)
    office.opened()

    worker = office.as_worker()
    assert addresses_of(worker, office.rosa) == []
    told = str([(c.title, c.fields) for c in history_of(worker, office.rosa)])
    assert f"{CANARY} 9" not in told


def test_after_the_hour_it_is_closed_by_the_database(office):
    opening = office.sealed().opened()
    with arranging():
        past = timezone.now() - dt.timedelta(seconds=1)
        SealOpening.objects.unscoped("test").filter(pk=opening.pk).update(until=past)

    worker = office.as_worker()

    assert CANARY not in everything_told(worker, office.rosa)
    assert reading.opened_by(worker, reading.opening_in_sight(worker, opening.pk)).places == ()


def test_who_has_read_enough_closes_it_and_nobody_else_does(office):
    opening = office.sealed().opened()
    with pytest.raises(PermissionDenied):
        seals.end_opening(opening, by=office.as_manager())

    worker = office.as_worker()
    seals.end_opening(opening, by=worker)

    assert CANARY not in everything_told(worker, office.rosa)
    assert not reading.is_open(reading.opening_in_sight(worker, opening.pk))


def test_nobody_approves_by_writing_the_row(office):
    """With the first wall off: the policies of the table still ask for a second person."""
    worker = office.sealed().as_worker()
    opening = seals.ask_opening(office.rosa.pk, by=worker, compartment="address", reason="x")
    rows = SealOpening.objects.unscoped("the second wall alone").filter(pk=opening.pk)

    assert rows.update(state="approved", decided_by=worker.user_id, until=timezone.now()) == 0
    with pytest.raises(Exception, match="row-level security"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO citizens_sealopening (id, version, created_at, changed_at, person_id,"
            " compartment, asked_by_id, reason, court_act, state, decided_by_id, answer, until)"
            " VALUES (gen_random_uuid(), 1, now(), now(), %s, 'address', %s, 'x', '', 'approved',"
            " %s, '', now() + interval '1 hour')",
            [office.rosa.pk, worker.user_id, office.manager.user_id],
        )


def test_a_refusal_says_why_and_a_second_answer_is_not_taken(office):
    worker = office.as_worker()
    opening = seals.ask_opening(office.rosa.pk, by=worker, compartment="address", reason="x")
    boss = office.as_manager()

    with pytest.raises(ValidationError, match="perché"):
        seals.decide_opening(opening.pk, by=boss, expected=1, approve=False)
    with pytest.raises(StaleVersion):
        seals.decide_opening(opening.pk, by=boss, expected=9, approve=True)
    seals.decide_opening(opening.pk, by=boss, expected=1, approve=False, answer="Non serve")
    with pytest.raises(ValidationError, match="già risposto"):
        seals.decide_opening(opening.pk, by=boss, expected=2, approve=True)


def test_the_same_thing_is_not_asked_twice_while_it_waits(office):
    worker = office.as_worker()
    seals.ask_opening(office.rosa.pk, by=worker, compartment="address", reason="x")

    with pytest.raises(ValidationError, match="già chiesto"):
        seals.ask_opening(office.rosa.pk, by=worker, compartment="address", reason="ancora")


def test_every_step_stands_in_the_journal_without_the_address(office):
    opening = office.sealed().opened()
    seals.note_reading(opening)
    seals.end_opening(opening, by=office.as_worker())

    lines = unseal_lines()

    notes = [note for _user, _object, note in lines]
    assert notes == [
        f"indirizzo protetto: {what}"
        for what in ("chiesta", "approvata", "letta", "chiusa prima del tempo")
    ]
    assert {thing for _user, thing, _note in lines} == {office.rosa.pk}
    assert [user for user, _thing, _note in lines][:2] == [
        office.worker.user_id, office.manager.user_id,
    ]  # fmt: skip


def test_who_approves_is_told_then_who_asked_and_the_dpo(office):
    dpo = post_of(RoleKey.DPO, office.ambito)
    post_of(RoleKey.DPO, MunicipalityFactory().ambito)
    opening = office.opened()

    def told():
        with arranging():
            news = OutboxMessage.objects.filter(topic="accounts.news")
            return set(news.values_list("object_id", flat=True))

    office.as_worker()
    topics[seals.ASKED].handle(str(opening.pk))
    assert told() == {office.manager.user_id}
    office.as_manager()
    topics[seals.DECIDED].handle(str(opening.pk))
    assert told() == {office.manager.user_id, office.worker.user_id, dpo.user_id}


def test_taking_the_protection_away_puts_the_residence_back(office):
    opening = office.sealed().opened()
    worker = office.as_worker()
    (place,) = reading.opened_by(worker, opening).places

    seals.unseal_address(opening, place.id, by=worker)

    rosa = Person.objects.visible_to(worker).get(pk=office.rosa.pk)
    assert (rosa.street, rosa.street_number, rosa.neighbourhood_id, rosa.resides_since) == (
        f"via {CANARY}", "7", office.quarter.pk, dt.date(2020, 1, 1),
    )  # fmt: skip
    assert not rows_of(Address, person=rosa)


def test_nobody_takes_it_away_while_it_is_closed(office):
    office.sealed()
    (address,) = rows_of(Address, person=office.rosa)
    office.as_worker()

    with pytest.raises(Exception, match="not open to you"), connection.cursor() as cursor:
        cursor.execute("SELECT wall.unseal_address(%s)", [address.pk])


def test_a_newer_home_that_is_sealed_closes_the_one_before(office):
    office.sealed()
    worker = office.as_worker()
    version = Person.objects.visible_to(worker).get(pk=office.rosa.pk).version
    update_person(office.rosa.pk, by=worker, expected=version, street="via Altra")
    seals.seal_residence(office.rosa.pk, by=worker)

    held = rows_of(Address, person=office.rosa)

    assert sorted(address.period.upper is None for address in held) == [False, True]


def test_an_adoption_is_opened_only_by_the_act_of_a_court(office):
    before = PersonFactory(ambito=office.ambito, surname="Prima", household=HouseholdFactory())
    worker = office.as_worker()
    seals.link_adoption(before.pk, office.rosa.pk, by=worker, court_act="Trib. 1/2024")
    seals.link_adoption(before.pk, office.rosa.pk, by=worker, court_act="Trib. 1/2024")
    assert not Kinship.objects.visible_to(worker).exists()
    assert not Kinship.objects.unscoped("the second wall alone").exists()
    with pytest.raises(ValidationError, match="tribunale"):
        seals.ask_opening(office.rosa.pk, by=worker, compartment="adoption", reason="x")

    address_only = office.opened()
    assert reading.opened_by(office.as_worker(), address_only).ties == ()
    opening = office.opened(Compartment.ADOPTION, court_act="Trib. 2/2026")

    (tie,) = reading.opened_by(office.as_worker(), opening).ties
    assert (tie.other.pk, tie.label) == (before.pk, "prima dell'adozione")


def test_requests_are_seen_by_who_asked_and_by_who_approves(office):
    opening = SealOpeningFactory(person=office.rosa, asked_by=office.worker.user)
    seen = {
        role: reading.opening_in_sight(office.enters(post_of(role, office.ambito)), opening.pk)
        for role in RoleKey
    }

    assert {role for role, found in seen.items() if found} == {RoleKey.AREA_MANAGER}
    assert reading.own(office.as_worker()).count() == 1
    assert reading.to_decide(office.as_worker()).count() == 0
    assert reading.to_decide(office.as_manager()).count() == 1
    elsewhere = post_of(RoleKey.AREA_MANAGER, MunicipalityFactory().ambito)
    assert reading.opening_in_sight(office.enters(elsewhere), opening.pk) is None
