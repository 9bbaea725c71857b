"""The diary: who writes, who reads, what stays of what was corrected, what only the author sees."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from prossimo.cases.models import CaseNote, DiaryEntry
from prossimo.cases.operations import diary
from prossimo.cases.policies.cases import may_read_diary
from prossimo.cases.queries.diary import as_it_was, presences_of
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, given

pytestmark = pytest.mark.django_db


def told(**more):
    return {"kind": "interview", "happened_at": timezone.now(), "text": "Ha parlato"} | more


def test_a_page_is_written_with_who_was_there_and_ones_own_note(case, owner, colleague, acting):
    by = acting(owner)

    entry = diary.write_entry(
        case, by=by, values=told(), people=[case.person], workers=[colleague],
        others="la maestra, il medico", private="Mi preoccupa",
    )  # fmt: skip

    assert presences_of(by, entry) == [
        "la maestra", "il medico", case.person.full_name, colleague.user.get_full_name(),
    ]  # fmt: skip
    assert CaseNote.objects.visible_to(by).get().text == "Mi preoccupa"
    with arranging():
        case.refresh_from_db()
    assert case.last_heard_on == today()


def test_who_follows_reads_the_page_and_not_the_note_and_who_coordinates_neither(
    case, owner, colleague, manager, acting
):
    diary.write_entry(case, by=acting(owner), values=told(), private="Solo mio")
    given(case, colleague, parts=["diary"])

    by = acting(colleague)
    assert [entry.text for entry in DiaryEntry.objects.visible_to(by)] == ["Ha parlato"]
    assert not CaseNote.objects.visible_to(by).exists()
    by = acting(manager)
    assert not DiaryEntry.objects.visible_to(by).exists()
    assert not may_read_diary(by, case)


def test_who_was_not_given_the_diary_neither_reads_nor_writes_it(case, owner, colleague, acting):
    diary.write_entry(case, by=acting(owner), values=told())
    given(case, colleague, parts=["plan"])
    by = acting(colleague)

    assert not DiaryEntry.objects.visible_to(by).exists()
    with pytest.raises(PermissionDenied):
        diary.write_entry(case, by=by, values=told())


def test_a_correction_keeps_what_was_said_and_only_the_author_makes_it(
    case, owner, colleague, acting
):
    entry = diary.write_entry(case, by=acting(owner), values=told(text="Prima"))
    given(case, colleague)
    with pytest.raises(PermissionDenied, match="chi l'ha scritta"):
        diary.amend_entry(entry, by=acting(colleague), expected=1, values={"text": "Altro"})

    by = acting(owner)
    saved = diary.amend_entry(entry, by=by, expected=1, values={"text": "Dopo"})

    assert [earlier.text for earlier in as_it_was(saved)] == ["Prima"]
    with pytest.raises(StaleVersion):
        diary.amend_entry(saved, by=by, expected=1, values={"text": "Terzo"})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": "  "}, "che cosa è successo"),
        ({"happened_at": timezone.now() + dt.timedelta(days=2)}, "non il futuro"),
    ],
)
def test_a_page_without_words_or_of_tomorrow_is_refused(case, owner, acting, values, said):
    with pytest.raises(ValidationError, match=said):
        diary.write_entry(case, by=acting(owner), values=told(**values))


def test_a_closed_case_takes_no_new_page(owner, acting):
    closed = CaseFactory(ambito=owner.ambito, owner=owner, state="closed")
    with arranging():
        closed.closed_on = today() - dt.timedelta(days=3)
        closed.save(update_fields=["closed_on"])

    with pytest.raises(ValidationError, match="si riapre"):
        diary.write_entry(closed, by=acting(owner), values=told())


def test_a_note_is_changed_and_taken_away_by_its_author(case, owner, acting):
    by = acting(owner)
    entry = diary.write_entry(case, by=by, values=told(), private="Uno")

    diary.keep_note(entry, by=by, expected=1, text="Due")
    assert CaseNote.objects.visible_to(by).get().text == "Due"
    diary.keep_note(entry, by=by, expected=2, text=" ")

    assert not CaseNote.objects.visible_to(by).exists()
