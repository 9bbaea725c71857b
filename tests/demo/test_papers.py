"""The papers of the invented cases are real ones: they pass the same checks, and open."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from prossimo.cases.models import CaseDocument, EntryTemplate
from prossimo.core import uploads, vault
from prossimo.core.periods import today
from prossimo.web.demo import papers
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, DiaryEntryFactory

pytestmark = pytest.mark.django_db


def test_papers_are_put_in_the_cases_and_each_opens_as_a_document():
    DiaryEntryFactory(case=CaseFactory())
    with arranging():
        put = papers.file_away(today())
        rows = list(CaseDocument.objects.unscoped("test").select_related("file"))
        texts = EntryTemplate.objects.count()

    assert len(rows) == put > 0
    assert texts >= 3
    for row in rows:
        data = vault.read(row.file.address, bytes(row.file.key), about=str(row.pk))
        assert uploads.checked(SimpleUploadedFile(row.file.name, data)).kind.key == "pdf"
