"""The list of contacts, declared once: screen, CSV, XLSX, ODS, JSON and PDF."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.access.models import Contact, ContactReason
from prossimo.access.wording import for_whom, ordered_reasons
from prossimo.core import tables, wording

FILES_ONLY = (
    "subject", "speaker", "target_group", "needs", "no_service", "missing_service", "note",
    "minutes",
)  # fmt: skip


def reasons_of(contact: Contact) -> list[str]:
    return [reason.label for reason in ordered_reasons(contact)]


class ContactTable(tables.Table):
    """Who knocked, where, why, and what they were given."""

    happened_at = tables.Instant(
        of=Contact, label=gettext_lazy("quando"), attrs={"cell": {"class": "contact-when"}}
    )
    person = tables.Text(
        of=Contact,
        label=gettext_lazy("per chi"),
        accessor=for_whom,
        order_by=("person__sort_key", "pk"),
        orderable=True,
        attrs={"cell": {"class": "ui-main"}},
    )
    reasons = tables.Many(of=ContactReason, field="reason", label=gettext_lazy("motivi"),
                          accessor=reasons_of)  # fmt: skip
    desk = tables.Text(of=Contact, order_by=("desk__name", "-happened_at"))
    channel = tables.Choice(of=Contact, attrs={"cell": {"class": "contact-when"}})
    given = tables.Many(of=Contact, label=gettext_lazy("esito"), orderable=False)
    author = tables.Text(of=Contact, order_by=("author__last_name", "author__first_name"))
    subject = tables.Choice(of=Contact, visible=False)
    speaker = tables.Choice(of=Contact, visible=False)
    target_group = tables.Choice(of=Contact, visible=False)
    needs = tables.Text(of=Contact, visible=False)
    no_service = tables.YesNo(of=Contact, visible=False)
    missing_service = tables.Text(of=Contact, visible=False)
    note = tables.Text(of=Contact, visible=False)
    minutes = tables.Integer(of=Contact, visible=False)

    empty_title = gettext_lazy("Nessun contatto con questi filtri")

    class Meta:
        order_by = "-happened_at"

    def render_person(self, record: Contact) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), for_whom(record))

    def render_given(self, record: Contact) -> str | SafeString:
        words = ", ".join(str(label) for label in given_labels(record)) or "—"
        if record.no_service:
            return format_html('{} <span class="ui-badge ui-badge--warning">{}</span>', words,
                               _("nessun servizio"))  # fmt: skip
        return words

    def for_files(self) -> "ContactTable":
        """Every column that the reader may have, those too that a screen has no room for."""
        for name in FILES_ONLY:
            if name in self.columns:
                self.columns.show(name)
        return self


def given_labels(contact: Contact) -> list[Any]:
    from prossimo.access.choices import Given

    return [Given(key).label for key in contact.given]


def counted(number: int) -> str:
    """«1 contatto», «1.204 contatti»."""
    return ngettext("%(number)s contatto", "%(number)s contatti", number) % {
        "number": wording.number(number)
    }
