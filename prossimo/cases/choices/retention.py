"""How long a closed case is kept, and how it ends."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArchiveState(TextChoices):
    """Where a closed case stands in the archive; before it is only «chiusa»."""

    ARCHIVED = "archived", _("archiviata")
    PROPOSED = "proposed", _("proposta per lo scarto")
    DISPOSED = "disposed", _("scartata")
    RECALLED = "recalled", _("ripresa")
