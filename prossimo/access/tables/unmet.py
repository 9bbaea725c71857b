"""The register of needs without an answer as a table; nothing in it says who was heard."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from prossimo.access.models import UnmetNeed
from prossimo.catalogue.choices import NeedTheme
from prossimo.core import tables
from prossimo.core.privacy import TECHNICAL


def theme_of(row: UnmetNeed) -> str:
    return str(NeedTheme(row.need.theme).label)


class UnmetTable(tables.Table):
    """When, about what, where, for how many, and what became of it."""

    day = tables.Day(of=UnmetNeed)
    wanted = tables.Text(of=UnmetNeed, attrs={"cell": {"class": "ui-main"}})
    need = tables.Text(of=UnmetNeed, order_by=("need__label", "pk"))
    theme = tables.Text(
        grade=TECHNICAL,
        label=gettext_lazy("tema"),
        accessor=theme_of,
        order_by=("need__theme", "pk"),
        orderable=True,
    )
    neighbourhood = tables.Text(of=UnmetNeed, order_by=("neighbourhood__name", "pk"))
    target_group = tables.Choice(of=UnmetNeed)
    people = tables.Integer(of=UnmetNeed, label=gettext_lazy("persone"))
    state = tables.Choice(of=UnmetNeed)
    service = tables.Text(of=UnmetNeed, label=gettext_lazy("risponde"), orderable=False)

    empty_title = gettext_lazy("Nessun bisogno senza risposta con questi filtri")
    empty_text = gettext_lazy(
        "Quando uno sportello segna «nessun servizio esiste per questo», compare qui senza nomi."
    )

    class Meta:
        order_by = "-day"

    def render_wanted(self, record: UnmetNeed) -> SafeString:
        from django.urls import reverse

        return format_html(
            '<a href="{}">{}</a>', reverse("access:unmet", args=[record.pk]), record.wanted
        )
