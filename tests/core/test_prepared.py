"""A prepared query asks what the same query written afresh would ask, and keeps nobody's values."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from prossimo.access.models import Desk, Reason, Ticket, TicketStep, reasons
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.rules import NOBODY, Right
from prossimo.citizens.models import Person
from prossimo.core import prepared as preparing
from prossimo.core.periods import today
from prossimo.core.prepared import FrozenValue, prepared
from prossimo.core.records import UnscopedQuery, without_scope
from tests.access.factories import DeskFactory, ReasonFactory
from tests.access.queue_factories import TicketFactory
from tests.accounts.factories import post_of
from tests.arranging import arranging, become
from tests.citizens.factories import HouseholdFactory, PersonFactory
from tests.territory.factories import AmbitoFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


def as_actor(post):
    return identity.enter(post.user_id, post.pk)


@prepared
def people_called(actor, surname):
    people = Person.objects.visible_to(actor).select_related("household")
    return people.filter(surname=surname)


@prepared
def desks_within(actor, right):
    return Desk.objects.within(actor, right).in_service()


def test_each_asks_with_their_own_eyes():
    here, there = AmbitoFactory(), AmbitoFactory()
    mine = PersonFactory(ambito=here, surname="Rossi", household=HouseholdFactory(ambito=here))
    theirs = PersonFactory(ambito=there, surname="Rossi")
    PersonFactory(ambito=here, surname="Verdi")

    for ambito, person in [(here, mine), (there, theirs), (here, mine)]:
        actor = as_actor(post_of(RoleKey.SOCIAL_DESK, ambito))
        assert people_called(actor, "Rossi") == [person]

    assert len(people_called.known) == 1


OFTEN = 12  # beyond the turns after which the server keeps the statement, and then its plan


def kept_by_the_server(words):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans > 0 FROM pg_prepared_statements WHERE strpos(statement, %s) > 0",
            [words],
        )
        return cursor.fetchall()


@prepared
def people_behind_the_second_wall(surname):
    return Person.objects.unscoped("only the second wall stands here").filter(surname=surname)


def test_a_statement_kept_by_the_server_shows_each_their_own():
    here, there = AmbitoFactory(), AmbitoFactory()
    posts = [post_of(RoleKey.SOCIAL_DESK, ambito) for ambito in (here, there)]
    people = [PersonFactory(ambito=ambito, surname="Bianchi") for ambito in (here, there)]

    for post, person in [*zip(posts, people, strict=True)] * 2:
        as_actor(post)
        for _turn in range(OFTEN):
            assert people_behind_the_second_wall("Bianchi") == [person]
        identity.leave()
        for _turn in range(OFTEN):
            assert people_behind_the_second_wall("Bianchi") == []

    assert kept_by_the_server('"citizens_person"."surname" = $1') == [(True,)]


def test_a_statement_kept_by_the_server_follows_the_role_of_the_connection():
    person = PersonFactory(surname="Bianchi")
    as_actor(post_of(RoleKey.SOCIAL_DESK, AmbitoFactory()))

    for role, seen in [("prossimo_app", []), ("prossimo_loader", [person])] * 2:
        become(role)
        for _turn in range(OFTEN):
            assert people_behind_the_second_wall("Bianchi") == seen
    become("prossimo_app")


def test_what_is_found_is_whole_and_needs_no_further_query(django_assert_num_queries):
    ambito = AmbitoFactory()
    household = HouseholdFactory(ambito=ambito, label="Nucleo Rossi")
    PersonFactory(ambito=ambito, surname="Rossi", household=household)
    actor = as_actor(post_of(RoleKey.SOCIAL_DESK, ambito))

    with django_assert_num_queries(1):
        found = people_called.first(actor, "Rossi")
        assert (found.surname, found.household.label) == ("Rossi", "Nucleo Rossi")
    assert not found._state.adding


def test_another_shape_of_actor_is_another_query():
    ambito = AmbitoFactory()
    town, other = MunicipalityFactory(ambito=ambito), MunicipalityFactory(ambito=ambito)
    DeskFactory(ambito=ambito, municipality=other)
    whole = as_actor(post_of(RoleKey.SOCIAL_DESK, ambito))
    one_town = as_actor(post_of(RoleKey.SOCIAL_DESK, ambito, municipality=town))

    found = [len(desks_within(actor, Right.CONTACT_WRITE)) for actor in (whole, one_town, NOBODY)]

    assert found == [1, 0, 0]


def test_a_query_that_holds_the_day_is_written_again_the_next(monkeypatch):
    reason = ReasonFactory()

    @prepared
    def in_use(ambito_id):
        return Reason.objects.usable_in(ambito_id)

    assert reason in in_use(uuid.uuid4())
    long_ago = today() - dt.timedelta(days=9000)
    for module in (preparing, reasons):
        monkeypatch.setattr(module, "today", lambda: long_ago)

    assert reason not in in_use(uuid.uuid4())


def test_a_value_from_outside_the_arguments_is_refused():
    somebody = uuid.uuid4()

    @prepared
    def always_the_same(actor):
        return Person.objects.visible_to(actor).filter(pk=somebody)

    actor = as_actor(post_of(RoleKey.SOCIAL_DESK, AmbitoFactory()))
    with pytest.raises(FrozenValue):
        always_the_same(actor)


def test_words_from_outside_the_arguments_are_caught_by_the_comparison():
    word = ["Rossi"]

    @prepared
    def people_of_the_word(actor):
        return Person.objects.visible_to(actor).filter(surname=word[0])

    actor = as_actor(post_of(RoleKey.SOCIAL_DESK, AmbitoFactory()))
    people_of_the_word(actor)
    word[0] = "Verdi"

    with pytest.raises(FrozenValue):
        people_of_the_word(actor)


def test_personal_data_is_never_prepared_without_saying_for_whom():
    @prepared
    def anybody(surname):
        return Person.objects.filter(surname=surname)

    reason = "not even here: what is kept would outlive the reason"
    with without_scope(reason), pytest.raises(UnscopedQuery):
        anybody("Rossi")


def test_columns_come_as_rows_and_whole_objects_as_objects():
    ambito = AmbitoFactory()
    desk = DeskFactory(ambito=ambito, name="Pass Loreto")

    @prepared
    def names_within(actor, right):
        return Desk.objects.within(actor, right).in_service().values_list("pk", "kind", "name")

    actor = as_actor(post_of(RoleKey.SOCIAL_DESK, ambito))

    assert names_within(actor, Right.CONTACT_WRITE) == [(desk.pk, desk.kind, "Pass Loreto")]
    assert desks_within(actor, Right.CONTACT_WRITE) == [desk]


def test_rows_by_name_are_not_prepared():
    @prepared
    def by_name(actor):
        return Desk.objects.within(actor, Right.CONTACT_WRITE).values("name")

    with pytest.raises(TypeError):
        by_name(as_actor(post_of(RoleKey.SOCIAL_DESK, AmbitoFactory())))


MOVED = ("version", "changed_at", "state", "called_at", "counter", "called_by", "called_post")


def called(ticket, post):
    """The ticket as it is to be written, and the step that tells of it."""
    ticket.version, ticket.state, ticket.counter = ticket.version + 1, "called", "Stanza 3"
    ticket.called_at = ticket.changed_at = timezone.now()
    ticket.called_by_id, ticket.called_post_id = post.user_id, post.pk
    at = ticket.called_at
    return TicketStep(ticket=ticket, name="call", at=at, by_id=post.user_id, counter="Stanza 3")


def test_a_row_and_its_step_are_written_together_as_django_would_write_them():
    post = post_of(RoleKey.SOCIAL_DESK, AmbitoFactory())
    ticket = TicketFactory(desk=DeskFactory(ambito=post.ambito))
    as_actor(post)
    step = called(ticket, post)

    preparing.move_with_step(ticket, MOVED, step)

    with without_scope("test"):
        written = Ticket.objects.get(pk=ticket.pk)
        told = TicketStep.objects.get(pk=step.pk)
    fields = [field.attname for field in Ticket._meta.concrete_fields]
    assert [getattr(written, name) for name in fields] == [getattr(ticket, name) for name in fields]
    fields = [field.attname for field in TicketStep._meta.concrete_fields]
    assert [getattr(told, name) for name in fields] == [getattr(step, name) for name in fields]


def test_a_row_beyond_the_wall_is_not_written_and_nothing_is_told_of_it():
    post, other = post_of(RoleKey.SOCIAL_DESK, AmbitoFactory()), AmbitoFactory()
    ticket = TicketFactory(desk=DeskFactory(ambito=other))
    as_actor(post)
    step = called(ticket, post)

    with pytest.raises(DatabaseError, match="not written"):
        preparing.move_with_step(ticket, MOVED, step)

    identity.leave()
    with arranging():
        assert Ticket.objects.unscoped("test").get(pk=ticket.pk).state == "waiting"
        assert not TicketStep.objects.filter(pk=step.pk).exists()
