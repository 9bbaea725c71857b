"""Heads, rows and empty states of tables declared with django-tables2."""

from collections.abc import Callable
from typing import Any

from django.template import Context, Library
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from django.utils.translation import gettext as _

from prossimo.ui.tags.atoms import NOTHING
from prossimo.ui.tags.ways import pagination, query_string

register = Library()


@register.simple_tag(takes_context=True)
def sort_header(context: Context, table: Any, column: Any) -> SafeString:
    """A column's head; where the column sorts, a link that says how it stands now."""
    given = column.attrs["th"].as_html()
    attrs = format_html(" {}", given) if given else NOTHING
    if not column.orderable:
        return format_html('<th scope="col"{}>{}</th>', attrs, capfirst(column.header))
    alias = column.order_by_alias
    sorted_now, arrow = "", "↕"
    if column.is_ordered:
        down = alias.is_descending
        sorted_now, arrow = ("descending", "↓") if down else ("ascending", "↑")
    url = query_string(
        context, **{table.prefixed_order_by_field: alias.next, table.prefixed_page_field: None}
    )
    return format_html(
        '<th scope="col"{}{}><a href="{}"><span>{}</span>'
        '<span class="ui-sort" aria-hidden="true">{}</span></a></th>',
        attrs,
        format_html(' aria-sort="{}"', sorted_now) if sorted_now else NOTHING,
        url,
        capfirst(column.header),
        arrow,
    )


@register.simple_tag
def table_rows(table: Any) -> SafeString:
    """The rows of a table, written by hand because a page holds hundreds of cells."""
    columns = list(table.columns)
    cells = _cells(table, columns)
    opens = [_opens(bound) for bound in columns]
    lines = []
    for row in table.paginated_rows:
        lines.append(f"<tr {_of_row(table, row)} data-row>")
        for bound, cell, opened in zip(columns, cells, opens, strict=True):
            value = cell(row)
            lines.append(opened or _opened_for(bound, row, value))
            lines.append(f"{_written(value, bound.localize)}</td>")
        lines.append("</tr>")
    return mark_safe("".join(lines))


def _cells(table: Any, columns: list[Any]) -> list[Callable[[Any], Any]]:
    if hasattr(table, "cells"):
        found: list[Callable[[Any], Any]] = table.cells()
        return found
    return [lambda row, name=bound.name: row.get_cell(name) for bound in columns]  # type: ignore[misc]


def _of_row(table: Any, row: Any) -> str:
    if table.row_attrs:
        return str(row.attrs.as_html())
    return f'class="{row.get_even_odd_css_class()}"'


def _opens(bound: Any) -> str:
    """How each cell of a column begins; nothing where that depends on the cell."""
    known = bound.column.attrs
    if any(callable(one) for part in ("td", "cell") for one in known.get(part, {}).values()):
        return ""
    return _opening(bound)


def _opened_for(bound: Any, row: Any, value: Any) -> str:
    bound.current_record, bound.current_value = row.record, value
    return _opening(bound)


def _opening(bound: Any) -> str:
    return format_html(
        '<td {} data-label="{}">', bound.attrs["td"].as_html(), capfirst(bound.header)
    )


def _written(value: Any, localized: bool | None) -> str:
    """As a template writes it."""
    if type(value) is SafeString:
        return value
    if not isinstance(value, str):
        value = localize(template_localtime(value), use_l10n=localized)
    return conditional_escape(value)


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def table_pages(context: Context, table: Any) -> dict[str, Any]:
    """The pages of a table; several tables on one page tell theirs apart by the caption."""
    caption = getattr(table, "caption", "")
    label = _("Pagine: %(what)s") % {"what": caption} if caption else ""
    return pagination(context, table.page, param=table.prefixed_page_field, label=label)


@register.inclusion_tag("ui/parts/empty.html")
def table_empty(table: Any) -> dict[str, Any]:
    """What the table would show and how to begin, from the attributes of its class."""
    return {
        "title": getattr(table, "empty_title", "") or _("Ancora niente qui"),
        "text": table.empty_text or "",
        "icon": getattr(table, "empty_icon", "inbox"),
        "url": getattr(table, "empty_url", ""),
        "action": getattr(table, "empty_action", ""),
        "content": "",
        "level": 2,
    }
