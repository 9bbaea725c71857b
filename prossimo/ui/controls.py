"""The commonest controls of a form, written by hand: what Django's own small templates would write.

A select of forty choices is eighty templates to Django, and a page of filters has four of them.
Whatever is not here goes to the templates as ever; a test compares the two.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import get_default_renderer
from django.utils.formats import localize
from django.utils.html import conditional_escape, strip_spaces_between_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from prossimo.ui.tags.atoms import drawn


def text(value: Any) -> str:
    """A value inside an attribute: never dressed as the language dresses numbers."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def said(value: Any) -> str:
    """A value on the page, as a template says it."""
    return conditional_escape(value if isinstance(value, str) else localize(value))


def attributes(given: Mapping[str, Any]) -> str:
    return "".join(
        f" {text(name)}" if value is True else f' {text(name)}="{text(value)}"'
        for name, value in given.items()
        if value is not False
    )


def control(context: Mapping[str, Any]) -> SafeString:
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{text(widget["value"])}"'
    return mark_safe(
        f'<input type="{text(widget["type"])}" name="{text(widget["name"])}"{value}'
        f"{attributes(widget['attrs'])}>"
    )


def long_text(context: Mapping[str, Any]) -> SafeString:
    widget = context["widget"]
    value = said(widget["value"]) if widget["value"] else ""
    head = f'<textarea name="{text(widget["name"])}"{attributes(widget["attrs"])}>'
    return mark_safe(f"{head}\n{value}</textarea>")


def select(context: Mapping[str, Any]) -> SafeString:
    widget = context["widget"]
    parts = [f'<select name="{text(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{said(group)}">')
        parts += [
            f'\n  <option value="{text(option["value"])}"{attributes(option["attrs"])}>'
            f"{said(option['label'])}</option>"
            for option in options
        ]
        if group:
            parts.append("\n  </optgroup>")
    return mark_safe("".join([*parts, "\n</select>"]))


def several(context: Mapping[str, Any]) -> SafeString:
    """The controls of one question that has more than one answer, side by side."""
    write = get_default_renderer().render
    parts = [
        write(part["template_name"], {"widget": part}) for part in context["widget"]["subwidgets"]
    ]
    return mark_safe(strip_spaces_between_tags("".join(parts).strip()))


def errors(context: Mapping[str, Any]) -> SafeString:
    found = context["errors"]
    if not found:
        return mark_safe("")
    lines = [
        f"<li>{drawn('error', 'sm', '')}<span>"
        f'<span class="visually-hidden">{said(_("Errore:"))}</span> {said(error)}</span></li>'
        for error in found
    ]
    field_id = getattr(found, "field_id", None)
    known_as = f' id="{text(field_id)}_error"' if field_id else ""
    kind = f"ui-error {text(context['error_class'])}"
    return mark_safe(f'<ul class="{kind}"{known_as}>{"".join(lines)}</ul>')


def field(context: Mapping[str, Any]) -> SafeString:
    """Label, help, control and errors of one field, in the order in which they are read out."""
    bound = context["field"]
    if bound.is_hidden:
        return mark_safe(str(bound))
    wrong, kinds = bound.errors, bound.css_classes()
    classes = [
        "ui-field",
        "ui-field--wrong" if wrong else "",
        "ui-field--inline" if getattr(bound, "inline", False) else "",
        kinds,
    ]
    inside = _checked(bound) if getattr(bound, "single_check", False) else _asked(bound)
    return mark_safe(f'<div class="{text(" ".join(filter(None, classes)))}">{inside}</div>')


def _checked(bound: Any) -> str:
    label = f'<label for="{text(bound.id_for_label)}">{said(bound.label)}</label>'
    return f'<div class="ui-check">{bound}{label}</div>{_help(bound)}{bound.errors}'


def _asked(bound: Any) -> str:
    mark = getattr(bound, "mark", "")
    label = said(bound.label) + (f' <span class="ui-mark">({said(mark)})</span>' if mark else "")
    rest = f"{_help(bound)}{bound}{bound.errors}"
    if not bound.use_fieldset:
        return f'<label class="ui-label" for="{text(bound.id_for_label)}">{label}</label>{rest}'
    described = bound.aria_describedby
    told = f' aria-describedby="{text(described)}"' if described else ""
    return f'<fieldset{told}><legend class="ui-label">{label}</legend>{rest}</fieldset>'


def _help(bound: Any) -> str:
    if not bound.help_text:
        return ""
    return f'<div class="ui-help" id="{text(bound.auto_id)}_helptext">{bound.help_text}</div>'


OF_DJANGO = "django/forms/widgets/"
INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time")
WRITERS: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    **{f"{OF_DJANGO}{name}.html": control for name in (*INPUTS, "search", "tel", "checkbox")},
    f"{OF_DJANGO}textarea.html": long_text,
    f"{OF_DJANGO}select.html": select,
    f"{OF_DJANGO}multiwidget.html": several,
    "django/forms/errors/list/default.html": errors,
    "django/forms/errors/list/ul.html": errors,
    "ui/forms/field.html": field,
}
