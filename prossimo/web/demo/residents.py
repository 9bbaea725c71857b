"""Residents at the end of each year, by sex, age band and citizenship, place by place."""

from collections.abc import Iterator

import numpy as np

from prossimo.territory.choices import AgeBand, CitizenshipGroup, Sex
from prossimo.web.demo.draws import Floats, apportion
from prossimo.web.demo.places import Place

FIRST_YEAR = 2014
# Of one thousand residents: women and men by age band; Italians live longer, foreigners are younger.
BANDS = list(AgeBand)
ITALIANS = np.array(
    [
        [10, 10, 18, 12, 17, 55, 75, 158, 66, 62, 33],
        [10, 11, 19, 13, 18, 58, 76, 150, 56, 44, 16],
    ],
    dtype=np.float64,
)
FOREIGNERS = np.array(
    [
        [23, 21, 31, 16, 19, 75, 160, 142, 22, 6, 1],
        [24, 22, 33, 18, 21, 85, 165, 100, 12, 3, 1],
    ],
    dtype=np.float64,
)
SEXES = (Sex.FEMALE, Sex.MALE)


def years(last_full: int) -> range:
    return range(FIRST_YEAR, last_full + 1)


def total_of(place: Place, year: int, scale: float) -> int:
    """Towns of the North grow by a breath each year; 2020 took some people away."""
    growth = 1 + 0.0015 * (min(year, 2019) - 2018) + (0.001 * (year - 2020) if year > 2020 else 0)
    return round(place.residents * growth * (0.994 if year >= 2020 else 1) * scale)


def foreign_share(place: Place, year: int) -> float:
    return place.foreign * (1 + 0.008 * (year - 2018))


def ageing(year: int) -> Floats:
    """The old become more, the children fewer, year after year."""
    drift = (year - 2018) / 100
    return np.linspace(1 - 1.4 * drift, 1 + 1.2 * drift, len(BANDS))


def table(place: Place, year: int, scale: float) -> Iterator[tuple[str, str, str, int]]:
    """Sex, age band, citizenship and count; the counts add up to the total of the place."""
    share = foreign_share(place, year)
    shape = np.stack(
        [
            (1 - share) * ITALIANS * ageing(year) / ITALIANS.sum(),
            share * FOREIGNERS / FOREIGNERS.sum(),
        ]
    )
    counts = apportion(total_of(place, year, scale), shape.ravel()).reshape(shape.shape)
    for origin, citizenship in enumerate((CitizenshipGroup.ITALIAN, CitizenshipGroup.FOREIGN)):
        for row, sex in enumerate(SEXES):
            for column, band in enumerate(BANDS):
                yield sex, band, citizenship, int(counts[origin, row, column])
