"""The sheet of documents as people use it: several files at once, a refusal, a download, a withdrawal."""

import datetime as dt

import pytest
from django.test import RequestFactory
from django.urls import reverse
from pypdf import PdfReader

from prossimo.cases.models import CaseDocument, DiaryEntry
from prossimo.core.middleware import RequestGuard
from prossimo.core.periods import today
from tests.access.reading import errors, rows, words
from tests.arranging import arranging
from tests.cases.factories import DiaryEntryFactory, given
from tests.cases.meetings_factories import CaseMeetingFactory
from tests.cases.papers_factories import CaseDocumentFactory, docx, pdf, photograph, upload
from tests.cases.protection_factories import CourtOrderFactory
from tests.pages import form_of

pytestmark = pytest.mark.django_db


def page(case, name="papers", *more):
    return reverse(f"cases:{name}", args=[case.pk, *more])


def sent(client, url, **values):
    return client.post(url, {**form_of(client.get(url)), **values})


def all_of(case):
    with arranging():
        rows = CaseDocument.objects.unscoped("test").filter(case=case)
        return list(rows.select_related("file").order_by("created_at"))


def test_several_files_are_put_there_at_once_without_script(case, owner, at_work):
    client = at_work(owner)
    three = [upload(), upload(photograph(), "casa.jpg"), upload(docx(), "relazione.docx")]

    answer = sent(client, page(case, "papers_new"), papers=three, kind="home")

    assert answer.headers["Location"] == page(case)
    listed = rows(client.get(page(case)))
    assert {row[0] for row in listed} == {
        "richiesta non controllato", "casa non controllato", "relazione non controllato",
    }  # fmt: skip
    assert {row[1] for row in listed} == {"casa"}


def test_if_one_is_refused_none_is_kept_and_it_is_said_which(case, owner, at_work):
    two = [upload(), upload(b"<svg><script/></svg>", "disegno.svg")]

    answer = sent(at_work(owner), page(case, "papers_new"), papers=two, kind="home")

    assert answer.status_code == 422
    assert "«disegno.svg»: Questo tipo di file" in errors(answer)
    assert "sceglierli di nuovo" in words(answer)
    assert all_of(case) == []


def test_sent_twice_it_is_kept_once(case, owner, at_work):
    client = at_work(owner)
    form = form_of(client.get(page(case, "papers_new"))) | {"kind": "other"}

    for _time in range(2):
        client.post(page(case, "papers_new"), {**form, "papers": [upload()]})

    assert len(all_of(case)) == 1


def test_a_file_leaves_as_an_attachment_of_a_fixed_type_and_nothing_else(case, owner, at_work):
    document = CaseDocumentFactory(case=case, file_name='mia "carta".pdf')

    answer = at_work(owner).get(page(case, "document_file", document.pk))

    assert answer.content == pdf()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == r'attachment; filename="mia \"carta\".pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_file_that_was_harmed_is_said_so_and_not_given(case, owner, at_work):
    document = CaseDocumentFactory(case=case)
    with arranging():
        document.file.address = "0" * 64
        document.file.save(update_fields=["address"])

    answer = at_work(owner).get(page(case, "document_file", document.pk), follow=True)

    assert answer.redirect_chain == [(document.get_absolute_url(), 302)]
    assert "non si apre più" in answer.content.decode()


def test_words_that_look_like_a_page_leave_as_words(case, owner, at_work):
    client = at_work(owner)
    sent(client, page(case, "papers_new"), papers=[upload(b"1 < 2 & b", "conti.txt")], kind="other")
    (document,) = all_of(case)

    answer = client.get(page(case, "document_file", document.pk))

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["papers", "papers_new"])
def test_who_coordinates_and_who_is_not_there_get_no_sheet(case, manager, colleague, at_work, name):
    assert at_work(manager).get(page(case, name)).status_code == 403
    assert at_work(colleague).get(page(case, name)).status_code == 404


@pytest.mark.parametrize(
    ("how", "file"),
    [
        ({}, 200),
        ({"parts": ["papers"]}, 200),
        ({"parts": ["diary"]}, 404),
        ({"last": today() - dt.timedelta(days=1)}, 404),
    ],
)
def test_a_colleague_downloads_what_they_were_given_while_they_are(
    case, colleague, at_work, how, file
):
    document = CaseDocumentFactory(case=case)
    given(case, colleague, **how)

    answer = at_work(colleague).get(page(case, "document_file", document.pk))

    assert answer.status_code == file


def test_the_document_of_one_case_is_not_opened_through_another(case, owner, at_work):
    other = CaseDocumentFactory()
    mine = CaseDocumentFactory(case=case)
    client = at_work(owner)

    assert client.get(page(case, "document_file", other.pk)).status_code == 404
    assert client.get(page(other.case, "document_file", mine.pk)).status_code == 404


def test_corrected_then_withdrawn_it_is_found_only_by_who_asks(case, owner, colleague, at_work):
    document = CaseDocumentFactory(case=case)
    given(case, colleague)
    client = at_work(owner)

    sent(client, page(case, "document_change", document.pk), title="ISEE 2026", kind="income")
    assert [row[0] for row in rows(client.get(page(case)))] == ["ISEE 2026 non controllato"]
    sent(client, page(case, "document_withdraw", document.pk), why="È di un altro")

    assert "Nessun documento" in words(client.get(page(case)))
    assert "È di un altro" in words(client.get(f"{page(case)}?withdrawn=on"))
    other = at_work(colleague)
    assert "Lo fa chi l'ha caricato" in words(other.get(page(case, "document", document.pk)))
    assert other.get(page(case, "document_file", document.pk)).status_code == 403


def test_the_sheet_is_searched_by_words_and_kind_and_leaves_as_an_index(case, owner, at_work):
    CaseDocumentFactory(case=case, title="Certificato di residenza", kind="identity")
    CaseDocumentFactory(case=case, title="Lettera della scuola", kind="school")
    client = at_work(owner)

    assert len(rows(client.get(f"{page(case)}?q=SCUOLA lettera"))) == 1
    assert len(rows(client.get(f"{page(case)}?kind=identity"))) == 1
    index = client.get(f"{page(case)}?formato=csv").content.decode("utf-8-sig")
    assert "Certificato di residenza" in index
    assert "Lettera della scuola" in index


def test_a_page_of_diary_is_written_with_its_papers_or_not_at_all(case, owner, at_work):
    client = at_work(owner)
    told = {"kind": "visit", "text": "La casa è umida"}

    answer = sent(client, page(case, "entry_new"), papers=[upload(b"<svg/>", "a.svg")], **told)
    assert "«a.svg»" in errors(answer)
    with arranging():
        assert not DiaryEntry.objects.unscoped("test").exists()
    sent(client, page(case, "entry_new"), papers=[upload(photograph(), "muffa.jpg")], **told)

    (document,) = all_of(case)
    assert (document.title, document.part) == ("muffa", "diary")
    shown = client.get(page(case, "entry", document.entry_id))
    assert "muffa.jpg" in words(shown)


def test_something_is_put_beside_a_page_written_before(case, owner, at_work):
    entry = DiaryEntryFactory(case=case)
    url = f"{page(case, 'papers_new')}?pagina={entry.pk}"

    answer = sent(at_work(owner), url, papers=[upload()], kind="letter")

    assert answer.headers["Location"] == page(case, "entry", entry.pk)
    (document,) = all_of(case)
    assert (document.entry_id, document.part) == (entry.pk, "diary")


def test_documents_are_in_the_story_and_in_the_copy_that_a_person_gets(case, owner, at_work):
    CaseDocumentFactory(case=case, title="Verbale di pronto soccorso")
    client = at_work(owner)

    story = client.get(f"{page(case, 'case')}?mostra=documenti")
    copy = client.get(reverse("citizens:person_copy", args=[case.person_id]))

    assert "Verbale di pronto soccorso" in words(story)
    if copy.headers["Content-Type"] == "application/pdf":
        import io

        told = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(copy.content)).pages)
    else:
        told = words(copy)
    assert copy.status_code == 200
    assert told


def test_two_gigabytes_are_refused_before_one_byte_is_read(settings):
    class Untouched:
        def read(self, *_how):
            raise AssertionError("the body was read")

    request = RequestFactory().post("/cartelle/x/documenti/aggiungi/")
    request.META["CONTENT_LENGTH"] = str(2 * 1024**3)
    request.META["wsgi.input"] = Untouched()

    answer = RequestGuard(lambda _request: pytest.fail("it went on"))(request)

    assert answer.status_code == 413
    assert "51 MB" in answer.content.decode()


def test_no_uploaded_byte_waits_in_clear_on_the_disk(settings):
    handlers = settings.FILE_UPLOAD_HANDLERS

    assert handlers == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= settings.REQUEST_MOST_BYTES


def test_a_decree_and_signed_minutes_are_attached_where_they_belong(case, owner, at_work):
    client = at_work(owner)
    order = CourtOrderFactory(case=case)
    meeting = CaseMeetingFactory(case=case, state="held")
    places = {
        f"provvedimento={order.pk}": (page(case, "protection"), "orders", "court"),
        f"incontro={meeting.pk}": (page(case, "meeting", meeting.pk), "plan", "minutes"),
    }
    for asked, (there, part, kind) in places.items():
        url = f"{page(case, 'papers_new')}?{asked}"
        assert url in client.get(there).content.decode()
        assert form_of(client.get(url))["part"] == part

        answer = sent(client, url, papers=[upload(name="firmato.pdf")])

        assert answer.headers["Location"] == there
        document = all_of(case)[-1]
        assert (document.part, document.kind) == (part, kind)
        assert document.get_absolute_url() in client.get(there).content.decode()
    assert [row.order_id or row.meeting_id for row in all_of(case)] == [order.pk, meeting.pk]


def test_nothing_is_attached_to_what_is_of_another_case(case, owner, at_work):
    order = CourtOrderFactory()
    url = f"{page(case, 'papers_new')}?provvedimento={order.pk}"

    sent(at_work(owner), url, papers=[upload()], kind="court")

    assert [row.order_id for row in all_of(case)] == [None]
