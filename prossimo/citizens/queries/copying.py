"""The copy of one's data (GDPR art. 15): what the registry holds, and which offices opened it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action, Purpose, RoleKey
from prossimo.accounts.rules import Actor
from prossimo.citizens import names, rules
from prossimo.citizens.models import (
    Address,
    Citizenship,
    EmailAddress,
    FormerTaxCode,
    IseeMember,
    Kinship,
    Person,
    Phone,
)
from prossimo.citizens.queries import events
from prossimo.citizens.queries.cards import place_line
from prossimo.citizens.queries.family import representations_of
from prossimo.citizens.queries.sheets import identity_facts, known_since
from prossimo.core.pdf import Rows, Section
from prossimo.core.periods import last_day
from prossimo.core.wording import euro, local

MOST_OPENINGS = 5000


@dataclass(frozen=True, slots=True)
class Opening:
    """One time the file was opened: the office, never the name of who works there."""

    at: dt.datetime
    office: str
    role: str
    action: str
    purpose: str


def registry_copied(actor: Actor, person: Person) -> list[Section]:
    """Who they are, how they are reached, their family as written, ISEE and benefits."""
    reached = [
        *_phones(person, actor),
        *((_("Posta elettronica"), each.address) for each in _of(EmailAddress, actor, person)),
        (_("Residenza"), _residence(person)),
        *((str(each.get_kind_display()).capitalize(), str(each)) for each in _homes(actor, person)),
    ]
    past = [
        *(
            (_("Codice fiscale precedente"), each.code)
            for each in _of(FormerTaxCode, actor, person)
        ),
        *(
            (_("Cittadinanza"), f"{names.country(each.country)}, {_span(each.period)}")
            for each in _of(Citizenship, actor, person)
        ),
        (_("Conosciuta dai servizi dal"), known_since(actor, person)),
    ]
    sections = [
        Section(_("Chi è"), facts=[*identity_facts(person), *past]),
        Section(_("Come si raggiunge"), facts=reached),
        Section(_("Legami di famiglia scritti"), paragraphs=_ties(actor, person)),
        Section(_("Chi la rappresenta"), paragraphs=_standing(actor, person)),
        Section(_("ISEE e benefici"), paragraphs=_means(actor, person)),
    ]
    journal.shown(Action.EXPORT, [person])
    return sections


def opened_by(person: Person) -> list[Opening]:
    """Every opening of the file, of those that flowed into it too: one door of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.openings(%s) LIMIT %s", [person.pk, MOST_OPENINGS])
        rows = cursor.fetchall()
    roles, actions, purposes = (dict(kind.choices) for kind in (RoleKey, Action, Purpose))
    return [
        Opening(
            at,
            office or _("Servizi sociali"),
            str(roles.get(role, role)),
            str(actions.get(action, action)),
            str(purposes.get(purpose, purpose)),
        )
        for at, office, role, action, purpose in rows
    ]


def openings_section(person: Person) -> Section:
    found = opened_by(person)
    head = [_("Quando"), _("Ufficio"), _("Ruolo"), _("Che cosa"), _("Perché")]
    body = [
        [local(each.at).strftime("%d/%m/%Y %H:%M"), each.office, each.role, each.action,
         each.purpose]
        for each in found
    ]  # fmt: skip
    rows = Rows(head, body) if body else None
    return Section(_("Chi ha aperto la scheda"), rows=rows, empty=_("Nessuno, finora."))


def _of(model: Any, actor: Actor, person: Person) -> list[Any]:
    return list(model.objects.visible_to(actor).filter(person=person))


def _phones(person: Person, actor: Actor) -> list[tuple[str, str]]:
    held: list[Phone] = _of(Phone, actor, person)
    return [
        (_("Telefono"), f"{rules.shown_phone(each.number)} ({each.whose})" if each.whose
         else rules.shown_phone(each.number))
        for each in held
    ]  # fmt: skip


def _residence(person: Person) -> str:
    street = " ".join(filter(None, [person.street, person.street_number]))
    return ", ".join(filter(None, [street, person.postcode, place_line(person)]))


def _homes(actor: Actor, person: Person) -> list[Address]:
    return events.homes_left(actor, person.pk)


def _ties(actor: Actor, person: Person) -> list[str]:
    ties = Kinship.objects.visible_to(actor).filter(person=person, compartment="")
    return [
        f"{each.get_kind_display()}: {each.relative.full_name}"
        for each in ties.select_related("relative")
    ]


def _standing(actor: Actor, person: Person) -> list[str]:
    return [
        f"{each.get_kind_display()}: {each.representative or each.name}, {_span(each.period)}"
        for each in representations_of(actor, person)
    ]


def _means(actor: Actor, person: Person) -> list[str]:
    said = []
    for each in events.certificates(actor, person.pk):
        members = IseeMember.objects.visible_to(actor).filter(certificate=each)
        said.append(
            _("ISEE %(kind)s del %(day)s: %(value)s; persone nel nucleo: %(members)s")
            % {
                "kind": each.get_kind_display(),
                "day": date_format(each.signed_on, "d/m/Y"),
                "value": euro(each.isee_cents),
                "members": members.count() or "—",
            }
        )
    for held in events.benefits(actor, person.pk):
        amount = euro(held.amount_cents) if held.amount_cents is not None else ""
        paid = " ".join(filter(None, [amount, str(held.get_pace_display())]))
        facts = [held.name, paid, held.payer, _span(held.period), str(held.get_origin_display())]
        said.append(", ".join(filter(None, facts)))
    return said


def _span(period: Any) -> str:
    """«dal 01/02/2020 al 03/04/2021»."""
    lower, last = (period.lower, last_day(period)) if period else (None, None)
    since = _("dal %(day)s") % {"day": date_format(lower, "d/m/Y")} if lower else ""
    until = _("al %(day)s") % {"day": date_format(last, "d/m/Y")} if last else ""
    return " ".join(filter(None, [since, until]))


def copy_number(person_id: uuid.UUID, day: dt.date) -> str:
    """How the copy is called in a register of requests."""
    return f"{day:%Y%m%d}-{str(person_id)[-8:]}"
