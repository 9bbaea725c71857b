"""Who works in a co-designed service as a table, declared once for the screen and for every file."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.cases.models import Assigned
from prossimo.core import tables
from prossimo.core.privacy import FieldClass


class AssignedTable(tables.Table):
    """For which body, who or how many, in what, where."""

    organisation = tables.Text(of=Assigned, accessor="organisation__name")
    name = tables.Text(of=Assigned)
    kind = tables.Choice(of=Assigned)
    number = tables.Integer(of=Assigned)
    activity = tables.Text(of=Assigned, accessor="activity__name")
    place = tables.Text(of=Assigned, accessor="place__name")
    leave = tables.Text(
        label=gettext_lazy("Togli"), accessor="pk", grade=FieldClass.TECHNICAL, orderable=False,
        exclude_from_export=True,
    )  # fmt: skip

    empty_title = gettext_lazy("Nessuno è ancora assegnato")
    empty_text = gettext_lazy("Si aggiungono operatori per nome e volontari per numero.")

    def render_leave(self, record: Assigned) -> SafeString:
        """To the page where they leave; for who keeps the service."""
        who = record.name or record.organisation or _("volontari")
        return format_html(
            '<a href="{}">{}<span class="visually-hidden">: {}</span></a>',
            reverse("cases:joint_leave", args=[record.service_id, record.pk]),
            _("Togli"),
            who,
        )
