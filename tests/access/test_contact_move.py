"""What was written while two files were one goes to whom it is about, by who may, and comes back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from prossimo.access import policies
from prossimo.access.models import Amendment
from prossimo.access.operations.moving import move_contact
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.accounts.models import JournalLine
from prossimo.citizens.operations import merge_people, undo_merge
from prossimo.core.concurrency import StaleVersion
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory
from tests.network.factories import OrganisationFactory
from tests.pages import said
from tests.territory.factories import AmbitoFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db
MOVES = {RoleKey.SOCIAL_DESK}  # judges both files, and amends what others wrote


class Separated:
    """Two files of one name, merged and separated, with a contact written in between."""

    def __init__(self):
        self.ambito = AmbitoFactory()
        self.judge = post_of(RoleKey.SOCIAL_DESK, self.ambito)
        self.desk = DeskFactory(ambito=self.ambito)
        self.earlier = ContactFactory(desk=self.desk, person=self.person())
        left, right = self.person(), self.person()
        by = enter(self.judge.user_id, self.judge.pk)
        versions = {each.pk: each.version for each in (left, right)}
        merge = merge_people(left.pk, right.pk, by=by, expected=versions)
        self.contact = ContactFactory(desk=self.desk, person=left)
        self.merge, self.kept, self.gone = merge, left, right

    def person(self):
        return PersonFactory(ambito=self.ambito, surname="Rossi", given_name="Maria")

    def split(self):
        by = enter(self.judge.user_id, self.judge.pk)
        self.merge = undo_merge(self.merge.pk, by=by).merge
        return self

    def post(self, role):
        scope = {
            RoleKey.PARTNER: {"organisation": OrganisationFactory(ambito=self.ambito)},
            RoleKey.NEIGHBOURHOOD: {
                "neighbourhood": NeighbourhoodFactory(municipality__ambito=self.ambito)
            },
        }
        post = post_of(role, self.ambito, **scope.get(role, {}))
        DeskDutyFactory(desk=self.desk, post=post)
        return post

    @property
    def url(self):
        return reverse("access:contact_move", args=[self.contact.pk, self.merge.pk])

    @property
    def page(self):
        return reverse("citizens:merge", args=[self.merge.pk])

    def now(self):
        with arranging():
            self.contact.refresh_from_db()
        return self.contact

    def body(self, to):
        return {"to": str(to.pk), "version": str(self.now().version)}


@pytest.fixture
def separated(db):
    return Separated().split()


@pytest.fixture
def judge(client, separated):
    client.force_login(separated.judge.user)
    return client


def test_a_contact_is_moved_and_brought_back(judge, separated):
    text = said(judge.get(separated.page))
    assert "Sposta sulla scheda di Maria Rossi" in text

    answer = judge.post(separated.url, separated.body(separated.gone), follow=True)

    assert separated.now().person_id == separated.gone.pk
    assert "Contatto spostato" in said(answer) and "Rimetti dov'era" in said(answer)
    judge.post(separated.url, separated.body(separated.kept))
    assert separated.now().person_id == separated.kept.pk
    with arranging():
        told = list(
            Amendment.objects.unscoped("test").filter(contact=separated.contact).order_by("pk")
        )
    assert [len(each.changes) for each in told] == [1, 1]
    assert told[0].changes[0]["before"] != told[0].changes[0]["after"], "one name, two people"
    assert told[0].changes[0]["before"] == told[1].changes[0]["after"]


def test_the_journal_names_the_contact_and_both_people(judge, separated):
    judge.post(separated.url, separated.body(separated.gone))

    with arranging():
        lines = JournalLine.objects.filter(user=separated.judge.user, action="change")
        named = set(lines.values_list("object_id", flat=True))
    assert {separated.contact.pk, separated.kept.pk, separated.gone.pk} <= named


@pytest.mark.parametrize("role", RoleKey)
def test_only_who_judges_both_files_and_amends_the_contact_moves_it(client, separated, role):
    post = separated.post(role)
    client.force_login(post.user)
    actor = enter(post.user_id, post.pk)
    allowed = role in MOVES

    assert bool(policies.may_move_contact(actor, separated.now(), separated.merge)) is allowed
    answer = client.post(separated.url, separated.body(separated.gone))

    moved = separated.now().person_id == separated.gone.pk
    assert moved is allowed
    assert answer.status_code in ({302} if allowed else {403, 404})
    shown = client.get(separated.page)
    if shown.status_code == 200 and not allowed:
        assert separated.url not in shown.content.decode()


def test_who_follows_a_person_moves_what_they_wrote_themselves(client, separated):
    post = separated.post(RoleKey.CASEWORKER)
    with arranging():
        separated.contact.author = post.user
        separated.contact.save(update_fields=["author"])
    client.force_login(post.user)

    assert client.post(separated.url, separated.body(separated.gone)).status_code == 302
    assert separated.now().person_id == separated.gone.pk


def test_while_they_are_one_nothing_is_moved(client):
    one = Separated()
    client.force_login(one.judge.user)

    assert client.post(one.url, one.body(one.gone)).status_code in {302, 403}
    assert one.now().person_id == one.kept.pk
    assert one.url not in client.get(one.page).content.decode()


@pytest.mark.parametrize("to", ["", "non-un-numero", "another"])
def test_a_file_that_is_neither_is_refused_in_a_sentence(judge, separated, to):
    other = str(separated.earlier.person_id) if to == "another" else to

    answer = judge.post(separated.url, separated.body(separated.gone) | {"to": other}, follow=True)

    assert "quale delle due schede" in said(answer)
    assert separated.now().person_id == separated.kept.pk


def test_pressed_twice_it_stays_where_it_went(judge, separated):
    body = separated.body(separated.gone)

    answers = [judge.post(separated.url, body, follow=True) for _ in range(2)]

    assert "già sulla scheda" in said(answers[1])
    assert separated.now().person_id == separated.gone.pk


def test_who_has_an_old_page_is_told(judge, separated):
    answer = judge.post(
        separated.url, separated.body(separated.gone) | {"version": "99"}, follow=True
    )

    assert "guardalo di nuovo" in said(answer)
    assert separated.now().person_id == separated.kept.pk


def test_what_was_written_before_is_not_moved_this_way(separated):
    by = enter(separated.judge.user_id, separated.judge.pk)

    with pytest.raises(PermissionDenied):
        move_contact(separated.earlier, separated.merge, separated.gone, by=by, expected=1)
    with pytest.raises(ValidationError):
        move_contact(separated.now(), separated.merge, separated.kept, by=by, expected=1)
    with pytest.raises(StaleVersion):
        move_contact(separated.now(), separated.merge, separated.gone, by=by, expected=7)
