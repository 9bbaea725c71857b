"""The places a file may name: municipalities by any code, neighbourhoods by name or street."""

import uuid
from collections.abc import Mapping
from functools import cache, lru_cache

from prossimo.accounts.rules import Actor
from prossimo.citizens.registry.checking import Towns
from prossimo.citizens.registry.values import Read, one_line
from prossimo.core.text import fold
from prossimo.territory import gazetteer, streets
from prossimo.territory.models import Municipality, Neighbourhood, StreetRange

Stretches = dict[tuple[str, str], list[StreetRange]]


def towns_of(actor: Actor, default: uuid.UUID | None) -> Towns:
    """What the actor's ambito holds, read once for the whole file."""
    places = Municipality.objects.visible_to(actor).defer("boundary")
    if actor.municipality_id:
        places = places.filter(pk=actor.municipality_id)
    by_name: dict[str, str] = {}
    for town in places:
        for word in (town.istat_code.lstrip("0"), fold(town.cadastral_code), fold(town.name)):
            by_name[word] = str(town.pk)
    quarters = {
        (str(place.municipality_id), fold(place.name)): str(place.pk)
        for place in Neighbourhood.objects.visible_to(actor).defer("boundary")
    }
    stretches = _stretches(actor)

    @cache
    def street_of(text: str) -> tuple[str, str]:
        return streets.named(text)

    @lru_cache(maxsize=20_000)
    def on_street(town: str, street: str, number: str) -> str:
        return _only(stretches.get((town, street_of(street)[0]), ()), street_of(street)[1], number)

    return Towns(
        by_name=by_name,
        default=str(default) if default else "",
        quarter_named=lambda town, name: quarters.get((town, fold(name)), ""),
        quarter_of_street=on_street if stretches else None,
        place_code=place_code,
    )


def _stretches(actor: Actor) -> Mapping[tuple[str, str], list[StreetRange]]:
    found: Stretches = {}
    for stretch in StreetRange.objects.visible_to(actor):
        bare = stretch.key.rpartition(", ")[0]
        found.setdefault((str(stretch.municipality_id), bare), []).append(stretch)
    return found


def _only(stretches: "list[StreetRange] | tuple[()]", kind: str, number: str) -> str:
    """The one neighbourhood to which the directory leads, or none."""
    house = streets.number_of(number)
    quarters = {
        str(stretch.neighbourhood_id)
        for stretch in stretches
        if (not kind or stretch.key.endswith(f", {kind}"))
        and (house is None or streets.covers(stretch, house))
    }
    return quarters.pop() if len(quarters) == 1 else ""


def place_code(text: str) -> Read:
    """A cadastral code of a municipality or of a foreign state."""
    code = one_line(text).upper()
    if not code:
        return "", ""
    return (code, "") if gazetteer.place_of(code) else ("", "unknown_place")
