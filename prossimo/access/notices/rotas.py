"""The nightly making of shifts, ambito by ambito."""

from django.core.exceptions import PermissionDenied

from prossimo.access.operations.rotas import generate_all
from prossimo.accounts import identity
from prossimo.territory.models import Ambito


def prepare() -> int:
    """Make the shifts of the coming weeks wherever there are patterns; how many were made."""
    made = 0
    for ambito_id in Ambito.objects.values_list("pk", flat=True):
        try:
            with identity.acting_as_the_door(ambito_id) as door:
                made += generate_all(by=door)
        except PermissionDenied:  # the door was shut: whoever arranges the rota has the button
            continue
    return made
