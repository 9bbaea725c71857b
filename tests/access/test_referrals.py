"""Somebody is sent to a service: what is shared, by whose agreement, and every move of its life."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from prossimo.access.choices import ReferralState, SharedField
from prossimo.access.models import Message, Referral, ReferralStep
from prossimo.access.operations import referrals as operations
from prossimo.access.operations.referrals import Agreement, Answer, Asked, Origin
from prossimo.access.policies import referrals as policies
from prossimo.access.queries.referrals import came_back, shareable, told
from prossimo.access.workflow import REFERRAL
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import OutboxMessage
from prossimo.citizens.choices import AddressKind, Compartment
from prossimo.citizens.models import EmailAddress, Person
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import between, today
from prossimo.core.workdays import is_working_day
from prossimo.core.workflow import IllegalMove
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory
from tests.access.referrals_factories import ReferralFactory
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.catalogue.factories import ServiceFactory
from tests.citizens.factories import AddressFactory, PersonFactory, PhoneFactory
from tests.standing import standing

pytestmark = pytest.mark.django_db
SPOKEN = Agreement("spoken", today())


def entered(post):
    return identity.enter(post.user_id, post.pk)


def asked(door, service, **more):
    told_ = {
        "person": door.person,
        "service": service,
        "request": "Pasti caldi a mezzogiorno",
        "shared": ["name", "phone"],
        "agreement": SPOKEN,
    }
    return Asked(**{**told_, **more})


def messages_of(referral):
    with arranging():
        rows = Message.objects.unscoped("test").filter(object_id=referral.pk)
        return {(row.kind, row.sent_to) for row in rows}


def steps(referral):
    with arranging():
        rows = ReferralStep.objects.unscoped("test").filter(referral=referral)
        return [row.name for row in rows.order_by("at", "pk")]


def fresh(referral):
    with arranging():
        return Referral.objects.unscoped("test").get(pk=referral.pk)


@pytest.fixture
def service(door):
    return ServiceFactory(ambito=door.desk.ambito)


def test_a_referral_leaves_with_its_snapshot_its_step_and_its_letter(door, service):
    PhoneFactory(person=door.person, number="+39035123456")

    sent = operations.send_referral(asked(door, service), by=door.actor)

    assert sent.state == ReferralState.SENT
    assert sent.shared["name"] == door.person.full_name
    assert "035" in sent.shared["phone"]
    assert steps(sent) == ["send"]
    assert messages_of(sent) == {
        ("referral", "invii@example.org"),
        ("ref_remind", "invii@example.org"),
    }
    assert is_working_day(sent.answer_due_on)


def test_the_snapshot_does_not_follow_the_person(door, service):
    sent = operations.send_referral(asked(door, service, shared=["name"]), by=door.actor)
    before = door.person.full_name
    with arranging():
        type(door.person).objects.unscoped("test").filter(pk=door.person.pk).update(surname="Altro")

    assert told(fresh(sent).shared)[0].value == before


@pytest.mark.parametrize("chosen", [[key] for key in SharedField.values] + [list(SharedField)])
def test_field_by_field_only_what_was_chosen_is_shared(door, service, chosen):
    person = PersonFactory(
        ambito=door.desk.ambito, born_on=dt.date(1950, 2, 1), tax_code="RSSMRA50A01A794X",
        street="Via Prova", street_number="1", languages=["ar"], needs_interpreter=True,
    )  # fmt: skip
    PhoneFactory(person=person, number="+39035123456")
    contact = ContactFactory(desk=door.desk, person=person, needs="Non riesce a cucinare")
    with arranging():
        EmailAddress.objects.create(person=person, address="lei@example.org")
    origin = Origin(contact=contact)

    sent = operations.send_referral(
        asked(door, service, person=person, shared=[str(key) for key in chosen], origin=origin),
        by=door.actor,
    )

    offered = {each.key for each in shareable(door.actor, person, contact)}
    assert set(sent.shared) - {"_from"} == set(map(str, chosen)) & offered
    assert offered == set(SharedField)


def test_a_number_marked_not_to_use_is_never_shared_and_a_care_goes_with_the_number(door):
    PhoneFactory(person=door.person, number="+39035111111", safety="never", care="risponde lui")
    PhoneFactory(person=door.person, number="+39035222222", safety="care", care="solo al mattino")

    offered = {each.key: each.value for each in shareable(door.actor, door.person)}

    assert "111111" not in offered["phone"].replace(" ", "")
    assert "solo al mattino" in offered["phone"]


def test_a_protected_address_is_not_offered(door):
    AddressFactory(
        person=door.person, kind=AddressKind.RESIDENCE, street="Via CANARINO",
        compartment=Compartment.ADDRESS,
    )  # fmt: skip

    assert "CANARINO" not in str(shareable(door.actor, door.person))
    assert "address" not in {each.key for each in shareable(door.actor, door.person)}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"agreement": Agreement("", today())}, "agreement"),
        ({"agreement": Agreement("guardian", today())}, "agreed_by"),
        ({"agreement": Agreement("spoken", today() + dt.timedelta(days=1))}, "agreed_on"),
        ({"shared": []}, "shared"),
        ({"shared": ["contact_warning"]}, "shared"),
        ({"request": " \x00 "}, "request"),
    ],
)
def test_without_agreement_words_or_a_choice_nothing_leaves(door, service, more, field):
    with pytest.raises(ValidationError) as caught:
        operations.send_referral(asked(door, service, **more), by=door.actor)

    assert field in caught.value.message_dict


def test_nobody_is_sent_to_a_service_that_is_over(door):
    over = ServiceFactory(
        ambito=door.desk.ambito, period=between(dt.date(2020, 1, 1), dt.date(2020, 2, 1))
    )
    with pytest.raises(ValidationError):
        operations.send_referral(asked(door, over), by=door.actor)


def test_a_person_has_one_open_referral_to_a_service(door, service):
    operations.send_referral(asked(door, service), by=door.actor)

    with pytest.raises(ValidationError, match="già un invio aperto"):
        operations.send_referral(asked(door, service), by=door.actor)


def test_nobody_beyond_the_wall_is_sent_anywhere(door, service):
    stranger = PersonFactory()
    with pytest.raises(PermissionDenied):
        operations.send_referral(asked(door, service, person=stranger), by=door.actor)


ANSWERS = {
    "receive": Answer("receive"),
    "accept": Answer("accept"),
    "ask_more": Answer("ask_more", note="Serve l'ISEE"),
    "refuse": Answer("refuse", refused_why="no_room"),
    "start": Answer("start"),
    "end": Answer("end", outcome="reached"),
}
EXTRA = {
    "started": {"started_on": today()},
    "ended": {"ended_on": today(), "outcome": "reached"},
    "refused": {"refused_why": "other"},
}


def partner_of(referral):
    return post_of(RoleKey.PARTNER, referral.ambito, organisation=referral.organisation)


@pytest.mark.parametrize("state", ReferralState.values)
@pytest.mark.parametrize("move", ANSWERS)
def test_every_state_takes_only_its_own_answers(door, state, move):
    referral = ReferralFactory(desk=door.desk, state=state, **EXTRA.get(state, {}))
    actor = entered(partner_of(referral))
    allowed = {each.name for each in REFERRAL.open_to(state)}

    if move in allowed:
        operations.answer_referral(referral, ANSWERS[move], by=actor, expected=1)
        assert fresh(referral).state == REFERRAL.step(state, move)
        assert steps(referral)[-1] == move
    else:
        with pytest.raises(IllegalMove):
            operations.answer_referral(referral, ANSWERS[move], by=actor, expected=1)
        assert fresh(referral).state == state


@pytest.mark.parametrize("state", ReferralState.values)
@pytest.mark.parametrize("move", ["supply", "withdraw"])
def test_who_sent_supplies_and_withdraws_where_it_can_be(door, state, move):
    referral = ReferralFactory(desk=door.desk, post=door.post, state=state, **EXTRA.get(state, {}))
    write = getattr(operations, move)

    if state in REFERRAL._table[move].sources:
        write(referral, by=door.actor, expected=1, note="L'ISEE è di 6.000 euro")
        assert fresh(referral).state == REFERRAL.step(state, move)
    else:
        with pytest.raises(IllegalMove):
            write(referral, by=door.actor, expected=1, note="L'ISEE è di 6.000 euro")


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer("refuse"), "refused_why"),
        (Answer("refuse", refused_why="other"), "note"),
        (Answer("ask_more"), "note"),
    ],
)
def test_an_answer_says_what_it_cannot_do_without(door, answer, field):
    referral = ReferralFactory(desk=door.desk)
    actor = entered(partner_of(referral))

    with pytest.raises(ValidationError) as caught:
        operations.answer_referral(referral, answer, by=actor, expected=1)

    assert field in caught.value.message_dict


def test_two_who_answer_at_once_are_told(door):
    referral = ReferralFactory(desk=door.desk)
    actor = entered(partner_of(referral))
    operations.answer_referral(referral, ANSWERS["accept"], by=actor, expected=1)

    with pytest.raises(StaleVersion):
        operations.answer_referral(referral, ANSWERS["refuse"], by=actor, expected=1)

    assert fresh(referral).state == ReferralState.ACCEPTED


def test_the_answer_comes_back_to_who_sent_until_they_have_seen_it(door):
    referral = ReferralFactory(desk=door.desk, post=door.post)
    actor = entered(partner_of(referral))
    operations.answer_referral(referral, ANSWERS["accept"], by=actor, expected=1)

    with arranging():
        assert OutboxMessage.objects.filter(object_id=door.post.user_id).exists()
    mine = door.actor
    assert [row.pk for row in came_back(mine)] == [referral.pk]
    operations.mark_seen(referral, by=mine)
    assert not came_back(mine).exists()


def test_a_refused_referral_is_opened_again_by_a_new_one(door):
    service = ServiceFactory(ambito=door.desk.ambito)
    earlier = ReferralFactory(
        desk=door.desk, post=door.post, person=door.person, service=service,
        state="refused", refused_why="no_room",
    )  # fmt: skip
    again = operations.send_referral(
        asked(door, service, origin=Origin(reopens=earlier)), by=door.actor
    )

    assert again.reopens_id == earlier.pk
    assert steps(earlier) == ["reopened"]


def test_the_segretariato_writes_down_an_answer_told_by_voice_with_whose_it_is(door):
    referral = ReferralFactory(desk=door.desk)
    actor = entered(post_of(RoleKey.SOCIAL_DESK, door.desk.ambito))

    with pytest.raises(ValidationError):
        operations.answer_referral(referral, ANSWERS["accept"], by=actor, expected=1)
    told_ = Answer("accept", signed="Carla Neri")
    operations.answer_referral(referral, told_, by=actor, expected=1)

    with arranging():
        step = ReferralStep.objects.unscoped("test").get(referral=referral)
    assert step.signed == "Carla Neri"


def test_a_reminder_leaves_once_a_day(door, service):
    sent = operations.send_referral(asked(door, service), by=door.actor)

    assert operations.remind(sent, by=door.actor)
    operations.remind(sent, by=door.actor)

    with arranging():
        due = Message.objects.unscoped("test").filter(object_id=sent.pk, kind="ref_remind")
        assert due.count() == 2  # the one by hand, and the one for when it is late


class Bodies:
    """One referral of every belonging, and a post of every role."""

    def __init__(self):
        self.desk = DeskFactory()
        self.service = ServiceFactory(ambito=self.desk.ambito)
        self.posts = {role: post_of(role, self.desk.ambito) for role in RoleKey}
        partner = self.posts[RoleKey.PARTNER]
        self.rows = [
            ReferralFactory(desk=self.desk, service=self.service),
            ReferralFactory(
                desk=self.desk,
                service=ServiceFactory(ambito=self.desk.ambito, organisation=partner.organisation),
            ),
            ReferralFactory(desk=DeskFactory(ambito=self.desk.ambito)),
            ReferralFactory(desk=self.desk, post=self.posts[RoleKey.FRONT_DESK]),
            ReferralFactory(),
        ]
        DeskDutyFactory(desk=self.rows[0].desk, post=PostFactory(ambito=self.desk.ambito))


@pytest.fixture(scope="module")
def bodies(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, Bodies) as built:
        yield built


@pytest.mark.parametrize("role", RoleKey)
def test_verdict_set_and_second_wall_say_the_same(bodies, db, role):
    actor = entered(bodies.posts[role])
    chosen = [row.pk for row in bodies.rows]
    seen = {row.pk for row in Referral.objects.visible_to(actor).filter(pk__in=chosen)}
    wall = {row.pk for row in Referral.objects.unscoped("the wall").filter(pk__in=chosen)}
    allowed = {row.pk for row in bodies.rows if policies.may_read_referral(actor, row)}
    identity.leave()

    assert seen == wall == allowed
    if role == RoleKey.PARTNER:
        assert seen == {bodies.rows[1].pk}
    if role == RoleKey.FRONT_DESK:
        assert seen == {bodies.rows[3].pk}
    assert bodies.rows[4].pk not in seen


@pytest.mark.parametrize("role", RoleKey)
def test_only_who_was_asked_answers_and_only_who_sent_takes_back(bodies, db, role):
    actor = entered(bodies.posts[role])
    theirs, ours = bodies.rows[1], bodies.rows[3]
    answers = bool(policies.may_answer(actor, theirs))
    follows = bool(policies.may_follow_up(actor, ours))
    of_others = bool(policies.may_answer(actor, bodies.rows[0]))
    identity.leave()

    assert answers == (role in {RoleKey.PARTNER, RoleKey.SOCIAL_DESK})
    assert of_others == (role == RoleKey.SOCIAL_DESK)
    assert follows == (role in {RoleKey.FRONT_DESK, RoleKey.SOCIAL_DESK, RoleKey.CASEWORKER})


def test_who_was_asked_does_not_see_the_file_of_the_person(bodies, db):
    actor = entered(bodies.posts[RoleKey.PARTNER])
    row = bodies.rows[1]
    assert not Person.objects.visible_to(actor).filter(pk=row.person_id).exists()
    assert [each.pk for each in Referral.objects.sent_to(actor).for_list()] == [row.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM citizens_person WHERE id = %s", [row.person_id])
        assert cursor.fetchone() == (0,)
    identity.leave()
