"""Direct services as a table, declared once for the screen and for every file."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.models import DirectService
from prossimo.access.request_words import direct_tone
from prossimo.core import tables, wording
from prossimo.core.periods import today
from prossimo.ui.tags.atoms import badge


def for_whom(direct: DirectService) -> str:
    return direct.person.listed_name if direct.person else _("Nome non condiviso con te")


class DirectTable(tables.Table):
    """Who receives what, since when, when it is looked at again."""

    person = tables.Text(
        of=DirectService,
        label=gettext_lazy("per chi"),
        accessor=for_whom,
        order_by=("person__sort_key", "pk"),
        orderable=True,
        attrs={"cell": {"class": "ui-main"}},
    )
    service = tables.Text(of=DirectService, order_by=("service__name", "pk"))
    state = tables.Choice(of=DirectService)
    quantity = tables.Text(of=DirectService)
    requested_on = tables.Day(of=DirectService)
    active_on = tables.Day(of=DirectService)
    review_on = tables.Day(of=DirectService)
    urgency = tables.Choice(of=DirectService, visible=False)
    needs = tables.Text(of=DirectService, visible=False)
    suspended_on = tables.Day(of=DirectService, visible=False)
    ended_on = tables.Day(of=DirectService, visible=False)
    why = tables.Text(of=DirectService, visible=False)

    empty_title = gettext_lazy("Nessuna prestazione con questi filtri")
    empty_text = gettext_lazy("Una prestazione diretta nasce dalla richiesta di una persona.")

    def render_person(self, record: DirectService) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), for_whom(record))

    def render_state(self, record: DirectService) -> SafeString:
        return badge(str(record.get_state_display()), direct_tone(record.state))

    def render_review_on(self, record: DirectService) -> str | SafeString:
        if record.review_on is None:
            return "—"
        said = wording.day(record.review_on)
        if record.review_on <= today() and record.ended_on is None:
            return format_html("{} {}", said, badge(_("da rivedere"), "warning", "clock"))
        return said

    def for_files(self) -> "DirectTable":
        for name in ("urgency", "needs", "suspended_on", "ended_on", "why"):
            if name in self.columns:
                self.columns.show(name)
        return self
