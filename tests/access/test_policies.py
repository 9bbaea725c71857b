"""What a verdict says of one thing, the set says of all: the two walls and the screens agree."""

import datetime as dt

import pytest

from prossimo.access import policies
from prossimo.access.models import Contact, Desk, PrivateNote, Reason
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.rules import Right
from prossimo.core.periods import between
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory, ReasonFactory
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.territory.factories import AmbitoFactory, MunicipalityFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db

HELD_BY_AMBITO = (RoleKey.SOCIAL_DESK, RoleKey.CASEWORKER, RoleKey.AREA_MANAGER)


@pytest.fixture
def town(db):
    """Desks of every belonging, in two ambiti, each with contacts of today and of the past."""
    ambito = AmbitoFactory()
    here, there = MunicipalityFactory(ambito=ambito), MunicipalityFactory(ambito=ambito)
    place = NeighbourhoodFactory(municipality=here)
    cooperative = post_of(RoleKey.PARTNER, ambito).organisation
    desks = [
        DeskFactory(ambito=ambito, municipality=here),
        DeskFactory(ambito=ambito, municipality=there),
        DeskFactory(ambito=ambito),
        DeskFactory(ambito=ambito, neighbourhood=place),
        DeskFactory(ambito=ambito, organisation=cooperative),
        DeskFactory(ambito=ambito, period=between(dt.date(2014, 1, 1), dt.date(2018, 12, 31))),
        DeskFactory(),
    ]
    return {"ambito": ambito, "here": here, "place": place, "org": cooperative, "desks": desks}


def posts_in(town):
    """Every role, some of them narrowed to a municipality, some on duty at a desk."""
    ambito = town["ambito"]
    posts = []
    for role in RoleKey:
        more = {}
        if role == RoleKey.PARTNER:
            more["organisation"] = town["org"]
        if role == RoleKey.NEIGHBOURHOOD:
            more["neighbourhood"] = town["place"]
        post = post_of(role, ambito, **more)
        DeskDutyFactory(desk=town["desks"][0], post=post)
        posts.append(post)
        if role in HELD_BY_AMBITO:
            posts.append(post_of(role, ambito, municipality=town["here"]))
    return posts


def contacts_in(town, post):
    """Contacts at every desk: by somebody else, by the post today, by the post in the past."""
    rows = []
    for desk in town["desks"]:
        rows.append(ContactFactory(desk=desk))
        rows.append(ContactFactory(desk=desk, author=post.user, post=post))
        old = ContactFactory(desk=desk, author=post.user, post=post)
        with arranging():
            Contact.objects.unscoped("arranging").filter(pk=old.pk).update(
                created_at=old.created_at - dt.timedelta(days=3)
            )
        rows.append(old)
    with arranging():
        return list(
            Contact.objects.unscoped("arranging")
            .select_related("desk")
            .filter(pk__in=[row.pk for row in rows])
        )


@pytest.mark.parametrize("role", RoleKey)
def test_each_verdict_on_contacts_agrees_with_its_set_and_with_the_wall(town, role):
    for post in (post for post in posts_in(town) if post.role == role):
        contacts = contacts_in(town, post)
        actor = identity.enter(post.user_id, post.pk)
        seen = Contact.objects.visible_to(actor)

        readable = {c.pk for c in contacts if policies.may_read_contact(actor, c)}
        correctable = {c.pk for c in contacts if policies.may_correct_contact(actor, c)}
        amendable = {c.pk for c in contacts if policies.may_amend_contact(actor, c)}

        known = {c.pk for c in contacts}
        walled = Contact.objects.unscoped("the second wall alone")
        assert readable == set(seen.values_list("pk", flat=True)) & known
        assert readable == set(walled.values_list("pk", flat=True)) & known
        assert correctable == _keys(Contact.objects.correctable_by(actor)) & known
        assert amendable == _keys(Contact.objects.amendable_by(actor)) & known
        assert correctable <= amendable <= readable
        identity.leave()


def _keys(rows):
    return set(rows.values_list("pk", flat=True))


@pytest.mark.parametrize("role", RoleKey)
def test_each_verdict_on_desks_agrees_with_its_set_and_with_the_wall(town, role):
    from django.db import connection

    desks = town["desks"]
    for post in (post for post in posts_in(town) if post.role == role):
        actor = identity.enter(post.user_id, post.pk)
        for right in (
            Right.CONTACT_READ,
            Right.CONTACT_WRITE,
            Right.CONTACT_AMEND,
            Right.DESK_MANAGE,
        ):
            granted = {desk.pk for desk in desks if policies.at_desk(actor, right, desk)}
            with connection.cursor() as cursor:
                cursor.execute("SELECT wall.desks(%s)", [right])
                walled = {row[0] for row in cursor.fetchall()}

            assert granted == _keys(Desk.objects.within(actor, right)), right
            assert granted == walled, right

        recordable = {d.pk for d in desks if policies.may_record_contact(actor, d)}
        assert recordable == _keys(Desk.objects.within(actor, Right.CONTACT_WRITE).in_service())
        managed = {d.pk for d in desks if policies.may_manage_desk(actor, d)}
        assert managed == _keys(Desk.objects.within(actor, Right.DESK_MANAGE))


def test_something_was_tried_at_all(town):
    """The agreement of empty sets proves nothing: some roles must see some, none all."""
    manager = post_of(RoleKey.AREA_MANAGER, town["ambito"])
    partner = post_of(RoleKey.PARTNER, town["ambito"], organisation=town["org"])

    wide = Desk.objects.within(identity.enter(manager.user_id, manager.pk), Right.CONTACT_READ)
    narrow = Desk.objects.within(identity.enter(partner.user_id, partner.pk), Right.CONTACT_READ)

    assert (wide.count(), narrow.count()) == (6, 1)


def test_a_private_note_is_read_by_its_author_alone(door):
    from prossimo.access import operations

    contact = operations.record_contact(by=door.actor, private_note="mia", **door.told())
    note = PrivateNote.objects.visible_to(door.actor).get(contact=contact)
    other = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito)

    assert policies.may_read_private_note(door.actor, note)
    verdict = policies.may_read_private_note(identity.enter(other.user_id, other.pk), note)
    assert not verdict
    assert "solo chi l'ha scritta" in verdict.reason


@pytest.mark.parametrize(
    ("role", "own", "common"),
    [
        (RoleKey.AREA_MANAGER, True, False),
        (RoleKey.ADMINISTRATOR, True, True),
        (RoleKey.FRONT_DESK, False, False),
        (RoleKey.PLANNING, False, False),
    ],
)
def test_the_vocabulary_is_kept_by_who_manages_desks(role, own, common):
    post = PostFactory(role=role)
    actor = identity.enter(post.user_id, post.pk)
    mine = ReasonFactory(ambito=post.ambito)
    everybodys, others = ReasonFactory(), ReasonFactory(ambito=AmbitoFactory())

    assert bool(policies.may_manage_reason(actor, mine)) is own
    assert bool(policies.may_manage_reason(actor, everybodys)) is common
    assert not policies.may_manage_reason(actor, others)
    written = {
        reason.pk
        for reason in (mine, everybodys, others)
        if Reason.objects.filter(pk=reason.pk).update(label="altro")
    }
    assert written == {r.pk for r, yes in ((mine, own), (everybodys, common)) if yes}
