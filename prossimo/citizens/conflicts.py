"""Two people on one file: what each changed, kept where they do not meet, shown where they do."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from prossimo.citizens.forms import PersonForm, initial_of
from prossimo.citizens.models import Person
from prossimo.citizens.names import country, language
from prossimo.citizens.queries.history import last_writer, state_at
from prossimo.core.concurrency import Difference

TECHNICAL = {
    "opened_version", "opened_home", "idempotency_key", "draft_key", "joins", "household_choice",
    "code_end", "address_was_wrong",
}  # fmt: skip
HOME = {"street", "street_number", "postcode", "place", "resides_since"}


@dataclass(frozen=True, slots=True)
class Merged:
    """The values for the form to be shown again, and the fields on which the two disagree."""

    initial: dict[str, Any]
    differences: list[Difference]
    who: str


def merged(form: PersonForm, person: Person) -> Merged:
    """Compare what was typed, what was opened and what is there now, field by field.

    Where the history does not know what was opened, every difference is shown.
    """
    opened = state_at(person, form.cleaned_data["opened_version"])
    theirs = initial_of(person)
    before = initial_of(opened) if opened else None
    initial, differences = dict(theirs), []
    for name in form.fields:
        if name in TECHNICAL or name not in theirs:
            initial |= {name: form[name].value()} if name in {"joins", "household_choice"} else {}
            continue
        if name in HOME and form.home_untouched:
            continue  # it may have been protected meanwhile: an older form does not put it back
        mine = form.cleaned_data.get(name)
        if mine == theirs[name] or (before is not None and mine == before[name]):
            continue
        initial[name] = mine
        if before is None or theirs[name] != before[name]:
            differences.append(_difference(form, name, mine, theirs[name]))
    return Merged(initial, differences, last_writer(person) or _("un'altra persona"))


def _difference(form: PersonForm, name: str, mine: Any, theirs: Any) -> Difference:
    label = capfirst(str(form.fields[name].label))
    return Difference(name, label, _said(form, name, mine), _said(form, name, theirs))


def _said(form: PersonForm, name: str, value: Any) -> str:
    if value in (None, "", [], (None, None)):
        return "—"
    if isinstance(value, tuple):  # a place: municipality, neighbourhood
        return ", ".join(str(part) for part in reversed(value) if part)
    if isinstance(value, list):
        names = country if name == "citizenships" else language
        return ", ".join(map(names, value))
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, value))
