"""What is typed about people: who they are, before and after looking whether they are known."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor
from prossimo.citizens import names
from prossimo.citizens.choices import HouseholdRole, Sex, TaxCodeEnd, TaxCodeState
from prossimo.citizens.fields import CodesField, LineField, PhoneField, PlaceField, TaxCodeField
from prossimo.citizens.forms.homes import proposed_place, seal_of_home
from prossimo.citizens.models import Person
from prossimo.citizens.operations import PhoneEntry
from prossimo.citizens.queries import FoundPerson, alike, find_people, seen_person
from prossimo.citizens.taxcode import read_tax_code
from prossimo.core.periods import today
from prossimo.core.privacy import classes_of
from prossimo.core.text import fold
from prossimo.territory import gazetteer, whereabouts
from prossimo.territory.models import Neighbourhood
from prossimo.ui.forms import DateInput, RadioChips

SEXES = [(Sex.FEMALE, Sex.FEMALE.label), (Sex.MALE, Sex.MALE.label), (Sex.OTHER, Sex.OTHER.label)]
EARLIEST = dt.date(1850, 1, 1)
LOOK_FIRST = gettext_lazy(
    "Qualcuno di già conosciuto le somiglia: guarda l'elenco. Se non è nessuna di queste persone, "
    "spunta la casella."
)
NAME_ATTRS = {"autocomplete": "off", "spellcheck": "false"}


def line(label: Any, length: int, **more: Any) -> LineField:
    widget = forms.TextInput(attrs={**NAME_ATTRS, **more.pop("attrs", {})})
    return LineField(label=label, max_length=length, required=False, widget=widget, **more)


class WhoForm(forms.Form):
    """The first words about somebody, with whom they may already be in the registry."""

    surname = line(gettext_lazy("Cognome"), 300)
    given_name = line(gettext_lazy("Nome"), 300)
    born_on = forms.DateField(
        label=gettext_lazy("Data di nascita"), required=False, widget=DateInput, localize=False
    )
    tax_code = TaxCodeField(label=gettext_lazy("Codice fiscale"), required=False)
    none_of_these = forms.BooleanField(
        label=gettext_lazy("Non è nessuna di queste"), required=False
    )
    dismissed = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    joins = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    actor: Actor

    def __init__(self, *args: Any, actor: Actor | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if actor is not None:  # otherwise `OnceFormMixin` keeps it
            self.actor = actor
        self.alike: list[FoundPerson] = []
        self.fresh: list[FoundPerson] = []  # those nobody has looked at yet

    def clean_born_on(self) -> dt.date | None:
        born_on: dt.date | None = self.cleaned_data["born_on"]
        if born_on and born_on > today():
            raise ValidationError(_("La data di nascita è nel futuro: controllala."))
        if born_on and born_on < EARLIEST:
            raise ValidationError(_("La data di nascita è troppo lontana: controllala."))
        return born_on

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self.alike = self._alike(given)
        seen = set(str(given.get("dismissed", "")).split(","))
        self.fresh = [person for person in self.alike if str(person.id) not in seen]
        if self.fresh and not given.get("none_of_these"):
            self.add_error("none_of_these", str(LOOK_FIRST))
        return given

    def _alike(self, given: dict[str, Any]) -> list[FoundPerson]:
        return alike(
            self.actor,
            surname=given.get("surname") or "",
            given_name=given.get("given_name") or "",
            born_on=given.get("born_on"),
            tax_code=given.get("tax_code") or "",
        )

    @property
    def dismissed_ids(self) -> str:
        """The people looked at and found to be somebody else, for the next form."""
        return ",".join(str(person.id) for person in self.alike)


class QuickPersonForm(WhoForm):
    """What a desk asks of a new person while somebody waits."""

    sex = forms.ChoiceField(
        label=gettext_lazy("Sesso"), choices=SEXES, widget=RadioChips, initial=Sex.OTHER,
        required=False,
    )  # fmt: skip
    citizenship = forms.ChoiceField(label=gettext_lazy("Cittadinanza"), required=False)
    place = PlaceField(label=gettext_lazy("Comune e quartiere"))
    phone = PhoneField(label=gettext_lazy("Telefono"), required=False)

    field_order = [
        "surname", "given_name", "born_on", "sex", "tax_code", "citizenship", "place", "phone",
    ]  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        citizenship: Any = self.fields["citizenship"]
        citizenship.choices = [("", _("non detta")), *names.country_choices()]
        place: Any = self.fields["place"]
        place.offer(self.actor)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        told = ("surname", "given_name", "born_on", "tax_code", "phone")
        if not self.errors and not any(given.get(name) for name in told):
            raise ValidationError(_("Scrivi almeno una cosa della persona: di solito il cognome."))
        return given

    def values(self) -> dict[str, Any]:
        """What `register_person` is given."""
        given = self.cleaned_data
        municipality, neighbourhood = given["place"]
        values = told_by_code({
            "surname": given["surname"],
            "given_name": given["given_name"],
            "sex": given["sex"] or Sex.OTHER,
            "born_on": given["born_on"],
            "tax_code": given["tax_code"],
            "citizenships": [given["citizenship"]] if given["citizenship"] else [],
            "municipality": municipality,
            "neighbourhood": neighbourhood,
        })  # fmt: skip
        phones = [PhoneEntry(given["phone"])] if given["phone"] else []
        return {**values, "phones": phones}


def told_by_code(values: dict[str, Any]) -> dict[str, Any]:
    """Fill what nobody typed and the fiscal code says: sex, day and place of birth."""
    if not values.get("tax_code"):
        return values
    code = read_tax_code(values["tax_code"])
    births = code.births(today())
    if values.get("sex", Sex.OTHER) == Sex.OTHER and code.sex:
        values["sex"] = code.sex
    if not values.get("born_on") and len(births) == 1:
        values["born_on"] = births[0]
    if not values.get("birth_place_code") and not values.get("birth_place") and code.place:
        place = gazetteer.place_of(code.place)
        values["birth_place_code"] = code.place
        values["birth_place"] = str(place) if place else ""
    return values


class PersonForm(OnceFormMixin, WhoForm):
    """Everything a desk may say of a person, new or known."""

    sex = forms.ChoiceField(
        label=gettext_lazy("Sesso"), choices=SEXES, widget=RadioChips, initial=Sex.OTHER
    )
    birth_place_code = line("", 4)
    birth_place_code_text = line(gettext_lazy("Luogo di nascita"), 200)
    citizenships = CodesField(label=gettext_lazy("Cittadinanze"), boxes=3)
    place = PlaceField(label=gettext_lazy("Comune e quartiere"))
    street = line(gettext_lazy("Via o piazza"), 200)
    street_number = line(gettext_lazy("Numero civico"), 20)
    postcode = forms.RegexField(
        r"^\d{5}$", label=gettext_lazy("CAP"), required=False,
        error_messages={"invalid": gettext_lazy("Il CAP ha cinque cifre.")},
        widget=forms.TextInput(attrs={**NAME_ATTRS, "inputmode": "numeric"}),
    )  # fmt: skip
    resides_since = forms.DateField(
        label=gettext_lazy("Abita qui dal"), required=False, widget=DateInput, localize=False
    )
    address_was_wrong = forms.BooleanField(
        label=gettext_lazy("Non ha cambiato casa: l'indirizzo era scritto male"),
        required=False,
        help_text=gettext_lazy("Altrimenti la casa di prima resta fra i suoi indirizzi."),
    )
    code_end = forms.ChoiceField(
        label=gettext_lazy("Perché il codice fiscale cambia?"),
        choices=[("", gettext_lazy("scegli")), *TaxCodeEnd.choices],
        required=False,
    )
    opened_home = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)
    languages = CodesField(label=gettext_lazy("Lingue parlate"), boxes=3)
    needs_interpreter = forms.BooleanField(
        label=gettext_lazy("Serve un interprete"), required=False
    )
    contact_warning = line(
        gettext_lazy("Cautele per chiamare o scrivere"), 200,
        help_text=gettext_lazy("Per esempio: «non chiamare a casa», «solo al mattino»."),
    )  # fmt: skip
    household_choice = forms.ChoiceField(
        label=gettext_lazy("Nucleo familiare"), widget=RadioChips, required=False
    )
    joins = forms.CharField(required=False, max_length=40)
    joins_text = line(gettext_lazy("Vive con"), 200)
    household_role = forms.ChoiceField(
        label=gettext_lazy("Posto nel nucleo"),
        choices=[("", gettext_lazy("non detto")), *HouseholdRole.choices],
        required=False,
    )

    def __init__(self, *args: Any, person: Person | None = None, **more: Any) -> None:
        self.person = person
        self.found: whereabouts.Whereabouts | None = None  # the neighbourhood nobody typed
        self.home_untouched = False  # since the form was opened
        if person and "initial" not in more:
            more["initial"] = initial_of(person)
        super().__init__(*args, **more)
        if person:
            self.fields["opened_version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=person.version
            )
            self.fields["opened_home"].initial = seal_of_home(initial_of(person))
            del self.fields["none_of_these"], self.fields["dismissed"]
        else:
            for name in ONLY_KNOWN:
                del self.fields[name]
        self._offer(person)
        self._hide_above_ceiling()

    def _offer(self, person: Person | None) -> None:
        fields: Any = self.fields
        held = (person.citizenships, person.languages) if person else ([], [])
        fields["citizenships"].offer(
            names.country_choices(), lambda n: _("Cittadinanza %(n)s") % {"n": n + 1}, len(held[0])
        )
        fields["languages"].offer(
            names.language_choices(), lambda n: _("Lingua %(n)s") % {"n": n + 1}, len(held[1])
        )
        fields["place"].offer(self.actor)
        alone = ("new", _("comincia un nucleo suo"))
        join = ("join", _("entra nel nucleo di un'altra persona"))
        keep = ("keep", _("resta nel suo nucleo"))
        known = person is not None and person.household_id is not None
        fields["household_choice"].choices = [keep, join, alone] if known else [alone, join]
        fields["household_choice"].initial = "keep" if known else "new"

    def _hide_above_ceiling(self) -> None:
        grades = classes_of(Person)
        for name in list(self.fields):
            if grades.get(name, 0) > self.actor.ceiling:
                del self.fields[name]

    def _alike(self, given: dict[str, Any]) -> list[FoundPerson]:
        return [] if self.person else super()._alike(given)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self._clean_birth_place(given)
        self._clean_code_end(given)
        self.home_untouched = given.get("opened_home") == seal_of_home(given)
        self._find_place(given)
        given["joins"] = self._joined(given) if given.get("household_choice") == "join" else None
        return given

    def _clean_birth_place(self, given: dict[str, Any]) -> None:
        """What was chosen has a code; what was only typed may be the name of one place."""
        code = str(given.get("birth_place_code") or "").upper()
        text = given.get("birth_place_code_text") or ""
        place = gazetteer.place_of(code) if code else None
        unchanged = self.person is not None and text == self.person.birth_place
        if text and not unchanged and not (place and fold(text) in _said(place)):
            place = gazetteer.place_named(text)
            code = ""
        given["birth_place_code"] = place.code if place else code
        given["birth_place"] = text or (str(place) if place else "")

    def _clean_code_end(self, given: dict[str, Any]) -> None:
        """Why a code changes is asked only where it does, and the code itself does not say it."""
        if self.person is None or "tax_code" not in given:
            return
        before, now = self.person.tax_code, given["tax_code"]
        known = self.person.tax_code_state == TaxCodeState.TEMPORARY
        if before and now != before and not known and not given.get("code_end"):
            self.add_error("code_end", _("Il codice di prima era un altro: di' perché cambia."))

    @property
    def asks_code_end(self) -> bool:
        return self.is_bound and "code_end" in self.fields and (
            "code_end" in self.errors or bool(self.data.get("code_end"))
        )  # fmt: skip

    def _find_place(self, given: dict[str, Any]) -> None:
        """The neighbourhood of the address, where nobody chose one: what is typed wins."""
        town, quarter = given.get("place") or (None, None)
        if town is None or "street" not in given:
            return
        person = self.person
        same = person is not None and seal_of_home(given) == seal_of_home(initial_of(person))
        if quarter and (person is None or same or "place" in self.changed_data):
            return
        point = (person.latitude, person.longitude) if person and same else (None, None)
        place: Any = self.fields["place"]
        found = proposed_place(self.actor, place, given, town.pk, point)
        if found and found.neighbourhood != quarter:
            self.found = found
            given["place"] = (town, found.neighbourhood)

    def _joined(self, given: dict[str, Any]) -> Person | None:
        """The person in whose household one enters: chosen, or the only one the words may mean."""
        chosen = given.get("joins") or ""
        if not chosen:
            found = find_people(self.actor, given.get("joins_text") or "", limit=2)
            chosen = str(found[0].id) if len(found) == 1 else ""
        other = seen_person(self.actor, chosen)
        if other is None or (self.person and other.pk == self.person.pk):
            self.add_error("joins_text", _("Scegli dall'elenco la persona con cui vive."))
            return None
        return other

    def values(self) -> dict[str, Any]:
        """What `register_person` and `update_person` are given, of the fields on this form."""
        given = self.cleaned_data
        municipality, neighbourhood = given["place"]
        values = {name: given[name] for name in DIRECT if name in given}
        values |= {"municipality": municipality, "neighbourhood": neighbourhood}
        values["joins"] = given["joins"]
        if self.person:
            values["code_end"] = given.get("code_end") or ""
            values["address_was_wrong"] = bool(given.get("address_was_wrong"))
        return told_by_code(values)


def _said(place: gazetteer.Place) -> set[str]:
    return {fold(place.name), fold(str(place))}


DIRECT = (
    "surname", "given_name", "sex", "born_on", "birth_place", "birth_place_code", "citizenships",
    "tax_code", "street", "street_number", "postcode", "resides_since", "languages",
    "needs_interpreter", "contact_warning", "household_role",
)  # fmt: skip
ONLY_KNOWN = ("code_end", "address_was_wrong", "opened_home")  # asked of who has a file already


def initial_of(person: Person) -> dict[str, Any]:
    """A person as the fields of the form show it."""
    initial = {name: getattr(person, name) for name in DIRECT if name != "birth_place"}
    initial["birth_place_code_text"] = person.birth_place
    initial["place"] = (person.municipality, person.neighbourhood)
    initial["household_choice"] = "keep" if person.household_id else "new"
    return initial


class SearchForm(forms.Form):
    """The search of people, with the neighbourhood where they live."""

    q = line(
        gettext_lazy("Chi cerchi?"), 200, attrs={"data-autofocus": True},
        help_text=gettext_lazy(
            "Cognome e nome in qualunque ordine, data o anno di nascita, codice fiscale anche solo "
            "all'inizio. Per esempio: «rossi maria 1960»."
        ),
    )  # fmt: skip
    quartiere = forms.ModelChoiceField(
        label=gettext_lazy("Quartiere"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        empty_label=gettext_lazy("tutti i quartieri"),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        quarters = Neighbourhood.objects.filter(municipality__ambito=actor.ambito_id)
        if actor.municipality_id:
            quarters = quarters.filter(municipality=actor.municipality_id)
        field: Any = self.fields["quartiere"]
        field.queryset = quarters.defer("boundary")
