"""The single shifts of a week, arranged again for the week after."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from prossimo.access.faults import in_words
from prossimo.access.models import Absence, Desk, Shift
from prossimo.access.models.rotas import COVERED
from prossimo.access.policies.contacts import at_work
from prossimo.access.queries.rotas import Closures
from prossimo.access.rules import shift_during
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import ROME, today

WEEK = dt.timedelta(days=7)


def to_copy(by: Actor, monday: dt.date) -> list[Shift]:
    """The shifts without a pattern of the week before, not yet arranged in this one."""
    desks = Desk.objects.within(by, Right.ROTA_MANAGE).in_service()
    both = Shift.objects.visible_to(by).filter(desk__in=desks, pattern=None)
    rows = both.filter(day__gte=monday - WEEK, day__lt=monday + WEEK).select_related("desk")
    shifts = list(rows.select_related("post__user", "covers_for__user").order_by("during", "pk"))
    there = {_mark(shift) for shift in shifts if shift.day >= monday}
    closures = Closures(by.ambito_id)
    return [
        shift
        for shift in shifts
        if shift.day < monday
        and shift.state in COVERED
        and shift.day + WEEK >= today()
        and (shift.day + WEEK, *_mark(shift)[1:]) not in there
        and not closures.shuts(shift.desk, shift.day + WEEK)
    ]


@transaction.atomic
def copy_week(*, by: Actor, monday: dt.date) -> tuple[int, int]:
    """Arrange them again; how many, and how many were left because who had them cannot come."""
    may(by, Right.ROTA_MANAGE).enforce()
    at_work(by)
    found = [_again(shift) for shift in to_copy(by, monday)]
    able = [shift for shift in found if _can_come(shift)]
    for shift in able:
        with in_words(Shift):
            shift.save(force_insert=True)
    if able:
        journal.note(Action.CONFIGURE, "access.shift", able[0].pk, note="copied")
    return len(able), len(found) - len(able)


def _mark(shift: Shift) -> tuple[dt.date, uuid.UUID, dt.time, dt.time]:
    begins, ends = (at.astimezone(ROME).time() for at in (shift.during.lower, shift.during.upper))
    return shift.day, shift.desk_id, begins, ends


def _again(shift: Shift) -> Shift:
    """The same turn by the clock a week later, of whoever it is as a rule."""
    _day, _desk, begins, ends = _mark(shift)
    during = DateTimeTZRange(*shift_during(shift.day + WEEK, begins, ends))
    post = shift.covers_for or shift.post
    return Shift(desk=shift.desk, day=shift.day + WEEK, during=during, post=post)


def _can_come(shift: Shift) -> bool:
    post = shift.post
    if post is None or shift.day not in post.period or not post.user.is_active:
        return False
    if shift.during.upper <= timezone.now():
        return False
    busy = Shift.objects.filter(post=post, state__in=COVERED, during__overlap=shift.during)
    away = Absence.objects.filter(post=post, during__overlap=shift.during)
    return not (busy.exists() or away.exists())
