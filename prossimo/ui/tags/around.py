"""The parts of the frame that are the same on page after page: drawn once, then remembered.

Nothing of one person is remembered: the names of who works and of who was searched, the tokens and
the address of the page are holes, filled each time.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prossimo.ui.holes import Drawn, holes

register = Library()

# part → what it takes of the frame
PARTS: dict[str, tuple[str, ...]] = {
    "head": (),
    "skip": ("nav", "omnibox_url"),
    "letterhead": ("body_name", "demo"),
    "slim": (
        *("body_name", "demo", "language_url", "languages", "post_id", "post_label", "posts"),
        *("switch_url", "my_record_url", "account_url", "logout_url"),
    ),
    "bar": ("home_url", "omnibox_url", "new_contact_url"),
    "nav": ("groups",),
    "footer": ("accessibility_url", "privacy_url", "my_record_url", "version", "demo"),
    "bottom": ("near", "far_groups"),
    "helpers": ("login_url",),
    "messages": (),
}


def _token(context: Context) -> str:
    token = context.get("csrf_token") or ""
    return "" if token == "NOTPROVIDED" else str(token)


def _name(context: Context) -> str:
    return getattr(context.get("frame"), "actor_name", "")


def _here(context: Context) -> str:
    request = context.get("request")
    return request.get_full_path() if request else ""


def _searched(context: Context) -> str:
    """What was asked, where the page is its answer."""
    request, frame = context.get("request"), context.get("frame")
    if request is None or not frame or request.path != frame.omnibox_url:
        return ""
    return str(request.GET.get("q", ""))


def _stamp(context: Context) -> str:
    return printed(getattr(context.get("frame"), "printed_by", ""))


# part → its holes, and what fills them
HOLES: dict[str, dict[str, Callable[[Context], str]]] = {
    "letterhead": {"stamp": _stamp},
    "slim": {"csrf_token": _token, "actor_name": _name, "here": _here},
    "bar": {"query": _searched},
    "helpers": {"csrf_token": _token},
}


@register.simple_tag(takes_context=True)
def frame_part(context: Context, name: str) -> SafeString:
    """A part of the frame; it stands, poorer, without a frame too."""
    if name == "messages" and (told := list(context.get("messages") or ())):
        return render_to_string("ui/frame/messages.html", {"messages": told})
    frame, wanted = context.get("frame") or None, PARTS[name]
    given = tuple([(field, getattr(frame, field)) for field in wanted]) if frame else ()
    values = {hole: fill(context) for hole, fill in HOLES.get(name, {}).items()}
    full = tuple([hole for hole, value in values.items() if value])
    draw = _drawn if settings.DEBUG else _remembered
    return draw(get_language(), name, given, full).filled(values)


def printed(by: str) -> str:
    """When the page was made and for whom; only paper shows it."""
    at = f"{timezone.localtime():%d/%m/%Y %H:%M}"
    if not by:
        return _("Stampato il %(printed_at)s") % {"printed_at": at}
    return _("Stampato da %(who)s il %(printed_at)s") % {"who": by, "printed_at": at}


@lru_cache(maxsize=512)
def _remembered(
    language: str | None,
    name: str,
    given: tuple[tuple[str, Hashable], ...],
    full: tuple[str, ...],
) -> Drawn:
    return _drawn(language, name, given, full)


def _drawn(
    _language: str | None, name: str, given: tuple[tuple[str, Any], ...], full: tuple[str, ...]
) -> Drawn:
    """The part with its holes; one that is empty on this page is not even mentioned."""
    return Drawn.cut(render_to_string(f"ui/frame/{name}.html", {**dict(given), **holes(full)}))
