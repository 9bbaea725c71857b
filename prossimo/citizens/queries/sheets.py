"""The sheet of a person's data, as a reader of a given ceiling may have it."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.citizens import names, rules, taxcode
from prossimo.citizens.models import Person
from prossimo.citizens.queries.cards import phones_in_sight, place_line
from prossimo.citizens.queries.search import years
from prossimo.core.periods import today
from prossimo.core.privacy import FieldClass, visible_fields

Pair = tuple[str, str]


def identity_facts(person: Person) -> list[Pair]:
    """Who the person is, in the words of the screen; empty where it is not known."""
    born_on = date_format(person.born_on, "d/m/Y") if person.born_on else ""
    code = f"{person.tax_code} ({person.get_tax_code_state_display()})" if person.tax_code else ""
    return [
        (_("Cognome"), person.surname),
        (_("Nome"), person.given_name),
        (_("Sesso"), str(person.get_sex_display())),
        (_("Data di nascita"), born_on),
        (_("Luogo di nascita"), person.birth_place),
        (_("Cittadinanze"), ", ".join(map(names.country, person.citizenships))),
        (_("Codice fiscale"), code),
        (_("Lingue parlate"), ", ".join(map(names.language, person.languages))),
        (_("Interprete"), _("serve") if person.needs_interpreter else _("non serve")),
    ]


def contact_facts(actor: Actor, person: Person) -> list[Pair]:
    """Where and how the person is reached; nothing for who may not have it."""
    if not may_reach(actor):
        return []
    street = " ".join(filter(None, [person.street, person.street_number]))
    address = ", ".join(filter(None, [street, person.postcode, place_line(person)]))
    return [
        *phones_of(actor, person),
        (_("Indirizzo"), address),
    ]


def may_reach(actor: Actor) -> bool:
    """Whether the reader is shown where and how people are reached."""
    return "street" in visible_fields(Person, FieldClass(actor.ceiling))


def phones_of(actor: Actor, person: Person) -> Iterable[Pair]:
    """Each telephone with whose it is; one empty line where there is none."""
    pairs = [
        (_("Telefono"), f"{rules.shown_phone(phone.number)} ({phone.whose})")
        if phone.whose
        else (_("Telefono"), rules.shown_phone(phone.number))
        for phone in phones_in_sight(actor, person.pk)
    ]
    return pairs or [(_("Telefono"), "")]


def doubts(person: Person) -> list[str]:
    """Where the fiscal code tells another story than the file: to be looked at, not an error."""
    if not person.tax_code:
        return []
    try:
        code = taxcode.read_tax_code(person.tax_code)
    except taxcode.WrongTaxCode:
        return [_("la forma del codice")]
    said = {
        "surname": _("cognome"),
        "given_name": _("nome"),
        "sex": _("sesso"),
        "born_on": _("data di nascita"),
        "birth_place_code": _("luogo di nascita"),
    }
    found = taxcode.disagreements(
        code,
        surname=person.surname,
        given_name=person.given_name,
        sex=person.sex,
        born_on=person.born_on,
        birth_place_code=person.birth_place_code,
    )
    return [str(said[name]) for name in found]


def known_since(actor: Actor, person: Person) -> str:
    """Since when the services know the person, for who may have it."""
    if "first_known_on" not in visible_fields(Person, FieldClass(actor.ceiling)):
        return ""
    return date_format(person.first_known_on, "d/m/Y")


def age_line(person: Person) -> str:
    """«64 anni, 12/05/1960»; the day alone, or nothing, where less is known."""
    if person.born_on is None:
        return ""
    age = years(rules.age_on(person.born_on, today()))
    return ", ".join(filter(None, [age, date_format(person.born_on, "d/m/Y")]))
