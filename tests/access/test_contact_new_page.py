"""The most used screen: one post records a contact; nothing typed is ever lost."""

import pytest
from django.urls import reverse

from prossimo.access.choices import Subject
from prossimo.access.models import Contact, PrivateNote
from prossimo.accounts.choices import Action, RoleKey
from prossimo.citizens.models import Person
from tests.access import reading
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory, ReasonFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import HouseholdFactory, PersonFactory

pytestmark = pytest.mark.django_db
URL = "/contatti/nuovo/"
HTMX = {"HX-Request": "true"}


def recorded():
    with arranging():
        return list(Contact.objects.unscoped("what is written").select_related("person", "desk"))


@pytest.fixture
def desk_client(door, at_work):
    return at_work(door.post)


def test_the_page_opens_at_the_desk_of_the_duty_with_nothing_to_choose(door, desk_client):
    page = desk_client.get(URL)

    assert page.status_code == 200
    assert reading.field(page, "desk") == str(door.desk.pk)
    assert reading.field(page, "channel") == "person"
    assert reading.field(page, "speaker") == "self"
    assert door.desk.name in reading.words(page)


def test_one_post_records_the_contact_and_opens_an_empty_page_for_the_next(door, desk_client):
    answer = desk_client.post(URL, door.typed(given=["information"], minutes=""))

    [contact] = recorded()
    assert (answer.status_code, answer["Location"]) == (302, URL)
    assert (contact.person, contact.desk) == (door.person, door.desk)
    assert (contact.needs, contact.given) == ("Chiede un aiuto per l'affitto", ["information"])
    following = desk_client.get(URL)
    assert door.person.listed_name in following.content.decode()
    assert reading.field(following, "needs") == ""


def test_saving_to_look_at_it_opens_the_contact(door, desk_client):
    answer = desk_client.post(URL, door.typed(open="1"))

    [contact] = recorded()
    assert answer["Location"] == reverse("access:contact", args=[contact.pk])


def test_the_first_reason_posted_is_the_main_one(door, desk_client):
    first, second = ReasonFactory(), ReasonFactory()

    desk_client.post(URL, door.typed(reasons=[str(second.pk), str(first.pk)]))

    assert recorded()[0].main_reason == second


def test_without_scripts_the_main_reason_is_chosen_apart(door, desk_client):
    first, second = ReasonFactory(), ReasonFactory()

    desk_client.post(URL, door.typed(reasons=[str(first.pk), str(second.pk)], main=str(second.pk)))

    assert recorded()[0].main_reason == second


def test_nobody_named_is_recorded(door, desk_client):
    desk_client.post(URL, door.typed(person="", person_text="", nobody="on"))

    assert recorded()[0].subject == Subject.NOBODY


def test_a_contact_for_the_whole_household(door, desk_client):
    household = HouseholdFactory(ambito=door.desk.ambito, label="Famiglia Bianchi")
    person = PersonFactory(ambito=door.desk.ambito, household=household)

    desk_client.post(URL, door.typed(person=str(person.pk), for_household="on"))

    [contact] = recorded()
    assert (contact.subject, contact.household, contact.person) == (
        Subject.HOUSEHOLD,
        household,
        person,
    )


def test_somebody_else_speaks_for_the_person(door, desk_client):
    desk_client.post(URL, door.typed(speaker="relative", speaker_name="la figlia Anna"))

    assert recorded()[0].speaker_name == "la figlia Anna"


def test_minutes_are_measured_from_the_opening_of_the_page(door, desk_client):
    import time

    desk_client.post(URL, door.typed(opened=str(int(time.time()) - 125)))

    assert recorded()[0].minutes == 3


def test_a_private_note_is_kept_apart(door, desk_client):
    desk_client.post(URL, door.typed(private_note="Da richiamare"))

    with arranging():
        assert PrivateNote.objects.unscoped("what is written").get().text == "Da richiamare"


def test_the_card_says_who_and_no_more(door, desk_client, journal_of):
    with arranging():
        Person.objects.unscoped("arranging").filter(pk=door.person.pk).update(
            contact_warning="Non chiamare a casa", needs_interpreter=True
        )
    here = [ContactFactory(desk=door.desk, person=door.person) for _n in range(4)]
    hidden = ContactFactory(
        desk=DeskFactory(ambito=door.desk.ambito, name="Altrove"), person=door.person
    )

    card = desk_client.get(URL, {"person": str(door.person.pk)}, headers=HTMX)

    said = reading.words(card)
    assert "Non chiamare a casa" in said
    assert "interprete" in said
    assert "Altrove" not in said
    assert len(reading.soup(card).select(".contact-card__last li")) == 3
    assert "<main" not in card.content.decode()
    read = {line.object_id for line in journal_of(action=Action.READ)}
    listed = {line.object_id for line in journal_of(action=Action.LIST)}
    assert door.person.pk in read
    assert len(listed & {c.pk for c in here}) == 3
    assert hidden.pk not in listed


def test_the_card_of_somebody_out_of_reach_is_that_of_nobody(door, desk_client):
    stranger, absent = PersonFactory(), "0190c0de-0000-7000-8000-00000000000b"

    answers = [
        desk_client.get(URL, {"person": key}, headers=HTMX).content
        for key in (str(stranger.pk), absent, "x", "")
    ]

    assert len(set(answers)) == 1


def test_a_person_asked_for_in_the_address_is_already_chosen(door, desk_client):
    page = desk_client.get(URL, {"person": str(door.person.pk)})

    assert reading.field(page, "person") == str(door.person.pk)
    assert door.person.full_name in reading.words(page)


def test_without_scripts_a_name_is_searched_and_chosen(door, desk_client):
    page = desk_client.post(
        URL, door.typed(person="", person_text=door.person.surname, find="1", note="resta")
    )

    assert page.status_code == 200
    assert door.person.listed_name in reading.words(page)
    assert reading.field(page, "note") == "resta"
    assert recorded() == []


def test_saving_a_typed_name_without_a_choice_asks_who_it_is(door, desk_client):
    page = desk_client.post(URL, door.typed(person="", person_text=door.person.surname))

    assert page.status_code == 422
    assert "Scegli qui sotto" in reading.errors(page)
    assert reading.soup(page).find("input", value=str(door.person.pk), type="radio")
    assert reading.field(page, "needs") == "Chiede un aiuto per l'affitto"


def test_without_a_reason_it_says_so_and_keeps_the_text(door, desk_client):
    page = desk_client.post(URL, door.typed(reasons=[], note="una nota lunga"))

    assert page.status_code == 422
    assert "almeno un motivo" in reading.errors(page)
    assert reading.field(page, "note") == "una nota lunga"
    assert recorded() == []


def test_a_new_person_is_registered_with_the_contact(door, desk_client):
    typed = door.typed(
        person="", person_text="", register="1", **{"new-surname": "Nuovi", "new-given_name": "Ugo"}
    )

    answer = desk_client.post(URL, typed)

    assert answer.status_code == 302, reading.errors(answer)
    [contact] = recorded()
    assert contact.person.listed_name == "Nuovi Ugo"


def test_a_person_who_may_be_known_is_not_registered_without_looking(door, desk_client):
    typed = door.typed(
        person="",
        register="1",
        **{"new-surname": door.person.surname, "new-given_name": door.person.given_name},
    )

    page = desk_client.post(URL, typed)

    assert page.status_code == 422
    assert reading.soup(page).find("input", value=str(door.person.pk), type="radio")
    assert recorded() == []
    chosen = desk_client.post(URL, {**typed, "person": str(door.person.pk)})
    assert chosen.status_code == 302
    assert recorded()[0].person == door.person


def test_a_wrong_new_person_takes_nothing_of_the_contact_away(door, desk_client):
    typed = door.typed(
        person="", register="1", **{"new-surname": "Nuovi", "new-born_on": "2999-01-01"}
    )

    page = desk_client.post(URL, typed)

    assert page.status_code == 422
    assert reading.field(page, "needs") == "Chiede un aiuto per l'affitto"
    with arranging():
        assert not Person.objects.unscoped("arranging").filter(surname="Nuovi").exists()


def test_the_fields_of_a_new_person_come_with_the_words_searched(door, desk_client):
    fields = desk_client.get(
        URL, {"register": "1", "person_text": "verdi maria luisa"}, headers=HTMX
    )

    assert reading.field(fields, "new-surname") == "Verdi"
    assert reading.field(fields, "new-given_name") == "Maria Luisa"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 300,
        "مريم عبد الله",
        "Zoë 👩‍👧‍👦 D'Ërcole",
        '=HYPERLINK("http://x")',
        "<script>alert(1)</script>",
        "\u202etxt.exe",
    ],
)
def test_any_text_comes_back_as_it_was_typed(door, desk_client, text):
    answer = desk_client.post(URL, door.typed(needs=text, note=text, open="1"))

    page = desk_client.get(answer["Location"])
    assert recorded()[0].needs == text
    assert text in reading.soup(page).get_text()
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("text", ["Ros\x00a", "Ros\ud800a", "Ros\x1ba"])
def test_what_no_database_keeps_is_left_out(door, desk_client, text):
    body = door.typed(speaker="relative", speaker_name="")
    raw = "&".join(
        f"{name}={value}"
        for name, values in body.items()
        for value in (values if isinstance(values, list) else [values])
    )
    escaped = "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))

    answer = desk_client.post(
        URL, f"{raw}&speaker_name={escaped}", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 302
    kept = recorded()[0].speaker_name
    assert kept.startswith("Ros")
    assert kept.endswith("a")
    assert "\x00" not in kept


def test_too_long_a_text_is_refused_in_words_and_stays(door, desk_client):
    page = desk_client.post(URL, door.typed(needs="è" * 4001))

    assert page.status_code == 422
    assert "4000" in reading.errors(page)
    assert len(reading.field(page, "needs")) == 4001


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"minutes": "601"}, "600"),
        ({"minutes": "-1"}, "0"),
        ({"channel": "telepatia"}, "telepatia"),
        ({"desk": "0190c0de-0000-7000-8000-00000000000b"}, "Sportello"),
        ({"reasons": ["0190c0de-0000-7000-8000-00000000000b"]}, "non è più in uso"),
        ({"person": "0190c0de-0000-7000-8000-00000000000b"}, "non si trova più"),
        ({"person": "niente"}, "non si trova più"),
        ({"happened_at": "2999-01-01T10:00"}, "futuro"),
        ({"happened_at": "2026-03-29T02:30"}, "Quando"),
        ({"opened": "99999999999999999999"}, ""),
    ],
)
def test_what_does_not_hold_is_told_in_words(door, desk_client, change, word):
    page = desk_client.post(URL, door.typed(**change))

    if change.get("opened"):
        assert page.status_code in {302, 422}
        return
    assert page.status_code == 422
    assert word in reading.errors(page)
    assert recorded() == []


def test_a_desk_one_does_not_serve_cannot_be_chosen(door, desk_client):
    elsewhere = DeskFactory(ambito=door.desk.ambito)

    page = desk_client.post(URL, door.typed(desk=str(elsewhere.pk)))

    assert page.status_code == 422
    assert recorded() == []


def test_somebody_of_another_ambito_cannot_be_chosen(door, desk_client):
    page = desk_client.post(URL, door.typed(person=str(PersonFactory().pk)))

    assert page.status_code == 422
    assert "non si trova più" in reading.errors(page)


def test_who_serves_nowhere_is_told_what_to_do(at_work, db):
    page = at_work(PostFactory()).get(URL)

    assert page.status_code == 200
    assert "non sei a nessuno sportello" in reading.words(page)


@pytest.mark.parametrize("role", [RoleKey.AREA_MANAGER, RoleKey.PLANNING, RoleKey.DPO])
def test_who_hears_nobody_records_nothing(at_work, role):
    client = at_work(PostFactory(role=role))

    assert client.get(URL).status_code == 403
    assert client.post(URL, {}).status_code == 403


def test_the_desk_of_the_day_is_remembered(door, desk_client):
    other = DeskFactory(ambito=door.desk.ambito, name="Zona nord")
    DeskDutyFactory(desk=other, post=door.post)

    desk_client.post(URL, door.typed(desk=str(other.pk)))

    assert reading.field(desk_client.get(URL), "desk") == str(other.pk)


def test_posted_twice_it_is_recorded_once(door, desk_client):
    first, second = (desk_client.post(URL, door.typed()) for _time in range(2))

    assert (first["Location"], len(recorded())) == (second["Location"], 1)


def test_the_same_number_with_another_text_is_refused(door, desk_client):
    desk_client.post(URL, door.typed())

    answer = desk_client.post(URL, door.typed(needs="tutt'altro"))

    assert answer.status_code == 422
    assert len(recorded()) == 1
