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
from prossimo.cases.choices import ScaleSource
from prossimo.cases.declared import scales
from prossimo.cases.models import Case, ScaleAnswer, ScaleSheet
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.policies.analysis import may_write_scale
from prossimo.cases.queries.workers import in_the_case
from prossimo.cases.scoring import Scale, points_of, score
from prossimo.cases.workflow import SCALE
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
    declared = scales[scale]
    row = ScaleSheet(case=held, person=person, scale=scale, edition=declared.edition, **values)
    return _filled(row, by, declared, sheet, whole=whole)


@transaction.atomic
def correct_scale(
    written: ScaleSheet, *, by: Actor, expected: int, why: str, person: Person,
    values: Mapping[str, Any], sheet: Mapping[str, str],
) -> ScaleSheet:  # fmt: skip
    """A whole sheet was wrong: another, whole too, takes its place; the first stays, marked.

    Raises `ValidationError` without a reason, or item by item where the new one is not whole.
    """
    held = locked_case(written.case, by, may_write_scale)
    old = _held(written, by)
    target = SCALE.step(old.state, "correct")
    if not why.strip():
        raise ValidationError({"why": _("Scrivi che cosa era sbagliato.")})
    inside = in_the_case(by, held).filter(pk=person.pk).exists()
    if not inside and person.pk != old.person_id:  # who was in the case then may have left it
        raise ValidationError({"person": _("Oggi non è fra le persone di questa presa in carico.")})
    save_versioned(old, {"state": target}, expected=expected)
    journal.note(Action.CHANGE, KIND, old.pk)
    declared = scales[old.scale]
    row = ScaleSheet(
        case=held, person=person, scale=old.scale, edition=declared.edition, corrects=old,
        why=why.strip(), **values,
    )  # fmt: skip
    return _filled(row, by, declared, sheet, whole=True)


@transaction.atomic
def write_scale(
    written: ScaleSheet, *, by: Actor, expected: int, values: Mapping[str, Any],
    sheet: Mapping[str, str], whole: bool,
) -> ScaleSheet:  # fmt: skip
    """Go on with a draft."""
    locked_case(written.case, by, may_write_scale)
    row = _held(written, by)
    SCALE.step(row.state, "write")
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
    row = _held(written, by)
    target = SCALE.step(row.state, "drop")
    saved = save_versioned(row, {"state": target}, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def _held(written: ScaleSheet, by: Actor) -> ScaleSheet:
    """As it is now; what is dropped or corrected the wall lets nobody lock, and it stays as it is."""
    rows = ScaleSheet.objects.visible_to(by)
    row = rows.select_for_update(of=("self",)).filter(pk=written.pk).first()
    return row or rows.get(pk=written.pk)


def _filled(
    row: ScaleSheet, by: Actor, scale: Scale, sheet: Mapping[str, str], *, whole: bool
) -> ScaleSheet:
    row.author_id, row.post_id, _ambito = at_work(by)
    _check(row, scale)
    row.clean_fields(exclude={"case", "person", "author", "post", "corrects"})
    if whole:
        row.total = _total(row, scale, sheet)
        row.state = SCALE.step(row.state, "complete")
    with in_words(ScaleSheet):
        row.save(force_insert=True)
    _keep_answers(row, {}, sheet, scale)
    journal.note(Action.CREATE, KIND, row.pk)
    return row


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
    changes = {"total": _total(row, scale, sheet), "state": SCALE.step(row.state, "complete")}
    with in_words(ScaleSheet):
        return save_versioned(row, changes, expected=expected)


def _total(row: ScaleSheet, scale: Scale, sheet: Mapping[str, str]) -> int:
    """Of a whole sheet; raises `ValidationError` beside each item that is not in order."""
    given = {key: option for key, option in sheet.items() if option}
    if wrong := wrong_words(scale, given, row.convention):
        raise ValidationError({f"item_{key}": said for key, said in wrong.items()})
    return score(scale, given, row.convention).kept


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
