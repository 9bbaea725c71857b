"""The glass: who may break it, for how long, what is seen and never written, what trace it leaves."""

import datetime as dt

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import JournalLine, OutboxMessage
from prossimo.cases.declared import scales
from prossimo.cases.models import Case, CaseNote, CaseStep, DiaryEntry, GlassOpening
from prossimo.cases.operations import diary, glass, moving
from prossimo.cases.policies import cases as policies
from prossimo.cases.queries import glass as queries
from prossimo.cases.queries.cases import followed, is_followed
from prossimo.citizens.models import Person
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.cases.analysis_factories import scored_sheet
from tests.cases.factories import CaseFactory, CaseNoteFactory, DiaryEntryFactory
from tests.cases.handing_factories import GlassOpeningFactory
from tests.cases.plan_factories import project_of
from tests.cases.protection_factories import CourtOrderFactory, PrescriptionFactory
from tests.citizens.factories import PersonFactory
from tests.pages import form_of, said

pytestmark = pytest.mark.django_db
WHY = "Minaccia in corso, la collega non risponde"
PASSWORD = "cavallo graffetta"


@pytest.fixture
def reserved(case):
    with arranging():
        case.restricted = True
        case.save(update_fields=["restricted"])
    return case


@pytest.fixture
def colleague(colleague):
    with arranging():
        colleague.user.set_password(PASSWORD)
        colleague.user.save(update_fields=["password"])
    return colleague


def broken(case, by, **more):
    return glass.break_glass(case.pk, by=by, **({"category": "danger", "why": WHY} | more))


def lines(action):
    with arranging():
        return list(JournalLine.objects.filter(action=action))


def test_one_case_opens_for_an_hour_and_everybody_who_must_know_is_told(
    reserved, owner, colleague, manager, acting
):
    other = CaseFactory(ambito=owner.ambito, person=reserved.person, user_area="ELD")
    DiaryEntryFactory(case=reserved, text="Parole del diario")
    dpo = post_of(RoleKey.DPO, owner.ambito)
    by = acting(colleague)

    until = broken(reserved, by)

    assert dt.timedelta(minutes=59) < until - timezone.now() <= dt.timedelta(minutes=60)
    assert Case.objects.visible_to(by).get() == reserved
    assert other not in Case.objects.visible_to(by)
    assert DiaryEntry.objects.visible_to(by).get().text == "Parole del diario"
    with arranging():
        told = set(OutboxMessage.objects.values_list("object_id", flat=True))
        opening = GlassOpening.objects.unscoped("test").get()
    assert told == {manager.user_id, dpo.user_id}
    assert (opening.user_id, opening.number, opening.why) == (
        colleague.user_id,
        reserved.number,
        WHY,
    )
    assert [line.object_id for line in lines(Action.GLASS)] == [reserved.pk]


def test_when_the_hour_is_over_it_is_closed_again(reserved, colleague, acting):
    by = acting(colleague)
    broken(reserved, by)
    with arranging():
        GlassOpening.objects.unscoped("test").update(until=timezone.now() - dt.timedelta(minutes=1))

    assert not Case.objects.visible_to(by).exists()
    assert not Case.objects.unscoped("the second wall alone").exists()
    with arranging():
        again = Case.objects.unscoped("test").get(pk=reserved.pk)
    assert not policies.may_read_case(by, again)


def test_it_is_read_and_nothing_is_written(reserved, owner, colleague, acting):
    entry = DiaryEntryFactory(case=reserved, author=colleague.user)
    CaseNoteFactory(entry=DiaryEntryFactory(case=reserved), text="Solo di chi segue")
    by = acting(colleague)
    broken(reserved, by)
    case = Case.objects.visible_to(by).get()

    assert policies.may_read_diary(by, case)
    assert policies.may_read_plan(by, case)
    assert not CaseNote.objects.visible_to(by).exists()
    assert not policies.may_write_case(by, case)
    assert "si legge soltanto" in policies.may_write_diary(by, case).reason
    for write in (
        lambda: diary.write_entry(
            case,
            by=by,
            values={"kind": "call", "happened_at": timezone.now(), "text": "Scrivo"},
        ),
        lambda: diary.amend_entry(entry, by=by, expected=1, values={"text": "Altro"}),
        lambda: moving.take_charge(case, by=by, expected=1),
        lambda: moving.assign_case(case, by=by, expected=1, to=colleague, why="Prendo"),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_the_second_wall_alone_lets_nothing_be_written(reserved, colleague, acting):
    entry = DiaryEntryFactory(case=reserved, author=colleague.user)
    by = acting(colleague)
    broken(reserved, by)

    assert not Case.objects.unscoped("test").filter(pk=reserved.pk).update(why="Mio")
    assert not DiaryEntry.objects.unscoped("test").filter(pk=entry.pk).update(text="Mio")
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        DiaryEntry(case=reserved, kind="call", text="Mio", author=colleague.user).save()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        CaseStep(case=reserved, name="x", target="closed", by=colleague.user).save()


def test_every_table_of_a_case_is_fenced(db):
    with arranging("prossimo_owner"), connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relname LIKE 'cases%%'
                  AND c.relname NOT LIKE '%%historyevent' AND c.relname <> 'cases_glassopening'
                  AND a.attname = 'case_id'
                  AND 3 <> (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid
                               AND NOT p.polpermissive AND p.polname LIKE 'no_glass%%')""",
            [],
        )
        assert cursor.fetchall() == []


def test_who_may_break_it_is_who_follows_cases_or_coordinates(reserved, owner, acting):
    opened = set()
    for role in RoleKey:
        by = acting(post_of(role, owner.ambito))
        try:
            assert broken(reserved, by)
        except PermissionDenied:
            continue
        opened.add(role)

    assert opened == {RoleKey.CASEWORKER, RoleKey.AREA_MANAGER}


def test_what_is_not_there_for_the_glass_answers_the_same(reserved, owner, colleague, acting):
    elsewhere, closed = CaseFactory(), CaseFactory(ambito=owner.ambito, state="closed")
    mine = CaseFactory(ambito=owner.ambito, owner=colleague)
    by = acting(colleague)

    for case in (elsewhere, closed, mine):
        assert broken(case, by) is None
    assert {line.result for line in lines(Action.GLASS)} == {"refused"}
    broken(reserved, by)
    assert broken(reserved, by) is None  # it is open already
    with arranging():
        assert GlassOpening.objects.unscoped("test").count() == 1


@pytest.mark.parametrize("more", [{"category": "curiosity"}, {"why": "x"}, {"why": "   "}])
def test_a_reason_is_asked(reserved, colleague, acting, more):
    with pytest.raises(ValidationError):
        broken(reserved, acting(colleague), **more)


def test_reserved_cases_stay_hidden_everywhere_else(reserved, owner, colleague, manager, acting):
    for post in (colleague, manager, post_of(RoleKey.SOCIAL_DESK, owner.ambito)):
        by = acting(post)
        assert not Case.objects.visible_to(by).exists()
        assert followed(reserved.person_id) == []
        assert not is_followed(reserved.person_id)


def test_the_review_is_of_another_and_once(reserved, colleague, manager, acting):
    own = GlassOpeningFactory(case=reserved, post=manager)
    opening = GlassOpeningFactory(case=reserved, post=colleague)
    by = acting(manager)
    assert [row.pk for row in queries.to_review(by)] == [opening.pk]
    with pytest.raises(PermissionDenied, match="un'altra persona"):
        glass.review_opening(own, by=by, expected=1, outcome="justified", note="Mio")
    with pytest.raises(ValidationError):
        glass.review_opening(opening, by=by, expected=1, outcome="", note="Sentita")

    done = glass.review_opening(
        opening, by=by, expected=1, outcome="unjustified", note="Non era urgente"
    )

    assert (done.outcome, done.reviewed_by_id) == ("unjustified", manager.user_id)
    with pytest.raises(PermissionDenied, match="già stato verificato"):
        glass.review_opening(done, by=by, expected=2, outcome="justified", note="Ripenso")


def test_after_five_working_days_the_review_is_late(reserved, colleague):
    opening = GlassOpeningFactory(case=reserved, post=colleague)
    opening.created_at = dt.datetime(2026, 4, 2, 10, tzinfo=dt.UTC)  # before Easter

    assert queries.review_by(opening) == dt.date(2026, 4, 10)
    assert queries.is_late(opening)
    opening.outcome = "justified"
    assert not queries.is_late(opening)


def test_the_address_of_a_case_offers_the_way_whether_it_exists_or_not(
    reserved, colleague, at_work
):
    client = at_work(colleague)
    for case_id in (reserved.pk, reserved.person_id):
        answer = client.get(reverse("cases:case", args=[case_id]))
        assert answer.status_code == 404
        assert "accesso d'emergenza" in said(answer)
    desk = at_work(post_of(RoleKey.FRONT_DESK, colleague.ambito))
    assert "emergenza" not in said(desk.get(reverse("cases:case", args=[reserved.pk])))


def test_from_the_address_with_ones_password_again(reserved, colleague, manager, at_work):
    DiaryEntryFactory(case=reserved, text="Parole del diario")
    client = at_work(colleague)
    address = reverse("cases:glass_case", args=[reserved.pk])
    fields = {"category": "danger", "why": WHY, "password": "sbagliata"}
    wrong = client.post(address, fields)
    assert wrong.status_code == 422
    assert "La password non è quella giusta" in said(wrong)
    assert "sbagliata" not in wrong.content.decode()

    done = client.post(address, fields | {"password": PASSWORD})

    page = said(client.get(done["Location"]))
    assert "ancora 60 minuti" in page
    assert "Parole del diario" in page
    assert "Scrivi nel diario" not in page
    assert "aspetta la verifica" in said(at_work(manager).get(reverse("web:today")))


def test_from_the_person_one_chooses_among_several_after_the_proof(
    reserved, owner, colleague, at_work
):
    CaseFactory(ambito=owner.ambito, person=reserved.person, user_area="ELD")
    client = at_work(colleague)
    address = reverse("cases:glass_person", args=[reserved.person_id])
    assert "famiglia e minori" not in said(client.get(address))

    choice = client.post(address, {"category": "health", "why": WHY, "password": PASSWORD})
    assert "Quale cartella serve" in said(choice)
    proof = form_of(choice, "main form")["proof"]
    forged = signing.dumps({"post": "x"}, salt="prossimo.cases.glass")
    assert client.post(address, {"proof": forged, "case": reserved.pk})["Location"] != (
        reserved.get_absolute_url()
    )
    done = client.post(address, {"proof": proof, "case": reserved.pk})
    assert done["Location"] == reserved.get_absolute_url()


def test_a_person_without_hidden_cases_says_so(owner, colleague, at_work):
    nobody = PersonFactory(ambito=owner.ambito)
    answer = at_work(colleague).post(
        reverse("cases:glass_person", args=[nobody.pk]),
        {"category": "health", "why": WHY, "password": PASSWORD},
    )
    assert answer.status_code == 422
    assert "Non ha prese in carico aperte" in said(answer)
    assert lines(Action.GLASS)


def test_the_dpo_reviews_without_seeing_whose_case_it_is(reserved, colleague, at_work):
    opening = GlassOpeningFactory(case=reserved, post=colleague)
    client = at_work(PostFactory(role=RoleKey.DPO, ambito=colleague.ambito))
    assert colleague.user.get_full_name() in said(client.get(reverse("cases:glass_list")))
    address = reverse("cases:glass_review", args=[opening.pk])
    page = client.get(address)
    assert WHY in said(page)
    assert reserved.person.surname not in said(page)

    fields = form_of(page) | {"outcome": "justified", "note": "Sentite entrambe"}
    assert client.post(address, fields).status_code == 302
    assert "giustificato" in said(client.get(address))


FENCED = "SELECT polrelid::regclass::text FROM pg_policy WHERE polname = 'no_glass_update'"


def rows_behind_the_wall():
    """How many rows of each table of a case the second wall alone lets the reader see."""
    with connection.cursor() as cursor:
        cursor.execute(FENCED)
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def test_broken_before_the_case_was_archived_it_opens_nothing_of_it(reserved, colleague, acting):
    DiaryEntryFactory(case=reserved)
    PrescriptionFactory(order=CourtOrderFactory(case=reserved))
    scored_sheet(reserved, {item.key: "kept" for item in scales["katz"].items})
    project_of(reserved)
    by = acting(colleague)
    broken(reserved, by)
    before = {table for table, rows in rows_behind_the_wall().items() if rows}
    assert {"cases_case", "cases_diaryentry", "cases_prescription", "cases_scaleanswer"} <= before
    assert Person.objects.visible_to(by).filter(pk=reserved.person_id).exists()

    with arranging():
        Case.objects.unscoped("test").filter(pk=reserved.pk).update(archived=True)

    assert {table for table, rows in rows_behind_the_wall().items() if rows} == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM wall.my_cases('')")
        assert cursor.fetchone() == (0,)
    assert not Case.objects.visible_to(by).exists()
    assert not DiaryEntry.objects.visible_to(by).exists()
