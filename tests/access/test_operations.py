"""Recording, correcting and amending: who may, until when, and what stays written."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from prossimo.access import operations
from prossimo.access.choices import Given, Subject
from prossimo.access.models import Amendment, Contact, ContactReason, PrivateNote
from prossimo.accounts import identity
from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import OutboxMessage
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import ROME, between, since
from tests.access.factories import ContactFactory, DeskFactory, ReasonFactory
from tests.accounts.factories import PostFactory
from tests.citizens.factories import PersonFactory
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db


def rome(*parts):
    return dt.datetime(*parts, tzinfo=ROME)


def reread(contact, actor):
    return Contact.objects.visible_to(actor).with_reasons().get(pk=contact.pk)


def test_a_contact_keeps_what_was_told(door, journal_of):
    other = ReasonFactory()
    place = NeighbourhoodFactory(municipality=MunicipalityFactory(ambito=door.desk.ambito))
    person = PersonFactory(ambito=door.desk.ambito, neighbourhood=place)
    actor = door.actor

    told = door.told(person=person, reasons=[door.reason, other], given=[Given.LEAFLET])
    contact = reread(operations.record_contact(by=actor, **told), actor)

    assert contact.main_reason == door.reason
    assert {one.reason for one in contact.reasons.all()} == {door.reason, other}
    assert contact.neighbourhood == place
    assert (contact.author_id, contact.post_id) == (door.post.user_id, door.post.pk)
    assert contact.day == timezone.now().astimezone(ROME).date()
    lines = journal_of(object_id=contact.pk, action=Action.CREATE)
    assert [line.object_kind for line in lines] == ["access.contact"]


def test_who_is_not_on_duty_records_nothing_there(door):
    elsewhere = DeskFactory(ambito=door.desk.ambito)

    with pytest.raises(PermissionDenied, match="sportelli"):
        operations.record_contact(by=door.actor, **door.told(desk=elsewhere))


def test_the_wall_alone_refuses_a_desk_without_the_right(door, monkeypatch):
    from prossimo.access import policies
    from prossimo.core.policy import GRANTED

    elsewhere = DeskFactory(ambito=door.desk.ambito)
    monkeypatch.setattr(policies, "may_record_contact", lambda *_: GRANTED)

    with pytest.raises(PermissionDenied, match="fuori dal tuo incarico"):
        operations.record_contact(by=door.actor, **door.told(desk=elsewhere))


def test_the_wall_alone_refuses_somebody_of_another_ambito(door):
    stranger = PersonFactory()

    with pytest.raises(PermissionDenied, match="fuori dal tuo incarico"):
        operations.record_contact(by=door.actor, **door.told(person=stranger))


def test_a_closed_desk_takes_no_contacts(door):
    closed = DeskFactory(ambito=door.desk.ambito)
    yesterday = timezone.now().astimezone(ROME).date() - dt.timedelta(days=1)
    closed.period = between(dt.date(2014, 1, 1), yesterday)
    worker = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito)
    actor = identity.enter(worker.user_id, worker.pk)

    with pytest.raises(PermissionDenied, match="chiuso"):
        operations.record_contact(by=actor, **door.told(desk=closed))


def test_a_reason_out_of_use_is_refused_in_words(door):
    gone = ReasonFactory(
        label="Social card 2008", period=between(dt.date(2008, 1, 1), dt.date(2009, 1, 1))
    )

    with pytest.raises(ValidationError, match="Social card 2008"):
        operations.record_contact(by=door.actor, **door.told(reasons=[gone]))


def test_a_contact_is_not_in_the_future(door):
    tomorrow = timezone.now() + dt.timedelta(days=1)

    with pytest.raises(ValidationError, match="futuro"):
        operations.record_contact(by=door.actor, happened_at=tomorrow, **door.told())


def test_a_broken_constraint_is_a_sentence(door):
    with pytest.raises(ValidationError, match="nessuno nominato"):
        operations.record_contact(by=door.actor, **door.told(person=None))


def test_nobody_named_is_a_contact_too(door):
    told = door.told(person=None, subject=Subject.NOBODY)

    contact = operations.record_contact(by=door.actor, **told)

    assert contact.neighbourhood_id is None


def test_a_forwarded_contact_promises_a_notice_once(door):
    actor = door.actor
    contact = operations.record_contact(by=actor, **door.told(given=[Given.FORWARDED]))
    contact = reread(contact, actor)

    operations.correct_contact(
        contact, by=actor, expected=1, reasons=[door.reason], given=[Given.FORWARDED, Given.LEAFLET]
    )

    assert OutboxMessage.objects.filter(topic="access.forwarded").count() == 1


def test_the_author_corrects_the_same_day(door):
    actor = door.actor
    other = ReasonFactory()
    contact = reread(operations.record_contact(by=actor, **door.told()), actor)

    operations.correct_contact(
        contact, by=actor, expected=1, reasons=[other], needs="Chiede un lavoro"
    )

    again = reread(contact, actor)
    assert (again.needs, again.main_reason, again.version) == ("Chiede un lavoro", other, 2)
    assert [one.reason for one in again.reasons.all()] == [other]


def test_a_colleague_does_not_correct_what_another_wrote(door, colleague):
    contact = ContactFactory(desk=door.desk, author=door.post.user, post=door.post)
    post = colleague()

    with pytest.raises(PermissionDenied, match="chi l'ha registrato"):
        operations.correct_contact(
            contact, by=identity.enter(post.user_id, post.pk), expected=1, reasons=[door.reason]
        )


def test_the_second_of_two_savers_is_told_and_overwrites_nothing(door):
    actor = door.actor
    contact = operations.record_contact(by=actor, **door.told())
    first, second = reread(contact, actor), reread(contact, actor)
    operations.correct_contact(first, by=actor, expected=1, reasons=[door.reason], note="la prima")

    with pytest.raises(StaleVersion) as stale:
        operations.correct_contact(
            second, by=actor, expected=1, reasons=[door.reason], note="la seconda"
        )

    assert (stale.value.record.note, stale.value.mine["note"]) == ("la prima", "la seconda")
    assert reread(contact, actor).note == "la prima"


@pytest.fixture
def always_open(door):
    """A desk and a reason of long ago, and somebody who serves without a duty."""
    door.post = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito)
    door.desk.period = door.reason.period = since(dt.date(2014, 1, 1))
    return door


def test_the_day_ends_at_midnight_in_italy(always_open, it_is):
    door = always_open
    it_is(rome(2026, 6, 3, 23, 40))
    actor = door.actor
    contact = reread(operations.record_contact(by=actor, **door.told()), actor)
    it_is(rome(2026, 6, 3, 23, 59))
    operations.correct_contact(
        contact, by=actor, expected=1, reasons=[door.reason], note="in tempo"
    )
    it_is(rome(2026, 6, 4, 0, 0))

    with pytest.raises(PermissionDenied, match="giornata è passata"):
        operations.correct_contact(
            contact, by=actor, expected=2, reasons=[door.reason], note="troppo tardi"
        )


@pytest.mark.parametrize(
    ("hour", "day"),
    [
        (rome(2026, 3, 29, 1, 30), dt.date(2026, 3, 29)),
        (rome(2026, 10, 25, 23, 30), dt.date(2026, 10, 25)),
        (rome(2026, 12, 31, 23, 59), dt.date(2026, 12, 31)),
    ],
)
def test_the_civil_day_is_that_of_italy_even_when_the_clock_changes(always_open, it_is, hour, day):
    it_is(hour)

    contact = operations.record_contact(by=always_open.actor, **always_open.told())

    assert contact.day == day


def test_an_amendment_says_why_and_what_was_before(door):
    contact = ContactFactory(desk=door.desk, needs="Chiede casa")
    worker = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito)
    actor = identity.enter(worker.user_id, worker.pk)
    contact = reread(contact, actor)

    operations.amend_contact(
        contact, by=actor, expected=1, why="Aveva detto altro", needs="Chiede lavoro"
    )

    [amendment] = Amendment.objects.visible_to(actor)
    [change] = amendment.changes
    assert (change["before"], change["after"]) == ("Chiede casa", "Chiede lavoro")
    assert reread(contact, actor).needs == "Chiede lavoro"


@pytest.mark.parametrize(("why", "needs"), [("   ", "altro"), ("un motivo", "Chiede casa")])
def test_an_amendment_without_a_reason_or_a_change_is_refused(door, why, needs):
    contact = ContactFactory(desk=door.desk, needs="Chiede casa")
    worker = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito)
    actor = identity.enter(worker.user_id, worker.pk)

    with pytest.raises(ValidationError):
        operations.amend_contact(reread(contact, actor), by=actor, expected=1, why=why, needs=needs)


def test_a_manager_does_not_amend_what_they_may_not_read(door):
    contact = ContactFactory(desk=door.desk, needs="Chiede casa")
    manager = PostFactory(role=RoleKey.AREA_MANAGER, ambito=door.desk.ambito)
    actor = identity.enter(manager.user_id, manager.pk)

    with pytest.raises(PermissionDenied, match="non legge"):
        operations.amend_contact(
            reread(contact, actor), by=actor, expected=1, why="provo", needs="altro"
        )


def test_the_private_note_is_its_authors_alone(door, colleague):
    actor = door.actor
    contact = operations.record_contact(by=actor, private_note="Da risentire", **door.told())
    post = colleague(role=RoleKey.SOCIAL_DESK)

    mine = PrivateNote.objects.visible_to(actor).count()
    other = identity.enter(post.user_id, post.pk)

    assert mine == 1
    assert PrivateNote.objects.unscoped("the second wall alone").count() == 0
    with pytest.raises(PermissionDenied, match="solo chi ha registrato"):
        operations.write_private_note(contact, by=other, text="curiosità")


def test_an_emptied_private_note_is_thrown_away(door):
    actor = door.actor
    contact = operations.record_contact(by=actor, private_note="Da risentire", **door.told())

    operations.write_private_note(contact, by=actor, text=" ")

    assert PrivateNote.objects.visible_to(actor).count() == 0


def test_reasons_are_part_of_the_history_even_when_taken_away(door):
    from prossimo.access.queries.contacts import history_of

    actor = door.actor
    other = ReasonFactory(label="Casa")
    contact = reread(operations.record_contact(by=actor, **door.told()), actor)
    operations.correct_contact(contact, by=actor, expected=1, reasons=[other])

    changes = history_of(actor, reread(contact, actor))

    assert changes[0].first
    assert any("Casa" in line for line in changes[1].lines)
    assert ContactReason.pgh_event_model.objects.filter(pgh_label="delete").count() == 1
