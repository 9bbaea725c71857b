"""Heads and empty states of tables declared with django-tables2."""

from typing import Any

from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
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
