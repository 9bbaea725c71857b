"""Ways from here to there: breadcrumb, menu, tabs, pages, export, moves, confirmation."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context, Library
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from prossimo.ui.parts import Action, MoveButton, Tab

register = Library()

FORMATS = {
    "csv": "CSV",
    "xlsx": "Excel (XLSX)",
    "ods": "LibreOffice (ODS)",
    "pdf": "PDF",
    "json": "JSON",
}
FORMAT_ICONS = {
    "csv": "file-csv",
    "xlsx": "file-xlsx",
    "ods": "file-ods",
    "pdf": "file-pdf",
    "json": "file-json",
}


def present_query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


def with_query(url: str, query: QueryDict) -> str:
    if not query:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_string(context: Context, **changes: Any) -> str:
    """The present query string with some values changed; `None` takes one away."""
    query = present_query(context)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(each) for each in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


ANCESTOR = (
    '<li class="breadcrumb-item"><a href="{}">{}</a>'
    '<span class="separator" aria-hidden="true">/</span></li>'
)
HERE = '<li class="breadcrumb-item active" aria-current="page">{}</li>'
BREADCRUMB = (
    '<nav class="breadcrumb-container ui-breadcrumb" aria-label="{}">'
    '<ol class="breadcrumb">{}{}</ol></nav>'
)


@register.simple_tag
def breadcrumb(*path: str) -> SafeString:
    """Labels and addresses by turns; the last label is this page."""
    ancestors = ((path[at + 1], path[at]) for at in range(0, len(path) - 1, 2))
    here = path[-1] if len(path) % 2 else ""
    return format_html(
        BREADCRUMB,
        _("Percorso"),
        format_html_join("", ANCESTOR, ancestors),
        format_html(HERE, here) if here else "",
    )


@register.inclusion_tag("ui/parts/menu.html")
def menu(label: str, items: Iterable[Action], icon: str = "") -> dict[str, Any]:
    return {"label": label, "items": list(items), "icon": icon}


@register.simple_tag
def tabs(items: Iterable[Tab], label: str) -> SafeString:
    rows = ((tab.url, _current(tab), tab.label, _counted(tab)) for tab in items)
    shown = format_html_join("", '<li><a href="{}"{}>{}{}</a></li>', rows)
    return format_html('<nav class="ui-tabs" aria-label="{}"><ul>{}</ul></nav>', label, shown)


def _current(tab: Tab) -> str:
    return mark_safe(' aria-current="page"') if tab.current else ""


def _counted(tab: Tab) -> str:
    if tab.count is None:
        return ""
    return format_html(' <span class="ui-tabs__count">{}</span>', localize(tab.count))


@register.inclusion_tag("ui/parts/confirm_link.html")
def confirm_link(
    label: str,
    url: str,
    text: str,
    *,
    title: str = "",
    confirm: str = "",
    kind: str = "danger",
    icon: str = "",
    small: bool = False,
) -> dict[str, Any]:
    """Asks in a dialog, or on the page at `url` where there is no script."""
    return {
        "label": label, "url": url, "text": text, "title": title or label,
        "confirm": confirm or label, "kind": kind, "icon": icon, "small": small,
    }  # fmt: skip


@register.inclusion_tag("ui/parts/moves.html")
def moves(
    items: Iterable[MoveButton], url: str, hidden: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {"items": list(items), "url": url, "hidden": hidden or {}}


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(
    context: Context, page: Page[Any], param: str = "page", target: str = "", label: str = ""
) -> dict[str, Any]:
    def step(number: int) -> str:
        return query_string(context, **{param: number})

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "target": target,
        "label": label or _("Pagine"),
        "before": step(page.previous_page_number()) if page.has_previous() else "",
        "after": step(page.next_page_number()) if page.has_next() else "",
        "steps": [
            {
                "text": number,
                "url": step(number) if isinstance(number, int) else "",
                "here": number == page.number,
            }
            for number in numbers
        ],
    }


@register.inclusion_tag("ui/parts/export_menu.html", takes_context=True)
def export_menu(
    context: Context,
    url: str,
    formats: str = "csv xlsx ods",
    printable: bool = True,
    label: str = "",
) -> dict[str, Any]:
    query = present_query(context)
    query.pop("page", None)
    choices = []
    for name in formats.split():
        query["formato"] = name
        choices.append((FORMATS[name], with_query(url, query), FORMAT_ICONS[name]))
    return {"choices": choices, "printable": printable, "label": label or _("Esporta")}
