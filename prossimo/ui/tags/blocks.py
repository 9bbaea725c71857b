"""Parts that hold other things: card, notice, dialog, empty state, lists of facts and of events."""

from collections.abc import Iterable
from typing import Any

from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from prossimo.ui.parts import Entry, Fact
from prossimo.ui.tags.atoms import TONE_ICONS

register = Library()


def shown(name: str, **context: Any) -> SafeString:
    return render_to_string(f"ui/parts/{name}.html", context)


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    url: str = "",
    *,
    icon: str = "",
    meta: str = "",
    tone: str = "",
    level: int = 2,
    id: str = "",
) -> SafeString:
    """A section of the page with its heading."""
    return shown(
        "card", content=content, title=title, url=url, icon=icon, meta=meta, tone=tone,
        level=level, id=id,
    )  # fmt: skip


@register.simple_block_tag
def callout(content: str, tone: str = "info", title: str = "") -> SafeString:
    return shown("callout", content=content, tone=tone, title=title, icon=TONE_ICONS[tone])


@register.simple_block_tag
def safe_contact(content: str, title: str = "") -> SafeString:
    """How, when and where this person may be looked for; the first thing under the name."""
    return shown("safe_contact", content=content, title=title)


@register.simple_block_tag
def empty(
    content: str,
    title: str,
    text: str = "",
    *,
    icon: str = "inbox",
    url: str = "",
    action: str = "",
    level: int = 2,
) -> SafeString:
    """What will appear here, and the first step."""
    return shown(
        "empty", content=content.strip(), title=title, text=text, icon=icon, url=url,
        action=action, level=level,
    )  # fmt: skip


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    return shown("dialog", content=content, id=id, title=title)


@register.simple_block_tag
def disclosure(content: str, summary: str, open: bool = False) -> SafeString:
    return shown("disclosure", content=content, summary=summary, open=open)


@register.inclusion_tag("ui/parts/facts.html")
def facts(pairs: Iterable[Fact | tuple[str, object]]) -> dict[str, Any]:
    return {"pairs": [pair if isinstance(pair, Fact) else Fact(*pair) for pair in pairs]}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(entries: Iterable[Entry], empty: str = "") -> dict[str, Any]:
    return {"entries": list(entries), "empty": empty}


@register.inclusion_tag("ui/error_body.html", takes_context=True)
def error_body(
    context: Context, drawing: str, advice: str = "", exception: bool = False
) -> dict[str, Any]:
    """The body of a page that says no: why, who can, where to go."""
    reason = context.get("reason") or (context.get("exception") if exception else "")
    return {
        "drawing": drawing,
        "reason": str(reason or ""),
        "who_can": context.get("who_can") or "",
        "back_url": context.get("back_url") or "",
        "advice": advice,
    }
