"""Rows of telephones and of e-mail addresses: whose they are, and whether they may be used."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.citizens.choices import ContactSafety
from prossimo.citizens.fields import LineField, PhoneField
from prossimo.citizens.models import EmailAddress, Person, Phone
from prossimo.citizens.operations import EmailEntry, PhoneEntry

PHONES, EMAILS = "phones", "emails"
MOST = 20
PARTS = ("whose", "safety", "care")
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class EmailLineField(LineField):
    """An e-mail address as it is kept."""

    def __init__(self, **more: Any) -> None:
        attrs = {**PLAIN, "inputmode": "email", "autocapitalize": "off"}
        super().__init__(max_length=254, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value).replace(" ", "")
        try:
            if text:
                validate_email(text)
        except ValidationError:
            raise ValidationError(
                _("L'indirizzo è nella forma nome@esempio.it: controllalo.")
            ) from None
        return text


class ReachRow(forms.Form):
    """A way to reach somebody; emptied, it is taken away."""

    way = ""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    whose = LineField(
        label=gettext_lazy("Di chi è"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Vuoto se è della persona."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    safety = forms.ChoiceField(
        label=gettext_lazy("Si può usare"),
        choices=ContactSafety.choices,
        required=False,
        initial=ContactSafety.FREE,
    )
    care = LineField(
        label=gettext_lazy("Cautele"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Per esempio: «solo al mattino», «risponde il marito»."),
        widget=forms.TextInput(attrs=PLAIN),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["safety"] = given.get("safety") or ContactSafety.FREE
        told = given.get("whose") or given.get("care") or given["safety"] != ContactSafety.FREE
        if told and not given.get(self.way) and not given.get("id") and not self.errors:
            self.add_error(self.way, _("Manca il numero o l'indirizzo."))
        if given.get(self.way) and given["safety"] == ContactSafety.CARE and not given.get("care"):
            self.add_error("care", _("Scrivi quale cautela serve."))
        return given


class PhoneRow(ReachRow):
    way = "number"
    number = PhoneField(label=gettext_lazy("Telefono"), required=False)
    field_order = ["number", *PARTS]


class EmailRow(ReachRow):
    way = "address"
    address = EmailLineField(label=gettext_lazy("E-mail"), required=False)
    field_order = ["address", *PARTS]


class BaseReach(BaseFormSet):  # type: ignore[type-arg]  # not subscriptable in 5.2
    """The rows that say something, as the operations take them."""

    def told(self) -> list[dict[str, Any]]:
        rows = (form.cleaned_data for form in self.forms if form.cleaned_data)
        way = self.form.way
        return [
            {name: row[name] for name in (way, "id", *PARTS)}
            for row in rows
            if row.get(way) or row.get("id")
        ]


class BasePhones(BaseReach):
    def entries(self) -> list[PhoneEntry]:
        return [PhoneEntry(**row) for row in self.told()]


class BaseEmails(BaseReach):
    def entries(self) -> list[EmailEntry]:
        return [EmailEntry(**row) for row in self.told()]


_PhoneRows = forms.formset_factory(PhoneRow, formset=BasePhones, extra=2, max_num=MOST)
_EmailRows = forms.formset_factory(EmailRow, formset=BaseEmails, extra=1, max_num=MOST)


def phone_rows(data: Any = None, initial: Any = None) -> BasePhones:
    """The telephones of a person, with two empty rows for more."""
    return cast(BasePhones, _PhoneRows(data, prefix=PHONES, initial=initial))


def email_rows(data: Any = None, initial: Any = None) -> BaseEmails:
    return cast(BaseEmails, _EmailRows(data, prefix=EMAILS, initial=initial))


class ReachRows:
    """Both lists of a form, posted, kept in a draft, or of a person."""

    def __init__(self, phones: BasePhones, emails: BaseEmails) -> None:
        self.phones, self.emails = phones, emails

    @classmethod
    def posted(cls, data: Any) -> "ReachRows":
        return cls(phone_rows(data), email_rows(data))

    @classmethod
    def of(cls, person: Person | None, kept: Mapping[str, list[str]] | None) -> "ReachRows":
        """Those of a draft where there is one, otherwise those on the file."""
        return cls(
            phone_rows(initial=_rows(PHONES, PhoneRow, Phone, person, kept)),
            email_rows(initial=_rows(EMAILS, EmailRow, EmailAddress, person, kept)),
        )

    def is_valid(self) -> bool:
        return all([self.phones.is_valid(), self.emails.is_valid()])

    def entries(self) -> dict[str, Any]:
        """What the operations take."""
        return {"phones": self.phones.entries(), "emails": self.emails.entries()}


def _rows(
    prefix: str,
    row: type[ReachRow],
    model: Any,
    person: Person | None,
    kept: Mapping[str, list[str]] | None,
) -> list[dict[str, str]]:
    names = ("id", row.way, *PARTS)
    if kept and f"{prefix}-TOTAL_FORMS" in kept:
        total = _whole(kept[f"{prefix}-TOTAL_FORMS"])
        told = [
            {name: (kept.get(f"{prefix}-{n}-{name}") or [""])[-1] for name in names}
            for n in range(min(total, MOST))
        ]
        return [each for each in told if each[row.way] or each["id"]]
    if person is None:
        return []
    held = model.objects.unscoped("of a person already allowed").filter(person=person)
    return [{name: str(getattr(each, name)) for name in names} for each in held]


def _whole(texts: list[str]) -> int:
    """The number of rows that a draft says; a damaged one has none."""
    text = texts[-1] if texts else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
