"""The archive's place in the navigation."""

from django.utils.translation import gettext_lazy

from prossimo.accounts.rules import Right
from prossimo.core.navigation import Group, Place, places

places.add(
    Place(
        key="archive",
        label=gettext_lazy("Conservazione"),
        url_name="cases:archive",
        icon="folder",
        order=95,
        rights=frozenset({Right.RETENTION_MANAGE, Right.RETENTION_APPROVE}),
        group=Group.ADMINISTER,
        also=("cases:archive_act", "cases:term_new"),
    )
)
