"""What accounts list in the navigation: staff and deliveries, the journal."""

from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Right
from prossimo.core.navigation import Group, Place, places

STAFF, JOURNAL = frozenset({str(Right.STAFF_MANAGE)}), frozenset({str(Right.JOURNAL_READ)})

places.add(
    Place(
        key="staff",
        label=_("Personale"),
        url_name="accounts:staff",
        icon="user",
        order=100,
        group=Group.ADMINISTER,
        rights=STAFF,
    )
)
places.add(
    Place(
        key="roles",
        label=_("Ruoli e diritti"),
        url_name="accounts:roles",
        icon="key",
        order=110,
        group=Group.ADMINISTER,
        rights=STAFF | JOURNAL,
    )
)
places.add(
    Place(
        key="deliveries",
        label=_("Consegne"),
        url_name="accounts:deliveries",
        icon="mail",
        order=120,
        group=Group.ADMINISTER,
        rights=STAFF,
    )
)
places.add(
    Place(
        key="journal",
        label=_("Registro"),
        url_name="accounts:journal",
        icon="list",
        order=130,
        group=Group.ADMINISTER,
        rights=JOURNAL,
        shortcut="g a",
    )
)
