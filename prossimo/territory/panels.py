"""What territory shows on «Oggi»: what is still missing to draw and to count the places."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.core.navigation import Card, cards
from prossimo.core.periods import today
from prossimo.territory.models import Neighbourhood
from prossimo.territory.policies import MANAGE
from prossimo.territory.queries import latest_year

Todo = tuple[str, str, str]  # what is missing, the page that mends it, what its link says


def missing_card(actor: Any) -> dict[str, Any] | None:
    """Residents of an old year, outlines absent or only sketched; nothing where all is there."""
    todo = [*_residents(actor), *_boundaries(actor)]
    return {"todo": todo} if todo else None


def _residents(actor: Any) -> list[Todo]:
    last, expected = latest_year(Q(municipality__ambito=actor.ambito_id)), today().year - 1
    if last is not None and last >= expected:
        return []
    said = _("I residenti arrivano alla fine del %(year)s.") % {"year": last}
    if last is None:
        said = _("Non ci sono ancora i residenti.")
    return [(said, reverse("territory:residents_upload"), _("Carica i residenti"))]


def _boundaries(actor: Any) -> list[Todo]:
    found = Neighbourhood.objects.filter(municipality__ambito=actor.ambito_id).aggregate(
        absent=Count("pk", filter=Q(boundary=None)),
        sketched=Count("pk", filter=Q(boundary__isnull=False, schematic=True)),
    )
    absent, sketched = found["absent"], found["sketched"]
    said = []
    if absent:
        words = ngettext(
            "A un quartiere manca il confine.", "A %(n)s quartieri manca il confine.", absent
        )
        said.append(words % {"n": absent})
    if sketched:
        words = ngettext(
            "Un quartiere ha un confine soltanto schematico.",
            "%(n)s quartieri hanno un confine soltanto schematico.",
            sketched,
        )
        said.append(words % {"n": sketched})
    link = (reverse("territory:boundary_upload"), _("Carica i confini"))
    return [(" ".join(said), *link)] if said else []


cards.add(
    Card(
        key="territory.missing",
        label=gettext_lazy("Che cosa manca al territorio"),
        template="territory/card_missing.html",
        order=40,
        rights=frozenset({MANAGE}),
        build=missing_card,
    )
)
