"""Forms are legible to everyone: names, help and errors are tied to their fields."""

from bs4 import BeautifulSoup
from django import forms
from django.template import Context, Template

from prossimo.ui.forms import Chips, DateInput, RadioChips


class Visit(forms.Form):
    who = forms.CharField(label="Chi", help_text="Cognome e nome")
    day = forms.DateField(label="Giorno", widget=DateInput)
    way = forms.ChoiceField(label="Come", widget=RadioChips, choices=[("a", "A"), ("b", "B")])
    why = forms.MultipleChoiceField(
        label="Perché",
        widget=Chips(main=True),
        choices=[("casa", "Casa"), ("lavoro", "Lavoro"), ("salute", "Salute")],
    )
    note = forms.CharField(label="Nota", required=False)
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Le due date non tornano.")


def soup(form):
    return BeautifulSoup(str(form), "html.parser")


def described(page, control):
    return [page.find(id=name) for name in control["aria-describedby"].split()]


def test_a_control_is_tied_to_its_label_help_and_error():
    page = soup(Visit({}))
    control = page.find("input", {"name": "who"})
    help_text, error = described(page, control)

    assert page.find("label", {"for": control["id"]}).get_text(strip=True) == "Chi"
    assert help_text.get_text(strip=True) == "Cognome e nome"
    assert "obbligatorio" in error.get_text()
    assert control["aria-invalid"] == "true"


def test_a_group_of_choices_is_a_fieldset_with_its_error():
    page = soup(Visit({}))
    group = page.find("input", {"name": "way"}).find_parent("fieldset")

    assert group.legend.get_text(strip=True) == "Come"
    assert "obbligatorio" in described(page, group)[0].get_text()


def test_the_summary_lists_every_error_and_leads_to_its_control():
    page = soup(Visit({}))
    summary = page.find(attrs={"data-error-summary": True})
    links = [link["href"][1:] for link in summary.find_all("a")]

    assert "Le due date non tornano." in summary.get_text()
    assert "key" in summary.get_text().lower()
    assert len(links) == 4
    assert all(page.find(id=target) for target in links)


def test_a_form_not_yet_sent_has_no_summary():
    assert soup(Visit()).find(attrs={"data-error-summary": True}) is None


def test_the_rarer_kind_of_field_is_marked_in_words():
    page = soup(Visit())

    assert "(facoltativo)" in page.find("label", {"for": "id_note"}).get_text()
    assert page.get_text().count("(facoltativo)") == 1
    assert "(obbligatorio)" not in page.get_text()


def test_what_is_chosen_stands_first_in_the_order_of_choice():
    page = soup(Visit({"why": ["salute", "casa"]}))
    values = [box["value"] for box in page.find_all("input", {"name": "why"})]

    assert values == ["salute", "casa", "lavoro"]
    assert len(page.find_all("ul", class_="ui-choices")) == 2


def test_grouped_choices_keep_their_groups():
    class Grouped(forms.Form):
        why = forms.MultipleChoiceField(
            widget=Chips, choices=[("Casa", [("a", "A")]), ("Salute", [("b", "B"), ("c", "C")])]
        )

    page = soup(Grouped())

    assert [group.get_text() for group in page.find_all(class_="ui-options__group")] == [
        "Casa",
        "Salute",
    ]
    assert len(page.find_all("input", {"type": "checkbox"})) == 3


def test_a_date_travels_as_year_month_day_in_every_language():
    import datetime as dt

    page = soup(Visit(initial={"day": dt.date(2025, 6, 3)}))

    assert page.find("input", {"name": "day", "type": "date"})["value"] == "2025-06-03"
    assert Visit({"day": "2025-06-03"})["day"].errors == []


def test_a_field_shown_by_hand_takes_another_label_and_keeps_the_rest():
    form = Visit()
    page = BeautifulSoup(
        Template('{% load ui %}{% field form.who label="Chi parla?" %}').render(
            Context({"form": form})
        ),
        "html.parser",
    )

    assert page.label.get_text(strip=True) == "Chi parla?"
    assert "Cognome e nome" in page.get_text()


def test_controls_of_other_people_forms_are_dressed_too():
    class Theirs(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput(attrs={"class": "theirs"}))
        kind = forms.ChoiceField(choices=[("a", "A")])
        remember = forms.BooleanField(required=False)

    page = soup(Theirs())

    assert page.find("input", {"name": "password"})["class"] == ["theirs", "form-control"]
    assert page.find("select")["class"] == ["form-select"]
    assert page.find("input", {"name": "remember"}).find_parent(class_="ui-check")
