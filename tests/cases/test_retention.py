"""The archive of cases: out of sight, called back, held, disposed of by two with an act, and nothing left."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import JournalLine
from prossimo.cases.choices import ArchiveState
from prossimo.cases.models import Case, CaseArchive, CaseWorker, LegalHold
from prossimo.cases.operations import retention as operations
from prossimo.cases.workflow import ARCHIVE
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove
from tests.access.reading import words
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.analysis_factories import ScaleSheetFactory
from tests.cases.factories import (
    CaseFactory,
    CaseMemberFactory,
    CaseNeedFactory,
    CaseNoteFactory,
    DiaryEntryFactory,
    EntryPresenceFactory,
)
from tests.cases.papers_factories import CaseDocumentFactory
from tests.cases.plan_factories import project_of
from tests.cases.protection_factories import (
    CaseArchiveFactory,
    CourtOrderFactory,
    LegalHoldFactory,
    PrescriptionFactory,
    RemovalFactory,
    SafePlaceFactory,
)
from tests.cases.ties_factories import CaseTieFactory

pytestmark = pytest.mark.django_db
CANARY = "CANARINODASCARTARE"
ACT = {"act": "Soprintendenza archivistica, n. 512", "act_on": dt.date(2026, 5, 4)}
KEY = "0190c0de-0000-7000-8000-0000000000"


@pytest.fixture
def dpo(owner):
    return PostFactory(role=RoleKey.DPO, ambito=owner.ambito)


@pytest.fixture
def closed(owner):
    return CaseFactory(ambito=owner.ambito, owner=owner, state="closed", why=CANARY, closing=CANARY)


def seen(post, acting):
    return list(Case.objects.visible_to(acting(post)))


def stored(pk, model=CaseArchive):
    with arranging():
        return model.objects.unscoped("test").get(pk=pk)


def only(model=CaseArchive):
    with arranging():
        return model.objects.unscoped("test").latest("created_at")


def proposed(closed, manager, acting):
    """A case put away, past its term and proposed."""
    archive = CaseArchiveFactory(case=closed)
    with arranging():
        Case.objects.unscoped("test").filter(pk=closed.pk).update(archived=True)
    operations.propose_disposal([archive], by=acting(manager), why="Termine passato")
    return archive


def test_what_is_put_away_leaves_the_sight_of_all_and_comes_back_with_a_reason(
    closed, owner, manager, acting, at_work
):
    assert seen(owner, acting) == [closed]
    operations.archive_cases([closed.pk], by=acting(manager))

    assert seen(owner, acting) == []
    assert seen(manager, acting) == []
    assert at_work(owner).get(closed.get_absolute_url()).status_code == 404
    acting(owner)
    assert not Case.objects.unscoped("the second wall alone").exists()
    archive = only()
    with pytest.raises(ValidationError):
        operations.recall_case(archive, by=acting(manager), why=" ")
    operations.recall_case(archive, by=acting(manager), why="Nuova richiesta")

    assert seen(owner, acting) == [closed]
    assert stored(archive.pk).state == ArchiveState.RECALLED
    operations.archive_cases([closed.pk], by=acting(manager))


def test_the_term_in_force_at_the_closing_says_until_when(closed, manager, acting):
    by = acting(manager)
    operations.set_term(by=by, user_area="", years=5, since=dt.date(2020, 1, 1), act="Delibera 1")
    operations.set_term(
        by=by, user_area="FAM", years=10, since=dt.date(2021, 1, 1), act="Delibera 2"
    )
    operations.set_term(
        by=by, user_area="FAM", years=2, since=dt.date(2090, 1, 1), act="Delibera 3"
    )

    operations.archive_cases([closed.pk], by=by)

    assert only().due_on.year == today().year + 10


def test_without_a_term_or_before_it_nothing_is_proposed(closed, manager, acting):
    operations.archive_cases([closed.pk], by=acting(manager))

    with pytest.raises(ValidationError, match="non è ancora passato"):
        operations.propose_disposal([only()], by=acting(manager), why="Subito")


@pytest.mark.parametrize("until", [None, today()])
def test_a_hold_stops_it_until_it_is_lifted(closed, manager, dpo, acting, until):
    archive = proposed(closed, manager, acting)
    hold = operations.hold_back(archive, by=acting(dpo), why="Processo", until=until)

    with pytest.raises(ValidationError, match="non si può scartare"):
        operations.dispose([archive], by=acting(dpo), **ACT)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT wall.dispose_case(%s, 'n. 1', now()::date)", [archive.pk])
    operations.lift_hold(hold, by=acting(dpo), why="Archiviato")
    operations.dispose([archive], by=acting(dpo), **ACT)

    assert stored(archive.pk).state == ArchiveState.DISPOSED


def test_a_hold_that_is_over_stops_nothing(closed, manager, dpo, acting):
    archive = proposed(closed, manager, acting)
    LegalHoldFactory(archive=archive, until=today() - dt.timedelta(days=1))

    assert operations.dispose([archive], by=acting(dpo), **ACT) == 1


def test_who_proposes_never_approves_and_an_act_is_asked(closed, manager, dpo, acting):
    archive = proposed(closed, manager, acting)

    with pytest.raises(PermissionDenied):
        operations.dispose([archive], by=acting(manager), **ACT)
    with pytest.raises(ValidationError):
        operations.dispose([archive], by=acting(dpo), act=" ", act_on=today())
    with arranging():
        CaseArchive.objects.unscoped("test").filter(pk=archive.pk).update(proposed_by=dpo.user)
    with pytest.raises(PermissionDenied):
        operations.dispose([archive], by=acting(dpo), **ACT)
    assert stored(archive.pk).state == ArchiveState.PROPOSED


def everywhere():
    """The tables of ours where the canary still sings, past ones too."""
    singing = []
    with arranging(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{CANARY}%"]
            )
            if cursor.fetchone()[0]:
                singing.append(table)
    return singing


def test_of_what_is_disposed_of_no_word_is_left_in_any_table(closed, manager, dpo, owner, acting):
    by = {"text": CANARY}
    entry = DiaryEntryFactory(case=closed, **by)
    CaseNoteFactory(entry=entry, **by)
    EntryPresenceFactory(entry=entry, name=CANARY)
    CaseMemberFactory(case=closed, note=CANARY)
    CaseNeedFactory(case=closed, note=CANARY)
    CaseTieFactory(case=closed, note=CANARY)
    CaseDocumentFactory(case=closed, title=CANARY)
    project_of(closed)
    wrong = ScaleSheetFactory(case=closed, total=6, state="corrected", note=CANARY)
    ScaleSheetFactory(case=closed, total=5, corrects=wrong, why=CANARY)
    PrescriptionFactory(order=CourtOrderFactory(case=closed, **by), what=CANARY)
    SafePlaceFactory(removal=RemovalFactory(case=closed, why=CANARY), place=CANARY)
    with arranging():
        save_versioned(entry, {"text": f"{CANARY} due"}, expected=1)
    assert len(everywhere()) > 15
    other = CaseFactory(ambito=owner.ambito, owner=owner, why="Un'altra")
    kept = DiaryEntryFactory(case=other)

    archive = proposed(closed, manager, acting)
    operations.dispose([archive], by=acting(dpo), **ACT)

    assert everywhere() == []
    row = stored(closed.pk, Case)
    assert (row.user_area, row.closed_on, row.outcome) == ("FAM", closed.closed_on, "reached")
    assert row.household is None
    with arranging():
        assert not CaseWorker.objects.unscoped("test").filter(case=closed).exists()
        assert JournalLine.objects.filter(object_id=archive.pk, note__contains="n. 512").exists()
        kept.refresh_from_db()
    gone = stored(archive.pk)
    assert (gone.decided_by, gone.act_on) == (dpo.user, ACT["act_on"])
    with pytest.raises(IllegalMove):
        operations.recall_case(gone, by=acting(manager), why="Ripensamento")


@pytest.mark.parametrize("state", ArchiveState.values)
@pytest.mark.parametrize("move", ARCHIVE.moves)
def test_every_move_from_every_state(state, move):
    table = {
        ("archived", "propose"): "proposed", ("proposed", "refuse"): "archived",
        ("proposed", "dispose"): "disposed", ("archived", "recall"): "recalled",
        ("proposed", "recall"): "recalled",
    }  # fmt: skip
    if (state, move) in table:
        assert ARCHIVE.step(state, move) == table[state, move]
    else:
        with pytest.raises(IllegalMove):
            ARCHIVE.step(state, move)


def test_the_page_leads_from_the_term_to_the_authorisation(closed, manager, dpo, at_work):
    client = at_work(manager)
    shelf = reverse("cases:archive")

    def post(client, move, **told):
        url = reverse("cases:archive_act", args=[move])
        return client.post(url, {"idempotency_key": f"{KEY}{len(str(told)) % 89 + 10}", **told})

    assert "Nessun termine deliberato" in words(client.get(shelf))
    term = {"years": "1", "since": "2020-01-01", "act": "Delibera 12", "user_area": ""}
    client.post(reverse("cases:term_new"), {"idempotency_key": f"{KEY}99", **term})
    assert post(client, "archivia", rows=[str(closed.pk)]).status_code == 302
    archive = only()
    with arranging():
        CaseArchive.objects.unscoped("test").update(due_on=dt.date(2026, 1, 1))
    assert "termine passato" in words(client.get(shelf))
    assert post(client, "proponi", rows=[str(archive.pk)], why="Passato").status_code == 302
    approver = at_work(dpo)
    assert closed.number in words(approver.get(shelf))
    assert closed.person.surname not in words(approver.get(shelf))
    wrong = post(approver, "scarta", rows=[str(archive.pk)], act="", act_on="2026-05-04")
    assert wrong.status_code == 422
    done = post(approver, "scarta", rows=[str(archive.pk)], act="n. 7", act_on="2026-05-04")
    assert done.status_code == 302
    assert "n. 7" in words(approver.get(shelf))
    assert LegalHold.objects.unscoped("none").count() == 0
