"""The writes of rotas: patterns, the shifts made from them, and what becomes of one shift."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import ShiftState
from prossimo.access.faults import in_words
from prossimo.access.models import Absence, Desk, RotaNote, RotaPattern, Shift
from prossimo.access.policies import rotas as policies
from prossimo.access.policies.contacts import at_work
from prossimo.access.queries.rotas import Closures
from prossimo.access.rules import falls_in_week, shift_during
from prossimo.access.workflow import AHEAD, SHIFT
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import between, today
from prossimo.core.policy import Verdict

WEEKS_AHEAD = 8
ANSWERS = frozenset({"confirm", "ask"})
AFTERWARDS = frozenset({"hold", "miss"})
TOLD = {  # what is read afterwards in the history of the shift
    "confirm": gettext_lazy("confermato"),
    "ask": gettext_lazy("chiesto un sostituto"),
    "take": gettext_lazy("preso"),
    "assign": gettext_lazy("assegnato"),
    "hold": gettext_lazy("si è svolto"),
    "miss": gettext_lazy("saltato"),
    "cancel": gettext_lazy("annullato"),
}


@transaction.atomic
def add_pattern(
    desk: Desk,
    *,
    by: Actor,
    post: Post,
    weekday: int,
    starts_at: dt.time,
    ends_at: dt.time,
    every_weeks: int,
    first: dt.date,
    last: dt.date | None = None,
) -> RotaPattern:
    """Say who covers a weekly opening, and make the shifts of the coming weeks."""
    policies.may_manage_rota(by, desk).enforce()
    _same_ambito(post, desk)
    if last is not None and last < first:
        raise ValidationError({"last": _("L'ultimo giorno viene prima del primo.")})
    pattern = RotaPattern(
        desk=desk, post=post, weekday=weekday, starts_at=starts_at, ends_at=ends_at,
        every_weeks=every_weeks, period=between(first, last),
    )  # fmt: skip
    with in_words(RotaPattern):
        pattern.save(force_insert=True)
    journal.note(Action.CONFIGURE, "access.rotapattern", pattern.pk, note="added")
    generate([pattern], by=by)
    return pattern


@transaction.atomic
def end_pattern(pattern: RotaPattern, *, by: Actor, expected: int, last: dt.date) -> int:
    """End a recurring shift on a day; what was to come after is called off. How many were."""
    policies.may_manage_rota(by, pattern.desk).enforce()
    last = max(last, pattern.period.lower)
    save_versioned(pattern, {"period": between(pattern.period.lower, last)}, expected=expected)
    ahead = Shift.objects.visible_to(by).filter(
        pattern=pattern, day__gt=max(last, today()), state__in=[*AHEAD, ShiftState.UNCOVERED]
    )
    called_off = 0
    for shift in ahead.select_related("desk"):
        reason = _("il turno ricorrente è finito")
        move_shift(shift, "cancel", by=by, expected=shift.version, note=reason)
        called_off += 1
    journal.note(Action.CONFIGURE, "access.rotapattern", pattern.pk, note="ended")
    return called_off


def generate_all(*, by: Actor) -> int:
    """Make the shifts of the coming weeks at every desk whose rota one arranges."""
    if by.has(Right.PUBLIC_DOOR):  # the nightly work, in the name of nobody
        desks = Desk.objects.of_ambito(by)
    else:
        may(by, Right.ROTA_MANAGE).enforce()
        desks = Desk.objects.within(by, Right.ROTA_MANAGE)
    patterns = RotaPattern.objects.filter(desk__in=desks.in_service())
    return generate(patterns.select_related("desk", "post"), by=by)


@transaction.atomic
def generate(patterns: Iterable[RotaPattern], *, by: Actor) -> int:
    """Make what is not there yet. Whoever is elsewhere at that hour leaves a shift to cover."""
    at_work(by)
    patterns = list(patterns)
    closures = Closures(by.ambito_id)
    wanted = [
        Shift(
            desk=pattern.desk,
            pattern=pattern,
            day=day,
            during=DateTimeTZRange(*shift_during(day, pattern.starts_at, pattern.ends_at)),
            post=pattern.post,
        )
        for pattern in patterns
        for day in _days(pattern, closures)
    ]
    there = _there(patterns)
    missing = [shift for shift in wanted if (shift.pattern_id, shift.day) not in there]
    away = [shift for shift in missing if not _in_force(shift)]
    Shift.objects.bulk_create(
        [shift for shift in missing if shift not in away], ignore_conflicts=True
    )
    there = _there(patterns)
    left = [shift for shift in missing if (shift.pattern_id, shift.day) not in there]
    for shift in left:
        shift.post, shift.covers_for = None, shift.post
        shift.state = ShiftState.UNCOVERED
    Shift.objects.bulk_create(left, ignore_conflicts=True)
    if missing:
        journal.note(Action.CONFIGURE, "access.shift", missing[0].pk, note="generated")
    return len(missing)


def _there(patterns: list[RotaPattern]) -> set[tuple[uuid.UUID | None, dt.date]]:
    made = Shift.objects.filter(pattern__in=[p.pk for p in patterns], day__gte=today())
    return set(made.values_list("pattern_id", "day"))


def _days(pattern: RotaPattern, closures: Closures) -> Iterator[dt.date]:
    for number in range(WEEKS_AHEAD * 7):
        day = today() + dt.timedelta(days=number)
        if (
            day.isoweekday() == pattern.weekday
            and day in pattern.period
            and day in pattern.desk.period
            and falls_in_week(day, pattern.period.lower, pattern.every_weeks)
            and not closures.shuts(pattern.desk, day)
        ):
            yield day


def _in_force(shift: Shift) -> bool:
    return shift.post is not None and shift.day in shift.post.period


@transaction.atomic
def add_shift(
    desk: Desk,
    *,
    by: Actor,
    day: dt.date,
    starts_at: dt.time,
    ends_at: dt.time,
    post: Post,
    even_if_closed: bool = False,
) -> Shift:
    """One shift on one date, outside every pattern: it fills a hole."""
    policies.may_manage_rota(by, desk).enforce()
    shift = Shift(desk=desk, day=day, during=_during(day, starts_at, ends_at), post=post)
    if shift.during.upper <= timezone.now():
        raise ValidationError({"day": _("Quell'ora è già passata.")})
    if day not in desk.period:
        raise ValidationError({"day": _("Quel giorno lo sportello non è in servizio.")})
    if not even_if_closed and Closures(by.ambito_id).shuts(desk, day):
        why = _("Quel giorno è festa: scegline un altro, o di' che apre lo stesso.")
        raise ValidationError({"day": why})
    _there_then(post, shift)
    with in_words(Shift):
        shift.save(force_insert=True)
    _tell(shift, by, _("turno aggiunto"))
    return shift


def change_shift(
    shift: Shift, *, by: Actor, expected: int, starts_at: dt.time, ends_at: dt.time
) -> Shift:
    """Other hours on that date alone: the pattern and the other dates stay as they are."""
    during = _during(shift.day, starts_at, ends_at)
    note = _("nuovo orario: %(from)s-%(to)s") % {
        "from": f"{starts_at:%H:%M}",
        "to": f"{ends_at:%H:%M}",
    }
    return move_shift(shift, "change", by=by, expected=expected, note=note, during=during)


@transaction.atomic
def move_shift(
    shift: Shift,
    move: str,
    *,
    by: Actor,
    expected: int,
    note: str = "",
    post: Post | None = None,
    during: DateTimeTZRange | None = None,
) -> Shift:
    """One step in the life of a shift. Raises `StaleVersion` when it moved in between."""
    _verdict(shift, move, by).enforce()
    state = SHIFT.step(shift.state, move)
    _on_time(shift, move, note)
    values: dict[str, Any] = {"state": state, **_who(shift, move, by, post)}
    if during is not None:
        values |= {"during": during, "state": shift.state}
    if note and move in {"cancel", "miss"}:
        values["note"] = note[:300]
    with in_words(Shift):
        save_versioned(shift, values, expected=expected)
    became = TOLD.get(move, "")
    _tell(shift, by, f"{became}: {note}" if note and became else note or str(became))
    return shift


def _verdict(shift: Shift, move: str, by: Actor) -> Verdict:
    if move in ANSWERS:
        return policies.may_answer_for(by, shift)
    if move == "take":
        return policies.may_take_shift(by, shift)
    return policies.may_manage_rota(by, shift.desk)


def _on_time(shift: Shift, move: str, note: str) -> None:
    now = timezone.now()
    if move in AFTERWARDS:
        if shift.during.lower > now:
            raise ValidationError(_("Il turno non è ancora cominciato."))
    elif shift.during.upper <= now:
        raise ValidationError(_("Il turno è già passato: di' se si è svolto o è saltato."))
    if move == "cancel" and not note.strip():
        raise ValidationError(_("Scrivi perché il turno è annullato."))


def _who(shift: Shift, move: str, by: Actor, post: Post | None) -> dict[str, Any]:
    """Who has the shift after the step, and in whose stead."""
    if move == "ask":
        return {"post": None, "covers_for": shift.post}
    if move == "take":
        _me, mine, _ambito = at_work(by)
        post = Post.objects.get(pk=mine)
    elif move != "assign":
        if move == "hold" and shift.post_id is None:
            raise ValidationError(_("Nessuno copriva questo turno: non può essersi svolto."))
        return {"post": shift.post}
    if post is None:
        raise ValidationError(_("Scegli a chi assegnare il turno."))
    _there_then(post, shift)
    stands_in_for = shift.covers_for or shift.post
    back = stands_in_for is not None and stands_in_for.pk == post.pk
    return {"post": post, "covers_for": None if back else stands_in_for}


def _same_ambito(post: Post, desk: Desk) -> None:
    if post.ambito_id != desk.ambito_id:
        raise ValidationError({"post": _("Questo incarico è di un altro Ambito.")})


def _there_then(post: Post, shift: Shift) -> None:
    """Nobody is given a turn in the days in which they are away or no longer work here."""
    _same_ambito(post, shift.desk)
    if shift.day not in post.period or not post.user.is_active:
        raise ValidationError({"post": _("Quel giorno non ha più questo incarico.")})
    if Absence.objects.filter(post=post, during__overlap=shift.during).exists():
        raise ValidationError({"post": _("In quelle ore è assente: scegli qualcun altro.")})


def _during(day: dt.date, starts_at: dt.time, ends_at: dt.time) -> DateTimeTZRange:
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("L'ora di fine viene prima di quella d'inizio.")})
    return DateTimeTZRange(*shift_during(day, starts_at, ends_at))


def _tell(shift: Shift, by: Actor, text: str) -> None:
    me, _post, _ambito = at_work(by)
    RotaNote(shift=shift, by_id=me, text=text[:300]).save(force_insert=True)
    journal.note(Action.CONFIGURE, "access.shift", shift.pk, note="moved")


def steps_open(shift: Shift, actor: Actor) -> set[str]:
    """The steps that the reader may take now."""
    return {move.name for move in SHIFT.open_to(shift.state) if _may(shift, move.name, actor)}


def _may(shift: Shift, move: str, by: Actor) -> bool:
    past = shift.during.upper <= timezone.now()
    begun = shift.during.lower <= timezone.now()
    in_time = begun if move in AFTERWARDS else not past
    if move == "hold" and shift.post_id is None:
        return False
    return in_time and bool(_verdict(shift, move, by))
