"""The sheet signed by hand that is uploaded with the signature of a project."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from prossimo.cases.models import CaseDocument, PlanSignature
from tests.access.reading import errors, words
from tests.arranging import arranging
from tests.cases.factories import given
from tests.cases.papers_factories import pdf, upload
from tests.cases.plan_factories import PlanSignatureFactory, project_of, subject_of
from tests.cases.plan_steps import all_of, only, page, send
from tests.pages import form_of, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(owner, at_work):
    return at_work(owner)


def shared(case):
    """A project to sign, with nobody's signature, and its person as a member."""
    plan = project_of(case, state="shared", kind="care_plan")
    with arranging():
        PlanSignature.objects.unscoped("test").all().delete()
        return plan, subject_of(case)


def test_a_sheet_signed_by_hand_is_uploaded_with_the_signature(case, owner, client):
    plan, member = shared(case)
    signs = {"role": "person", "member": member.pk, "way": "scan", "reference": "Faldone 7"}

    done = send(client, page(plan, "plan_sign"), **signs, scan=upload(name="firma.pdf"))

    assert done.status_code == 302
    signature = only(PlanSignature)
    assert signature.way == "scan"
    with arranging():
        document = CaseDocument.objects.unscoped("test").get(pk=signature.document_id)
    assert (document.case_id, document.part, document.kind) == (case.pk, "plan", "pact")
    link = soup(client.get(page(plan))).select_one(".plan-signatures a")
    assert link["href"] == document.get_absolute_url()
    file = client.get(reverse("cases:document_file", args=[case.pk, document.pk]))
    assert file.content == pdf()


@pytest.mark.parametrize(("part", "status"), [("plan", 200), ("papers", 404)])
def test_the_sheet_is_opened_by_who_was_given_the_project(
    case, client, colleague, at_work, part, status
):
    plan, member = shared(case)
    send(client, page(plan, "plan_sign"), role="person", member=member.pk, scan=upload())
    given(case, colleague, parts=[part])
    with arranging():
        document = CaseDocument.objects.unscoped("test").get()

    answer = at_work(colleague).get(reverse("cases:document_file", args=[case.pk, document.pk]))

    assert answer.status_code == status


def test_a_sheet_that_is_not_what_it_says_is_refused_and_what_was_typed_stays(case, client):
    plan, member = shared(case)
    sign = page(plan, "plan_sign")
    signs = {"role": "person", "member": member.pk, "way": "scan", "reference": "Faldone 7"}
    polyglot = upload(pdf(script="app.alert(1)"), "firma.pdf")

    refused = send(client, sign, **signs, scan=polyglot)

    assert refused.status_code == 422
    assert errors(refused)
    assert form_of(refused, "main form[data-once]")["reference"] == "Faldone 7"
    assert "sceglierlo di nuovo" in words(refused)
    assert "Scegli il foglio firmato" in errors(send(client, sign, **signs))
    assert all_of(PlanSignature) == []
    assert all_of(CaseDocument) == []


def test_a_signature_by_scan_without_its_sheet_is_no_row(case, client):
    plan, member = shared(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanSignatureFactory(plan=plan, member=member, way="scan", drawn="")
