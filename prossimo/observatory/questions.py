"""A question to the observatory: which indicator, where, when, split by what; and why it cannot be."""

import datetime as dt
import difflib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.core import wording
from prossimo.core.facts import facts
from prossimo.core.indicators import (
    MOST_DIMENSIONS,
    Indicator,
    Measure,
    dimensions,
    indicators,
)
from prossimo.observatory.snapshots import Snapshot

FIRST_YEAR, LAST_YEAR = 1900, 2200
DAY = "day"  # the column of the facts that happen on one
UNKNOWN = "-"  # in an address: the records without a value of the dimension


class BadQuestion(ValueError):
    """The question has no sense as it is put: the message says what to change."""


@dataclass(frozen=True, slots=True)
class Question:
    """`year` alone is one year; `since` the first of several, or the year a growth starts from."""

    key: str
    ambito: str
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    year: int | None = None
    since: int | None = None
    day: dt.date | None = None

    @property
    def dims(self) -> tuple[str, ...]:
        """The dimensions of the table from which the answer is cut."""
        return tuple(sorted({*self.by, *(name for name, _value in self.where)}))

    def including(self, year: int) -> bool:
        """Whether a row of the answer may stand in this year."""
        if self.day:
            return year == self.day.year
        if indicators[self.key].measure is Measure.GROWTH:
            return year == self.year if self.year else year > (self.since or 0)
        if self.since is not None:
            return self.since <= year <= (self.year or LAST_YEAR)
        return self.year is None or year == self.year

    def needs(self, year: int) -> bool:
        """Whether the answer needs the facts of this year."""
        if indicators[self.key].measure is not Measure.GROWTH:
            return self.including(year)
        base = self.since if self.since is not None else (self.year or LAST_YEAR) - 1
        return self.including(year) or year == base or (self.year is None and self.since is None)

    def base_of(self, year: int) -> int:
        """The year with which a growth compares this one."""
        return self.since if self.since is not None else year - 1

    def about(self, **changes: Any) -> "Question":
        return replace(self, **changes)

    def as_json(self) -> str:
        """The same question, the same text: what memory and engine exchange."""
        said = asdict(self)
        said["day"] = self.day.isoformat() if self.day else None
        return json.dumps(said, sort_keys=True, ensure_ascii=False)


def from_json(text: str) -> Question:
    said = json.loads(text)
    return Question(
        key=said["key"],
        ambito=said["ambito"],
        by=tuple(said["by"]),
        where=tuple((name, value) for name, value in said["where"]),
        year=said["year"],
        since=said["since"],
        day=dt.date.fromisoformat(said["day"]) if said["day"] else None,
    )


def checked(question: Question, snapshot: Snapshot) -> Question:
    """The question, if it can be answered; raises `BadQuestion` with a sentence otherwise."""
    found = indicators.get(question.key)
    if found is None:
        raise BadQuestion(
            _("Non c'è un indicatore «%(key)s».%(near)s")
            % {"key": question.key, "near": _near(question.key, (i.key for i in indicators))}
        )
    if question.ambito not in snapshot.ambiti:
        raise BadQuestion(
            _("Non c'è un Ambito «%(key)s».%(near)s")
            % {"key": question.ambito, "near": _near(question.ambito, snapshot.ambiti, short=True)}
        )
    _check_dimensions(question, found)
    _check_time(question, found)
    _check_day(question, found, snapshot)
    return question


def _check_dimensions(question: Question, found: Indicator) -> None:
    names = [*question.by, *(name for name, _value in question.where)]
    for name in names:
        if name not in found.grain:
            raise BadQuestion(
                _("«%(key)s» non si divide per «%(name)s».%(near)s")
                % {"key": found.key, "name": name, "near": _near(name, found.grain, short=True)}
            )
    if len(set(names)) != len(names):
        raise BadQuestion(_("Una dimensione è indicata due volte."))
    if len(names) > MOST_DIMENSIONS:
        raise BadQuestion(
            _("Si possono incrociare al massimo due dimensioni, oltre all'anno: con più incroci "
              "non si può garantire che nessuno sia riconosciuto.")
        )  # fmt: skip
    if any(dimensions[name].parent in names for name in names):
        raise BadQuestion(_("Una dimensione è già contenuta nell'altra: sceglierne una."))


def _check_time(question: Question, found: Indicator) -> None:
    for year in filter(None, (question.year, question.since)):
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadQuestion(_("L'anno %(year)s non è plausibile.") % {"year": year})
    if question.day and (question.year or question.since):
        raise BadQuestion(_("Indicare un anno oppure un giorno, non entrambi."))
    if question.since and question.year and question.since >= question.year:
        raise BadQuestion(
            _("L'anno da cui si parte (%(since)s) deve venire prima di quello chiesto (%(year)s).")
            % {"since": question.since, "year": question.year}
        )


def only_the_whole() -> str:
    return _("Di un giorno solo si mostra il totale: diviso, farebbe riconoscere le persone.")


def knows_days(indicator: Indicator) -> bool:
    """Whether any day may be asked of it, and not only a year."""
    if indicator.on_day:
        return indicator.any_day
    return any(DAY in facts[fact].columns for fact in indicator.reads)


def _check_day(question: Question, found: Indicator, snapshot: Snapshot) -> None:
    if question.day is None:
        return
    if found.measure is Measure.GROWTH:
        raise BadQuestion(_("Una crescita si misura fra anni, non in un giorno solo."))
    if not knows_days(found):
        raise BadQuestion(
            _("«%(label)s» si conosce anno per anno: non si può chiedere di un giorno.")
            % {"label": found.label}
        )
    taken = timezone.localdate(snapshot.at)
    if not FIRST_YEAR <= question.day.year <= LAST_YEAR or question.day > taken:
        raise BadQuestion(
            _("La fotografia dei dati arriva al %(day)s: scegliere un giorno fino a quello.")
            % {"day": wording.day(taken)}
        )
    if question.dims:
        raise BadQuestion(only_the_whole())


def _near(word: str, known: Iterable[str], *, short: bool = False) -> str:
    """« Forse …?», or all there is where the list is short."""
    everything = sorted(known)
    close = difflib.get_close_matches(word, everything, n=3, cutoff=0.5)
    if close:
        return " " + _("Forse: %(words)s?") % {"words": ", ".join(close)}
    if short or len(everything) <= 12:
        return " " + _("Ci sono: %(words)s.") % {"words": ", ".join(everything)}
    return ""


def no_such_value(name: str, text: str, known: Iterable[str]) -> BadQuestion:
    return BadQuestion(
        _("«%(text)s» non è un valore di «%(name)s».%(near)s")
        % {"text": text, "name": dimensions[name].label, "near": _near(text, known)}
    )
