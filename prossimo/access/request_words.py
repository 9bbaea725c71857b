"""How requests and direct services are said: for whom, in whose hands, how they stand."""

from django.utils.translation import gettext as _

from prossimo.access.models import Orientation
from prossimo.ui.parts import Tone

TONES: dict[str, Tone] = {
    "requested": "info", "waiting": "warning", "active": "good", "suspended": "warning",
}  # fmt: skip


def for_whom(request: Orientation) -> str:
    """Surname first; words where nobody gave a name or the reader may not have it."""
    if request.person:
        return request.person.listed_name
    if request.household:
        return str(request.household)
    if request.person_id or request.household_id:
        return _("Nome non condiviso con te")
    return _("Senza nome")


def named(request: Orientation) -> str:
    return request.person.full_name if request.person else for_whom(request)


def owner_of(request: Orientation) -> str:
    return request.owner.get_full_name() if request.owner else ""


def direct_tone(state: str) -> Tone:
    return TONES.get(state, "neutral")
