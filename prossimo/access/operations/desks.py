"""The writes of desks: open and change them, set their hours, say who serves, close them by a date."""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access import policies
from prossimo.access.faults import in_words
from prossimo.access.models import Desk, DeskDuty, DeskHours
from prossimo.access.rules import Opening
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import between, last_day, since


def open_desk(*, by: Actor, opens_on: dt.date, **values: Any) -> Desk:
    """Open a desk of one's own ambito from a day on."""
    policies.may_open_desk(by).enforce()
    _me, _post, ambito = policies.at_work(by)
    desk = Desk(ambito_id=ambito, period=since(opens_on), **values)
    policies.may_manage_desk(by, desk).enforce()
    desk.clean_fields(exclude={"ambito", "municipality", "neighbourhood", "organisation"})
    with in_words(Desk):
        desk.save(force_insert=True)
    journal.note(Action.CONFIGURE, "access.desk", desk.pk, note="opened")
    return desk


def change_desk(desk: Desk, *, by: Actor, expected: int, **values: Any) -> Desk:
    """Change what is said of a desk. Raises `StaleVersion` when somebody saved in between."""
    policies.may_manage_desk(by, desk).enforce()
    with in_words(Desk):
        save_versioned(desk, values, expected=expected)
    policies.may_manage_desk(by, desk).enforce()
    journal.note(Action.CONFIGURE, "access.desk", desk.pk, note="changed")
    return desk


@transaction.atomic
def set_hours(desk: Desk, *, by: Actor, openings: Sequence[Opening]) -> None:
    """Replace the weekly hours of a desk; two openings of one day may not overlap."""
    policies.may_manage_desk(by, desk).enforce()
    ordered = sorted(set(openings))
    for (day, _opens, closes), (next_day, opens, _closes) in itertools.pairwise(ordered):
        if day == next_day and opens < closes:
            raise ValidationError(_("Due aperture dello stesso giorno si sovrappongono."))
    had = {(h.weekday, h.opens_at, h.closes_at): h.pk for h in desk.hours.all()}
    DeskHours.objects.filter(pk__in=[pk for key, pk in had.items() if key not in ordered]).delete()
    with in_words(DeskHours):
        DeskHours.objects.bulk_create(
            DeskHours(desk=desk, weekday=day, opens_at=opens, closes_at=closes)
            for day, opens, closes in ordered
            if (day, opens, closes) not in had
        )
    journal.note(Action.CONFIGURE, "access.desk", desk.pk, note="hours")


def assign_duty(
    desk: Desk, *, by: Actor, post: Post, first: dt.date, last: dt.date | None = None
) -> DeskDuty:
    """Say that a post serves at a desk in a period."""
    policies.may_manage_desk(by, desk).enforce()
    if post.ambito_id != desk.ambito_id:
        raise ValidationError({"post": _("Questo incarico è di un altro Ambito.")})
    if last is not None and last < first:
        raise ValidationError({"last": _("L'ultimo giorno viene prima del primo.")})
    with in_words(DeskDuty):
        duty = DeskDuty.objects.create(desk=desk, post=post, period=between(first, last))
    journal.note(Action.CONFIGURE, "access.deskduty", duty.pk, note="assigned")
    return duty


@transaction.atomic
def end_duty(duty: DeskDuty, *, by: Actor, last: dt.date) -> None:
    """End a duty on a day; one that would end before it began is taken away."""
    policies.may_manage_desk(by, duty.desk).enforce()
    if last < duty.period.lower:
        duty.delete()
    else:
        DeskDuty.objects.filter(pk=duty.pk).update(period=between(duty.period.lower, last))
    journal.note(Action.CONFIGURE, "access.deskduty", duty.pk, note="ended")


@transaction.atomic
def close_desk(desk: Desk, *, by: Actor, expected: int, last: dt.date) -> Desk:
    """Close a desk after its last day; whoever serves there longer serves until that day."""
    policies.may_manage_desk(by, desk).enforce()
    if last < desk.period.lower:
        raise ValidationError({"last": _("Lo sportello apre dopo quel giorno.")})
    save_versioned(desk, {"period": between(desk.period.lower, last)}, expected=expected)
    for duty in desk.duties.all():
        ends = last_day(duty.period)
        if ends is None or ends > last:
            end_duty(duty, by=by, last=last)
    journal.note(Action.CONFIGURE, "access.desk", desk.pk, note="closed")
    return desk


def reopen_desk(desk: Desk, *, by: Actor, expected: int) -> Desk:
    """Take away the last day: the desk goes on."""
    policies.may_manage_desk(by, desk).enforce()
    save_versioned(desk, {"period": since(desk.period.lower)}, expected=expected)
    journal.note(Action.CONFIGURE, "access.desk", desk.pk, note="reopened")
    return desk
