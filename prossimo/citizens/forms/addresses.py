"""What is typed about addresses besides the residence, citizenships with dates, and death."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens import names
from prossimo.citizens.choices import AddressKind
from prossimo.citizens.fields import LineField, PlaceField
from prossimo.citizens.forms.homes import proposed_place
from prossimo.citizens.models import Address, Citizenship, Person
from prossimo.citizens.operations import CitizenshipEntry
from prossimo.citizens.operations.identity import period_of
from prossimo.core.periods import last_day, today
from prossimo.network.models import Organisation
from prossimo.territory.whereabouts import Whereabouts
from prossimo.ui.forms import DateInput, RadioChips

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
EARLIEST = dt.date(1850, 1, 1)
KINDS = [
    (kind.value, kind.label)
    for kind in (
        AddressKind.DOMICILE, AddressKind.LETTERS, AddressKind.STRUCTURE, AddressKind.RESIDENCE,
    )
]  # fmt: skip
HOUSE = ("street", "street_number", "postcode", "place_name", "at_whom")


def line(label: Any, length: int, **more: Any) -> LineField:
    widget = forms.TextInput(attrs=PLAIN)
    return LineField(label=label, max_length=length, required=False, widget=widget, **more)


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, localize=False, required=False, **more)


def wrong_days(first: dt.date | None, last: dt.date | None) -> tuple[str, str]:
    """The field and the sentence of what is wrong with a period; empty where nothing is."""
    if first and first < EARLIEST:
        return "since", _("La data è troppo lontana: controllala.")
    if first and first > today():
        return "since", _("La data è nel futuro: controllala.")
    if first and last and last < first:
        return "until", _("L'ultimo giorno viene prima del primo.")
    return "", ""


class HomeForm(forms.Form):
    """A house among the places of the actor, and the neighbourhood found where none was chosen."""

    actor: Actor

    place = PlaceField(label=gettext_lazy("Comune e quartiere"))
    street = line(gettext_lazy("Via o piazza"), 200)
    street_number = line(gettext_lazy("Numero civico"), 20)

    def __init__(self, *args: Any, actor: Actor | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if actor is not None:  # otherwise `OnceFormMixin` keeps it
            self.actor = actor
            self._place.offer(actor)

    @property
    def _place(self) -> PlaceField:
        return cast(PlaceField, self.fields["place"])

    def proposal(self) -> Whereabouts | None:
        """Where the house lies, if the directory knows."""
        town, _quarter = self.cleaned_data.get("place") or (None, None)
        return proposed_place(self.actor, self._place, self.cleaned_data, town and town.pk)


class AddressForm(OnceFormMixin, HomeForm):
    """A domicile, a place for letters, a reception structure, a home that was left."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Che indirizzo è?"),
        choices=KINDS,
        widget=RadioChips,
        initial=AddressKind.DOMICILE,
    )
    postcode = forms.RegexField(
        r"^\d{5}$",
        label=gettext_lazy("CAP"),
        required=False,
        error_messages={"invalid": gettext_lazy("Il CAP ha cinque cifre.")},
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "numeric"}),
    )
    place_name = line(
        gettext_lazy("Località"), 120, help_text=gettext_lazy("Solo se è fuori dall'Ambito.")
    )
    structure = forms.ModelChoiceField(
        label=gettext_lazy("Struttura che la accoglie"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("nessuna"),
    )
    at_whom = line(
        gettext_lazy("Presso"),
        120,
        help_text=gettext_lazy("Il nome sul campanello, se è un altro."),
    )
    since = day(gettext_lazy("Dal"))
    until = day(
        gettext_lazy("Fino al"), help_text=gettext_lazy("Ultimo giorno; vuoto se ci sta ancora.")
    )
    sealed = forms.BooleanField(
        label=gettext_lazy("È un indirizzo da proteggere"),
        required=False,
        help_text=gettext_lazy(
            "Nessuno lo legge più, nemmeno chi lo scrive: si apre solo in due persone, per un'ora."
        ),
    )

    def __init__(self, *args: Any, address: Address | None = None, **more: Any) -> None:
        self.address = address
        self.found: Whereabouts | None = None
        if address:
            more.setdefault("initial", initial_of(address))
        super().__init__(*args, **more)
        self._place.offer(self.actor)
        bodies = Organisation.objects.visible_to(self.actor).filter(active=True)
        if address and address.structure_id:
            bodies = bodies | Organisation.objects.filter(pk=address.structure_id)
        cast(Any, self.fields["structure"]).queryset = bodies
        if address:
            hidden = forms.IntegerField(widget=forms.HiddenInput, initial=address.version)
            self.fields["opened_version"] = hidden
        if address or not self.actor.has(Right.SEAL_OPEN):
            del self.fields["sealed"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        name, wrong = wrong_days(given.get("since"), given.get("until"))
        if wrong:
            self.add_error(name, wrong)
        town, quarter = given.get("place") or (None, None)
        if town and not quarter and (found := self.proposal()):
            self.found = found
            given["place"] = (town, found.neighbourhood)
        return given

    def values(self) -> dict[str, Any]:
        """What `add_address` and `change_address` are given."""
        given = self.cleaned_data
        town, quarter = given["place"]
        values = {name: given[name] for name in ("kind", *HOUSE, "structure") if name in given}
        values["place"] = values.pop("place_name")
        return values | {
            "municipality": town,
            "neighbourhood": quarter,
            "period": period_of(given["since"], given["until"]),
        }


def initial_of(address: Address) -> dict[str, Any]:
    """An address as the fields of the form show it."""
    initial = {name: getattr(address, name) for name in (*HOUSE, "kind") if name != "place_name"}
    return initial | {
        "place": (address.municipality, address.neighbourhood),
        "place_name": address.place,
        "structure": address.structure_id,
        "since": address.period.lower,
        "until": last_day(address.period),
    }


class CitizenshipRow(forms.Form):
    """A citizenship and its days, either of them unknown; emptied, it is taken away."""

    country = forms.ChoiceField(label=gettext_lazy("Paese"), required=False)
    since = day(gettext_lazy("Dal"))
    until = day(gettext_lazy("Fino al"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        country: Any = self.fields["country"]
        country.choices = [("", "—"), *names.country_choices()]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        name, wrong = wrong_days(given.get("since"), given.get("until"))
        if wrong:
            self.add_error(name, wrong)
        if (given.get("since") or given.get("until")) and not given.get("country"):
            self.add_error("country", _("Scegli il Paese."))
        return given


class BaseCitizenships(BaseFormSet):  # type: ignore[type-arg]  # not subscriptable in 5.2
    def clean(self) -> None:
        codes = [row.country for row in self.entries()]
        if len(codes) != len(set(codes)):
            raise ValidationError(_("La stessa cittadinanza è scritta due volte."))

    def entries(self) -> list[CitizenshipEntry]:
        rows = (form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data"))
        return [
            CitizenshipEntry(row["country"], row.get("since"), row.get("until"))
            for row in rows
            if row.get("country")
        ]


_CitizenshipRows = forms.formset_factory(
    CitizenshipRow, formset=BaseCitizenships, extra=2, max_num=20
)


def citizenship_rows(
    data: Any = None, *, person: Person | None = None, held: Sequence[Citizenship] = ()
) -> BaseCitizenships:
    """Those of today and those of the past, with two empty rows."""
    dated = {row.country: row for row in held}
    codes = dict.fromkeys([*(person.citizenships if person else []), *dated])
    initial = [_initial(code, dated.get(code)) for code in codes]
    return cast(BaseCitizenships, _CitizenshipRows(data, prefix="citizenships", initial=initial))


def _initial(code: str, row: Citizenship | None) -> dict[str, Any]:
    if row is None:
        return {"country": code}
    return {"country": code, "since": row.period.lower, "until": last_day(row.period)}


class VersionForm(OnceFormMixin, forms.Form):
    """A form on a file that must still be as it was opened."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput)


class DeathForm(VersionForm):
    died_on = day(
        gettext_lazy("Data di morte"),
        help_text=gettext_lazy("Vuota se era stata scritta per errore."),
    )
