"""The parts of the frame that are the same on page after page: drawn once, then remembered.

Only what holds no personal data is remembered: the head, the ways, the keys, the foot. The names of
who works and of who was searched are drawn each time.
"""

from collections.abc import Hashable
from functools import lru_cache

from django.conf import settings
from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = Library()

# part → what it takes of the frame
PARTS: dict[str, tuple[str, ...]] = {
    "head": (),
    "skip": ("nav", "omnibox_url"),
    "bar": ("home_url", "omnibox_url", "new_contact_url"),
    "nav": ("nav",),
    "footer": ("accessibility_url", "privacy_url", "my_record_url", "version", "demo"),
    "bottom": ("near", "far"),
    "tongues": ("languages",),
    "still": (),
}


@register.simple_tag(takes_context=True)
def frame_part(context: Context, name: str) -> SafeString:
    """A part of the frame; it stands, poorer, without a frame too."""
    frame, wanted = context.get("frame") or None, PARTS[name]
    given = tuple([(field, getattr(frame, field)) for field in wanted]) if frame else ()
    if searched := _searched(context, dict(given)) if name == "bar" else "":
        return _drawn(name, (*given, ("query", searched)))
    return _drawn(name, given) if settings.DEBUG else _remembered(get_language(), name, given)


@register.simple_tag
def printed(by: str = "") -> str:
    """When the page was made and for whom; only paper shows it."""
    at = date_format(timezone.localtime(), "d/m/Y H:i")
    if not by:
        return _("Stampato il %(printed_at)s") % {"printed_at": at}
    return _("Stampato da %(who)s il %(printed_at)s") % {"who": by, "printed_at": at}


def _searched(context: Context, bar: dict[str, str]) -> str:
    """What was asked, where the page is its answer."""
    request = context.get("request")
    if request is None or request.path != bar.get("omnibox_url"):
        return ""
    return str(request.GET.get("q", ""))


@lru_cache(maxsize=256)
def _remembered(
    _language: str | None, name: str, given: tuple[tuple[str, Hashable], ...]
) -> SafeString:
    return _drawn(name, given)


def _drawn(name: str, given: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(f"ui/frame/{name}.html", dict(given))
