"""The inbox as a table, declared once: screen, CSV, XLSX, ODS, JSON and PDF."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.access.choices import OPEN_ORIENTATIONS, Urgency
from prossimo.access.models import Orientation
from prossimo.access.queries.closures import closed_days
from prossimo.access.queries.requests import age_in_words, deadline_of
from prossimo.access.request_words import for_whom, owner_of
from prossimo.accounts.rules import Actor
from prossimo.core import tables, wording
from prossimo.ui.tags.atoms import badge


class RequestTable(tables.Table):
    """For whom, how urgent, since when, by when, in whose hands."""

    person = tables.Text(
        of=Orientation,
        label=gettext_lazy("per chi"),
        accessor=for_whom,
        order_by=("person__sort_key", "pk"),
        orderable=True,
        attrs={"cell": {"class": "ui-main"}},
    )
    urgency = tables.Choice(of=Orientation)
    received_at = tables.Instant(of=Orientation, label=gettext_lazy("ricevuta"))
    due_on = tables.Day(of=Orientation, label=gettext_lazy("scadenza"))
    state = tables.Choice(of=Orientation)
    owner = tables.Text(
        of=Orientation,
        accessor=owner_of,
        order_by=("owner__last_name", "owner__first_name", "pk"),
        orderable=True,
    )
    neighbourhood = tables.Text(of=Orientation, order_by=("neighbourhood__name", "pk"))
    desk = tables.Text(of=Orientation, order_by=("desk__name", "pk"))
    target_group = tables.Choice(of=Orientation, visible=False)
    user_area = tables.Choice(of=Orientation, visible=False)
    request = tables.Text(of=Orientation, visible=False)
    decided_at = tables.Instant(of=Orientation, visible=False)

    empty_title = gettext_lazy("Nessuna richiesta con questi filtri")
    empty_text = gettext_lazy(
        "Quando uno sportello invia qualcuno al segretariato, la richiesta compare qui."
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, ceiling=actor.ceiling, **more)
        self.closed = closed_days(actor.ambito_id, actor.municipality_id)

    def render_person(self, record: Orientation) -> SafeString:
        link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), for_whom(record))
        if getattr(record, "returned", False) and record.state in OPEN_ORIENTATIONS:
            return format_html("{} {}", link, badge(_("proposta non accolta"), "warning"))
        return link

    def render_urgency(self, record: Orientation) -> str | SafeString:
        said = str(record.get_urgency_display())
        if record.urgency == Urgency.TODAY:
            return badge(said, "bad", "warning-circle")
        return badge(said, "warning", "clock") if record.urgency == Urgency.SOON else said

    def render_received_at(self, record: Orientation) -> SafeString:
        if record.state not in OPEN_ORIENTATIONS:
            return format_html("{}", wording.moment(record.received_at))
        age = age_in_words(record.received_at, self.closed)
        said = wording.moment(record.received_at)
        return format_html('{}<br><span class="ui-soft">{}</span>', said, age)

    def render_due_on(self, record: Orientation) -> SafeString | str:
        if record.state not in OPEN_ORIENTATIONS:
            return wording.day(record.due_on)
        how = deadline_of(record.due_on, self.closed)
        mark = badge(how.words, how.tone, how.icon)
        return format_html("{}<br>{}", wording.day(record.due_on), mark)

    def for_files(self) -> "RequestTable":
        """Every column that the reader may have."""
        for name in ("target_group", "user_area", "request", "decided_at"):
            if name in self.columns:
                self.columns.show(name)
        return self


def counted(number: int) -> str:
    """«1 richiesta», «1.204 richieste»."""
    return ngettext("%(number)s richiesta", "%(number)s richieste", number) % {
        "number": wording.number(number)
    }
