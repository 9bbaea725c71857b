"""The page of a person: what happened, what they hold, what waits; and the copy that is handed over."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from prossimo.access.models import PrivateNote
from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import JournalLine
from prossimo.citizens.models import ReviewTask
from prossimo.core.periods import between
from tests.access.factories import ContactFactory, DeskFactory
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.citizens.factories import (
    AddressFactory,
    BenefitHeldFactory,
    HouseholdFactory,
    IseeCertificateFactory,
    PersonFactory,
    PhoneFactory,
    RepresentationFactory,
    ReviewTaskFactory,
)
from tests.pages import form_of, said
from tests.pdfs import text_of
from tests.territory.factories import AmbitoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(db):
    return post_of(RoleKey.SOCIAL_DESK, AmbitoFactory())


@pytest.fixture
def rosa(post):
    household = HouseholdFactory(ambito=post.ambito)
    return PersonFactory(
        ambito=post.ambito, surname="Rossi", household=household, household_role="reference"
    )


def page(person, name="", **query):
    return reverse(f"citizens:person{name}", args=[person.pk], query=query or None)


def everything(rosa, post):
    """A life: a contact, a home left, a decree, an ISEE, a benefit, a check waiting."""
    ContactFactory(
        desk=DeskFactory(ambito=post.ambito), person=rosa, needs="Chiede casa", note="Tornerà"
    )
    AddressFactory(
        person=rosa, street="Via Prima", period=between(dt.date(2010, 1, 1), dt.date(2015, 3, 4))
    )
    RepresentationFactory(person=rosa, decree_number="77/2020", decree_on=dt.date(2020, 5, 6))
    IseeCertificateFactory(person=rosa)
    BenefitHeldFactory(person=rosa, name="Buono spesa", period=between(dt.date(2020, 1, 1), None))
    return ReviewTaskFactory(person=rosa)


def test_the_timeline_joins_what_every_app_knows_the_last_first(desk, rosa, post):
    everything(rosa, post)

    words = said(desk.get(page(rosa)))

    told = ["Chiede casa", "Comincia a ricevere: Buono spesa", "Via Prima"]
    places = [words.index(each) for each in told]
    assert places == sorted(places)
    assert "77/2020" in words and "ISEE ordinario" in words
    assert "Da controllare" in words and "Via Vecchia" in words and "Via Nuova" in words


def test_the_timeline_is_filtered_and_grows(desk, rosa, post):
    everything(rosa, post)
    desk_of_town = DeskFactory(ambito=post.ambito)
    for _n in range(21):
        ContactFactory(desk=desk_of_town, person=rosa, needs="Un altro giro")

    only = said(desk.get(page(rosa, che="life")))
    first = desk.get(page(rosa, che="contacts"))
    more = desk.get(page(rosa, che="contacts", quanti="40"))

    assert "Via Prima" in only and "Un altro giro" not in only
    assert (said(first).count("Un altro giro"), said(more).count("Un altro giro")) == (20, 21)
    assert "Mostra altro" in said(first) and "Mostra altro" not in said(more)


@pytest.mark.parametrize("query", [{"quanti": "-1"}, {"quanti": "9" * 40}, {"che": "<script>"}])
def test_a_strange_question_gets_a_page(desk, rosa, query):
    answer = desk.get(page(rosa, **query))

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("role", [RoleKey.FRONT_DESK, RoleKey.AREA_MANAGER, RoleKey.PARTNER])
def test_who_may_not_see_the_means_is_told_nothing_of_them(client, rosa, post, role):
    everything(rosa, post)
    reader = post_of(role, post.ambito)
    client.force_login(reader.user)
    session = client.session
    session["purposes"] = {f"{reader.pk}|person.read|{rosa.pk}": ["supervision", 9_999_999_999]}
    session.save()

    words = client.get(page(rosa)).content.decode()

    assert "Buono spesa" not in words and "ISEE" not in words


def test_each_thing_shown_leaves_its_line(desk, rosa, post):
    task = everything(rosa, post)

    desk.get(page(rosa))

    with arranging():
        kinds = set(
            JournalLine.objects.filter(action=Action.LIST).values_list("object_kind", flat=True)
        )
        assert JournalLine.objects.filter(object_id=task.pk).exists()
    wanted = {"contact", "address", "representation", "iseecertificate", "benefitheld"}
    assert wanted <= {kind.split(".")[1] for kind in kinds}


def test_a_check_is_closed_once_and_reopened(desk, rosa):
    task = ReviewTaskFactory(person=rosa)
    fields = form_of(desk.get(page(rosa)), "form.people-task__close")

    done = desk.post(reverse("citizens:task_close", args=[task.pk]), fields | {"state": "done"})
    late = desk.post(
        reverse("citizens:task_close", args=[task.pk]), fields | {"state": "dismissed"}, follow=True
    )

    with arranging():
        kept = ReviewTask.objects.unscoped("test").get()
    assert (done.status_code, done["Location"]) == (302, page(rosa))
    assert (kept.state, kept.done_by is not None) == ("done", True)
    assert "già chiuso" in said(late)


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"state": "fatto", "version": "1"}, {"state": "done"},
        {"state": "done", "version": "1\x00"}, {"state": "done", "version": "x" * 5000},
    ],
)  # fmt: skip
def test_a_check_is_not_closed_by_mistake(desk, rosa, fields):
    task = ReviewTaskFactory(person=rosa)

    answer = desk.post(
        reverse("citizens:task_close", args=[task.pk]), fields | {"back": "https://altrove.example"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/persone/controlli/")
    with arranging():
        assert ReviewTask.objects.unscoped("test").get().state == "open"


def test_the_list_of_checks_is_filtered_and_says_when_there_is_none(desk, rosa, post):
    ReviewTaskFactory(person=rosa, kind="moved")
    ReviewTaskFactory(
        person=PersonFactory(ambito=post.ambito, surname="Verdi"), kind="died", facts={}
    )
    ReviewTaskFactory(person=PersonFactory(surname="Altrove"))
    address = reverse("citizens:tasks")

    everyone, died, none = (
        said(desk.get(address, query)) for query in ({}, {"kind": "died"}, {"kind": "child"})
    )

    assert "Rossi" in everyone and "Verdi" in everyone and "Altrove" not in everyone
    assert "Verdi" in died and "Rossi" not in died
    assert "Niente da controllare" in none
    assert "si è trasferita" in said(desk.get("/oggi/")).lower()


def test_the_copy_holds_everything_but_private_notes_and_who_opened_it(desk, rosa, post, client):
    everything(rosa, post)
    PhoneFactory(person=rosa, number="+39035399888")
    contact = ContactFactory(desk=DeskFactory(ambito=post.ambito), person=rosa)
    with arranging():
        PrivateNote.objects.create(contact=contact, author=contact.author, text="MIOSEGRETO")
    AddressFactory(person=rosa, street="Via Segreta", compartment="address")
    desk.get(page(rosa))

    whole = json.loads(desk.get(page(rosa, "_copy", formato="json")).content)
    paper = text_of(desk.get(page(rosa, "_copy", formato="pdf")).content)

    text = json.dumps(whole, ensure_ascii=False)
    for each in ("Rossi", "035 399888", "Chiede casa", "Tornerà", "Buono spesa", "Via Prima"):
        assert each in text, each
    assert "MIOSEGRETO" not in text and "Via Segreta" not in text
    openings = whole["sections"][-1]
    assert openings["title"] == "Chi ha aperto la scheda"
    roles = {row[2] for row in openings["rows"]["body"]}
    assert roles == {"assistente sociale del segretariato"}
    assert post.user.get_full_name() not in json.dumps(openings)
    assert "Rossi" in paper and "Chi ha aperto la scheda" in paper


def test_the_copy_is_journalled_with_its_reason(desk, rosa):
    desk.get(page(rosa, "_copy", formato="json"))

    with arranging():
        line = JournalLine.objects.get(object_id=rosa.pk, action=Action.EXPORT, note="GDPR 15")
        assert line.object_kind == "citizens.person"


def test_who_opened_is_told_only_to_who_may_hand_the_copy(rosa, post):
    from django.db import connection

    from prossimo.accounts.identity import enter

    enter(post.user_id, post.pk)
    seen = {}
    for role in (RoleKey.SOCIAL_DESK, RoleKey.FRONT_DESK, RoleKey.DPO):
        reader = post_of(role, post.ambito)
        enter(reader.user_id, reader.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT wall.journal(%s::jsonb, '')", [
                json.dumps([{"action": "read", "kind": "citizens.person", "object": str(rosa.pk),
                             "result": "done"}])
            ])  # fmt: skip
            cursor.execute("SELECT count(*) FROM wall.openings(%s)", [rosa.pk])
            seen[role] = cursor.fetchone()[0]
    assert seen == {RoleKey.SOCIAL_DESK: 1, RoleKey.FRONT_DESK: 0, RoleKey.DPO: 0}
