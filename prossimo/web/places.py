"""What the roof itself lists in the navigation."""

from django.utils.translation import gettext_lazy as _

from prossimo.core.navigation import Place, places

places.add(
    Place(
        key="today",
        label=_("Oggi"),
        url_name="web:today",
        icon="list",
        order=0,
        shortcut="g o",
    )
)
