"""Turns of the invented towns: who covers the Punti per Te, and what was done to make them known."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from prossimo.access.choices import CampaignKind, ShiftState
from prossimo.access.models import Campaign, Desk, RotaNote, RotaPattern, Shift
from prossimo.access.queries.rotas import Closures
from prossimo.access.rules import shift_during
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.demo_accounts import DEMO_ACCOUNTS
from prossimo.accounts.models import Post
from prossimo.core.periods import since

DESKS = ("Punto per Te, Fabiano", "Punto per Te, La Pieve", "Sede di Colognola")
WEEKS = 8  # behind and ahead
K = CampaignKind
DONE = (  # (weeks ago, kind, title, place, copies, reached)
    (1, K.LEAFLETS, "Volantini al mercato", "mercato del quartiere", 300, 180),
    (3, K.MEETING, "Incontro con gli anziani del quartiere", "centro anziani", None, 34),
    (6, K.LETTERS, "Lettera alle famiglie con più di 75 anni", "", 420, 420),
    (10, K.DOOR, "Porta a porta nelle case popolari", "via dei Gelsi", 90, 61),
    (17, K.PRESS, "Articolo sul giornale della parrocchia", "", 800, 800),
    (26, K.LEAFLETS, "Locandine nelle farmacie e dai medici", "farmacie del quartiere", 60, None),
)


@transaction.atomic
def write(today: dt.date) -> None:
    """Patterns, shifts behind and ahead, campaigns: nothing where they are already there."""
    for desk in Desk.objects.filter(name__in=DESKS).order_by("name"):
        posts = Post.objects.in_force().filter(
            organisation=desk.organisation, role=RoleKey.PARTNER, ambito=desk.ambito
        )
        known = {account.username for account in DEMO_ACCOUNTS}  # whoever tries the demo has turns
        each = posts.select_related("user").order_by("user__username")
        workers = sorted(each, key=lambda post: post.user.username not in known)[:2]
        if len(workers) == 2 and not RotaPattern.objects.filter(desk=desk).exists():
            _turns(desk, workers, today)
            _campaigns(desk, workers[0], today)


def _turns(desk: Desk, workers: list[Post], today: dt.date) -> None:
    first = today - dt.timedelta(weeks=WEEKS)
    closures = Closures(desk.ambito_id)
    for number, hour in enumerate(desk.hours.order_by("weekday", "opens_at")):
        regular, other = workers[number % 2], workers[(number + 1) % 2]
        pattern = RotaPattern(
            desk=desk, post=regular, weekday=hour.weekday, starts_at=hour.opens_at,
            ends_at=hour.closes_at, period=since(first),
        )  # fmt: skip
        pattern.save(force_insert=True)
        days = [day for day in _days(first, hour.weekday) if not closures.shuts(desk, day)]
        ahead = [day for day in days if day > today]
        for place, day in enumerate(days):
            shift = Shift(
                desk=desk, pattern=pattern, day=day, post=regular,
                during=DateTimeTZRange(*shift_during(day, hour.opens_at, hour.closes_at)),
            )  # fmt: skip
            said = _became(shift, place, other, today, next_one=number == 0 and ahead[:1] == [day])
            shift.save(force_insert=True)
            for text in said:
                RotaNote(shift=shift, by=regular.user, text=text).save(force_insert=True)


def _days(first: dt.date, weekday: int) -> Iterator[dt.date]:
    for number in range(2 * WEEKS * 7):
        day = first + dt.timedelta(days=number)
        if day.isoweekday() == weekday:
            yield day


def _became(
    shift: Shift, place: int, other: Post, today: dt.date, *, next_one: bool
) -> tuple[str, ...]:
    """What became of a shift, and what was said of it."""
    if shift.day < today:
        shift.state = ShiftState.HELD
        if place == 2:
            shift.state, shift.note = ShiftState.MISSED, "malattia improvvisa, nessun sostituto"
            return (f"saltato: {shift.note}",)
        if place == 4:
            shift.covers_for, shift.post = shift.post, other
            return ("chiesto un sostituto: ferie", "preso")
    elif next_one:
        shift.covers_for, shift.post, shift.state = shift.post, None, ShiftState.UNCOVERED
        return ("chiesto un sostituto: visita medica",)
    elif shift.day <= today + dt.timedelta(days=14):
        shift.state = ShiftState.CONFIRMED
    return ()


def _campaigns(desk: Desk, post: Post, today: dt.date) -> None:
    for weeks, kind, title, place, copies, reached in DONE:
        Campaign(
            ambito=desk.ambito, kind=kind, title=f"{title}, {desk.neighbourhood}", place=place,
            held_on=today - dt.timedelta(weeks=weeks, days=desk.name.count("e")), desk=desk,
            neighbourhood=desk.neighbourhood, organisation=desk.organisation, copies=copies,
            reached=reached, is_estimate=kind != K.MEETING, author=post.user,
        ).save(force_insert=True)  # fmt: skip
