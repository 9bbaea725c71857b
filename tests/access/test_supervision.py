"""The supervision of what partners record: born with the contact, seen, commented, answered, taken."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from prossimo.access import operations
from prossimo.access.choices import Given, OrientationState, ReviewState, Urgency
from prossimo.access.models import Contact, Orientation, Review, ReviewNote
from prossimo.access.operations import supervision
from prossimo.access.panels import supervision as panels
from prossimo.access.policies.supervision import may_read_review, may_read_review_note
from prossimo.accounts import identity
from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import OutboxMessage
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Right
from prossimo.core.concurrency import StaleVersion
from prossimo.core.workflow import IllegalMove
from tests.access.factories import ContactFactory, DeskFactory
from tests.access.supervision_factories import ReviewFactory, ReviewNoteFactory
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.pages import form_with, said, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def point(door):
    """The desk of the door, under supervision."""
    with arranging():
        door.desk.is_supervised = True
        door.desk.save()
    return door


@pytest.fixture
def social(point):
    return post_of(RoleKey.SOCIAL_DESK, point.desk.ambito)


def entered(post):
    return identity.enter(post.user_id, post.pk)


def recorded(point):
    return operations.record_contact(by=point.actor, **point.told())


def the_review(contact, actor):
    return Review.objects.visible_to(actor).select_related("contact__desk").get(contact=contact)


def told_to(user_id):
    with arranging():
        return OutboxMessage.objects.filter(topic=NEWS, object_id=user_id).count()


def test_a_contact_of_a_supervised_desk_waits_to_be_looked_at(point, social, journal_of):
    contact = recorded(point)

    review = the_review(contact, entered(social))

    assert review.state == ReviewState.TO_REVIEW
    assert journal_of(action=Action.CREATE, object_id=review.pk)


def test_another_desk_asks_for_no_supervision(door):
    contact = operations.record_contact(by=door.actor, **door.told())

    assert not Review.objects.visible_to(door.actor).filter(contact=contact).exists()


def test_a_contact_corrected_to_a_supervised_desk_is_looked_at_once(point):
    written = recorded(point)
    contact = Contact.objects.visible_to(point.actor).with_reasons().get(pk=written.pk)
    for _ in range(2):
        operations.correct_contact(
            contact, by=point.actor, expected=contact.version, **point.told(desk=point.desk)
        )

    assert Review.objects.visible_to(point.actor).filter(contact=contact).count() == 1


def test_a_comment_is_told_to_the_author_and_the_answer_brings_it_back(point, social):
    review = the_review(recorded(point), entered(social))
    supervision.comment(review, by=entered(social), expected=1, text=" È seguita da qualcuno? ")
    assert (review.state, told_to(point.post.user_id)) == (ReviewState.ANSWER_AWAITED, 1)

    actor = point.actor
    assert panels.answers_card(actor)["rows"][0][0] == review
    supervision.answer(review, by=actor, expected=2, text="No, da nessuno")

    assert (review.state, told_to(social.user_id)) == (ReviewState.TO_REVIEW, 1)
    texts = ReviewNote.objects.visible_to(actor).filter(review=review)
    assert list(texts.values_list("text", flat=True)) == [
        "È seguita da qualcuno?",
        "No, da nessuno",
    ]
    assert panels.answers_card(actor) is None


def test_what_is_taken_over_becomes_one_request_of_the_segretariato(point, social):
    contact = recorded(point)
    actor = entered(social)
    review = the_review(contact, actor)

    supervision.take_over(review, by=actor, expected=1, urgency=Urgency.SOON)

    request = Orientation.objects.visible_to(actor).get(contact=contact)
    assert (request.state, request.urgency) == (OrientationState.TO_ASSESS, Urgency.SOON)
    assert review.state == ReviewState.TAKEN_OVER
    assert told_to(point.post.user_id) == 1
    with pytest.raises(IllegalMove):
        supervision.mark_seen(review, by=actor, expected=2)


def test_the_second_of_two_supervisors_is_told(point, social):
    actor = entered(social)
    first = the_review(recorded(point), entered(social))
    second = the_review(first.contact, actor)
    supervision.mark_seen(first, by=actor, expected=1)

    with pytest.raises(StaleVersion):
        supervision.comment(second, by=actor, expected=1, text="Un momento")
    assert not ReviewNote.objects.visible_to(actor).exists()


def test_an_empty_comment_is_refused_and_nothing_moves(point, social):
    actor = entered(social)
    review = the_review(recorded(point), actor)

    with pytest.raises(ValidationError):
        supervision.comment(review, by=actor, expected=1, text="  ")

    assert the_review(review.contact, actor).state == ReviewState.TO_REVIEW


def test_who_recorded_does_not_supervise_and_who_supervises_does_not_answer(point, social):
    contact = recorded(point)
    review = the_review(contact, point.actor)
    with pytest.raises(PermissionDenied):
        supervision.mark_seen(review, by=point.actor, expected=1)
    with pytest.raises(PermissionDenied):
        supervision.take_over(review, by=point.actor, expected=1, urgency=Urgency.TODAY)
    with pytest.raises(PermissionDenied):
        supervision.answer(review, by=entered(social), expected=1, text="Rispondo io")


@pytest.mark.parametrize("role", RoleKey)
def test_each_verdict_on_reviews_agrees_with_its_set_and_with_the_wall(door, role):
    partner = post_of(RoleKey.PARTNER, door.desk.ambito)
    own = DeskFactory(ambito=door.desk.ambito, organisation=partner.organisation)
    post = partner if role == RoleKey.PARTNER else post_of(role, door.desk.ambito)
    notes = [ReviewNoteFactory(review__contact__desk=desk) for desk in (own, door.desk)]
    notes += [
        ReviewNoteFactory(),
        ReviewNoteFactory(review__contact=ContactFactory(author=post.user)),
    ]
    actor = entered(post)

    readable = {note.pk for note in notes if may_read_review_note(actor, note)}
    reviews = {note.review_id for note in notes if may_read_review(actor, note.review)}

    assert readable == _keys(ReviewNote.objects.visible_to(actor))
    assert readable == _keys(ReviewNote.objects.unscoped("the second wall alone"))
    assert reviews == _keys(Review.objects.visible_to(actor))
    assert reviews == _keys(Review.objects.unscoped("the second wall alone"))
    if role == RoleKey.PARTNER:
        assert readable == {notes[0].pk}
    if actor.has(Right.CONTACT_REVIEW):
        assert readable == {notes[0].pk, notes[1].pk}


def _keys(rows):
    return set(rows.values_list("pk", flat=True))


def test_the_queue_shows_the_oldest_first_and_counts_each_state(point, social, at_work):
    old = ReviewFactory(contact__desk=point.desk, contact__person__surname="Prima")
    ReviewFactory(contact__desk=point.desk, contact__person__surname="Seconda")
    ReviewFactory(
        contact__desk=point.desk, contact__person__surname="Vista", state=ReviewState.SEEN
    )

    page = at_work(social).get("/supervisione/")

    rows = [row.get_text(" ") for row in soup(page).select("[data-row]")]
    assert len(rows) == 2
    assert "Prima" in rows[0]
    assert "Seconda" in rows[1]
    assert soup(page).select_one("[data-row] a")["href"] == old.get_absolute_url()
    assert "Vista 1" in said(page)
    narrowed = at_work(social).get("/supervisione/?stato=seen&sportello=nonsense")
    assert narrowed.status_code == 200


def test_the_supervisor_writes_and_the_author_answers_on_the_page(point, social, at_work):
    contact = recorded(point)
    address = the_review(contact, point.actor).get_absolute_url()
    desk = at_work(social)
    typed = form_with(desk.get(address), "text") | {"text": "Chi la segue?"}
    assert desk.post(f"{address}commento/", typed).status_code == 302
    assert desk.post(f"{address}commento/", typed).status_code == 409

    author = at_work(point.post)
    assert "Apri la supervisione" in said(author.get(contact.get_absolute_url()))
    page = author.get(address)
    assert "Chi la segue?" in said(page)
    assert "Segna come vista" not in said(page)
    answer = form_with(page, "text")
    assert author.post(f"{address}risposta/", answer | {"text": ""}).status_code == 422
    author.post(f"{address}risposta/", answer | {"text": "Nessuno"})

    assert "Nessuno" in said(desk.get(address))
    assert "1 contatto" in said(desk.get("/oggi/")) or "Un contatto aspetta" in said(
        desk.get("/oggi/")
    )


def test_words_that_came_second_stay_in_their_box(point, social, at_work):
    contact = recorded(point)
    address = the_review(contact, point.actor).get_absolute_url()
    desk = at_work(social)
    typed = form_with(desk.get(address), "text") | {"text": "Parole mie"}
    desk.post(f"{address}vista/", {"version": typed["version"]})

    late = desk.post(f"{address}commento/", typed)

    assert late.status_code == 409
    assert soup(late).select_one("textarea[name=text]").get_text().strip() == "Parole mie"


def test_taking_over_leads_to_the_request_and_the_author_sees_where_it_is(point, social, at_work):
    contact = recorded(point)
    address = the_review(contact, point.actor).get_absolute_url()
    desk = at_work(social)

    answer = desk.post(f"{address}porta/", form_with(desk.get(address), "urgency"))

    assert answer.status_code == 302
    assert answer.url.startswith("/segretariato/")
    again = desk.get(address)
    assert "È una richiesta del segretariato" in said(again)
    assert not soup(again).select("form[action$='/porta/'], form[action$='/vista/']")
    seen = said(at_work(point.post).get(contact.get_absolute_url()))
    assert "Al segretariato" in seen
    assert "Apri la richiesta" not in seen


def test_a_contact_already_at_the_segretariato_is_not_taken_over_again(point, social, at_work):
    contact = operations.record_contact(by=point.actor, **point.told(given=[Given.FORWARDED]))
    address = the_review(contact, point.actor).get_absolute_url()

    page = at_work(social).get(address)

    assert "È una richiesta del segretariato" in said(page)
    assert soup(page).select("form[action$='/vista/']")
    assert not soup(page).select("form[action$='/porta/']")


def test_a_desk_of_an_unknown_review_is_not_found(social, at_work):
    other = ReviewFactory()
    assert at_work(social).get(other.get_absolute_url()).status_code == 404


def test_a_partner_sees_the_comments_of_its_own_contacts_and_no_others(point, at_work):
    partner = post_of(RoleKey.PARTNER, point.desk.ambito)
    own = DeskFactory(ambito=point.desk.ambito, organisation=partner.organisation)
    mine = ReviewNoteFactory(review__contact__desk=own, text="Per la cooperativa")
    other = ReviewNoteFactory(review__contact__desk=point.desk, text="Per altri")
    client = at_work(partner)

    assert "Per la cooperativa" in said(client.get(mine.review.get_absolute_url()))
    assert client.get(other.review.get_absolute_url()).status_code == 404
    assert client.get("/supervisione/").status_code == 403
    with arranging():
        assert Contact.objects.unscoped("arranging").count() == 2
