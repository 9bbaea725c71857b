"""Parts of forms: field, error summary, buttons at the foot, combobox, filter, inline editing."""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, HiddenInput
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.template import Context, Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from prossimo.ui.forms import Chips, DressedField

register = Library()


@register.simple_tag
def field(
    bound: BoundField, label: str = "", help: str = "", filter: str = "", inline: bool = False
) -> SafeString:
    """Label, help, control and error of one field."""
    if label:
        bound.label = label
    if help:
        bound.help_text = help
    if isinstance(bound, DressedField):
        bound.inline = inline
    if filter and isinstance(bound.field.widget, Chips):
        bound.field.widget.filterable = True
        bound.field.widget.filter_label = filter
    return bound.as_field_group()


@register.inclusion_tag("ui/forms/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong and where; takes the focus when the page opens."""
    if not form.is_bound or form.is_valid():
        return {"general": [], "wrong": [], "many": 0}
    hidden = [f"{field.label}: {error}" for field in form.hidden_fields() for error in field.errors]
    general = [*form.non_field_errors(), *hidden]
    wrong = [
        (focus_id(bound), bound.label, error)
        for bound in form.visible_fields()
        for error in bound.errors
    ]
    return {"general": general, "wrong": wrong, "many": len(general) + len(wrong)}


def focus_id(bound: BoundField) -> str:
    return bound.focus_id if isinstance(bound, DressedField) else bound.id_for_label


@register.simple_tag
def hidden_fields(form: BaseForm) -> SafeString:
    return format_html_join("", "{}", ((_hidden(field),) for field in form.hidden_fields()))


def _hidden(field: BoundField) -> SafeString:
    """The commonest hidden fields are written here: every form has a few."""
    widget, value = field.field.widget, field.value()
    if type(widget) is not HiddenInput or field.errors or widget.attrs:
        return field.as_widget()
    given = "" if value in (None, "") else format_html(' value="{}"', widget.format_value(value))
    return format_html(
        '<input type="hidden" name="{}"{} id="{}">', field.html_name, given, field.auto_id
    )


@register.inclusion_tag("ui/forms/actions.html")
def form_actions(
    label: str,
    back_url: str = "",
    back_label: str = "",
    *,
    second: str = "",
    second_name: str = "",
    second_value: str = "1",
    danger: bool = False,
) -> dict[str, Any]:
    return {
        "label": label,
        "back_url": back_url,
        "back_label": back_label or _("Indietro senza salvare"),
        "second": second,
        "second_name": second_name,
        "second_value": second_value,
        "kind": "btn-danger" if danger else "btn-primary",
    }


@register.inclusion_tag("ui/forms/combobox.html")
def combobox(
    name: str,
    label: str,
    url: str,
    *,
    value: object = "",
    text: str = "",
    id: str = "",
    required: bool = False,
    help: str = "",
    errors: Iterable[str] | None = None,
    key: str = "",
    placeholder: str = "",
    empty: str = "",
) -> dict[str, Any]:
    """A field that searches while one types; what is chosen travels in a hidden input."""
    id, errors = id or f"id_{name}", list(errors or ())
    described_by = [f"{id}_helptext"] * bool(help) + [f"{id}_error"] * bool(errors)
    return {
        "name": name,
        "label": label,
        "url": url,
        "described_by": " ".join(described_by),
        "value": "" if value is None else value,
        "text": text or "",
        "id": id,
        "required": required,
        "help": help,
        "errors": errors,
        "key": key,
        "placeholder": placeholder,
        "empty": empty,
    }


@register.inclusion_tag("ui/parts/filter_sentence.html", takes_context=True)
def filter_sentence(
    context: Context, form: BaseForm, opening: str = "", closing: str = "", target: str = ""
) -> dict[str, Any]:
    """A filter read as a sentence: «Persone nel 2018 · a Bergamo · per motivo»."""
    request = context.get("request")
    return {
        "form": form,
        "opening": opening,
        "closing": closing,
        "target": target,
        "path": request.path if request is not None else "",
    }


@register.inclusion_tag("ui/parts/editable.html")
def editable(label: str, value: object, url: str, editable: bool = True) -> dict[str, Any]:
    return {"label": label, "value": value, "url": url, "editable": editable}


@register.inclusion_tag("ui/parts/conflict_form.html", takes_context=True)
def conflict_form(context: Context) -> dict[str, Any]:
    """Two texts side by side, field by field; nobody's is thrown away unseen."""
    fields = list(context.get("fields") or ())
    return {
        "fields": fields,
        "differ": any(field.mine != field.theirs for field in fields),
        "action_url": context.get("action_url") or "",
        "version": context.get("version"),
        "hidden": context.get("hidden") or {},
        "back_url": context.get("back_url") or "",
        "who": context.get("who") or _("un'altra persona"),
    }


@register.simple_tag
def choice(option: dict[str, Any]) -> SafeString:
    """One chip of `Chips` and `RadioChips`; written here because a form holds dozens."""
    attrs = {"type": option["type"], "name": option["name"], "value": option["value"]}
    return format_html(
        '<li class="ui-choice" data-choice><input{}><label for="{}">{}</label></li>',
        flatatt({**attrs, **option["attrs"]}),
        option["attrs"].get("id", ""),
        option["label"],
    )
