"""The address on a form: which neighbourhood it lies in, and whether it is still the one shown."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from prossimo.accounts.rules import Actor
from prossimo.citizens.fields import PlaceField
from prossimo.core.text import fold
from prossimo.territory import whereabouts

HOME = ("street", "street_number", "postcode", "place")


def seal_of_home(told: Mapping[str, Any]) -> str:
    """An address as the form shows it, recognisable and not readable.

    Where an address was protected meanwhile, an older form must not put it back in the open.
    """
    town, quarter = told.get("place") or (None, None)
    place = [str(each.pk) if each else "" for each in (town, quarter)]
    text = "|".join([*(fold(str(told.get(name) or "")) for name in HOME[:3]), *place])
    return salted_hmac("prossimo.citizens.home", text).hexdigest()


def proposed_place(
    actor: Actor,
    field: PlaceField,
    told: Mapping[str, Any],
    municipality_id: uuid.UUID | None = None,
    point: tuple[float | None, float | None] = (None, None),
) -> whereabouts.Whereabouts | None:
    """The neighbourhood that an address lies in, among those that the actor may choose."""
    found = whereabouts.found_place(
        actor.ambito_id,
        street=str(told.get("street") or ""),
        number=str(told.get("street_number") or ""),
        municipality_id=municipality_id,
        point=point,
    )
    offered = {quarter.pk for _town, quarter in field.places.values() if quarter}
    return found if found and found.neighbourhood.pk in offered else None
