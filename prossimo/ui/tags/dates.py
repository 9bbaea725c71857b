"""Dates and times as people say them: «mar 3 giu 2025», «12 minuti fa»."""

import datetime as dt

from django.template import Library
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = Library()


def local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def worded(value: dt.date | dt.datetime) -> str:
    """«mar 3 giu 2025»; Italian writes days and months small."""
    said = formats.date_format(local(value), "D j M Y")
    return said if (get_language() or "").startswith("en") else said.lower()


def stamped(value: dt.date | dt.datetime, shown: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', local(value).isoformat(), shown)


@register.simple_tag
def day(value: dt.date | dt.datetime | None) -> SafeString | str:
    return stamped(value, worded(value)) if value else ""


@register.simple_tag
def moment(value: dt.datetime | None) -> SafeString | str:
    """The day and the hour, 24 h."""
    return stamped(value, f"{worded(value)}, {local(value):%H:%M}") if value else ""


@register.simple_tag
def ago(value: dt.date | dt.datetime | None) -> SafeString | str:
    if not value:
        return ""
    said = _("%(time)s fa") % {"time": timesince(value, depth=1)}
    if isinstance(value, dt.datetime) and (timezone.now() - value).total_seconds() < 60:
        said = _("adesso")
    return stamped(value, said)
