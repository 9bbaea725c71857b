"""When somebody can be met: motives, openings and their exceptions, absences, closures of a town."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access import policies
from prossimo.access.faults import in_words
from prossimo.access.models import (
    Absence,
    AgendaFeed,
    Desk,
    LocalHoliday,
    Motive,
    Opening,
    OpeningException,
)
from prossimo.access.policies import agenda
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import between, since, today
from prossimo.territory.models import Municipality

YEARS_OF_ABSENCE = 2


def add_motive(*, by: Actor, **values: Any) -> Motive:
    agenda.may_manage_motives(by).enforce()
    _me, _post, ambito = policies.at_work(by)
    motive = Motive(ambito_id=ambito, period=since(today()), **values)
    motive.clean_fields(exclude={"ambito", "reason"})
    with in_words(Motive):
        motive.save(force_insert=True)
    journal.note(Action.CONFIGURE, "access.motive", motive.pk, note="added")
    return motive


def change_motive(
    motive: Motive, *, by: Actor, expected: int, in_use: bool, **values: Any
) -> Motive:
    """Change a motive, or put it out of use from today: what is booked stays."""
    agenda.may_manage_motives(by).enforce()
    first = motive.period.lower
    values["period"] = since(first) if in_use else between(first, _before_today(first))
    with in_words(Motive):
        save_versioned(motive, values, expected=expected)
    journal.note(Action.CONFIGURE, "access.motive", motive.pk, note="changed")
    return motive


def _before_today(first: dt.date) -> dt.date:
    return max(first, today() - dt.timedelta(days=1))


@transaction.atomic
def add_opening(
    *, by: Actor, desk: Desk, motives: list[Motive], first: dt.date, last: dt.date | None,
    **values: Any,
) -> Opening:  # fmt: skip
    """A recurring range at a desk, of one worker or of several places."""
    agenda.may_manage_agenda(by, desk).enforce()
    _check(desk, motives, values.get("post"), first, last)
    opening = Opening(desk=desk, period=between(first, last), **values)
    opening.clean_fields(exclude={"desk", "post"})
    with in_words(Opening):
        opening.save(force_insert=True)
        opening.motives.add(*motives)
    journal.note(Action.CONFIGURE, "access.opening", opening.pk, note="added")
    return opening


@transaction.atomic
def change_opening(
    opening: Opening, *, by: Actor, expected: int, motives: list[Motive], first: dt.date,
    last: dt.date | None, **values: Any,
) -> Opening:  # fmt: skip
    """Change a range; what was booked in it stays booked."""
    agenda.may_manage_agenda(by, opening.desk).enforce()
    desk = values.get("desk", opening.desk)
    agenda.may_manage_agenda(by, desk).enforce()
    _check(desk, motives, values.get("post"), first, last)
    with in_words(Opening):
        save_versioned(opening, {**values, "period": between(first, last)}, expected=expected)
        opening.motives.set(motives)
    journal.note(Action.CONFIGURE, "access.opening", opening.pk, note="changed")
    return opening


def _check(
    desk: Desk, motives: list[Motive], post: Post | None, first: dt.date, last: dt.date | None
) -> None:
    if not motives:
        raise ValidationError({"motives": _("Scegli almeno un motivo.")})
    if any(motive.ambito_id != desk.ambito_id for motive in motives):
        raise ValidationError({"motives": _("Un motivo è di un altro Ambito.")})
    if post is not None and post.ambito_id != desk.ambito_id:
        raise ValidationError({"post": _("Questo incarico è di un altro Ambito.")})
    if last is not None and last < first:
        raise ValidationError({"last": _("L'ultimo giorno viene prima del primo.")})


def add_exception(
    opening: Opening, *, by: Actor, day: dt.date, kind: str,
    starts_at: dt.time | None = None, ends_at: dt.time | None = None, why: str = "",
) -> OpeningException:  # fmt: skip
    """One date without the opening, or with other hours."""
    agenda.may_manage_agenda(by, opening.desk).enforce()
    if day < today():
        raise ValidationError({"day": _("Quel giorno è passato.")})
    made = OpeningException(
        opening=opening, day=day, kind=kind, starts_at=starts_at, ends_at=ends_at, why=why
    )
    with in_words(OpeningException):
        made.save(force_insert=True)
    journal.note(Action.CONFIGURE, "access.openingexception", made.pk, note="added")
    return made


def remove_exception(exception: OpeningException, *, by: Actor) -> None:
    agenda.may_manage_agenda(by, exception.opening.desk).enforce()
    journal.note(Action.CONFIGURE, "access.openingexception", exception.pk, note="removed")
    exception.delete()


def add_absence(
    *, by: Actor, post: Post, kind: str, starts: dt.datetime, ends: dt.datetime
) -> Absence:
    """A time in which somebody gives no appointments; those already given are listed apart."""
    agenda.may_mark_absence(by, post).enforce()
    me, _post, _ambito = policies.at_work(by)
    if ends <= starts:
        raise ValidationError({"ends": _("La fine viene prima dell'inizio.")})
    if ends < timezone.now():
        raise ValidationError({"ends": _("Questa assenza è già finita.")})
    if ends - starts > dt.timedelta(days=365 * YEARS_OF_ABSENCE):
        raise ValidationError({"ends": _("Un'assenza dura al massimo due anni.")})
    absence = Absence(post=post, kind=kind, during=DateTimeTZRange(starts, ends), by_id=me)
    with in_words(Absence):
        absence.save(force_insert=True)
    journal.note(Action.CONFIGURE, "access.absence", absence.pk, note="added")
    return absence


def remove_absence(absence: Absence, *, by: Actor) -> None:
    agenda.may_remove_absence(by, absence).enforce()
    journal.note(Action.CONFIGURE, "access.absence", absence.pk, note="removed")
    absence.delete()


def add_closure(
    *, by: Actor, name: str, municipality: Municipality | None, month: int, day: int,
    year: int | None,
) -> LocalHoliday:  # fmt: skip
    """The patron saint, or one date, for a town or the whole ambito."""
    agenda.may_manage_motives(by).enforce()
    _me, _post, ambito = policies.at_work(by)
    _check_date(month, day, year)
    made = LocalHoliday(
        ambito_id=ambito, name=name, municipality=municipality, month=month, day=day, year=year
    )
    with in_words(LocalHoliday):
        made.save(force_insert=True)
    journal.note(Action.CONFIGURE, "access.localholiday", made.pk, note="added")
    return made


def _check_date(month: int, day: int, year: int | None) -> None:
    try:
        dt.date(year or 2024, month, day)  # a leap year: the 29th of February exists
    except ValueError as error:
        raise ValidationError({"day": _("Questa data non esiste.")}) from error


def remove_closure(closure: LocalHoliday, *, by: Actor) -> None:
    agenda.may_manage_motives(by).enforce()
    journal.note(Action.CONFIGURE, "access.localholiday", closure.pk, note="removed")
    closure.delete()


def open_feed(*, by: Actor) -> AgendaFeed:
    """The address of one's own calendar; a new one makes the one before useless."""
    me, post, _ambito = policies.at_work(by)
    feed = AgendaFeed.objects.filter(user=me).first()
    if feed is None:
        feed = AgendaFeed(user_id=me, post_id=post)
        feed.save(force_insert=True)
    else:
        save_versioned(
            feed,
            {"post_id": post, "serial": feed.serial + 1, "is_open": True},
            expected=feed.version,
        )
    journal.note(Action.CONFIGURE, "access.agendafeed", feed.pk, note="opened")
    return feed


def close_feed(*, by: Actor) -> None:
    """Nobody reads the calendar by that address any more."""
    me, _post, _ambito = policies.at_work(by)
    feed = AgendaFeed.objects.filter(user=me, is_open=True).first()
    if feed is not None:
        values: dict[str, Any] = {"serial": feed.serial + 1, "is_open": False}
        save_versioned(feed, values, expected=feed.version)
        journal.note(Action.CONFIGURE, "access.agendafeed", feed.pk, note="closed")


def known_post(post_id: uuid.UUID) -> Post | None:
    return Post.objects.in_force().select_related("user").filter(pk=post_id).first()
