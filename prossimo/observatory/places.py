"""What the observatory lists in the navigation."""

from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Right
from prossimo.core.navigation import Group, Place, places

places.add(
    Place(
        key="observatory",
        label=_("Osservatorio"),
        url_name="observatory:index",
        icon="chart-line",
        order=90,
        group=Group.KNOW,
        rights=frozenset({Right.OBSERVATORY_READ}),
        shortcut="g i",
    )
)
