"""A case passes: who asks, who answers, what each sees meanwhile, and what stays afterwards."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import OutboxMessage
from prossimo.cases.choices import CaseState, TransferState
from prossimo.cases.models import Case, CaseStep, CaseTransfer, CaseWorker, DiaryEntry
from prossimo.cases.operations import closing, moving, transfer
from prossimo.cases.package import package_of
from prossimo.cases.queries import transfers as queries
from prossimo.core import letterheads, pdf
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.cases.factories import (
    CaseFactory,
    CaseNeedFactory,
    CaseNoteFactory,
    DiaryEntryFactory,
    given,
)
from tests.cases.handing_factories import CaseTransferFactory
from tests.pages import form_of, said
from tests.pdfs import text_of
from tests.territory.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
WHY = "Cambia zona"


@pytest.fixture
def town(owner):
    return MunicipalityFactory(ambito=owner.ambito)


@pytest.fixture
def there(owner, town):
    """Who coordinates the other municipality, and it alone."""
    return PostFactory(role=RoleKey.AREA_MANAGER, ambito=owner.ambito, municipality=town)


def asked(case, by, **to):
    kind = to.pop("kind", "worker")
    return transfer.ask_transfer(case, by=by, kind=kind, why=to.pop("why", WHY), **to)


def now(row):
    with arranging():
        return type(row).objects.unscoped("as it is").get(pk=row.pk)


def told():
    with arranging():
        return set(OutboxMessage.objects.values_list("object_id", flat=True))


def test_until_it_is_accepted_the_case_stays_whole_with_who_has_it(case, owner, colleague, acting):
    CaseNeedFactory(case=case)
    row = asked(case, acting(owner), to_post=colleague)

    assert colleague.user_id in told()
    assert (row.needs, row.from_post_id) == (1, owner.pk)
    assert Case.objects.visible_to(acting(owner)).filter(owner=owner.pk).exists()
    by = acting(colleague)
    assert [each.pk for each in queries.to_answer(by)] == [row.pk]
    assert not Case.objects.visible_to(by).exists()
    assert not Case.objects.unscoped("the second wall alone").exists()


def test_who_accepts_has_it_from_now_and_who_had_it_keeps_the_past(case, owner, colleague, acting):
    page = DiaryEntryFactory(case=case)
    row = asked(case, acting(owner), to_post=colleague)

    transfer.accept_transfer(row, by=acting(colleague), answer="Va bene")

    by = acting(colleague)
    held = Case.objects.visible_to(by).get()
    assert (held.owner_id, held.state) == (colleague.pk, CaseState.IN_CHARGE)
    assert DiaryEntry.objects.visible_to(by).get() == page
    assert "Va bene" in CaseStep.objects.visible_to(by).get(name="transfer").note
    assert not Case.objects.visible_to(acting(owner)).exists()
    assert now(row).state == TransferState.ACCEPTED
    with arranging():
        past = CaseWorker.objects.unscoped("test").get(case=case, post=owner)
    assert past.period.upper == today()
    assert owner.user_id in told()


def test_one_that_followed_beside_becomes_the_owner_once(case, owner, colleague, acting):
    given(case, colleague, parts=["plan"])
    row = asked(case, acting(owner), to_post=colleague)

    transfer.accept_transfer(row, by=acting(colleague))

    mine = CaseWorker.objects.visible_to(acting(colleague)).in_force().filter(post=colleague)
    assert [worker.role for worker in mine] == ["owner"]


def test_who_refuses_says_why_and_nothing_moves(case, owner, colleague, acting):
    row = asked(case, acting(owner), to_post=colleague)
    by = acting(colleague)
    with pytest.raises(ValidationError, match="Scrivi perché"):
        transfer.refuse_transfer(row, by=by, expected=1, answer=" ")

    transfer.refuse_transfer(row, by=by, expected=1, answer="Ne ho già troppe")

    assert now(row).state == TransferState.REFUSED
    assert Case.objects.visible_to(acting(owner)).get().owner_id == owner.pk
    with pytest.raises(IllegalMove):
        transfer.accept_transfer(now(row), by=acting(colleague))


@pytest.mark.parametrize("move", ["accept", "refuse", "withdraw"])
@pytest.mark.parametrize("state", ["accepted", "refused", "withdrawn"])
def test_what_was_decided_is_decided(case, owner, colleague, acting, move, state):
    row = asked(case, acting(owner), to_post=colleague)
    with arranging():
        row.state, row.decided_at, row.decided_by = state, row.created_at, owner.user
        row.save()
    act = {
        "accept": lambda: transfer.accept_transfer(row, by=acting(colleague)),
        "refuse": lambda: transfer.refuse_transfer(
            row, by=acting(colleague), expected=1, answer="No"
        ),
        "withdraw": lambda: transfer.withdraw_transfer(row, by=acting(owner), expected=1),
    }

    with pytest.raises(IllegalMove, match="non è possibile"):
        act[move]()


def test_who_asked_may_withdraw_and_ask_again(case, owner, colleague, acting):
    by = acting(owner)
    row = asked(case, by, to_post=colleague)
    with pytest.raises(ValidationError, match="già un passaggio in attesa"):
        asked(case, by, kind="outside", to_place="Milano")

    transfer.withdraw_transfer(row, by=by, expected=1)

    assert asked(case, by, kind="outside", to_place="Milano").waits
    assert queries.to_answer(acting(colleague)) == []


def test_only_its_owner_and_who_coordinates_ask(case, owner, colleague, manager, acting):
    for role in RoleKey:
        post = manager if role == RoleKey.AREA_MANAGER else post_of(role, owner.ambito)
        by = acting(post)
        if post is manager:
            row = asked(case, by, to_post=colleague)
            transfer.withdraw_transfer(row, by=by, expected=1)
        else:
            with pytest.raises(PermissionDenied):
                asked(case, by, to_post=colleague)


@pytest.mark.parametrize("kind", ["worker", "service", "town", "outside"])
def test_only_who_is_asked_answers(case, owner, colleague, manager, acting, town, kind):
    to = {
        "worker": {"to_post": colleague},
        "service": {"to_area": "ELD"},
        "town": {"to_municipality": town},
        "outside": {"to_place": "Milano"},
    }
    row = asked(case, acting(owner), kind=kind, **to[kind])
    for role in RoleKey:
        if role != RoleKey.AREA_MANAGER:
            with pytest.raises(PermissionDenied):
                by = acting(post_of(role, owner.ambito))
                transfer.refuse_transfer(row, by=by, expected=1, answer="Non ora")
    by = acting(colleague if kind == "worker" else manager)

    transfer.refuse_transfer(row, by=by, expected=1, answer="Non ora")

    assert now(row).state == TransferState.REFUSED


def test_another_area_is_accepted_by_who_coordinates_or_by_who_was_proposed(
    case, owner, colleague, manager, acting
):
    row = asked(case, acting(owner), kind="service", to_area="ELD", to_post=colleague)
    assert {manager.user_id, colleague.user_id} <= told()

    transfer.accept_transfer(row, by=acting(colleague))

    held = now(case)
    assert (held.user_area, held.owner_id) == ("ELD", colleague.pk)
    back = asked(held, acting(colleague), kind="service", to_area="FAM")
    by = acting(manager)
    with pytest.raises(ValidationError, match="chi la seguirà"):
        transfer.accept_transfer(back, by=by)
    transfer.accept_transfer(back, by=by, to=owner)
    assert (now(case).user_area, now(case).owner_id) == ("FAM", owner.pk)


def test_two_live_cases_in_one_area_are_refused_in_words(case, owner, colleague, acting):
    CaseFactory(ambito=owner.ambito, person=case.person, user_area="ELD")
    row = asked(case, acting(owner), kind="service", to_area="ELD", to_post=colleague)

    with pytest.raises(ValidationError, match="già una presa in carico aperta"):
        transfer.accept_transfer(row, by=acting(colleague))
    assert now(row).waits


def test_a_municipality_takes_it_assigns_it_and_nothing_is_lost(
    case, owner, manager, there, town, acting
):
    page = DiaryEntryFactory(case=case)
    next_owner = PostFactory(role=RoleKey.CASEWORKER, ambito=owner.ambito, municipality=town)
    row = asked(case, acting(owner), kind="town", to_municipality=town)
    by = acting(there)
    assert [each.pk for each in queries.to_answer(by)] == [row.pk]
    with pytest.raises(ValidationError, match="scegline un'altra"):
        elsewhere = PostFactory(
            role=RoleKey.CASEWORKER,
            ambito=owner.ambito,
            municipality=MunicipalityFactory(ambito=owner.ambito),
        )
        transfer.accept_transfer(row, by=acting(there), to=elsewhere)

    transfer.accept_transfer(row, by=acting(there), to=next_owner)

    held = now(case)
    assert (held.municipality_id, held.owner_id) == (town.pk, next_owner.pk)
    assert held.number == case.number
    by = acting(next_owner)
    assert DiaryEntry.objects.visible_to(by).get() == page
    assert not Case.objects.visible_to(acting(owner)).exists()


def test_a_manager_of_elsewhere_does_not_see_what_is_not_for_them(case, owner, town, acting):
    row = asked(case, acting(owner), kind="town", to_municipality=town)
    other = MunicipalityFactory(ambito=owner.ambito)
    stranger = PostFactory(role=RoleKey.AREA_MANAGER, ambito=owner.ambito, municipality=other)
    by = acting(stranger)
    if case.municipality_id is not None:
        assert not CaseTransfer.objects.visible_to(by).filter(pk=row.pk).exists()
    with pytest.raises(PermissionDenied):
        transfer.accept_transfer(row, by=by, to=owner)


def test_outside_the_ambito_the_case_is_handed_over_and_closes(case, owner, acting):
    by = acting(owner)
    row = asked(case, by, kind="outside", to_place="Milano")
    with pytest.raises(ValidationError, match="chi l'ha presa"):
        transfer.hand_out(row, by=by, expected=1, answer="")

    transfer.hand_out(row, by=by, expected=1, answer="Presa da A. Bianchi il 3 giugno")

    held = now(case)
    assert (held.state, held.outcome) == (CaseState.CLOSED, "moved")
    assert "A. Bianchi" in held.closing


def test_what_changed_meanwhile_is_told(case, owner, colleague, manager, acting):
    third = PostFactory(role=RoleKey.CASEWORKER, ambito=owner.ambito)
    row = asked(case, acting(owner), to_post=colleague)
    moving.assign_case(case, by=acting(manager), expected=1, to=third, why="Malattia")
    with pytest.raises(ValidationError, match="passata ad altri"):
        transfer.accept_transfer(row, by=acting(colleague))

    held = now(case)
    closing.close_case(
        held, by=acting(third), expected=held.version, outcome="reached", closing="Fine"
    )
    with pytest.raises(ValidationError, match="si è chiusa"):
        transfer.accept_transfer(row, by=acting(colleague))


def test_the_second_of_two_managers_is_told(case, owner, manager, acting):
    row = asked(case, acting(owner), kind="service", to_area="ELD")
    second = PostFactory(role=RoleKey.AREA_MANAGER, ambito=owner.ambito)
    mine, theirs = now(row), now(row)

    transfer.accept_transfer(mine, by=acting(manager), to=owner)

    with pytest.raises(StaleVersion):
        transfer.accept_transfer(theirs, by=acting(second), to=owner)


@pytest.mark.parametrize(
    ("kind", "to", "said_of"),
    [
        ("worker", {}, "Scegli a chi"),
        ("service", {"to_area": "FAM"}, "diversa da quella"),
        ("town", {}, "un altro Comune"),
        ("outside", {"to_place": " "}, "quale Comune"),
        ("outside", {"to_place": "Milano", "why": " "}, "perché passa"),
    ],
)
def test_a_passage_goes_somewhere_and_says_why(case, owner, acting, kind, to, said_of):
    with pytest.raises(ValidationError, match=said_of):
        asked(case, acting(owner), kind=kind, **to)


def test_the_package_holds_the_story_and_no_private_note(case, owner, acting):
    CaseNeedFactory(case=case, note="La caldaia")
    entry = DiaryEntryFactory(case=case, text="Racconta del lavoro")
    CaseNoteFactory(entry=entry, text="SOLOMIO")
    by = acting(owner)

    paper = pdf.sheet(package_of(by, case), letterheads.Letterhead("Prossimo", "", case.created_at))

    text = text_of(paper)
    assert "Racconta del lavoro" in text
    assert "La caldaia" in text
    assert "SOLOMIO" not in text


def test_the_pages_ask_answer_and_tell(case, owner, colleague, manager, at_work):
    client = at_work(owner)
    address = reverse("cases:transfer_new", args=[case.pk])
    fields = form_of(client.get(address)) | {"kind": "worker", "to_post": str(colleague.pk)}
    assert client.post(address, fields).status_code == 422
    assert client.post(address, fields | {"why": WHY}).status_code == 302
    with arranging():
        row = CaseTransfer.objects.unscoped("test").get()
    assert "Passaggio in attesa" in said(client.get(reverse("cases:case", args=[case.pk])))

    theirs = at_work(colleague)
    assert "Ti chiedono di accogliere" in said(theirs.get(reverse("web:today")))
    assert case.number in said(theirs.get(reverse("cases:transfers")))
    sheet = theirs.get(reverse("cases:transfer", args=[row.pk]))
    assert WHY in said(sheet)
    assert case.person.surname not in said(sheet)
    answer = form_of(sheet) | {"decision": "accept"}
    done = theirs.post(reverse("cases:transfer", args=[row.pk]), answer)
    assert done["Location"] == case.get_absolute_url()
    assert "Passaggio accolto" in said(theirs.get(done["Location"]))
    assert "Chi l'ha seguita" in said(theirs.get(reverse("cases:handling", args=[case.pk])))


def test_the_page_withdraws(case, owner, colleague, acting, at_work):
    row = CaseTransferFactory(case=case, kind="worker", to_post=colleague, to_area="")
    client = at_work(owner)
    address = reverse("cases:transfer_withdraw", args=[row.pk])
    assert client.post(address, form_of(client.get(address))).status_code == 302
    assert now(row).state == TransferState.WITHDRAWN
    assert at_work(colleague).get(address).status_code == 403
