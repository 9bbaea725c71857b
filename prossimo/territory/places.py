"""What territory lists in the navigation."""

from django.utils.translation import gettext_lazy as _

from prossimo.core.navigation import Group, Place, places

places.add(
    Place(
        key="territory",
        label=_("Territorio"),
        url_name="territory:ambito",
        icon="map-marker",
        order=70,
        group=Group.KNOW,
        rights=frozenset({"territory.read"}),
        shortcut="g t",
    )
)
