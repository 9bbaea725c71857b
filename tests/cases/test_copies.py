"""The copy of one's file: what is given, what is left out and why, and nothing of anybody else."""

import csv
import io
import json
import zipfile

import pytest
from django.urls import reverse

from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import JournalLine
from prossimo.cases.models import CopyChoice, DocumentFile
from prossimo.core.concurrency import save_versioned
from tests.access.reading import errors
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, CaseNoteFactory, DiaryEntryFactory, given
from tests.cases.papers_factories import CaseDocumentFactory, CopyChoiceFactory, pdf
from tests.pages import form_of, said, soup
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db


def review(case):
    return reverse("cases:copy_review", args=[case.pk])


def copy_of(case):
    return reverse("citizens:person_copy", args=[case.person_id])


def bundle(client, case, more=""):
    answer = client.get(f"{copy_of(case)}?formato=zip{more}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    box = zipfile.ZipFile(io.BytesIO(answer.content))
    assert box.testzip() is None
    return {name: box.read(name) for name in box.namelist()}


def everything_said(files):
    """Every word of every file, the PDF's and the names of the files too."""
    told = [text_of(data) if name.endswith(".pdf") else data.decode("utf-8", "ignore")
            for name, data in files.items()]  # fmt: skip
    return " ".join([*files, *told])


def chose(client, case, **ways):
    """Choose on the page, as who rereads does: `ways` by the key of the piece."""
    form = form_of(client.get(review(case)))
    for row, way in ways.values():
        form |= {f"{name}_{row.pk.hex}": value for name, value in way.items()}
    return client.post(review(case), form)


def test_what_is_given_is_in_the_file_and_what_is_omitted_says_why(case, owner, at_work):
    client = at_work(owner)
    kept = DiaryEntryFactory(case=case, text="PAROLE DATE in colloquio")
    left = DiaryEntryFactory(case=case, text="CANARINO della vicina")
    paper = CaseDocumentFactory(case=case, title="Certificato dato", data=pdf(width=333))
    hidden = CaseDocumentFactory(case=case, title="CANARINO lettera", file_name="CANARINO.pdf")

    answer = chose(
        client, case,
        a=(kept, {"way": "yes"}), c=(paper, {"way": "yes"}),
        b=(left, {"way": "no", "reason": "others", "words": "Una terza persona"}),
        d=(hidden, {"way": "no", "reason": "reporter"}),
    )  # fmt: skip
    assert answer.status_code == 302
    assert "Tutto è stato riletto" in said(client.get(review(case)))
    files = bundle(client, case)

    assert {"LEGGIMI.txt", "copia-dei-dati.pdf", "dati.json"} < set(files)
    assert files["documenti/001-certificato-dato.pdf"] == pdf(width=333)
    assert len([name for name in files if name.startswith("documenti/")]) == 1
    told = everything_said(files)
    assert "CANARINO" not in told
    for name in ("copia-dei-dati.pdf", "dati.json"):
        words = text_of(files[name]) if name.endswith("pdf") else files[name].decode()
        assert "PAROLE DATE" in words
        assert "omesso: parla di altre persone (Una terza persona)" in words
        assert "omesso: dice chi ha segnalato" in words
        assert "documenti/001-certificato-dato.pdf" in words


def test_the_data_have_keys_that_stay_and_a_table_for_each_part(case, owner, at_work):
    CopyChoiceFactory(entry=DiaryEntryFactory(case=case, text="=SOMMA(1)"), given=True)

    files = bundle(at_work(owner), case)

    data = json.loads(files["dati.json"])
    assert data["format"] == "prossimo.copia/1"
    keys = [chapter["key"] for chapter in data["chapters"]]
    assert keys[0] == "registry"
    assert keys[-1] == "openings"
    assert {"cases", "diary", "papers", "contacts"} < set(keys)
    for chapter in data["chapters"]:
        for section in chapter["sections"]:
            parts = {"key", "title", "facts", "texts", "events", "rows", "signatures"}
            assert set(section) == parts
    (name,) = (name for name in files if name.endswith("diario-delle-prese-in-carico-fatti.csv"))
    rows = list(csv.reader(io.StringIO(files[name].decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Quando", "Che cosa", "Testo", "Chi"]
    assert rows[1][2] == "'=SOMMA(1)"


def test_the_note_says_what_it_is_who_opened_the_file_and_how_to_correct(case, owner, at_work):
    client = at_work(owner)
    client.get(copy_of(case))

    note = bundle(client, case)["LEGGIMI.txt"].decode("utf-8-sig")

    assert case.person.full_name in note
    assert "CHI HA APERTO LA TUA SCHEDA" in note
    assert "assistente sociale" in note
    assert owner.user.last_name not in note
    assert "articoli 12 e 16" in note
    assert "Garante" in note
    assert "\r\n" in note
    assert "<" not in note


def test_nothing_goes_out_before_it_is_read_again_and_again_once_it_changes(case, owner, at_work):
    client = at_work(owner)
    entry = DiaryEntryFactory(case=case, text="PRIMA STESURA")
    CaseDocumentFactory(case=case, title="NON RILETTO")
    assert "2 pagine e documenti da rileggere" in said(client.get(copy_of(case)))
    told = everything_said(bundle(client, case))
    assert "PRIMA STESURA" not in told
    assert "NON RILETTO" not in told
    assert "non è ancora stata riletta" in told or "Una pagina non è ancora" in told

    chose(client, case, a=(entry, {"way": "yes"}))
    assert "PRIMA STESURA" in everything_said(bundle(client, case))
    with arranging():
        save_versioned(entry, {"text": "SECONDA STESURA"}, expected=1)

    told = everything_said(bundle(client, case))
    assert "STESURA" not in told
    assert "SECONDA STESURA" in said(client.get(review(case)))


def test_private_notes_never_and_nothing_of_other_people_or_places(case, owner, at_work):
    client = at_work(owner)
    entry = DiaryEntryFactory(case=case, text="Dato")
    CopyChoiceFactory(entry=entry, given=True)
    CaseNoteFactory(entry=entry, text="CANARINO annotazione")
    mine = CaseFactory(ambito=owner.ambito, owner=owner, why="CANARINO di un altro")
    elsewhere = CaseFactory(why="CANARINO altrove")
    closed_to_me = CaseFactory(ambito=owner.ambito, person=case.person, restricted=True,
                               user_area="DIS", why="CANARINO riservato")  # fmt: skip
    for other in (mine, elsewhere, closed_to_me):
        CopyChoiceFactory(entry=DiaryEntryFactory(case=other, text="CANARINO"), given=True)
        document = CaseDocumentFactory(case=other, title="CANARINO", data=b"CANARINO")
        CopyChoiceFactory(document=document, given=True)

    told = everything_said(bundle(client, case))

    assert "Dato" in told
    assert "CANARINO" not in told
    assert other.number not in told or other.number == case.number


def test_everything_given_is_in_the_journal_once_chosen(case, owner, at_work):
    entry = DiaryEntryFactory(case=case)
    left = DiaryEntryFactory(case=case)
    document = CaseDocumentFactory(case=case)
    CopyChoiceFactory(entry=entry, given=True)
    CopyChoiceFactory(entry=left)
    CopyChoiceFactory(document=document, given=True)

    bundle(at_work(owner), case)

    with arranging():
        lines = JournalLine.objects.filter(action=Action.EXPORT)
        exported = set(lines.values_list("object_id", flat=True))
    assert {entry.pk, document.pk, case.pk, case.person_id} <= exported
    assert left.pk not in exported


def test_who_follows_with_the_owner_reads_and_only_the_owner_chooses(
    case, owner, manager, colleague, at_work
):
    DiaryEntryFactory(case=case)
    assert at_work(colleague).get(review(case)).status_code == 404
    given(case, colleague)
    stranger = PostFactory(role=RoleKey.CASEWORKER)
    desk = PostFactory(role=RoleKey.FRONT_DESK, ambito=owner.ambito)

    assert at_work(owner).get(review(case)).status_code == 200
    assert at_work(colleague).get(review(case)).status_code == 403
    assert at_work(colleague).post(review(case), {}).status_code == 403
    assert at_work(manager).get(review(case)).status_code == 403
    assert at_work(desk).get(review(case)).status_code == 403
    assert at_work(stranger).get(review(case)).status_code == 404
    assert at_work(stranger).get(f"{copy_of(case)}?formato=zip").status_code == 404


def test_a_colleague_without_the_diary_gives_nothing_of_it(case, colleague, at_work):
    given(case, colleague, parts=["plan"])
    CopyChoiceFactory(entry=DiaryEntryFactory(case=case, text="CANARINO"), given=True)
    document = CaseDocumentFactory(case=case, title="CANARINO")
    CopyChoiceFactory(document=document, given=True)

    assert "CANARINO" not in everything_said(bundle(at_work(colleague), case))


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ({"way": "no"}, "Scegli perché si omette"),
        ({"way": "no", "reason": "other"}, "Scrivi quale motivo"),
        ({"way": "yes", "seen": "9.9"}, "È cambiata mentre la rileggevi"),
    ],
)
def test_a_reason_is_asked_and_a_text_that_changed_is_read_again(case, owner, at_work, way, why):
    entry = DiaryEntryFactory(case=case)

    answer = chose(at_work(owner), case, a=(entry, way))

    assert answer.status_code == 422
    assert why in errors(answer)
    with arranging():
        assert not CopyChoice.objects.unscoped("test").exists()


def test_a_choice_may_be_changed_and_sent_twice_counts_once(case, owner, at_work):
    client = at_work(owner)
    entry = DiaryEntryFactory(case=case)
    form = form_of(client.get(review(case))) | {f"way_{entry.pk.hex}": "yes"}
    assert [client.post(review(case), form).status_code for _time in range(2)] == [302, 302]

    again = form_of(client.get(f"{review(case)}?tutte=1"))
    assert again[f"way_{entry.pk.hex}"] == "yes"
    again |= {f"way_{entry.pk.hex}": "no", f"reason_{entry.pk.hex}": "harm"}
    assert client.post(f"{review(case)}?tutte=1", again).status_code == 302

    with arranging():
        choice = CopyChoice.objects.unscoped("test").get()
    assert (choice.given, choice.reason, choice.version) == (False, "harm", 2)
    assert choice.author_id == owner.user_id


def test_too_many_documents_are_told_and_the_rest_still_goes(case, owner, at_work):
    client = at_work(owner)
    document = CaseDocumentFactory(case=case)
    CopyChoiceFactory(document=document, given=True)
    with arranging():
        DocumentFile.objects.filter(document=document).update(size=41 * 1024 * 1024)

    refused = client.get(f"{copy_of(case)}?formato=zip", follow=True)
    files = bundle(client, case, "&documenti=no")

    assert "superano 40,0" in said(refused)
    assert soup(refused).select_one('a[href="?formato=zip&documenti=no"]')
    assert not [name for name in files if name.startswith("documenti/")]
    assert "l'ufficio te li dà a parte" in files["LEGGIMI.txt"].decode()


def test_a_file_that_does_not_open_is_said_and_the_rest_is_given(case, owner, at_work):
    document = CaseDocumentFactory(case=case, title="Guasto")
    CopyChoiceFactory(document=document, given=True)
    with arranging():
        DocumentFile.objects.filter(document=document).update(address="0" * 64)

    files = bundle(at_work(owner), case)

    assert "documenti/001-guasto.pdf" not in files
    assert "non si apre più" in files["LEGGIMI.txt"].decode()
