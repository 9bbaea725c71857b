"""What is late as a table, declared once for the screen and for every file."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from prossimo.cases.models import Case
from prossimo.cases.queries.late import Late
from prossimo.cases.tables import owner_name
from prossimo.core import tables
from prossimo.core.privacy import CONTACT, IDENTITY
from prossimo.ui.tags.atoms import badge


class LateTable(tables.Table):
    """What is late: about whom, what, since when, in whose hands."""

    person = tables.Text(
        label=gettext_lazy("persona"), grade=IDENTITY, orderable=True,
        accessor="case__person__listed_name", order_by=("case__person__sort_key",),
        attrs={"cell": {"class": "ui-main"}},
    )  # fmt: skip
    kind = tables.Text(label=gettext_lazy("che cosa"), grade=CONTACT, accessor="label")
    due = tables.Day(label=gettext_lazy("entro il"), grade=CONTACT)
    days = tables.Integer(label=gettext_lazy("giorni di ritardo"), grade=CONTACT)
    owner = tables.Text(
        label=gettext_lazy("titolare"), grade=CONTACT, accessor=lambda late: owner_name(late.case)
    )
    intensity = tables.Text(
        label=gettext_lazy("intensità"), grade=CONTACT,
        accessor=lambda late: late.case.get_intensity_display(),
    )  # fmt: skip
    number = tables.Text(of=Case, accessor="case__number")

    empty_title = gettext_lazy("Niente in ritardo")
    empty_text = gettext_lazy("Le cartelle che si seguono sono in pari.")

    def render_person(self, record: Late) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.url, record.case.person.listed_name)

    def render_kind(self, record: Late) -> SafeString:
        return badge(record.label, "bad", "clock")
