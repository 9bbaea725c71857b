"""The smallest parts: icon, button, badge, chip, key hint, progress, big number."""

from functools import lru_cache
from typing import Any

from django.template import Library
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from prossimo.ui.assets import asset

register = Library()

SPRITE = "bootstrap-italia/svg/sprites.svg"
NOTHING = mark_safe("")
KINDS = {
    "primary": "btn-primary",
    "secondary": "btn-outline-primary",
    "quiet": "ui-btn-quiet",
    "danger": "btn-danger",
}
TONE_ICONS = {
    "neutral": "",
    "info": "info-circle",
    "good": "check-circle",
    "warning": "warning-circle",
    "bad": "error",
}
KEYS = {"Invio": pgettext_lazy("tasto", "Invio")}  # the others are called alike everywhere
PASSED_ON = ("hx_", "data_", "aria_")


@register.simple_tag(name="asset")
def asset_url(name: str) -> str:
    """The address of a static file; never fails, not even without a manifest."""
    return asset(name)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """A drawing of the sprite; hidden from screen readers unless it carries a label."""
    return drawn(name, size, str(label)) if name else NOTHING


@lru_cache(maxsize=512)
def drawn(name: str, size: str, label: str) -> SafeString:
    """A page holds dozens of the same few drawings: each is written once."""
    return format_html(
        '<svg class="icon{}" {} focusable="false"><use href="{}#it-{}"></use></svg>',
        f" icon-{size}" if size else "",
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"'),
        asset(SPRITE),
        name,
    )


def attributes(given: dict[str, Any]) -> SafeString:
    """`hx_post="/x"` → ` hx-post="/x"`; other names are refused, so that none slips by misspelt."""
    written: list[SafeString] = []
    for name, value in given.items():
        if not name.startswith(PASSED_ON):
            raise TypeError(f"Unknown attribute {name}: only hx_…, data_… and aria_… are passed on")
        if value is not None and value is not False:
            shown = "" if value is True else value
            written.append(format_html(' {}="{}"', name.replace("_", "-"), shown))
    return mark_safe("".join(written))


@register.simple_tag
def button(
    label: str,
    url: str = "",
    *,
    kind: str = "primary",
    icon: str = "",
    name: str = "",
    value: str = "",
    key: str = "",
    small: bool = False,
    disabled: str = "",
    **attrs: Any,
) -> SafeString:
    """A link where there is an address, otherwise a submit button."""
    classes = f"btn {KINDS[kind]}{' btn-sm' if small else ''}{' btn-icon' if icon else ''}"
    inside = format_html("{}<span>{}</span>{}", draw(icon), label, hint(key))
    extra = attributes(attrs) + (format_html(' data-key="{}"', key) if key else NOTHING)
    if disabled:
        return format_html(
            '<span class="ui-refused"><button type="button" class="{}" aria-disabled="true"{}>{}'
            '</button><span class="ui-refused__why">{}{}</span></span>',
            classes, attributes(attrs), inside, draw("locked", "xs"), disabled,
        )  # fmt: skip
    if url:
        return format_html('<a class="{}" href="{}"{}>{}</a>', classes, url, extra, inside)
    named = format_html(' name="{}" value="{}"', name, value) if name else NOTHING
    return format_html(
        '<button type="submit" class="{}"{}{}>{}</button>', classes, named, extra, inside
    )


def draw(name: str, size: str = "sm") -> SafeString:
    return icon(name, size)


def hint(keys: str) -> SafeString:
    return key(keys) if keys and keys != "Escape" else NOTHING


@register.simple_tag
def key(keys: str) -> SafeString:
    """A key hint; screen readers learn it from the list of keys instead."""
    return drawn_keys(*(str(KEYS.get(part, part)) for part in keys.split()))


@lru_cache(maxsize=128)
def drawn_keys(*names: str) -> SafeString:
    each = mark_safe(" ".join(f"<kbd>{conditional_escape(name)}</kbd>" for name in names))
    return format_html('<span class="ui-key" aria-hidden="true">{}</span>', each)


@register.simple_tag
def badge(text: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """How a thing stands, in words and with an icon."""
    return format_html(
        '<span class="ui-badge ui-badge--{}">{}{}</span>',
        tone,
        draw(icon or TONE_ICONS[tone], "xs"),
        text,
    )


@register.simple_tag
def chip(
    text: str, url: str = "", current: bool = False, count: int | None = None, remove_url: str = ""
) -> SafeString:
    """A filter of a list; `remove_url` takes it away."""
    counted = format_html(' <span class="ui-chip__count">{}</span>', count)
    inside = format_html("{}{}", text, NOTHING if count is None else counted)
    if remove_url:
        return format_html(
            '<span class="ui-chip ui-chip--on"><span class="ui-chip__text">{}</span><a class='
            '"ui-chip__remove" href="{}" aria-label="{}">{}</a></span>',
            inside, remove_url, _("Togli: %(what)s") % {"what": text}, draw("close", "sm"),
        )  # fmt: skip
    if not url:
        return format_html('<span class="ui-chip"><span>{}</span></span>', inside)
    return format_html(
        '<a class="ui-chip{}" href="{}"{}>{}<span>{}</span></a>',
        " ui-chip--on" if current else "",
        url,
        mark_safe(' aria-current="true"') if current else NOTHING,
        draw("check", "xs") if current else NOTHING,
        inside,
    )


@register.inclusion_tag("ui/parts/progress.html")
def progress(value: int, total: int, label: str) -> dict[str, Any]:
    done = min(max(value, 0), total)
    share = round(100 * done / total) if total else 0
    return {"value": done, "total": total, "label": label, "share": share}


@register.inclusion_tag("ui/parts/big_number.html")
def big_number(
    value: str,
    label: str,
    *,
    change: str = "",
    tone: str = "neutral",
    url: str = "",
    note: str = "",
) -> dict[str, Any]:
    return {
        "value": value, "label": label, "change": change, "tone": tone, "url": url, "note": note,
    }  # fmt: skip
