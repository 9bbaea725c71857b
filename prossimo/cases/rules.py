"""The arithmetic of cases: how much a case asks, by a rule that can be shown. No Django."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Signs:
    """What the rule looks at: needs by weight (1 mild, 2 medium, 3 serious), risk, measures."""

    weights: tuple[int, ...] = ()
    at_risk: bool = False  # somebody in the case may come to harm
    protected: bool = False  # a measure of an authority, or of protection, is in force
    minors: int = 0


@dataclass(frozen=True, slots=True)
class Threshold:
    """The rule of a period: from how many needs a case is full, and when it is only prevention."""

    since: dt.date
    serious: int = 1  # serious needs that make it full
    medium: int = 3  # medium or serious needs that make it full


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing the rule looked at: which, how much of it, how much it takes, whether it weighs."""

    key: str
    found: int
    needed: int

    @property
    def weighs(self) -> bool:
        return self.found >= self.needed


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rule proposes, with everything it looked at."""

    intensity: str
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """The rule of a period, by intensity: after how many days without news a case is silent,
    and within how many days it is looked at again."""

    since: dt.date
    silent: Mapping[str, int]
    review: Mapping[str, int]

    def silent_after(self, intensity: str) -> int:
        return self.silent[intensity]

    def review_within(self, intensity: str) -> int:
        return self.review[intensity]


ATTENTIONS = (
    Attention(
        dt.date(2000, 1, 1),
        silent={"full": 30, "light": 60, "prevention": 120},
        review={"full": 90, "light": 180, "prevention": 365},
    ),
)
THRESHOLDS = (Threshold(dt.date(2000, 1, 1)),)


def threshold_on(day: dt.date, thresholds: Sequence[Threshold] = THRESHOLDS) -> Threshold:
    """The rule in force on a day; raises `LookupError` before the first."""
    in_force = [each for each in thresholds if each.since <= day]
    if not in_force:
        raise LookupError(f"no rule of intensity on {day}")
    return max(in_force, key=lambda each: each.since)


def propose_intensity(signs: Signs, rule: Threshold = THRESHOLDS[0]) -> Proposed:
    """Full where a measure, a risk or the needs ask for it; prevention where no need is more than mild.

    >>> propose_intensity(Signs(weights=(1, 2))).intensity
    'light'
    >>> propose_intensity(Signs(weights=(3,))).intensity
    'full'
    >>> propose_intensity(Signs(weights=(2, 2, 2))).intensity
    'full'
    >>> propose_intensity(Signs(weights=(1,), protected=True)).intensity
    'full'
    >>> propose_intensity(Signs(weights=(1, 1))).intensity
    'prevention'
    >>> propose_intensity(Signs()).intensity
    'light'
    """
    looked = (
        Sign("protected", int(signs.protected), 1),
        Sign("at_risk", int(signs.at_risk), 1),
        Sign("serious", sum(weight >= 3 for weight in signs.weights), rule.serious),
        Sign("medium", sum(weight >= 2 for weight in signs.weights), rule.medium),
    )
    if any(sign.weighs for sign in looked):
        return Proposed("full", looked)
    only_mild = bool(signs.weights) and all(weight == 1 for weight in signs.weights)
    return Proposed("prevention" if only_mild else "light", looked)


@dataclass(frozen=True, slots=True)
class CaseWeights:
    """How much one case weighs on who follows it, in a period."""

    since: dt.date
    prevention: int = 1
    light: int = 2
    full: int = 4

    def of(self, intensity: str) -> int:
        """
        >>> CaseWeights(dt.date(2000, 1, 1)).of("full")
        4
        """
        weight: int = getattr(self, intensity)
        return weight


@dataclass(frozen=True, slots=True)
class StaffingRule:
    """Residents for one social worker: what the law owes, and what it pays towards (L. 178/2020, c. 797)."""

    since: dt.date
    owed: int = 5000  # the LEPS
    target: int = 4000
    full_time: int = 36  # hours a week, by the national contract (CCNL Funzioni locali)

    def full_timers(self, hours: Iterable[Decimal | None]) -> Decimal:
        """How many full-time workers these weekly hours make, one of a worker; none is full time.

        >>> StaffingRule(dt.date(2021, 1, 1)).full_timers([None, Decimal(18), Decimal(40)])
        Decimal('2.5')
        """
        shares = (min(each / self.full_time, Decimal(1)) if each else Decimal(1) for each in hours)
        return sum(shares, Decimal(0))


WEIGHTS = (CaseWeights(dt.date(2000, 1, 1)),)
STAFFING = (StaffingRule(dt.date(2021, 1, 1)),)


def weights_on(day: dt.date, weights: Sequence[CaseWeights] = WEIGHTS) -> CaseWeights:
    """The weights in force on a day; raises `LookupError` before the first."""
    in_force = [each for each in weights if each.since <= day]
    if not in_force:
        raise LookupError(f"no weights of cases on {day}")
    return max(in_force, key=lambda each: each.since)


def staffing_on(day: dt.date, rules: Sequence[StaffingRule] = STAFFING) -> StaffingRule | None:
    """The rule in force on a day, if there was one."""
    in_force = [each for each in rules if each.since <= day]
    return max(in_force, key=lambda each: each.since, default=None)


def staffing_stands(residents: int, workers: Decimal | int, rule: StaffingRule) -> str:
    """Whether there are enough, counted in full-time workers: `target`, `owed`, `short`; `none`.

    >>> rule = StaffingRule(dt.date(2021, 1, 1))
    >>> [staffing_stands(20_000, n, rule) for n in (5, 4, 3, 0)]
    ['target', 'owed', 'short', 'none']
    """
    if workers <= 0:
        return "none"
    if residents <= rule.target * workers:
        return "target"
    return "owed" if residents <= rule.owed * workers else "short"


def attention_on(day: dt.date, table: Sequence[Attention] = ATTENTIONS) -> Attention:
    """The rule in force on a day; raises `LookupError` before the first.

    >>> attention_on(dt.date(2026, 3, 1)).silent_after("full")
    30
    """
    in_force = [each for each in table if each.since <= day]
    if not in_force:
        raise LookupError(f"no rule of silence on {day}")
    return max(in_force, key=lambda each: each.since)


def silent_from(intensity: str, heard: dt.date, rule: Attention = ATTENTIONS[0]) -> dt.date:
    """The first day on which a case is silent, if nobody hears of it any more.

    >>> silent_from("light", dt.date(2026, 1, 1))
    datetime.date(2026, 3, 3)
    """
    return heard + dt.timedelta(days=rule.silent_after(intensity) + 1)


def propose_outcome(results: Sequence[str]) -> str:
    """How a case ended, from how its goals ended; nothing where no goal says it.

    >>> propose_outcome(["reached", "reached"])
    'reached'
    >>> propose_outcome(["reached", "not"])
    'partly'
    >>> propose_outcome(["not"])
    ''
    """
    if not results or not {"reached", "partly"} & set(results):
        return ""
    return "reached" if set(results) == {"reached"} else "partly"


def outcome_of_project(states: Sequence[str]) -> str:
    """How a project went, from its goals; those that were left count for nothing.

    >>> outcome_of_project(["reached", "dropped"]), outcome_of_project(["partly", "not"])
    ('reached', 'partly')
    >>> outcome_of_project(["not", "dropped"])
    'not'
    """
    told = [state for state in states if state not in {"open", "dropped"}]
    return propose_outcome(told) or "not"


@dataclass(frozen=True, slots=True)
class Kept:
    """For how many years after closing the cases of an area (every other one where empty) are kept."""

    user_area: str
    years: int
    since: dt.date


def kept_until(user_area: str, closed_on: dt.date, table: Sequence[Kept]) -> dt.date | None:
    """The last day a case is kept, by the term in force when it was closed; its own area's first.

    Nothing where nobody has decided a term: what has no term is never disposed of.

    >>> term = Kept("", 10, dt.date(2020, 1, 1))
    >>> kept_until("FAM", dt.date(2024, 2, 29), [term])
    datetime.date(2034, 2, 28)
    >>> kept_until("FAM", dt.date(2019, 5, 1), [term]) is None
    True
    """
    in_force = [each for each in table if each.since <= closed_on]
    own = [each for each in in_force if each.user_area == user_area]
    every = [each for each in in_force if not each.user_area]
    if not (own or every):
        return None
    term = max(own or every, key=lambda each: each.since)
    try:
        return closed_on.replace(year=closed_on.year + term.years)
    except ValueError:
        return dt.date(closed_on.year + term.years, 2, 28)
