"""The list, the page and the correction of a contact: what each reader has, and has not."""

import io

import openpyxl
import pytest

from prossimo.access import operations
from prossimo.access.choices import Given
from prossimo.access.models import Contact
from prossimo.accounts import identity
from prossimo.accounts.choices import Action, RoleKey
from prossimo.core.records import new_id
from tests.access import reading
from tests.access.factories import ContactFactory, DeskFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory

pytestmark = pytest.mark.django_db
LIST = "/contatti/"
CANARY = "parola-che-nessun-altro-legge"


def stored(contact):
    with arranging():
        return Contact.objects.unscoped("what is written").get(pk=contact.pk)


@pytest.fixture
def desk_client(door, at_work):
    return at_work(door.post)


@pytest.fixture
def manager_client(door, at_work):
    return at_work(PostFactory(role=RoleKey.AREA_MANAGER, ambito=door.desk.ambito))


@pytest.fixture
def contact(door):
    """Recorded today by the operator of the door."""
    written = operations.record_contact(
        by=door.actor, private_note=f"privata {CANARY}", **door.told(note=f"nota {CANARY}")
    )
    identity.leave()
    return written


def typed_again(door, contact, **more):
    """The correction as the browser posts it."""
    return door.typed(version=str(contact.version), idempotency_key=str(new_id()), **more)


# --- the list -------------------------------------------------------------------------------------


def test_the_list_shows_my_desks_and_notes_each_line_in_the_journal(door, desk_client, journal_of):
    here = ContactFactory(desk=door.desk)
    elsewhere = ContactFactory(desk=DeskFactory(ambito=door.desk.ambito))

    page = desk_client.get(LIST)

    assert here.person.listed_name in reading.words(page)
    assert elsewhere.person.listed_name not in reading.words(page)
    assert [line.object_id for line in journal_of(action=Action.LIST)] == [here.pk]


def test_without_a_period_the_list_is_of_this_week(door, desk_client):
    old = ContactFactory(desk=door.desk)
    with arranging():
        Contact.objects.unscoped("arranging").filter(pk=old.pk).update(day="2018-03-01")

    assert reading.rows(desk_client.get(LIST)) == []
    assert len(reading.rows(desk_client.get(LIST, {"period": "sempre"}))) == 1
    assert (
        len(reading.rows(desk_client.get(LIST, {"since": "2018-01-01", "until": "2018-12-31"})))
        == 1
    )
    assert "dal lun 1 gen 2018" in reading.words(desk_client.get(LIST, {"since": "2018-01-01"}))


@pytest.mark.parametrize(
    "query",
    [
        lambda c: {"q": c.person.surname},
        lambda c: {"reason": str(c.main_reason_id)},
        lambda c: {"desk": str(c.desk_id), "channel": "phone"},
        lambda c: {"given": "leaflet"},
        lambda c: {"no_service": "on"},
        lambda c: {"target_group": "older"},
        lambda c: {"person": str(c.person_id)},
    ],
)
def test_each_filter_finds_the_one_it_means(door, desk_client, query):
    wanted = ContactFactory(
        desk=door.desk,
        channel="phone",
        given=[Given.LEAFLET],
        no_service=True,
        target_group="older",
    )
    ContactFactory(desk=door.desk)

    found = reading.rows(desk_client.get(LIST, query(wanted)))

    assert len(found) == 1
    assert wanted.person.listed_name in " ".join(found[0])


def test_mine_and_nobody_named(door, desk_client):
    ContactFactory(desk=door.desk, author=door.post.user, post=door.post)
    ContactFactory(desk=door.desk, nobody=True)

    assert len(reading.rows(desk_client.get(LIST, {"mine": "on"}))) == 1
    [nobody] = reading.rows(desk_client.get(LIST, {"nobody": "on"}))
    assert "Senza nome" in " ".join(nobody)


@pytest.mark.parametrize(
    "query",
    ["?period=x", "?desk=x", "?reason=x", "?since=x", "?sort=needs", "?sort=-x", "?page=0",
     "?page=zz", "?given=%ED%A0%80", "?q=%25'\"", "?person=x", "?q=" + "a" * 3000],
)  # fmt: skip
def test_a_mistaken_address_is_no_fault(door, desk_client, query):
    assert desk_client.get(LIST + query).status_code in {200, 400}


def test_searching_by_htmx_shows_what_reloading_would(door, desk_client):
    contact = ContactFactory(desk=door.desk)
    query = {"q": contact.person.surname}

    fragment = desk_client.get(LIST, query, headers={"HX-Request": "true"})

    assert reading.rows(fragment) == reading.rows(desk_client.get(LIST, query))
    assert "<main" not in fragment.content.decode()


@pytest.mark.parametrize("sort", ["happened_at", "-happened_at", "person", "desk", "author"])
def test_the_list_sorts(door, desk_client, sort):
    for _n in range(3):
        ContactFactory(desk=door.desk)

    assert len(reading.rows(desk_client.get(LIST, {"sort": sort}))) == 3


def test_a_manager_has_the_list_without_what_people_told(door, manager_client, contact):
    page = manager_client.get(LIST)

    body = page.content.decode()
    assert door.person.listed_name in body
    assert CANARY not in body
    assert not {"che cosa serve", "nota condivisa"} & {
        name.lower() for name in reading.columns(page)
    }


@pytest.mark.parametrize("format_", ["csv", "xlsx", "ods", "json", "pdf"])
def test_files_hold_what_the_reader_may_have_and_nothing_else(
    door, desk_client, manager_client, contact, journal_of, format_
):
    mine = desk_client.get(LIST, {"formato": format_})
    managers = manager_client.get(LIST, {"formato": format_})

    assert mine.status_code == managers.status_code == 200
    assert "attachment" in mine["Content-Disposition"]
    assert CANARY.encode() not in managers.content
    if format_ in {"csv", "json"}:
        assert CANARY in mine.content.decode()
        assert "nota" not in managers.content.decode().lower()
    exported = journal_of(action=Action.EXPORT)
    assert {line.object_id for line in exported} == {contact.pk}
    assert len(exported) == 2


def test_cells_that_look_like_formulas_stay_text(door, desk_client):
    ContactFactory(desk=door.desk, needs="=cmd|' /C calc'!A0", note="+39 035 123")

    sheet = openpyxl.load_workbook(
        io.BytesIO(desk_client.get(LIST, {"formato": "xlsx"}).content)
    ).worksheets[0]
    csv = desk_client.get(LIST, {"formato": "csv"}).content.decode("utf-8-sig")

    values = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert values["=cmd|' /C calc'!A0"] == "s"
    assert "'=cmd" in csv
    assert ";=cmd" not in csv


@pytest.mark.parametrize("role", RoleKey)
def test_only_who_reads_contacts_has_the_list(at_work, door, role):
    from tests.accounts.factories import post_of

    post = post_of(role, door.desk.ambito)
    reads = role in {
        RoleKey.FRONT_DESK, RoleKey.SOCIAL_DESK, RoleKey.CASEWORKER, RoleKey.AREA_MANAGER,
        RoleKey.PARTNER, RoleKey.NEIGHBOURHOOD,
    }  # fmt: skip

    assert at_work(post).get(LIST).status_code == (200 if reads else 403)


@pytest.mark.parametrize(
    "surname", ["x" * 300, "عبد الرحمن", "D'Ërcole-Łukasz 👵", "<b>Rossi</b>", "=1+1"]
)
def test_any_name_stands_in_the_list_the_page_and_the_files(door, desk_client, surname):
    person = PersonFactory(ambito=door.desk.ambito, surname=surname, given_name="")
    contact = ContactFactory(desk=door.desk, person=person)

    pages = [desk_client.get(LIST), desk_client.get(contact.get_absolute_url())]
    card = desk_client.get(f"/contatti/nuovo/?person={person.pk}", headers={"HX-Request": "true"})

    for page in [*pages, card]:
        assert surname in reading.soup(page).get_text()
        assert "<b>Rossi" not in page.content.decode()
    assert surname in desk_client.get(LIST, {"formato": "csv"}).content.decode()
    assert desk_client.get(LIST, {"formato": "pdf"}).content.startswith(b"%PDF")


# --- the page -------------------------------------------------------------------------------------


def test_the_page_tells_all_that_its_reader_may_have(door, desk_client, contact, journal_of):
    page = desk_client.get(contact.get_absolute_url())

    said = reading.words(page)
    assert "Chiede un aiuto per l'affitto" in said
    assert f"nota {CANARY}" in said
    assert f"privata {CANARY}" in reading.soup(page).get_text()
    assert "ha registrato il contatto" in said
    read = journal_of(action=Action.READ, object_kind="access.contact")
    assert [line.object_id for line in read] == [contact.pk]


def test_a_colleague_does_not_read_the_private_note(door, at_work, colleague, contact):
    page = at_work(colleague()).get(contact.get_absolute_url())

    assert f"nota {CANARY}" in reading.words(page)
    assert f"privata {CANARY}" not in page.content.decode()
    assert "Nota privata" not in reading.words(page)


def test_nothing_on_the_managers_page_hints_at_what_people_told(manager_client, contact, door):
    operations.correct_contact(
        Contact.objects.visible_to(door.actor).with_reasons().get(pk=contact.pk),
        by=door.actor, expected=1, reasons=[door.reason], needs=f"altro {CANARY}",
    )  # fmt: skip
    identity.leave()

    page = manager_client.get(contact.get_absolute_url())

    said = reading.words(page)
    assert page.status_code == 200
    assert CANARY not in page.content.decode()
    for word in ("Che cosa ha detto", "Nota condivisa", "Che cosa serve", "che cosa serve"):
        assert word not in said


@pytest.mark.parametrize("path", ["", "modifica/", "nota-privata/", "?formato=pdf"])
def test_a_contact_out_of_reach_is_as_one_that_is_not_there(door, desk_client, path):
    elsewhere = ContactFactory(desk=DeskFactory(ambito=door.desk.ambito))
    foreign = ContactFactory()
    absent = "/contatti/0190c0de-0000-7000-8000-00000000000b/"
    call = desk_client.post if path == "nota-privata/" else desk_client.get

    answers = [
        call(url + path)
        for url in (elsewhere.get_absolute_url(), foreign.get_absolute_url(), absent)
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_the_printed_contact_is_a_pdf_in_the_journal(
    desk_client, manager_client, contact, journal_of
):
    mine = desk_client.get(contact.get_absolute_url(), {"formato": "pdf"})
    managers = manager_client.get(contact.get_absolute_url(), {"formato": "pdf"})

    assert mine.content.startswith(b"%PDF")
    assert _text_of(mine).count(CANARY) >= 1
    assert CANARY not in _text_of(managers)
    assert len(journal_of(action=Action.PRINT)) == 2


def _text_of(answer):
    from pypdf import PdfReader

    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_the_private_note_is_changed_on_the_page(door, desk_client, contact):
    desk_client.post(
        contact.get_absolute_url() + "nota-privata/", {"text": "un'altra", "version": "1"}
    )

    assert "un'altra" in reading.soup(desk_client.get(contact.get_absolute_url())).get_text()


def test_who_did_not_record_it_writes_no_private_note(at_work, colleague, contact):
    answer = at_work(colleague()).post(
        contact.get_absolute_url() + "nota-privata/", {"text": "curiosità"}
    )

    assert answer.status_code == 403


# --- correcting and amending ----------------------------------------------------------------------
