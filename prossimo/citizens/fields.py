"""Fields of the forms of people: names as they may be kept, places, codes in several boxes."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor
from prossimo.citizens import rules
from prossimo.citizens.names import Choices
from prossimo.citizens.operations import wrong_tax_code
from prossimo.citizens.taxcode import WrongTaxCode, compact, read_tax_code
from prossimo.core.text import clean
from prossimo.territory.models import Municipality, Neighbourhood

# They turn the direction of what follows, and make a name look like another.
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
Place = tuple[Municipality | None, Neighbourhood | None]
NOT_SAID = ("", "—")


class LineField(forms.CharField):
    """One line of text, without what a database or a reader's eye could not keep."""

    def to_python(self, value: Any) -> str:
        if isinstance(value, str):
            value = " ".join(TURNING.sub("", clean(value)).split())
        return super().to_python(value) or ""


class TaxCodeField(LineField):
    """A codice fiscale, ordinary, omocodic or temporary; empty where there is none."""

    def __init__(self, **more: Any) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        more.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=40, **more)

    def clean(self, value: Any) -> str:
        text = compact(super().clean(value))
        try:
            return read_tax_code(text).text if text else ""
        except WrongTaxCode as wrong:
            raise ValidationError(wrong_tax_code(wrong), code=wrong.reason) from None


class PhoneField(LineField):
    """A telephone, kept as a number that can be dialled where it is one."""

    def __init__(self, **more: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "tel"}
        super().__init__(max_length=32, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and sum(letter.isdigit() for letter in text) < 3:
            raise ValidationError(_("Scrivi il numero con le sue cifre, per esempio 035 399888."))
        return rules.kept_phone(text) if text else ""

    def prepare_value(self, value: Any) -> Any:
        return rules.shown_phone(value) if isinstance(value, str) else value


class PlaceField(forms.ChoiceField):
    """Where somebody lives: a neighbourhood, or a municipality whose neighbourhood is not known."""

    def __init__(self, **more: Any) -> None:
        self.places: dict[str, Place] = {"": (None, None)}
        super().__init__(required=False, **more)

    def offer(self, actor: Actor) -> None:
        """The places of the actor's ambito, or of the only municipality of the post."""
        towns = Municipality.objects.filter(ambito=actor.ambito_id)
        if actor.municipality_id:
            towns = towns.filter(pk=actor.municipality_id)
        known = {town.pk: town for town in towns.defer("boundary")}
        quarters = Neighbourhood.objects.filter(municipality__in=known).defer("boundary")
        within: dict[uuid.UUID, list[tuple[str, str]]] = {pk: [] for pk in known}
        for quarter in quarters:
            value = f"q{quarter.pk.hex}"
            self.places[value] = (known[quarter.municipality_id], quarter)
            within[quarter.municipality_id].append((value, quarter.name))
        choices: list[Any] = [("", _("fuori dall'Ambito, o non si sa"))]
        for pk, town in known.items():
            value = f"c{pk.hex}"
            self.places[value] = (town, None)
            if within[pk]:
                unknown = (value, _("%(town)s, quartiere non noto") % {"town": town.name})
                choices.append((town.name, [*within[pk], unknown]))
            else:
                choices.append((value, town.name))
        self.choices = choices

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            town, quarter = value
            return f"q{quarter.pk.hex}" if quarter else f"c{town.pk.hex}" if town else ""
        return value

    def clean(self, value: Any) -> Place:
        return self.places[super().clean(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((self.prepare_value(initial) or "") != (data or ""))


class CodesWidget(forms.MultiWidget):
    """One box for each code, and empty ones for more."""

    def decompress(self, value: list[str] | None) -> list[str]:
        held = list(value or [])
        return held + [""] * (len(self.widgets) - len(held))


class CodesField(forms.MultiValueField):
    """Several codes of one list (citizenships, languages), the first one first."""

    def __init__(self, *, boxes: int, **more: Any) -> None:
        self.boxes = boxes
        super().__init__(
            [forms.CharField(required=False)], require_all_fields=False, required=False, **more
        )

    def offer(self, choices: Choices, names: Callable[[int], str], held: int = 0) -> None:
        """As many boxes as the codes already held need, with one to spare."""
        count = max(self.boxes, held + 1)
        boxes = [
            forms.ChoiceField(choices=[NOT_SAID, *choices], required=False) for _n in range(count)
        ]
        self.fields = tuple(boxes)
        widgets = [box.widget for box in boxes]
        for place, widget in enumerate(widgets):
            widget.attrs |= {"aria-label": names(place), "class": "form-select"}
        self.widget = CodesWidget(widgets)

    def compress(self, data_list: list[str]) -> list[str]:
        return list(dict.fromkeys(code for code in data_list if code))
