"""How forms look: label above, help and error tied to the field, required or optional in words.

The renderer dresses every form of the house, those of installed packages too, with the markup of
Bootstrap Italia; nobody writes a class on a widget by hand.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms import boundfield, renderers
from django.forms.widgets import ChoiceWidget, Input
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from prossimo.core.text import clean
from prossimo.ui.controls import WRITERS

MANY_CHOICES = 8
DRESSES: tuple[tuple[tuple[type[forms.Widget], ...], str], ...] = (
    ((forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple), ""),
    ((forms.SelectMultiple, forms.Select), "form-select"),
    ((Input, forms.Textarea), "form-control"),
)


class DressedField(boundfield.BoundField):
    """A field of a form that knows its class, its mark and where its error summary should point."""

    filter_label = ""
    inline = False

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        classes = [widget.attrs.get("class", ""), built.get("class", ""), dress_of(widget)]
        if self.errors and classes[-1]:
            classes.append("is-invalid")
        if joined := " ".join(dict.fromkeys(filter(None, classes))):
            built["class"] = joined
        return built

    @property
    def mark(self) -> str:
        """«facoltativo» where most fields are required, «obbligatorio» where few are."""
        known = self.form.__dict__
        if "_required_and_shown" not in known:
            known["_required_and_shown"] = required_and_shown(self.form)
        required, shown = known["_required_and_shown"]
        if shown < 2 or self.single_check:
            return ""
        if self.field.required:
            return _("obbligatorio") if required * 2 < shown else ""
        return _("facoltativo") if required * 2 >= shown else ""

    @property
    def single_check(self) -> bool:
        return is_single_check(self)

    @property
    def focus_id(self) -> str:
        """The control that takes the focus when its error is followed."""
        if self.use_fieldset and isinstance(self.field.widget, ChoiceWidget):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id


def field_of(form: forms.BaseForm, name: str) -> Any:
    """The field as its own class has it: the form knows only that it is a field."""
    return form.fields[name]


def required_and_shown(form: forms.BaseForm) -> tuple[int, int]:
    """How many of the fields on the screen are required, and how many they are."""
    shown = [field for field in form.visible_fields() if not is_single_check(field)]
    return sum(field.field.required for field in shown), len(shown)


def is_single_check(field: boundfield.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


def dress_of(widget: forms.Widget) -> str:
    if isinstance(widget, Input) and widget.input_type == "hidden":
        return ""
    return next((name for kinds, name in DRESSES if isinstance(widget, kinds)), "")


class BootstrapItaliaRenderer(renderers.DjangoTemplates):
    """Writes the commonest controls itself; finds our form templates first, Django's own after."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = DressedField

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if write := WRITERS.get(template_name):
            return write(context)
        return super().render(template_name, context, request)

    @cached_property
    def engine(self) -> DjangoTemplates:
        ours = Path(__file__).parent / "templates"
        theirs = Path(django.forms.__file__).parent / "templates"
        return DjangoTemplates(
            {
                "APP_DIRS": True,
                "DIRS": [ours, theirs],
                "NAME": "prossimo-forms",
                "OPTIONS": {},
            }
        )


class Words(forms.CharField):
    """Typed text as it may be kept: without NUL, control characters and lone surrogates."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean(value) if isinstance(value, str) else value)


class DateInput(forms.DateInput):
    """The browser's own date field; its value always travels as year-month-day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class RadioChips(forms.RadioSelect):
    """One choice among few, as big buttons on a line."""

    template_name = "ui/forms/chips.html"

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        return gathered(super().optgroups(name, value, attrs))


class Chips(forms.CheckboxSelectMultiple):
    """Several choices as chips; those already chosen stand first, the first of them is the main.

    The order of choice is the order in which the values are posted.
    """

    template_name = "ui/forms/chips.html"
    filter_label = ""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        filterable: bool | None = None,
        main: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.filterable = filterable
        self.main = main

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        place = {chosen: index for index, chosen in enumerate(value)}
        groups = gathered(super().optgroups(name, value, attrs))
        for _label, options, _index in groups:
            options.sort(key=lambda option: place.get(str(option["value"]), len(place)))
        return groups

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        wanted = self.filterable
        context["widget"]["filterable"] = (
            len(self.choices) > MANY_CHOICES if wanted is None else wanted  # type: ignore[arg-type]
        )
        context["widget"]["filter_label"] = self.filter_label or _("Filtra le scelte")
        context["widget"]["main"] = self.main
        return context


def gathered(groups: Any) -> list[tuple[str | None, list[dict[str, Any]], int]]:
    """Options without a group stand together; Django hands each of them alone."""
    kept: list[tuple[str | None, list[dict[str, Any]], int]] = []
    for label, options, index in groups:
        if kept and label is None and kept[-1][0] is None:
            kept[-1][1].extend(options)
        else:
            kept.append((label, list(options), index))
    return kept
