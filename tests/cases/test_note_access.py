"""A private note read by law: who, which one, for how long, who is told, what stays shut."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import JournalLine, OutboxMessage
from prossimo.cases.models import CaseNote, DiaryEntry, NoteAccess
from prossimo.cases.operations.note_access import open_note
from prossimo.cases.queries.note_access import notes_kept
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.cases.factories import CaseNoteFactory, DiaryEntryFactory
from tests.pages import said

pytestmark = pytest.mark.django_db
WHY = "Richiesta del tribunale per i minorenni"
PASSWORD = "cavallo graffetta"
TOLD = {"ground": "court", "why": WHY}


@pytest.fixture
def note(case):
    entry = DiaryEntryFactory(case=case, text="Parole del diario")
    CaseNoteFactory(entry=DiaryEntryFactory(case=case), text="Un'altra annotazione")
    return CaseNoteFactory(entry=entry, text="Solo di chi l'ha scritta")


@pytest.fixture
def manager(manager):
    with arranging():
        manager.user.set_password(PASSWORD)
        manager.user.save(update_fields=["password"])
    return manager


def texts(actor):
    return {row.text for row in CaseNote.objects.visible_to(actor)}


def wall_texts():
    return {row.text for row in CaseNote.objects.unscoped("the second wall alone")}


def test_one_note_opens_for_an_hour_and_its_author_and_the_dpo_are_told(
    case, note, owner, manager, acting
):
    dpo = post_of(RoleKey.DPO, owner.ambito)
    by = acting(manager)
    assert texts(by) == wall_texts() == set()

    access = open_note(case, note.pk, by=by, **TOLD)

    assert texts(by) == wall_texts() == {"Solo di chi l'ha scritta"}
    assert not DiaryEntry.objects.unscoped("the second wall alone").exists()
    assert dt.timedelta(minutes=59) < access.until - timezone.now() <= dt.timedelta(minutes=60)
    with arranging():
        told = set(OutboxMessage.objects.values_list("object_id", flat=True))
        lines = JournalLine.objects.filter(action=Action.UNSEAL, object_id=note.pk)
        assert told == {owner.user_id, dpo.user_id}
        assert [line.note for line in lines] == ["court"]
        NoteAccess.objects.unscoped("test").update(until=timezone.now())
    assert texts(by) == wall_texts() == set()


def test_it_is_read_and_never_written_nor_what_it_said_before(case, note, manager, acting):
    with arranging():
        CaseNote.objects.unscoped("test").filter(pk=note.pk).update(text="Riscritta")
    by = acting(manager)
    open_note(case, note.pk, by=by, **TOLD)

    rows = CaseNote.objects.unscoped("the second wall alone")
    assert texts(by) == {"Riscritta"}
    assert rows.filter(pk=note.pk).update(text="Cambiata") == 0
    assert not apps.get_model("cases", "CaseNoteHistoryEvent").objects.exists()
    for forged in (  # nobody grants to themself, nor makes the hour longer
        "INSERT INTO cases_noteaccess SELECT * FROM cases_noteaccess",
        "UPDATE cases_noteaccess SET until = until + interval '1 day'",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(forged)


def test_not_of_a_reserved_case_nor_by_who_does_not_coordinate(
    case, note, colleague, manager, acting
):
    with pytest.raises(PermissionDenied):
        open_note(case, note.pk, by=acting(colleague), **TOLD)
    assert notes_kept(case) == []
    by = acting(manager)
    open_note(case, note.pk, by=by, **TOLD)
    with arranging():
        case.restricted = True
        case.save(update_fields=["restricted"])

    with pytest.raises(PermissionDenied):
        open_note(case, note.pk, by=by, **TOLD)
    assert texts(by) == wall_texts() == set()
    assert notes_kept(case) == []


@pytest.mark.parametrize("wrong", [{"ground": ""}, {"ground": "x"}, {"why": "perché"}])
def test_without_a_law_and_a_reason_nothing_opens(case, note, manager, acting, wrong):
    by = acting(manager)
    with pytest.raises(ValidationError):
        open_note(case, note.pk, by=by, **{**TOLD, **wrong})
    assert not NoteAccess.objects.visible_to(by).exists()


def test_on_the_page_it_asks_the_password_and_the_author_reads_who_and_why(
    case, note, owner, manager, at_work
):
    client = at_work(manager)
    address = reverse("cases:note_open", args=[case.pk])
    assert address in client.get(case.get_absolute_url()).content.decode()
    asked = client.get(address)
    assert "Solo di chi" not in said(asked)
    fields = {**TOLD, "note": str(note.pk)}

    refused = client.post(address, {**fields, "password": "sbagliata"})
    assert refused.status_code == 422
    assert WHY in refused.content.decode()
    assert "Solo di chi" not in said(refused)
    assert client.post(address, {**fields, "password": PASSWORD})["Location"] == address

    opened = said(client.get(address))
    assert "Solo di chi l'ha scritta" in opened
    assert "Parole del diario" not in opened
    assert "Un'altra annotazione" not in opened
    assert client.get(reverse("cases:entry", args=[case.pk, note.entry_id])).status_code != 200
    read = said(at_work(owner).get(reverse("cases:entry", args=[case.pk, note.entry_id])))
    assert manager.user.get_full_name() in read
    assert WHY in read
    dpo = at_work(post_of(RoleKey.DPO, owner.ambito))
    assert WHY in said(dpo.get(reverse("cases:glass_list")))
