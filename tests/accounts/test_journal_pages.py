"""The journal before the officer: searched, paged, handed to the person; and never silently read."""

import csv
import datetime as dt
import io
import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from pypdf import PdfReader

from prossimo.accounts import identity, journal
from prossimo.accounts.choices import Action, Purpose, RoleKey
from prossimo.accounts.models import JournalLine
from tests.accounts.factories import PostFactory, UserFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db
LIST, WHO = reverse("accounts:journal"), reverse("accounts:who_opened")
FILE, OTHER = uuid.uuid4(), uuid.uuid4()


def lines_of(ambito, *rows):
    """Lines that stand there before the story begins."""
    with arranging():
        return JournalLine.objects.bulk_create(
            JournalLine(
                **{
                    "at": "2025-06-03T10:00Z", "ambito_id": ambito.pk, "user_name": "Ada Rossi",
                    "role": "front_desk", "action": "read", "object_kind": "citizens.person",
                    "object_id": FILE, **row,
                }
            )
            for row in rows
        )  # fmt: skip


def rows(answer):
    return [
        [td.get_text(" ", strip=True) for td in tr("td")]
        for tr in BeautifulSoup(answer.content, "lxml").select("tbody tr")
    ]


@pytest.fixture
def client(at_work, officer):
    return at_work(officer)


@pytest.fixture
def story(officer):
    return lines_of(
        officer.ambito,
        {"user_name": "Ada Rossi"},
        {"user_name": "Bruno Neri", "role": "dpo", "action": "export", "object_id": OTHER},
        {"at": "2025-06-02T22:30Z", "result": "refused", "action": "refused", "object_id": None},
        {"at": "2024-01-01T10:00Z", "purpose": "complaint", "role": "area_manager"},
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {0, 1, 2, 3}),
        ({"who": "neri bruno"}, {1}),
        ({"who": "ROSSI"}, {0, 2, 3}),
        ({"file": str(FILE)}, {0, 3}),
        ({"file": FILE.hex}, {0, 3}),
        ({"action": "export"}, {1}),
        ({"role": "area_manager"}, {3}),
        ({"result": "refused"}, {2}),
        ({"since": "2025-06-03"}, {0, 1, 2}),
        ({"until": "2025-06-02"}, {3}),
        ({"since": "2025-06-03", "until": "2025-06-03", "who": "ada", "action": "read"}, {0}),
    ],
)
def test_each_filter_narrows(client, story, asked, found):
    answer = client.get(LIST, asked)

    shown = {
        int(a["href"].strip("/").split("/")[-1])
        for a in BeautifulSoup(answer.content, "lxml").select("tbody a[href]")
    }
    assert shown & {line.pk for line in story} == {story[n].pk for n in found}


def test_reading_the_journal_is_in_the_journal(client, officer, story, journal_of):
    client.get(LIST, {"who": "rossi", "file": str(FILE)})
    client.get(reverse("accounts:journal_line", args=[story[0].pk]))
    client.get(WHO, {"file": str(FILE)})
    client.get(LIST, {"formato": "csv"})

    mine = journal_of(user=officer.user)
    assert [line.action for line in mine] == ["list", "read", "search", "export"]
    assert {line.object_kind for line in mine} == {"accounts.journalline"}
    assert [line.object_id for line in mine] == [FILE, FILE, FILE, None]
    assert "who=rossi" in mine[0].note


def test_the_journal_of_another_ambito_is_not_there(client):
    [line] = lines_of(PostFactory().ambito, {"user_name": "Altrove"})

    assert "Altrove" not in client.get(LIST).content.decode()
    assert client.get(reverse("accounts:journal_line", args=[line.pk])).status_code == 404
    assert "Nessuno ha aperto" in client.get(WHO, {"file": str(FILE)}).content.decode()


def test_what_happened_outside_any_post_is_shown_to_the_officer(client, officer):
    with arranging():
        JournalLine.objects.create(at="2025-06-03T10:00Z", action="login", note="tentativo")

    assert "tentativo" in client.get(LIST).content.decode()


def test_a_long_journal_is_paged_and_its_queries_do_not_grow(
    client, officer, django_assert_max_num_queries
):
    lines_of(officer.ambito, *({"user_name": f"N{n}"} for n in range(120)))

    with django_assert_max_num_queries(12):
        first = client.get(LIST)
    third = client.get(LIST, {"page": "3"})

    assert len(rows(first)) == 50
    assert rows(first)[0][1] == "N119"
    assert len(rows(third)) >= 20


@pytest.mark.parametrize("asked", [{"file": "x"}, {"since": "31/02/2025"}, {"action": "\x00"},
                                   {"page": "-1"}, {"page": "9" * 30}, {"formato": "exe"}])  # fmt: skip
def test_nonsense_breaks_nothing(client, asked):
    assert client.get(LIST, asked).status_code in {200, 400}


def test_who_opened_names_offices_roles_moments_and_reasons_and_nobody(client, officer):
    cooperative = PostFactory(partner=True, ambito=officer.ambito).organisation
    lines_of(
        officer.ambito,
        {"organisation_id": cooperative.pk, "role": "partner", "note": "segreto"},
        {"role": "area_manager", "purpose": "complaint"},
        {"action": "search"},
    )

    answer = client.get(WHO, {"file": str(FILE)})

    found = rows(answer)
    assert [row[1:] for row in found] == [
        [cooperative.name, "operatore di ente partner", "lettura", "—"],
        ["—", "responsabile di area", "lettura",
         "risposta a un reclamo o a una richiesta della persona"],
    ]  # fmt: skip
    assert "12:00" in found[0][0]
    text = BeautifulSoup(answer.content, "lxml").select_one("main").text
    assert "Ada Rossi" not in text
    assert "segreto" not in text


@pytest.mark.parametrize("format_", ["csv", "xlsx", "ods", "pdf"])
def test_it_leaves_in_one_press_ready_for_the_person(client, officer, format_):
    lines_of(officer.ambito, {"purpose": Purpose.ACCESS})

    answer = client.get(WHO, {"file": str(FILE), "formato": format_})

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="chi-ha-aperto-la-scheda')
    if format_ == "csv":
        text = answer.content.decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(text), delimiter=";"))[1][2] == "operatore di sportello"
        assert "Ada Rossi" not in text
    if format_ == "pdf":
        text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages)
        assert str(FILE) in text.replace("\n", "").replace(" ", "")
        assert "Ada Rossi" not in text


def test_a_list_logs_each_file_it_shows(as_actor, journal_of):
    people = [UserFactory() for _ in range(3)]
    post = PostFactory()

    with identity.acting_as(post.user_id, post.pk):
        journal.shown(Action.LIST, people, purpose="check")

    found = journal_of(action="list")
    assert [line.object_id for line in found] == [person.pk for person in people]
    assert {line.purpose for line in found} == {"check"}
    assert {line.role for line in found} == {RoleKey.FRONT_DESK}


def test_a_refusal_is_journalled_though_everything_else_is_undone(at_work, journal_of):
    post = PostFactory(role=RoleKey.FRONT_DESK)

    at_work(post).get(LIST)

    [line] = journal_of(action="refused")
    assert (line.user_id, line.role, line.result) == (post.user_id, "front_desk", "refused")
    assert line.object_kind == "accounts:journal"
    assert "responsabile" in line.note
    assert line.at - dt.datetime.now(dt.UTC) < dt.timedelta(minutes=1)
