"""Who lives where: residents by year, sex, age and citizenship, ready for the screen."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from prossimo.territory.choices import AgeBand, CitizenshipGroup, Sex
from prossimo.territory.models import Residents, StreetRange
from prossimo.territory.rules import Map, drawn

# The pyramid is drawn 440 units wide: a bar of women, the name of the band, a bar of men.
BAR = 160
STEP = 20


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    residents: int
    foreign: int

    @property
    def foreign_share(self) -> float:
        """Foreign residents in 100."""
        return 100 * self.foreign / self.residents if self.residents else 0.0


@dataclass(frozen=True, slots=True)
class Band:
    """One step of the age pyramid, with its two bars as they are drawn (units of the drawing)."""

    label: str
    women: int
    men: int
    y: int
    women_x: float
    women_width: float
    men_width: float


def cells_of(places: Q) -> QuerySet[Residents]:
    """The cells of a place. A municipality split in neighbourhoods is the sum of them."""
    return Residents.objects.filter(places).order_by()


def years_of(places: Q) -> list[Year]:
    rows = (
        cells_of(places)
        .values("year")
        .annotate(
            residents=Sum("count"),
            foreign=Sum("count", filter=Q(citizenship=CitizenshipGroup.FOREIGN), default=0),
        )
        .order_by("-year")
    )
    return [Year(row["year"], row["residents"], row["foreign"]) for row in rows]


def pyramid_of(places: Q, year: int) -> list[Band]:
    """Women and men by age band, oldest first."""
    rows = (
        cells_of(places)
        .filter(year=year)
        .values("age_band")
        .annotate(
            women=Sum("count", filter=Q(sex=Sex.FEMALE), default=0),
            men=Sum("count", filter=Q(sex=Sex.MALE), default=0),
        )
        .order_by("age_band")
    )
    found = {row["age_band"]: (row["women"], row["men"]) for row in rows}
    longest = max((max(pair) for pair in found.values()), default=0) or 1
    bands = []
    for step, band in enumerate(reversed(list(AgeBand))):
        women, men = found.get(band, (0, 0))
        widths = (BAR * women / longest, BAR * men / longest)
        drawing = (step * STEP, round(BAR - widths[0], 1), round(widths[0], 1), round(widths[1], 1))
        bands.append(Band(str(band.label), women, men, *drawing))
    return bands


def latest_year(places: Q) -> int | None:
    year: int | None = cells_of(places).aggregate(last=Max("year"))["last"]
    return year


def totals_by(field: str, places: Q, year: int) -> dict[Any, tuple[int, int]]:
    """Residents and foreign residents of each place of one year."""
    rows = (
        cells_of(places)
        .filter(year=year)
        .values(field)
        .annotate(
            residents=Sum("count"),
            foreign=Sum("count", filter=Q(citizenship=CitizenshipGroup.FOREIGN), default=0),
        )
        .order_by(field)
    )
    return {row[field]: (row["residents"], row["foreign"]) for row in rows}


def map_of(places: list[Any], address: Any) -> Map | None:
    """The map of the places that have a boundary; `address` gives the page of each."""
    return drawn(
        (str(place.pk), place.name, address(place), place.boundary)
        for place in places
        if place.boundary
    )


def streets_by_town(actor: Any) -> list[tuple[str, int, int]]:
    """What the street directory holds: municipality, streets, stretches."""
    rows = (
        StreetRange.objects.visible_to(actor)
        .values("municipality__name")
        .annotate(streets=Count("key", distinct=True), stretches=Count("pk"))
        .order_by("municipality__name")
    )
    return [(row["municipality__name"], row["streets"], row["stretches"]) for row in rows]
