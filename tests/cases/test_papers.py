"""Documents of a case: who adds, who sees which part, what stays of what was withdrawn, keys that change."""

import datetime as dt
import os
import time
from pathlib import Path

import pytest
from django.conf import settings as given_settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import JournalLine
from prossimo.cases.models import CaseDocument, DocumentFile
from prossimo.cases.operations import papers
from prossimo.core import vault
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from tests.accounts.factories import PostFactory
from tests.arranging import arranging, become
from tests.cases.factories import CaseFactory, DiaryEntryFactory, given
from tests.cases.papers_factories import CaseDocumentFactory, pdf, photograph, upload
from tests.network.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def noted(action):
    with arranging():
        return list(
            JournalLine.objects.filter(action=action, object_kind=papers.KIND)
            .order_by("id").values_list("object_id", "result", "note")
        )  # fmt: skip


def files():
    return {place.name for place in Path(given_settings.FILES_ROOT).rglob("*") if place.is_file()}


def test_what_is_attached_is_encrypted_on_disk_and_comes_back_as_it_was(case, owner, acting):
    by, data = acting(owner), pdf(width=321)

    document = papers.attach_document(case, by=by, upload=upload(data), kind="request")

    assert document.title == "richiesta"
    assert document.file.scan == "unscanned"
    place = Path(given_settings.FILES_ROOT, *[document.file.address[i : i + 2] for i in (0, 2)])
    closed = (place / document.file.address).read_bytes()
    assert b"%PDF" not in closed
    assert papers.open_document(document, by=by) == data


def test_who_takes_a_document_is_in_the_journal(case, owner, acting):
    by = acting(owner)
    document = papers.attach_document(case, by=by, upload=upload())

    papers.open_document(document, by=by)

    assert noted("create") == [(document.pk, "done", "")]
    assert noted("export") == [(document.pk, "done", "")]


def test_a_refused_file_leaves_a_line_and_nothing_on_disk(case, owner, acting):
    before = files()

    with pytest.raises(ValidationError, match="tipo di file"):
        papers.attach_document(case, by=acting(owner), upload=upload(b"<svg/>", "a.svg"))

    assert files() == before
    assert not CaseDocument.objects.visible_to(acting(owner)).exists()


@pytest.mark.parametrize("parts", [["diary"], ["papers"], ["orders", "papers"]])
def test_each_sees_the_documents_of_the_parts_they_were_given(
    case, owner, colleague, acting, parts
):
    by = acting(owner)
    for part in ("papers", "orders", "diary"):
        papers.attach_document(case, by=by, upload=upload(), title=part, part=part)
    given(case, colleague, parts=parts)

    seen = CaseDocument.objects.visible_to(acting(colleague))

    assert {document.title for document in seen} == set(parts)


def test_who_followed_until_yesterday_and_who_coordinates_see_and_add_none(
    case, owner, colleague, manager, acting
):
    document = papers.attach_document(case, by=acting(owner), upload=upload())
    given(case, colleague, last=today() - dt.timedelta(days=1))

    for post in (colleague, manager):
        by = acting(post)
        assert not CaseDocument.objects.visible_to(by).exists()
        with pytest.raises(PermissionDenied):
            papers.open_document(document, by=by)
        with pytest.raises(PermissionDenied):
            papers.attach_document(case, by=by, upload=upload())


def test_one_may_not_add_to_a_part_one_was_not_given(case, colleague, acting):
    given(case, colleague, parts=["papers"])

    with pytest.raises(PermissionDenied):
        papers.attach_document(case, by=acting(colleague), upload=upload(), part="orders")


def test_withdrawn_it_is_hidden_kept_and_opened_only_by_who_keeps_it(
    case, owner, colleague, acting
):
    given(case, colleague)
    document = papers.attach_document(case, by=acting(owner), upload=upload())
    by = acting(colleague)
    with pytest.raises(PermissionDenied, match="titolare"):
        papers.withdraw_document(document, by=by, expected=1, why="Non va")

    by = acting(owner)
    with pytest.raises(ValidationError, match="Scrivi perché"):
        papers.withdraw_document(document, by=by, expected=1, why=" ")
    gone = papers.withdraw_document(document, by=by, expected=1, why="È di un'altra persona")

    assert not CaseDocument.objects.visible_to(by).held().exists()
    assert papers.open_document(gone, by=by) == pdf()
    with pytest.raises(ValidationError, match="ritirato"):
        papers.change_document(gone, by=by, expected=2, values={"title": "x"})
    with pytest.raises(PermissionDenied):
        papers.open_document(gone, by=acting(colleague))


def test_the_owner_keeps_what_others_added_and_the_second_of_two_is_told(
    case, owner, colleague, acting
):
    given(case, colleague)
    document = papers.attach_document(case, by=acting(colleague), upload=upload())
    by = acting(owner)

    saved = papers.change_document(document, by=by, expected=1, values={"title": "ISEE 2026"})

    assert saved.title == "ISEE 2026"
    with pytest.raises(StaleVersion):
        papers.change_document(document, by=by, expected=1, values={"title": "Altro"})


def test_not_to_a_closed_case_nor_of_tomorrow_nor_beside_a_page_of_another(owner, acting):
    closed = CaseFactory(ambito=owner.ambito, owner=owner, state="closed")
    case = CaseFactory(ambito=owner.ambito, owner=owner)
    page = DiaryEntryFactory(case=closed)
    by = acting(owner)

    with pytest.raises(ValidationError, match="si riapre"):
        papers.attach_document(closed, by=by, upload=upload())
    with pytest.raises(ValidationError, match="futura"):
        tomorrow = today() + dt.timedelta(days=1)
        papers.attach_document(case, by=by, upload=upload(), dated_on=tomorrow)
    with pytest.raises(ValidationError, match="un'altra"):
        papers.attach_document(case, by=by, upload=upload(), beside=page)


def test_a_photograph_is_kept_without_its_traces(case, owner, acting):
    by = acting(owner)
    data = photograph(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0ViaDeiMille")

    document = papers.attach_document(case, by=by, upload=upload(data, "casa.jpg"), kind="photo")

    assert b"ViaDeiMille" not in papers.open_document(document, by=by)
    assert document.file.media == "jpeg"


def test_the_night_after_a_new_key_every_file_is_under_it(case, settings):
    settings.FILES_KEY = "prima-chiave-" * 4
    document = CaseDocumentFactory(case=case)
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = "seconda-chiave-" * 4, ["prima-chiave-" * 4]
    become("prossimo_worker")

    assert papers.rewrap_keys() == 1
    assert papers.rewrap_keys() == 0

    settings.FILES_KEY_FALLBACKS = []
    with arranging():
        file = DocumentFile.objects.get(document=document)
    assert vault.read(file.address, bytes(file.key), about=str(document.pk)) == pdf()


def test_only_the_worker_may_touch_keys(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege('prossimo_app', 'wall.file_keys_but(bytea, integer)', "
            "'execute'), has_table_privilege('prossimo_app', 'cases_documentfile', 'update')"
        )

        assert cursor.fetchone() == (False, False)


def test_files_that_no_record_speaks_of_are_swept_and_the_others_stay(case):
    kept = CaseDocumentFactory(case=case)
    orphan, fresh = vault.keep(b"orfano", about="x"), vault.keep(b"appena scritto", about="y")
    with arranging():
        address = DocumentFile.objects.get(document=kept).address
    old = time.time() - papers.ORPHANS_AFTER - 60
    for place in Path(given_settings.FILES_ROOT).rglob("*"):
        if place.name in {address, orphan.address}:
            os.utime(place, (old, old))
    become("prossimo_worker")

    assert papers.sweep_vault() == 1
    assert {address, fresh.address} <= files()
    assert orphan.address not in files()


def test_who_writes_in_the_diary_for_another_body_puts_papers_beside_it_and_nowhere_else(
    case, owner, acting
):
    partner = PostFactory(
        role=RoleKey.PARTNER,
        ambito=owner.ambito,
        organisation=OrganisationFactory(ambito=owner.ambito),
    )
    given(case, partner, parts=["diary"])
    by = acting(partner)

    papers.attach_document(case, by=by, upload=upload(), part="diary")

    assert CaseDocument.objects.visible_to(by).count() == 1
    with pytest.raises(PermissionDenied):
        papers.attach_document(case, by=by, upload=upload())
    given(case, partner, parts=["papers"])
    with pytest.raises(PermissionDenied):
        papers.attach_document(case, by=acting(partner), upload=upload())
