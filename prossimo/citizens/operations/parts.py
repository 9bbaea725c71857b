"""Writes of what a file holds besides the person: kin, who represents them, ISEE, benefits."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import policies
from prossimo.citizens.models import (
    BenefitHeld,
    IseeCertificate,
    IseeMember,
    Kinship,
    Person,
    Representation,
)
from prossimo.core.concurrency import StaleVersion, save_versioned
from prossimo.core.policy import Verdict

P = TypeVar("P", Kinship, Representation, IseeCertificate, BenefitHeld)
MAY_WRITE: Mapping[type, Callable[[Actor, Person], Verdict]] = {
    Kinship: policies.may_write_person,
    Representation: policies.may_write_person,
    IseeCertificate: policies.may_write_economy,
    BenefitHeld: policies.may_write_economy,
}


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """A member of an ISEE household as it was typed, or as INPS gave it."""

    relation: str
    surname: str = ""
    given_name: str = ""
    tax_code: str = ""
    person: Person | None = None


@transaction.atomic
def add_part(model: type[P], person: Person, *, by: Actor, **values: Any) -> P:
    """Add a row to the file of a person that the actor may see.

    Raises `Person.DoesNotExist` for who is not for these eyes, `PermissionDenied` with the reason,
    `ValidationError` with what to mend.
    """
    owner = _owner(model, person.pk, by)
    part = model(person=owner, **values)
    _check_other(part, by)
    part.full_clean(exclude=["person"])
    _unique(lambda: part.save(force_insert=True))
    journal.shown(Action.CHANGE, [owner])
    journal.note(Action.CREATE, model._meta.label_lower, part.pk)
    return part


@transaction.atomic
def change_part(part: P, *, by: Actor, expected: int, **values: Any) -> P:
    """Correct a row of the file; raises `StaleVersion` where somebody else saved meanwhile."""
    model = type(part)
    owner = _owner(model, part.person_id, by)
    fresh = model.objects.visible_to(by).select_for_update(of=("self",)).get(pk=part.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    _check_other(fresh, by)
    _unique(lambda: save_versioned(fresh, values, expected=expected))
    journal.shown(Action.CHANGE, [owner, fresh])
    return fresh


@transaction.atomic
def remove_part(part: P, *, by: Actor, expected: int) -> None:
    """Take away a row written by mistake; its history stays."""
    model = type(part)
    owner = _owner(model, part.person_id, by)
    fresh = model.objects.visible_to(by).select_for_update(of=("self",)).get(pk=part.pk)
    if fresh.version != expected:
        raise StaleVersion(fresh, {})
    journal.shown(Action.CHANGE, [owner, fresh])
    model.objects.visible_to(by).filter(pk=fresh.pk).delete()


@transaction.atomic
def write_isee_members(
    certificate: IseeCertificate, members: Iterable[MemberEntry], *, by: Actor
) -> None:
    """The household as the ISEE counts it, in place of what stood there."""
    policies.may_write_economy(by, certificate.person).enforce()
    IseeMember.objects.visible_to(by).filter(certificate=certificate).delete()
    for entry in members:
        member = IseeMember(
            certificate=certificate,
            person=entry.person or _known_by_code(entry.tax_code, by),
            surname=entry.surname,
            given_name=entry.given_name,
            tax_code=entry.tax_code,
            relation=entry.relation,
        )
        member.clean_fields(exclude=["certificate"])
        member.save(force_insert=True)


def _owner(model: type[Any], person_id: uuid.UUID, by: Actor) -> Person:
    owner = Person.objects.visible_to(by).get(pk=person_id)
    MAY_WRITE[model](by, owner).enforce()
    return owner


def _check_other(part: Any, by: Actor) -> None:
    """The other end of a tie is somebody the actor may see; what may not be seen is absent."""
    name = {Kinship: "relative", Representation: "representative"}.get(type(part), "")
    other = getattr(part, f"{name}_id", None) if name else None
    if other and not Person.objects.visible_to(by).filter(pk=other).exists():
        raise ValidationError({name: _("Scegli una persona dall'elenco.")})


def _unique(write: Callable[[], object]) -> None:
    """A constraint that another one met a moment ago becomes a sentence."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        raise ValidationError(_("È già scritto: guarda l'elenco.")) from None


def _known_by_code(tax_code: str, by: Actor) -> Person | None:
    if not tax_code:
        return None
    found = list(Person.objects.visible_to(by).filter(tax_code=tax_code)[:2])
    return found[0] if len(found) == 1 else None
