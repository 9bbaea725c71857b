"""Two files side by side, as they are now: what is the same, almost the same, different, missing."""

import difflib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.rules import Actor
from prossimo.citizens import names, rules, taxcode
from prossimo.citizens.linkage.sounds import sound
from prossimo.citizens.models import EmailAddress, FormerTaxCode, Person, Phone
from prossimo.citizens.queries.cards import members_of, place_line
from prossimo.citizens.queries.doubles import carried
from prossimo.citizens.queries.doubles_words import HOW, ICONS, TONES
from prossimo.citizens.queries.reach import may_reach
from prossimo.core.text import fold

ALIKE = 0.82  # share of letters in common from which two words are almost the same
SAME, CLOSE, DIFFER, MISSING = "agree", "close", "differ", "missing"
LABELS = {
    "surname": gettext_lazy("Cognome"),
    "given_name": gettext_lazy("Nome"),
    "sex": gettext_lazy("Sesso"),
    "born_on": gettext_lazy("Data di nascita"),
    "birth_place": gettext_lazy("Luogo di nascita"),
    "citizenships": gettext_lazy("Cittadinanze"),
    "tax_code": gettext_lazy("Codice fiscale"),
    "former_codes": gettext_lazy("Codici di prima"),
    "residence": gettext_lazy("Dove abita"),
    "household": gettext_lazy("Vive con"),
    "phones": gettext_lazy("Telefoni"),
    "emails": gettext_lazy("Posta elettronica"),
    "languages": gettext_lazy("Lingue parlate"),
    "needs_interpreter": gettext_lazy("Serve un interprete"),
    "contact_warning": gettext_lazy("Cautele"),
    "died_on": gettext_lazy("Data di morte"),
    "registry": gettext_lazy("Codice in anagrafe"),
    "first_known_on": gettext_lazy("Conosciuta dal"),
}
CONTACT_DATA = {"residence", "phones", "emails", "contact_warning"}
# An empty one on both sides says nothing: the line is left out.
ONLY_WHERE_KNOWN = {
    "former_codes", "emails", "contact_warning", "died_on", "registry", "languages",
    "needs_interpreter", "household",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of two people, side by side."""

    key: str
    label: str
    left: str
    right: str
    outcome: str

    @property
    def how(self) -> str:
        return str(HOW[self.outcome])

    @property
    def tone(self) -> str:
        return TONES[self.outcome]

    @property
    def icon(self) -> str:
        return ICONS[self.outcome]


def side_by_side(actor: Actor, left: Person, right: Person) -> list[Line]:
    """Every line of the two files that the reader may have."""
    sides = [_said(actor, left, right), _said(actor, right, left)]
    lines = []
    for key, label in LABELS.items():
        one, other = sides[0].get(key, ""), sides[1].get(key, "")
        if key in CONTACT_DATA and not may_reach(actor):
            continue
        if key in ONLY_WHERE_KNOWN and not one and not other:
            continue
        outcome = _standing(key, one, other, left, right)
        lines.append(Line(key, str(label), one, other, outcome))
    return [*lines, *_counted(left, right)]


def _counted(left: Person, right: Person) -> Iterable[Line]:
    """How much hangs on each: numbers only, also of what the reader may not open."""
    others = dict(carried(right))
    for label, many in carried(left):
        one, other = str(many), str(others.get(label, 0))
        yield Line("", label, one, other, SAME if one == other else DIFFER)


def _said(actor: Actor, person: Person, other: Person) -> dict[str, str]:
    said = {key: tell(person) for key, tell in TELL.items()}
    said["household"] = _household(actor, person, other)
    said["phones"] = _rows(Phone, person, "number", rules.shown_phone)
    said["emails"] = _rows(EmailAddress, person, "address", str)
    said["former_codes"] = _rows(FormerTaxCode, person, "code", str)
    return said


def _household(actor: Actor, person: Person, other: Person) -> str:
    members = members_of(actor, person.household_id, but=person.pk)
    return ", ".join(member.full_name for member in members if member.pk != other.pk)


def _rows(model: Any, person: Person, column: str, shown: Callable[[str], str]) -> str:
    held = model._base_manager.filter(person=person).values_list(column, flat=True)
    return ", ".join(shown(value) for value in held)


def day(value: Any) -> str:
    return date_format(value, "d/m/Y") if value else ""


def _address(person: Person) -> str:
    street = " ".join(filter(None, [person.street, person.street_number]))
    return ", ".join(filter(None, [street, person.postcode, place_line(person)]))


TELL: dict[str, Callable[[Person], str]] = {
    "surname": lambda person: person.surname,
    "given_name": lambda person: person.given_name,
    "sex": lambda person: str(person.get_sex_display()),
    "born_on": lambda person: day(person.born_on),
    "birth_place": lambda person: person.birth_place,
    "citizenships": lambda person: ", ".join(map(names.country, person.citizenships)),
    "tax_code": lambda person: person.tax_code,
    "residence": _address,
    "languages": lambda person: ", ".join(map(names.language, person.languages)),
    "needs_interpreter": lambda person: _("sì") if person.needs_interpreter else "",
    "contact_warning": lambda person: person.contact_warning,
    "died_on": lambda person: day(person.died_on),
    "registry": lambda person: person.registry_id,
    "first_known_on": lambda person: day(person.first_known_on),
}


def _standing(key: str, one: str, other: str, left: Person, right: Person) -> str:
    if key == "sex" and "X" in {left.sex, right.sex}:
        return SAME if left.sex == right.sex else MISSING
    if not one or not other:
        return MISSING
    if fold(one) == fold(other):
        return SAME
    return CLOSE if _is_close(key, one, other, left, right) else DIFFER


def _is_close(key: str, one: str, other: str, left: Person, right: Person) -> bool:
    if key in {"surname", "given_name"}:
        crossed = "given_name" if key == "surname" else "surname"
        swapped = fold(one) == fold(getattr(right, crossed)) != ""
        heard = bool(sound(one)) and sound(one) == sound(other)
        return swapped or heard or _alike(one, other)
    if key == "tax_code":
        plain = [taxcode.without_omocodia(code)[:15] for code in (one, other)]
        return (len(one) == len(other) == 16 and plain[0] == plain[1]) or _few_apart(one, other, 2)
    if key == "born_on":
        turned = sorted(one[:5].split("/")) == sorted(other[:5].split("/"))
        return (turned and one[6:] == other[6:]) or _few_apart(one, other, 1)
    if key in {"phones", "emails", "citizenships", "languages", "former_codes", "household"}:
        return bool(set(one.split(", ")) & set(other.split(", ")))
    if key == "residence":
        return bool(left.street) and fold(left.street) == fold(right.street)
    return _alike(one, other)


def _few_apart(one: str, other: str, most: int) -> bool:
    """As long as each other, with few characters that differ."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= most


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, fold(one), fold(other)).ratio() >= ALIKE


def weight_of(person: Person) -> tuple[int, ...]:
    """Which of two files had better stay: linked to the registry, valid code, more behind it."""
    known = sum(bool(tell(person)) for tell in TELL.values())
    carries = sum(many for _label, many in carried(person))
    return bool(person.registry_id), person.tax_code_state == "valid", carries, known


def better(left: Person, right: Person) -> uuid.UUID:
    """The file that is proposed to stay; of two alike, the one opened first."""
    return right.pk if weight_of(right) > weight_of(left) else left.pk
