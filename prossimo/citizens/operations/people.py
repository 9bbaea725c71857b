"""Every write of people and households: register, correct, move between households."""

import copy
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import policies, rules, taxcode
from prossimo.citizens.choices import HouseholdRole, TaxCodeState
from prossimo.citizens.models import Household, Person
from prossimo.citizens.operations import addresses, identity
from prossimo.citizens.operations.doubles import note_alike
from prossimo.citizens.operations.locking import locked_person
from prossimo.citizens.operations.reach import EmailEntry, PhoneEntry, write_emails, write_phones
from prossimo.citizens.search_words import file_person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

DERIVED = {"sort_key", "tax_code_state"}
NAMES = {"surname", "given_name"}
SEARCHED_BY = ("surname", "given_name", "born_on", "street")
KNOWN_BY = ("surname", "given_name", "born_on", "tax_code")  # another file may be of the same
NOT_GIVEN = {"id", "ambito", "household", "version", "created_at", "changed_at", *DERIVED}
GIVEN = {field.name for field in Person._meta.concrete_fields} - NOT_GIVEN
LABEL = Household._meta.get_field("label").max_length or 200


@transaction.atomic
def register_person(
    *,
    by: Actor,
    phones: Iterable[PhoneEntry] = (),
    emails: Iterable[EmailEntry] = (),
    joins: Person | None = None,
    **values: Any,
) -> Person:
    """Open a file for somebody, alone or in the household of somebody already known.

    Raises `PermissionDenied` with the reason and `ValidationError` with what to mend.
    """
    if by.ambito_id is None:
        raise PermissionDenied
    person = Person(ambito_id=by.ambito_id, **_derived(_given(values)))
    policies.may_register(by, person).enforce()
    person.full_clean(exclude=["ambito", "household"])
    _check_places(person)
    if joins:
        person.household = _household_of(joins, by)
    else:
        person.household = _new_household(person)
        person.household_role = person.household_role or HouseholdRole.REFERENCE
    person.save(force_insert=True)
    file_person(person)
    write_phones(person, phones)
    write_emails(person, emails)
    journal.shown(Action.CREATE, [person])
    note_alike(person, by=by)
    return person


@transaction.atomic
def update_person(
    person_id: uuid.UUID,
    *,
    by: Actor,
    expected: int,
    phones: Iterable[PhoneEntry] | None = None,
    emails: Iterable[EmailEntry] | None = None,
    joins: Person | None = None,
    leaves_household: bool = False,
    code_end: str = "",
    address_was_wrong: bool = False,
    **values: Any,
) -> Person:
    """Correct a file that was opened at version `expected`.

    Another house keeps the one left among the addresses, unless it was only written wrong; a code
    that is replaced stays among the former ones, with why (`code_end`, a `TaxCodeEnd`).
    Raises `Person.DoesNotExist` for what the actor may not see, `PermissionDenied`,
    `ValidationError`, and `StaleVersion` where somebody else saved in the meantime.
    """
    person = locked_person(person_id, by)
    before = copy.copy(person)
    changed = _derived(_given(values), person)
    _check_places(person, changed)
    _check_reach(by, person, changed)
    left_on = addresses.moved(before, changed, mistaken=address_was_wrong)
    save_versioned(person, changed, expected=expected)
    if left_on:
        addresses.keep_left_home(before, left_on)
    if "tax_code" in changed:
        identity.keep_former_code(before, person, code_end)
    if "citizenships" in changed:
        identity.close_citizenships(before, person)
    if any(getattr(person, name) != getattr(before, name) for name in SEARCHED_BY):
        file_person(person)
    _settle(person, by, joins, leaves_household)
    if phones is not None:
        write_phones(person, phones)
    if emails is not None:
        write_emails(person, emails)
    journal.shown(Action.CHANGE, [person])
    if any(name in changed for name in KNOWN_BY):
        note_alike(person, by=by)
    return person


def _settle(person: Person, by: Actor, joins: Person | None, leaves_household: bool) -> None:
    if joins and (joins.household_id is None or joins.household_id != person.household_id):
        _move(person, _household_of(joins, by))
    elif leaves_household or person.household_id is None:
        _move(person, _new_household(person))


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - GIVEN:
        raise TypeError(f"not given from outside: {sorted(unknown)}")
    return dict(values)


def _derived(values: dict[str, Any], person: Person | None = None) -> dict[str, Any]:
    """The values with what follows from them: the sort key, and the state of the fiscal code."""
    if NAMES & set(values):
        names = [values.get(name, getattr(person, name, "")) for name in ("surname", "given_name")]
        values["sort_key"] = rules.sort_key_of(*names)
    if "tax_code" in values:
        values["tax_code"], values["tax_code_state"] = _tax_code(values["tax_code"])
    born_on = values.get("born_on")
    if born_on and born_on > today():
        raise ValidationError({"born_on": _("La data di nascita è nel futuro: controllala.")})
    return values


def _tax_code(text: str) -> tuple[str, TaxCodeState]:
    if not text:
        return "", TaxCodeState.MISSING
    try:
        code = taxcode.read_tax_code(text)
    except taxcode.WrongTaxCode as wrong:
        raise ValidationError({"tax_code": wrong_tax_code(wrong)}) from None
    return code.text, TaxCodeState.TEMPORARY if code.temporary else TaxCodeState.VALID


def wrong_tax_code(wrong: taxcode.WrongTaxCode) -> str:
    """What is wrong with a fiscal code, and how to mend it."""
    return {
        "length": _(
            "Il codice fiscale ha 16 caratteri, quello provvisorio 11 cifre: controlla se manca "
            "qualcosa. Se la persona non ce l'ha, lascia vuoto."
        ),
        "letters": _(
            "Una lettera è al posto di una cifra, o il contrario: controlla carattere per carattere."
        ),
        "birth": _("La data di nascita scritta nel codice fiscale non esiste: controllalo."),
        "check": _(
            "L'ultimo carattere non torna con gli altri: quasi certamente uno è stato letto male."
        ),
    }[wrong.reason]


def _check_places(person: Person, changed: Mapping[str, Any] | None = None) -> None:
    """The neighbourhood lies in the municipality, and both in the ambito of the file."""
    changed = changed or {}
    municipality = changed.get("municipality", person.municipality)
    neighbourhood = changed.get("neighbourhood", person.neighbourhood)
    if municipality and municipality.ambito_id != person.ambito_id:
        raise ValidationError({"municipality": _("Questo Comune è di un altro Ambito.")})
    if neighbourhood and (not municipality or neighbourhood.municipality_id != municipality.pk):
        raise ValidationError({"neighbourhood": _("Questo quartiere non è nel Comune scelto.")})


def _check_reach(by: Actor, person: Person, changed: Mapping[str, Any]) -> None:
    """Who works for one municipality does not send a file where it could not be seen any more."""
    if "municipality" not in changed:
        return
    after = Person(ambito_id=person.ambito_id, municipality=changed["municipality"])
    if not policies.may_register(by, after):
        sentence = _(
            "Il tuo incarico è di un solo Comune: non puoi spostare la scheda in un altro."
        )
        raise ValidationError({"municipality": sentence})


def _household_of(other: Person, by: Actor) -> Household:
    """The household of somebody the actor may see; one begins where there is none."""
    known = Person.objects.visible_to(by).select_related("household").get(pk=other.pk)
    if known.household is not None:
        return known.household
    known = locked_person(other.pk, by)
    return known.household or _move(known, _new_household(known))


def _move(person: Person, household: Household) -> Household:
    """Put a locked person in a household: it may be seen only once somebody is in it."""
    mine = Person.objects.unscoped("locked by the operation").filter(pk=person.pk)
    mine.update(household=household)
    person.household = household
    return household


def _new_household(person: Person) -> Household:
    label = (person.surname or person.listed_name)[:LABEL]
    household = Household(ambito_id=person.ambito_id, label=label)
    household.save(force_insert=True)
    return household
