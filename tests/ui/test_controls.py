"""The controls written by hand are those that Django's own templates would write."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils import translation
from django.utils.translation import gettext_lazy

from prossimo.ui.controls import WRITERS
from prossimo.ui.forms import BootstrapItaliaRenderer, DateInput

NASTY = "\"'<b>&amp; è 1234567"
CHOICES = [
    ("", "—"),
    ("a", gettext_lazy("Salva")),
    ("<b>", NASTY),
    (2026, 12345),
    (NASTY, [("x", "in gruppo"), ("y", "<i>")]),
]


class TwoAnswers(forms.MultiWidget):
    def decompress(self, value):
        return [value, NASTY]


WIDGETS = [
    forms.TextInput({"maxlength": 12345, "required": True, "data-x": False, "placeholder": NASTY}),
    forms.NumberInput(),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.SearchInput(),
    forms.TelInput(),
    forms.DateTimeInput(),
    forms.TimeInput(),
    DateInput(),
    forms.CheckboxInput(),
    forms.Textarea({"rows": 2}),
    forms.Select(choices=CHOICES),
    forms.SelectMultiple(choices=CHOICES),
    TwoAnswers([forms.Select(choices=CHOICES), forms.TextInput()]),
]
VALUES = [None, "", NASTY, "a", "2026", True, ["a", NASTY], ["<b>", "y"]]


def plain(html):
    """What a browser makes of it: spaces between lines say nothing."""
    return re.sub(r"\s+", " ", html)


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("language", ["it", "en"])
def test_each_control_is_the_one_of_django(widget, language):
    with translation.override(language):
        for value in VALUES:
            ours = widget.render("n<>", value, {"id": "i"}, BootstrapItaliaRenderer())
            theirs = widget.render("n<>", value, {"id": "i"}, DjangoTemplates())
            assert plain(ours) == plain(theirs)


def test_what_is_written_by_hand_is_asked_for():
    known = {widget.template_name for widget in WIDGETS}

    assert {name for name in WRITERS if name.startswith("django/forms/widgets/")} <= known


class Asked(forms.Form):
    default_renderer = BootstrapItaliaRenderer

    name = forms.CharField(label="Nome <b>", help_text="<em>come sul documento</em>")
    agrees = forms.BooleanField(label="D'accordo", required=False)
    sex = forms.ChoiceField(choices=CHOICES[:3], widget=forms.RadioSelect, help_text="Se serve.")
    note = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_name(self):
        raise forms.ValidationError("Non va: <script>")


def test_a_field_says_label_help_control_and_error_and_ties_them_together():
    html = Asked({"name": NASTY}, renderer=BootstrapItaliaRenderer())["name"].as_field_group()

    assert '<label class="ui-label" for="id_name">Nome &lt;b&gt;</label>' in html
    assert 'id="id_name_helptext"><em>come sul documento</em></div>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html and "Non va: &lt;script&gt;" in html
    assert html.startswith('<div class="ui-field ui-field--wrong">')


def test_a_check_stands_before_its_label_a_choice_has_a_legend_and_the_hidden_no_frame():
    form = Asked(renderer=BootstrapItaliaRenderer())

    assert re.search(r"<input[^>]*>\s*<label[^>]*>D&#x27;accordo", form["agrees"].as_field_group())
    assert '<fieldset aria-describedby="id_sex_helptext"><legend' in form["sex"].as_field_group()
    assert form["note"].as_field_group() == '<input type="hidden" name="note" id="id_note">'
