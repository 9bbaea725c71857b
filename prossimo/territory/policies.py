"""Who may read the places of an ambito, and who keeps them."""

from typing import Any

from django.utils.translation import gettext as _

from prossimo.core import gate
from prossimo.core.policy import GRANTED, Verdict, refused
from prossimo.territory.models import Municipality, Neighbourhood

READ, MANAGE = "territory.read", "territory.manage"


def ambito_of(place: Municipality | Neighbourhood) -> Any:
    town = place if isinstance(place, Municipality) else place.municipality
    return town.ambito_id


def may_read_place(actor: Any, place: Municipality | Neighbourhood) -> Verdict:
    """The point twin of `visible_to` of municipalities and neighbourhoods."""
    if not (verdict := gate.may(actor, READ)):
        return verdict
    return _same_ambito(actor, ambito_of(place))


def may_manage_places(actor: Any, ambito_id: Any) -> Verdict:
    if not (verdict := gate.may(actor, MANAGE)):
        return verdict
    return _same_ambito(actor, ambito_id)


def _same_ambito(actor: Any, ambito_id: Any) -> Verdict:
    if ambito_id != actor.ambito_id:
        return refused(_("Il luogo appartiene a un altro Ambito."))
    return GRANTED
