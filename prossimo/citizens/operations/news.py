"""The changes of the registry of residents become checks: asked for, read, each noted once.

The questions to the registry are put with no transaction open: an e-service may take its time, and
the database ends a transaction that says nothing.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.accounts import identity, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.models import User
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import LookState, TaskState
from prossimo.citizens.exchange import sources
from prossimo.citizens.exchange.faults import ExchangeFault
from prossimo.citizens.exchange.parties import Asking
from prossimo.citizens.exchange.registry import Changes, RegistryChange, RegistryNotifications
from prossimo.citizens.exchange.wording import sentence
from prossimo.citizens.models import NewsReading, ReviewTask
from prossimo.citizens.queries import news
from prossimo.citizens.queries.news_tasks import Check, check_of

REASON = "Novità dell'anagrafe"  # what the registry is told, and keeps
LONGEST_KEY = 80
MOST_PAGES = 500


class SwitchedOff(Exception):
    """No registry of residents is configured."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What came of a reading: how many changes were told, how many checks are new."""

    told: int
    fresh: int


@transaction.atomic
def request_reading(*, by: Actor) -> NewsReading:
    """Have the worker read the news; the reading under way is answered where there is one.

    Raises `PermissionDenied` with the reason for the screen.
    """
    from prossimo.citizens.tasks import read_news

    may(by, Right.REGISTRY_IMPORT).enforce()
    mine = NewsReading.objects.visible_to(by).filter(municipality=by.municipality_id)
    if under_way := mine.under_way().first():
        return under_way
    reading = _new(by)
    read_news.defer(reading=str(reading.pk), user=str(by.user_id), post=str(by.post_id))
    return reading


def read(user: uuid.UUID, post: uuid.UUID | None, reading_id: uuid.UUID | None = None) -> Noted:
    """Read what has changed and note the checks, as the person who asked.

    Raises `ExchangeFault`, `SwitchedOff` and `PermissionDenied`, once they are written down.
    """
    with identity.acting_as(user, post) as actor:
        reading = _started(reading_id, by=actor)
        asking = Asking(User.objects.get(pk=user).get_username(), REASON)
    try:
        return _read(reading, asking)
    except (ExchangeFault, SwitchedOff, PermissionDenied) as error:
        _end(reading, user, post, error=_why(error))
        raise
    except Exception as error:
        _end(reading, user, post, error=type(error).__name__)
        raise


def _read(reading: NewsReading, asking: Asking) -> Noted:
    user, post = reading.asked_by_id, reading.asked_from_id
    source = sources.registry_notifications()
    if source is None:
        raise SwitchedOff
    told = fresh = 0
    gap, more, pages = False, True, 0
    while more and pages < MOST_PAGES:
        with identity.acting_as(user, post) as actor:
            known = news.known_people(actor)
            cursor = reading.cursor or news.cursor_of(actor, source.origin[:120])
        changes = source.changes(asking, since=cursor, known=known)
        with identity.acting_as(user, post) as actor:
            fresh += _note(changes.items, by=actor)
            told += len(changes.items)
            _hear(reading, source, changes, told=told, fresh=fresh)
        gap, pages = gap or changes.compare_all, pages + 1
        more = changes.more and changes.cursor != cursor
    _end(reading, user, post, gap=gap)
    return Noted(told, fresh)


def _note(items: Iterable[RegistryChange], *, by: Actor) -> int:
    """Keep a check for each change of somebody we know; the same change never makes two."""
    items = list(items)
    people = news.people_by_number(by, {each.registry_id for each in items})
    protected = news.protected_people()
    checks = []
    for change in items:
        if person := people.get(change.registry_id):
            checks.append(check_of(by, person, change, protected=person.pk in protected))
    return sum(_kept(check) for check in checks)


def _kept(check: Check) -> bool:
    """Whether it is new: not of a change already noted, nor the same as one that still waits."""
    mine = ReviewTask.objects.unscoped("the checks of a person already seen").filter(
        person=check.person, kind=check.kind
    )
    key = _key(check.source_key)
    waiting = mine.filter(state=TaskState.OPEN, facts=check.facts, happened_on=check.happened_on)
    if mine.filter(source_key=key).exists() or waiting.exists():
        return False
    task = ReviewTask(
        person=check.person,
        kind=check.kind,
        facts=check.facts,
        happened_on=check.happened_on,
        source_key=key,
    )
    ReviewTask.objects.bulk_create([task], ignore_conflicts=True)
    journal.note(Action.CREATE, ReviewTask._meta.label_lower, task.pk)
    journal.shown(Action.READ, [check.person])
    return True


def _key(told: str) -> str:
    """What the source calls the change, as long as there is room for."""
    if len(told) <= LONGEST_KEY:
        return told
    return hashlib.sha256(told.encode()).hexdigest()


def _new(by: Actor) -> NewsReading:
    if by.ambito_id is None or by.user_id is None or by.post_id is None:
        raise PermissionDenied
    reading = NewsReading.objects.create(
        ambito_id=by.ambito_id,
        municipality_id=by.municipality_id,
        asked_by_id=by.user_id,
        asked_from_id=by.post_id,
    )
    journal.note(Action.IMPORT, NewsReading._meta.label_lower, reading.pk)
    return reading


def _started(reading_id: uuid.UUID | None, *, by: Actor) -> NewsReading:
    """The reading begins, asked for, of every night, or started by hand."""
    may(by, Right.REGISTRY_IMPORT).enforce()
    mine = NewsReading.objects.visible_to(by)
    reading = (reading_id and mine.filter(pk=reading_id).first()) or _new(by)
    reading.state, reading.heard_at = LookState.RUNNING, timezone.now()
    reading.asked_by_id, reading.asked_from_id = by.user_id or "", by.post_id or ""
    reading.save(update_fields=["state", "heard_at", "asked_by", "asked_from"])
    return reading


def _hear(
    reading: NewsReading,
    source: RegistryNotifications,
    changes: Changes,
    *,
    told: int,
    fresh: int,
) -> None:
    reading.origin, reading.cursor = source.origin[:120], changes.cursor[:40]
    reading.told, reading.fresh, reading.heard_at = told, fresh, timezone.now()
    reading.save(update_fields=["origin", "cursor", "told", "fresh", "heard_at"])


def _end(
    reading: NewsReading, user: uuid.UUID, post: uuid.UUID | None, *, gap: bool = False,
    error: str = "",
) -> None:  # fmt: skip
    """Read to the end, or it is said why not: what was read before a fault counts as read."""
    with identity.acting_as(user, post):
        now: dt.datetime = timezone.now()
        reading.ended_at = reading.heard_at = now
        reading.state = LookState.FAILED if error else LookState.DONE
        reading.gap, reading.error = gap, error[:400]
        reading.save(update_fields=["state", "ended_at", "heard_at", "gap", "error"])
        note = f"{reading.origin}: {reading.told}"
        journal.note(Action.IMPORT, NewsReading._meta.label_lower, reading.pk, note=note)


def _why(error: Exception) -> str:
    if isinstance(error, ExchangeFault):
        return sentence(error)
    if isinstance(error, SwitchedOff):
        return _("il collegamento con l'anagrafe nazionale è spento")
    return str(error)
