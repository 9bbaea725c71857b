"""The sheet of a person's data, as a reader of a given ceiling may have it."""

import uuid

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor, Right
from prossimo.accounts.rules import Reach as Everywhere
from prossimo.citizens import names, rules, taxcode
from prossimo.citizens.models import Citizenship, FormerTaxCode, OfPersonQuerySet, Person
from prossimo.citizens.queries.addresses import addresses_of, days_said
from prossimo.citizens.queries.cards import place_line
from prossimo.citizens.queries.reach import Reach, may_reach, reach_facts
from prossimo.citizens.queries.search import years
from prossimo.core.periods import last_day, today
from prossimo.core.prepared import prepared
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


def contact_facts(actor: Actor, person: Person, reach: Reach) -> list[Pair]:
    """Where and how the person is reached, on paper; nothing for who may not have it."""
    if not may_reach(actor):
        return []
    return [*reach_facts(reach.ways), *home_facts(actor, person)]


def home_facts(actor: Actor, person: Person) -> list[Pair]:
    """The residence, and the addresses in force besides it."""
    if not may_reach(actor):
        return []
    street = " ".join(filter(None, [person.street, person.street_number]))
    home = ", ".join(filter(None, [street, person.postcode, place_line(person)]))
    if home and person.resides_since:
        since = {"since": date_format(person.resides_since, "d/m/Y")}
        home = f"{home} ({_('dal %(since)s') % since})"
    now = [place for place in addresses_of(actor, person) if place.now]
    return [(_("Indirizzo"), home), *((capfirst(place.label), place.where) for place in now)]


def registry_facts(person: Person) -> list[Pair]:
    """How the file is tied to the municipal registry; nothing where it is not."""
    if not (person.registry_id or person.registry_state):
        return []
    seen = date_format(person.registry_seen_on, "d/m/Y") if person.registry_seen_on else ""
    return [
        (_("Posizione in anagrafe"), str(person.get_registry_state_display())),
        (_("Codice in anagrafe"), person.registry_id),
        (_("Visto in anagrafe il"), seen),
    ]


def former_codes(actor: Actor, person: Person) -> list[str]:
    """The fiscal codes that the person had before, and why they changed."""
    return [
        _("%(code)s, fino al %(day)s (%(why)s)")
        % {
            "code": former.code,
            "day": date_format(former.ended_on, "d/m/Y"),
            "why": former.get_why_display(),
        }
        for former in FormerTaxCode.objects.visible_to(actor).filter(person=person)
    ]


def citizenship_lines(actor: Actor, person: Person) -> list[str]:
    """Every citizenship with its dates, past ones too; nothing where no date is known."""
    dated = {row.country: row for row in citizenships_in_sight(actor, person.pk)}
    if not dated:
        return []
    lines = [_dated(code, dated.pop(code, None)) for code in person.citizenships]
    return lines + [_dated(code, row) for code, row in dated.items()]


def _dated(code: str, row: Citizenship | None) -> str:
    name = names.country(code)
    if row is None:
        return name
    days = days_said(row.period.lower, last_day(row.period))
    return f"{name} ({days})" if days else name


@prepared
def citizenships_in_sight(actor: Actor, person_id: uuid.UUID) -> "OfPersonQuerySet[Citizenship]":
    return Citizenship.objects.visible_to(actor).filter(person=person_id)


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
    """Since when the services know the person, for who may have it: at their own desks they do not."""
    if actor.reach(Right.PERSON_READ) is not Everywhere.AMBITO:
        return ""
    if "first_known_on" not in visible_fields(Person, FieldClass(actor.ceiling)):
        return ""
    return date_format(person.first_known_on, "d/m/Y")


def age_line(person: Person) -> str:
    """«64 anni, 12/05/1960»; the day alone, or nothing, where less is known.

    Who is dead gets no older.
    """
    if person.born_on is None:
        return ""
    born = date_format(person.born_on, "d/m/Y")
    if person.died_on:
        died = _("deceduta il %(day)s") % {"day": date_format(person.died_on, "d/m/Y")}
        lived = years(rules.age_on(person.born_on, person.died_on))
        return ", ".join(filter(None, [born, f"{died} ({lived})" if lived else died]))
    return ", ".join(filter(None, [years(rules.age_on(person.born_on, today())), born]))
