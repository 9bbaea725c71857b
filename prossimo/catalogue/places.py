"""What the catalogue lists in the navigation and finds in the search."""

from django.utils.translation import gettext_lazy

from prossimo.accounts.rules import Actor, Right
from prossimo.catalogue.queries import find_services
from prossimo.core.navigation import Finder, Place, finders, places

MOST = 6


def services_found(actor: Actor, text: str) -> list[tuple[str, str, str]]:
    return [
        (each.name, str(each.organisation), each.get_absolute_url())
        for each in find_services(actor, text)[:MOST]
    ]


places.add(
    Place(
        key="services",
        label=gettext_lazy("Servizi"),
        url_name="catalogue:services",
        icon="bookmark",
        order=15,
        rights=frozenset({Right.CATALOGUE_READ}),
        shortcut="g v",
        also=("catalogue:needs",),
    )
)
finders.add(
    Finder(
        key="services",
        label=gettext_lazy("Servizi"),
        order=25,
        rights=frozenset({Right.CATALOGUE_READ}),
        find=services_found,
    )
)
