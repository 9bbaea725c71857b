"""What citizens lends to the frame: the place «Persone» and the people of the omnibox."""

from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.queries import find_people
from prossimo.core.navigation import Finder, Group, Place, finders, places

READERS = frozenset({str(Right.PERSON_READ)})
IN_OMNIBOX = 6

places.add(
    Place(
        key="people",
        label=_("Persone"),
        url_name="citizens:people",
        icon="user",
        order=20,
        rights=READERS,
        shortcut="g p",
    )
)
places.add(
    Place(
        key="registry",
        label=_("Anagrafe"),
        url_name="citizens:registry",
        icon="file",
        order=66,  # on a telephone, under «Altro»
        group=Group.ARRANGE,
        rights=frozenset({str(Right.REGISTRY_IMPORT), str(Right.REGISTRY_APPROVE)}),
    )
)


def people(actor: Actor, text: str) -> list[tuple[str, str, str]]:
    found = find_people(actor, text, limit=IN_OMNIBOX)
    return [(person.listed_name, person.detail, person.url) for person in found]


finders.add(Finder(key="people", label=_("Persone"), order=10, rights=READERS, find=people))
