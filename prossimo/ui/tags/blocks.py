"""Parts that hold other things: card, notice, dialog, empty state, lists of facts and of events."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from prossimo.ui.parts import Entry, Fact
from prossimo.ui.tags.atoms import TONE_ICONS, badge, draw, icon
from prossimo.ui.tags.dates import day, moment

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
    """A section of the page with its heading; written here because a page holds many."""
    return format_html(
        '<section class="ui-card{}"{}>{}<div class="ui-card__body">{}</div></section>',
        f" ui-card--{tone}" if tone else "",
        format_html(' id="{}"', id) if id else "",
        card_head(title, url, icon, meta, level) if title else "",
        content,
    )


def card_head(title: str, url: str, icon: str, meta: str, level: int) -> SafeString:
    return format_html(
        '<header class="ui-card__head">{}<h{} class="ui-card__title">{}</h{}>{}</header>',
        draw(icon, ""),
        level,
        format_html('<a href="{}">{}</a>', url, title) if url else title,
        level,
        format_html('<p class="ui-card__meta">{}</p>', meta) if meta else "",
    )


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


@register.simple_tag
def facts(pairs: Iterable[Fact | tuple[str, object]]) -> SafeString:
    """Names and what is known of each, or that it is not."""
    known = (pair if isinstance(pair, Fact) else Fact(*pair) for pair in pairs)
    rows = ((_wide(fact), fact.label, said(fact), _note(fact)) for fact in known)
    shown = format_html_join("", "<div{}><dt>{}</dt><dd>{}{}</dd></div>", rows)
    return format_html('<dl class="ui-facts">{}</dl>', shown)


def said(fact: Fact) -> SafeString:
    if fact.value is None or fact.value == "":
        return format_html('<span class="ui-unknown">{}</span>', _("non noto"))
    if fact.url:
        return format_html('<a href="{}">{}</a>', fact.url, localize(fact.value))
    return format_html("<bdi>{}</bdi>", localize(fact.value))


def _wide(fact: Fact) -> str:
    return mark_safe(' class="ui-facts__wide"') if fact.wide else ""


def _note(fact: Fact) -> str:
    return format_html('<span class="ui-facts__note">{}</span>', fact.note) if fact.note else ""


@register.simple_tag
def timeline(entries: Iterable[Entry], empty: str = "") -> SafeString:
    """What happened, the last first; written here because a file holds dozens of moments."""
    rows = format_html_join("", ENTRY, map(_moment, entries))
    if rows:
        return format_html('<ol class="ui-timeline" data-list>{}</ol>', rows)
    nothing = _("Ancora niente: qui compariranno i contatti, gli invii e le promesse.")
    return format_html('<p class="ui-nothing">{}</p>', empty or nothing)


ENTRY = (
    '<li class="ui-timeline__entry ui-timeline__entry--{}" data-row>'
    '<span class="ui-timeline__dot">{}</span><div class="ui-timeline__what">'
    '<p class="ui-timeline__title">{}{}</p>{}<p class="ui-timeline__meta">{}{}{}</p></div></li>'
)


def _moment(entry: Entry) -> tuple[object, ...]:
    when = moment(entry.when) if isinstance(entry.when, dt.datetime) else day(entry.when)
    return (
        entry.tone,
        icon(entry.icon, "sm"),
        format_html('<a href="{}">{}</a>', entry.url, entry.title) if entry.url else entry.title,
        format_html(" {}", badge(entry.badge, entry.tone)) if entry.badge else "",
        format_html('<p class="ui-timeline__text">{}</p>', entry.text) if entry.text else "",
        when,
        format_html(" · {}", entry.kind) if entry.kind else "",
        format_html(" · {}", entry.by) if entry.by else "",
    )


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
