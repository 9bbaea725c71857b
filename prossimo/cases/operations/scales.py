"""The writes of a scale: filled in item by item, totalled only when whole, or dropped."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.analysis_words import wrong_words
from prossimo.cases.choices import ScaleSource, SheetState
from prossimo.cases.declared import scales
from prossimo.cases.models import Case, ScaleAnswer, ScaleSheet
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.policies.analysis import may_write_scale
from prossimo.cases.queries.workers import in_the_case
from prossimo.cases.scoring import Scale, points_of, score
from prossimo.cases.workflow import SHEET
from prossimo.citizens.models import Person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

KIND = "cases.scalesheet"


@transaction.atomic
def open_scale(
    case: Case, *, by: Actor, scale: str, person: Person, values: Mapping[str, Any],
    sheet: Mapping[str, str], whole: bool,
) -> ScaleSheet:  # fmt: skip
    """Fill in a scale about somebody in the case; with a total only if it is whole.

    Raises `ValidationError`, item by item, where a whole sheet was asked for and it is not.
    """
    held = locked_case(case, by, may_write_scale)
    if not in_the_case(by, held).filter(pk=person.pk).exists():
        raise ValidationError({"person": _("Oggi non è fra le persone di questa presa in carico.")})
    me, post_id, _ambito = at_work(by)
    declared = scales[scale]
    row = ScaleSheet(
        case=held, person=person, scale=scale, edition=declared.edition, author_id=me,
        post_id=post_id, **values,
    )  # fmt: skip
    _check(row, declared)
    row.clean_fields(exclude={"case", "person", "author", "post"})
    with in_words(ScaleSheet):
        row.save(force_insert=True)
    _keep_answers(row, {}, sheet, declared)
    journal.note(Action.CREATE, KIND, row.pk)
    return _completed(row, declared, sheet, expected=1) if whole else row


@transaction.atomic
def write_scale(
    written: ScaleSheet, *, by: Actor, expected: int, values: Mapping[str, Any],
    sheet: Mapping[str, str], whole: bool,
) -> ScaleSheet:  # fmt: skip
    """Go on with a draft."""
    locked_case(written.case, by, may_write_scale)
    rows = ScaleSheet.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.get(pk=written.pk)
    SHEET.step(row.state, "write")
    declared = scales[row.scale]
    saved = save_versioned(row, values, expected=expected)
    _check(saved, declared)
    known = {
        answer.item: answer for answer in ScaleAnswer.objects.visible_to(by).filter(sheet=saved)
    }
    _keep_answers(saved, known, sheet, declared)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return _completed(saved, declared, sheet, expected=expected + 1) if whole else saved


@transaction.atomic
def drop_scale(written: ScaleSheet, *, by: Actor, expected: int) -> ScaleSheet:
    """A draft that is not gone on with."""
    locked_case(written.case, by, may_write_scale)
    rows = ScaleSheet.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.get(pk=written.pk)
    target = SHEET.step(row.state, "drop")
    saved = save_versioned(row, {"state": target}, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def _check(row: ScaleSheet, scale: Scale) -> None:
    day: dt.date = row.done_on
    if day > today():
        raise ValidationError({"done_on": _("Si segna quando è stata rilevata: non nel futuro.")})
    if row.convention not in {each.key for each in scale.conventions}:
        raise ValidationError({"convention": _("Scegli come si conta.")})
    if row.source == ScaleSource.TOLD and not row.informant.strip():
        raise ValidationError({"informant": _("Scrivi chi l'ha riferita.")})


def _completed(
    row: ScaleSheet, scale: Scale, sheet: Mapping[str, str], *, expected: int
) -> ScaleSheet:
    given = {key: option for key, option in sheet.items() if option}
    if wrong := wrong_words(scale, given, row.convention):
        raise ValidationError({f"item_{key}": said for key, said in wrong.items()})
    total = score(scale, given, row.convention).kept
    changes = {"state": SHEET.step(SheetState.DRAFT, "complete"), "total": total}
    with in_words(ScaleSheet):
        return save_versioned(row, changes, expected=expected)


def _keep_answers(
    row: ScaleSheet, known: Mapping[str, ScaleAnswer], sheet: Mapping[str, str], scale: Scale
) -> None:
    points = {item.key: worth for item, worth in points_of(scale, sheet, row.convention)}
    for key, option in sheet.items():
        values = {"option": option, "points": points.get(key, 0)}
        answer = known.get(key)
        if answer is None:
            if option:
                ScaleAnswer(sheet=row, item=key, **values).save(force_insert=True)
        elif (answer.option, answer.points) != (option, values["points"]):
            save_versioned(answer, values, expected=answer.version)
