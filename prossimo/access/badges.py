"""How the state of a referral is shown: in words with a tone, and that it is late."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from prossimo.access.models import Referral
from prossimo.access.queries.referrals import is_late
from prossimo.ui.parts import Tone

TONES: dict[str, Tone] = {
    "sent": "info", "received": "info", "more_needed": "warning", "accepted": "good",
    "started": "good", "ended": "neutral", "refused": "bad", "withdrawn": "neutral",
}  # fmt: skip


def state_badge(referral: Referral) -> SafeString:
    """The state in words, and that it is late."""
    shown = format_html(
        '<span class="ui-badge ui-badge--{}">{}</span>',
        TONES[referral.state],
        referral.get_state_display(),
    )
    if is_late(referral):
        late = format_html('<span class="ui-badge ui-badge--bad">{}</span>', _("in ritardo"))
        return format_html("{} {}", shown, late)
    return shown
