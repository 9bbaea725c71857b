"""The list of referrals, declared once for the screen and for every file."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from prossimo.access.badges import state_badge
from prossimo.access.models import Referral
from prossimo.access.queries.referrals import whose
from prossimo.core import tables
from prossimo.core.privacy import IDENTITY


def named(referral: Referral) -> str:
    """The name that was prepared for this reader, else as it was shared."""
    known: str | None = referral.__dict__.get("named")
    return known or whose(referral.shared)


class ReferralTable(tables.Table):
    """Who was sent where, since when, and how it stands."""

    sent_at = tables.Instant(of=Referral)
    person = tables.Text(
        label=gettext_lazy("chi"), grade=IDENTITY, accessor=named,
        attrs={"cell": {"class": "ui-main"}},
    )  # fmt: skip
    service = tables.Text(of=Referral, order_by=("service__name", "-sent_at"))
    organisation = tables.Text(of=Referral, order_by=("organisation__name", "-sent_at"))
    urgency = tables.Choice(of=Referral)
    state = tables.Choice(of=Referral)
    answer_due_on = tables.Day(of=Referral, label=gettext_lazy("risposta entro"))
    sender = tables.Text(of=Referral, order_by=("sender__last_name", "-sent_at"))
    outcome = tables.Choice(of=Referral, visible=False)
    refused_why = tables.Choice(of=Referral, visible=False)
    started_on = tables.Day(of=Referral, visible=False)
    ended_on = tables.Day(of=Referral, visible=False)

    empty_title = gettext_lazy("Nessun invio con questi filtri")

    class Meta:
        order_by = "-sent_at"

    def render_person(self, record: Referral) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), named(record))

    def render_state(self, record: Referral) -> SafeString:
        return state_badge(record)

    def for_files(self) -> "ReferralTable":
        for name in ("outcome", "refused_why", "started_on", "ended_on"):
            self.columns.show(name)
        return self
