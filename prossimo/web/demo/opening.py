"""When a desk was open: its days, without holidays, each with how busy it was, and its hours."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

import holidays
import numpy as np

from prossimo.web.demo.desks import Bureau
from prossimo.web.demo.draws import Dice, Floats, Ints, Names, pick

SUBDIVISION = {"bergamo": "BG", "dalmine": "BG", "punto-per-te": "SP"}
# How busy each month is; August empties the town, September fills it again.
MONTHS = np.array([1.12, 1.03, 1.08, 0.98, 1.0, 0.96, 0.9, 0.5, 1.08, 1.16, 1.12, 0.82])
LOCKDOWN = (np.datetime64("2020-03-09"), np.datetime64("2020-05-18"))


@cache
def closed_days(province: str, year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("IT", subdiv=province, years=year))


@dataclass
class Opening:
    """The open days of one desk up to a day, and when within the day."""

    bureau: Bureau
    days: Names  # sorted
    busy: Floats
    slots: dict[int, list[tuple[int, int]]]  # by weekday: opening minute and length

    def within(self, first: dt.date, last: dt.date) -> tuple[int, int]:
        """The stretch of `days` that falls between two days, both included."""
        low = int(np.searchsorted(self.days, np.datetime64(first, "D"), side="left"))
        high = int(np.searchsorted(self.days, np.datetime64(last, "D"), side="right"))
        return low, high

    def draw(self, rng: Dice, first: dt.date, last: dt.date, size: int) -> Names:
        """Days on which people came between two days, the busier the more."""
        low, high = self.within(first, last)
        found: Names = self.days[low + pick(rng, self.busy[low:high], size)]
        return found

    def minutes(self, rng: Dice, days: Names) -> Ints:
        """A minute of the day for each visit, inside the hours of its weekday."""
        weekday = (days.astype(np.int64) + 3) % 7 + 1  # 1 January 1970 was a Thursday
        chance = rng.random(len(days))
        found = np.zeros(len(days), dtype=np.int64)
        for number in np.unique(weekday).tolist():
            here = np.flatnonzero(weekday == number)
            found[here] = self._spread(number, chance[here])
        return found

    def _spread(self, weekday: int, chance: Floats) -> Ints:
        slots = self.slots.get(weekday) or [s for day in self.slots.values() for s in day][:1]
        point = (chance * sum(length for _, length in slots)).astype(np.int64)
        found = np.zeros(len(chance), dtype=np.int64)
        passed = 0
        for opens, length in slots:
            here = point >= passed
            found[here] = opens + point[here] - passed
            passed += length
        return found


def opening_of(bureau: Bureau, first: dt.date, last: dt.date) -> Opening:
    """The open days of a desk from `first` to `last`."""
    start = max(bureau.since, first)
    end = min(bureau.until or last, last)
    slots: dict[int, list[tuple[int, int]]] = {}
    for weekday, opens, closes in bureau.slots():
        slots.setdefault(weekday, []).append((opens, closes - opens))
    days = []
    for number in range((end - start).days + 1):
        day = start + dt.timedelta(days=number)
        province = SUBDIVISION[bureau.district]
        if day.isoweekday() in slots and day not in closed_days(province, day.year):
            days.append(day)
    column = np.array(days, dtype="datetime64[D]")
    months = column.astype("datetime64[M]").astype(np.int64) % 12
    length = np.array([sum(s[1] for s in slots[day.isoweekday()]) for day in days])
    quiet = np.where((column >= LOCKDOWN[0]) & (column < LOCKDOWN[1]), 0.45, 1.0)
    return Opening(bureau, column, MONTHS[months] * length * quiet, slots)
