"""In which neighbourhood an address lies: by its coordinates, or by street and house number."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from prossimo.core.text import next_prefix
from prossimo.territory import streets
from prossimo.territory.models import Neighbourhood, StreetRange


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A neighbourhood, and how it was found, in words for the screen."""

    neighbourhood: Neighbourhood
    how: str

    @property
    def said(self) -> str:
        place = f"{self.neighbourhood}, {self.neighbourhood.municipality}"
        return f"{place} ({self.how})"


def found_place(
    ambito_id: uuid.UUID | None,
    *,
    street: str = "",
    number: str = "",
    municipality_id: uuid.UUID | None = None,
    point: tuple[float | None, float | None] = (None, None),
) -> Whereabouts | None:
    """By the point (latitude, longitude) where there is one, otherwise by the directory."""
    latitude, longitude = point
    if latitude is not None and longitude is not None:
        by_point = at_point(ambito_id, latitude, longitude)
        if by_point and municipality_id in (None, by_point.neighbourhood.municipality_id):
            return by_point
    return on_street(ambito_id, street, number, municipality_id=municipality_id)


def on_street(
    ambito_id: uuid.UUID | None,
    street: str,
    number: str = "",
    *,
    municipality_id: uuid.UUID | None = None,
) -> Whereabouts | None:
    """The neighbourhood of a house; of a whole street where the number is not told.

    Nothing where the directory would lead to more than one.
    """
    name, kind = streets.named(street)
    if not name:
        return None
    beginning = f"{name}, {kind}"
    stretches = StreetRange.objects.filter(municipality__ambito=ambito_id)
    stretches = stretches.filter(key__gte=beginning, key__lt=next_prefix(beginning))
    if municipality_id:
        stretches = stretches.filter(municipality=municipality_id)
    known = list(stretches.select_related("neighbourhood__municipality").defer(
        "neighbourhood__boundary", "neighbourhood__municipality__boundary"
    )[:200])  # fmt: skip
    if kind:
        known = [stretch for stretch in known if stretch.key == beginning]
    house = streets.number_of(number)
    if house is None:
        return _only(known, _("dallo stradario: tutta la via è qui"))
    return _only(
        [stretch for stretch in known if streets.covers(stretch, house)],
        _("dallo stradario: via e numero civico"),
    )


def _only(stretches: Sequence[StreetRange], how: str) -> Whereabouts | None:
    quarters = {stretch.neighbourhood_id: stretch.neighbourhood for stretch in stretches}
    return Whereabouts(next(iter(quarters.values())), how) if len(quarters) == 1 else None


def at_point(ambito_id: uuid.UUID | None, latitude: float, longitude: float) -> Whereabouts | None:
    """The neighbourhood whose boundary holds a point in degrees (WGS 84)."""
    quarters = Neighbourhood.objects.filter(municipality__ambito=ambito_id, boundary__isnull=False)
    state = quarters.aggregate(number=Count("pk"), changed=Max("changed_at"))
    if not state["number"]:
        return None
    ids, tree = _outlines(ambito_id, state["number"], state["changed"])
    import shapely

    inside = tree.query(shapely.Point(longitude, latitude), predicate="intersects")
    if len(inside) == 0:
        return None
    place = Neighbourhood.objects.select_related("municipality").defer(
        "boundary", "municipality__boundary"
    )
    return Whereabouts(place.get(pk=ids[min(inside)]), _("dalle coordinate"))


@lru_cache(maxsize=32)
def _outlines(
    ambito_id: uuid.UUID | None, _number: int, _changed: dt.datetime
) -> tuple[list[uuid.UUID], Any]:
    """The outlines as they stand since the last change, ready to be asked."""
    import shapely
    from shapely.geometry import shape

    quarters = Neighbourhood.objects.filter(municipality__ambito=ambito_id, boundary__isnull=False)
    rows = list(quarters.order_by("name", "pk").values_list("pk", "boundary"))
    return [pk for pk, _outline in rows], shapely.STRtree(
        [shape(line) for _pk, line in rows if line]
    )
