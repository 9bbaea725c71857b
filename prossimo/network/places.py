"""What the network lists in the navigation."""

from django.utils.translation import gettext_lazy as _

from prossimo.core.navigation import Group, Place, places

places.add(
    Place(
        key="network",
        label=_("Rete"),
        url_name="network:list",
        icon="exchange-circle",
        order=60,
        group=Group.KNOW,
        rights=frozenset({"network.read"}),
        shortcut="g r",
    )
)
