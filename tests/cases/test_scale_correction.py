"""A whole sheet of a scale that was wrong: another takes its place, the first stays and counts no more."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, transaction

from prossimo.accounts.choices import Action
from prossimo.accounts.models import JournalLine
from prossimo.cases.declared import scales
from prossimo.cases.models import ScaleAnswer, ScaleSheet
from prossimo.cases.operations.scales import correct_scale
from prossimo.cases.workflow import SCALE
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove
from tests.access.reading import errors, words
from tests.arranging import arranging
from tests.cases.analysis_factories import ScaleSheetFactory, scored_sheet
from tests.cases.factories import CaseFactory, CaseMemberFactory, given
from tests.cases.test_pages import page, post
from tests.citizens.factories import PersonFactory
from tests.pages import form_of
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db
KATZ = {item.key: "kept" for item in scales["katz"].items}
RIGHT = {**KATZ, "bathing": "lost"}
WHY = "Fare il bagno: lo aiuta la figlia"
VALUES = {
    "done_on": today(),
    "source": "observed",
    "informant": "",
    "convention": "kept",
    "note": "",
}


@pytest.fixture
def wrong(case):
    return scored_sheet(case, KATZ, done_on=today() - dt.timedelta(days=3))


def corrected(wrong, by, **more):
    told = {"why": WHY, "person": wrong.person, "values": VALUES, "sheet": RIGHT}
    return correct_scale(wrong, by=by, **({"expected": wrong.version} | told | more))


def now(sheet):
    with arranging():
        return ScaleSheet.objects.unscoped("test").get(pk=sheet.pk)


def test_the_first_stays_as_it_was_and_only_the_second_counts(case, wrong, owner, acting):
    by = acting(owner)

    made = corrected(wrong, by)

    was = now(wrong)
    assert (was.state, was.total, was.done_on) == ("corrected", 6, wrong.done_on)
    assert (made.state, made.total, made.corrects_id, made.why) == ("completed", 5, wrong.pk, WHY)
    assert made.author_id == owner.user_id
    assert [row.pk for row in ScaleSheet.objects.visible_to(by).completed()] == [made.pk]
    answers = ScaleAnswer.objects.visible_to(by).filter(sheet=wrong)
    assert dict(answers.values_list("item", "option")) == KATZ
    with arranging():
        past = apps.get_model("cases", "ScaleSheetHistoryevent").objects.filter(pgh_obj_id=wrong.pk)
        assert [row.state for row in past.order_by("pgh_id")] == ["completed", "corrected"]
        lines = JournalLine.objects.filter(object_kind="cases.scalesheet")
        told = set(lines.values_list("action", "object_id"))
    assert {(Action.CHANGE, wrong.pk), (Action.CREATE, made.pk)} <= told


def test_a_correction_may_be_corrected_and_one_sheet_only_once(wrong, owner, acting):
    by = acting(owner)
    made = corrected(wrong, by)

    again = corrected(made, by, sheet=KATZ, why="No: era giusto prima")

    assert (again.total, again.corrects_id) == (6, made.pk)
    with pytest.raises(IllegalMove):
        corrected(wrong, by, expected=now(wrong).version)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"why": " "}, "why"),
        ({"sheet": {**RIGHT, "feeding": ""}}, "item_feeding"),
        ({"values": {**VALUES, "done_on": today() + dt.timedelta(days=1)}}, "done_on"),
    ],
)
def test_without_a_reason_or_with_a_hole_nothing_changes(wrong, owner, acting, more, field):
    by = acting(owner)

    with pytest.raises(ValidationError) as refused:
        corrected(wrong, by, **more)

    assert field in refused.value.message_dict
    assert now(wrong).state == "completed"
    assert ScaleSheet.objects.visible_to(by).count() == 1


def test_it_may_have_been_about_somebody_else_of_the_case(case, wrong, owner, acting):
    other = CaseMemberFactory(case=case).person
    stranger = PersonFactory(ambito=case.ambito)
    by = acting(owner)
    with pytest.raises(ValidationError):
        corrected(wrong, by, person=stranger)

    assert corrected(wrong, by, person=other).person_id == other.pk


def test_only_a_whole_sheet_is_corrected_and_by_who_may_write_scales(
    case, wrong, owner, colleague, manager, acting
):
    assert [move.target for move in SCALE.open_to("completed")] == ["corrected"]
    assert SCALE.open_to("corrected") == SCALE.open_to("dropped") == []
    draft = ScaleSheetFactory(case=case)
    with pytest.raises(IllegalMove):
        corrected(draft, acting(owner))
    assert corrected(wrong, acting(owner)).pk  # a draft of the same scale is no hindrance
    given(case, colleague, parts=["plan"])
    for post_ in (colleague, manager):
        with pytest.raises(PermissionDenied):
            corrected(wrong, acting(post_))
    closed = CaseFactory(ambito=owner.ambito, owner=owner, state="closed")
    with pytest.raises(PermissionDenied):
        corrected(scored_sheet(closed, KATZ), acting(owner))


def test_two_at_once_are_told(wrong, owner, acting):
    with pytest.raises(StaleVersion):
        corrected(wrong, acting(owner), expected=9)


def test_the_second_wall_keeps_the_past_and_refuses_a_false_correction(case, wrong, owner, acting):
    other = CaseFactory(ambito=owner.ambito, owner=owner)
    elsewhere = ScaleSheetFactory(case=other, total=6, state="corrected")
    by = acting(owner)
    corrected(wrong, by)
    rows = ScaleSheet.objects.unscoped("the second wall alone")

    assert rows.filter(pk=wrong.pk).update(state="completed") == 0
    assert rows.filter(pk=wrong.pk).update(total=2) == 0
    standing = scored_sheet(case, KATZ, scale="katz")
    for taken in (elsewhere, standing):
        forged = ScaleSheet(
            case=case, person=case.person, scale="katz", edition="1970", convention="kept",
            state="completed", total=6, corrects=taken, why=WHY, author_id=owner.user_id,
        )  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            forged.save(force_insert=True)


def test_on_the_pages_it_is_said_where_it_was_wrong_and_which_one_stands(
    case, wrong, owner, at_work
):
    scored_sheet(case, KATZ, done_on=today() - dt.timedelta(days=100))
    client = at_work(owner)
    url = page(case, "scale_correct", wrong.pk)
    assert url in client.get(page(case, "scale", wrong.pk)).content.decode()
    shown = client.get(url)
    filled = form_of(shown)
    assert filled["item_bathing"] == "kept"

    refused = client.post(url, {**filled, "item_bathing": "lost"})
    assert refused.status_code == 422
    assert "Che cosa era sbagliato" in errors(refused)
    done = client.post(url, {**form_of(shown), "item_bathing": "lost", "why": WHY})

    assert done.status_code == 302, errors(done)
    after = words(client.get(done["Location"]))
    assert "funzioni conservate: 5 su 6" in after
    assert WHY in after
    before = client.get(page(case, "scale", wrong.pk))
    assert "questa scheda non conta più" in words(before)
    assert WHY in words(before)
    assert url not in before.content.decode()
    assert client.get(url).status_code == 409
    assert post(client, url, version=2, why=WHY).status_code == 409


def test_the_series_the_case_and_the_papers_count_only_the_one_that_stands(
    case, wrong, owner, acting, at_work
):
    before = dict.fromkeys(list(KATZ)[:4], "lost")
    scored_sheet(case, {**KATZ, **before}, done_on=today() - dt.timedelta(days=100))
    made = corrected(wrong, acting(owner), values={**VALUES, "done_on": wrong.done_on})
    client = at_work(owner)

    series = client.get(page(case, "scale_series", made.pk))
    assert series.content.decode().count("<circle") == 2
    assert "Schede rettificate" in words(series)
    assert WHY in words(series)
    for seen in (client.get(page(case, "analysis")), client.get(page(case))):
        assert "funzioni conservate: 5 su 6" in words(seen)
        assert "funzioni conservate: 6 su 6" not in words(seen)
    old = text_of(client.get(page(case, "scale_paper", wrong.pk)).content)
    new = text_of(client.get(page(case, "scale_paper", made.pk)).content)
    assert "non vale più" in old
    assert WHY in old
    assert "Prende il posto di" in new
    assert "non vale più" not in new
