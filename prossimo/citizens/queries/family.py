"""A family as a picture and in words; who answers for a person; the two households compared."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import policies, rules
from prossimo.citizens.choices import HouseholdRole, IseeRelation, KinshipKind
from prossimo.citizens.genogram import Picture, Relative, Tie, draw, inverse
from prossimo.citizens.models import (
    IseeCertificate,
    IseeMember,
    Kinship,
    Person,
    Representation,
)
from prossimo.citizens.queries.cards import members_of
from prossimo.citizens.queries.search import years
from prossimo.core.periods import last_day, today
from prossimo.core.text import fold

IN_A_HOUSEHOLD = 12  # more than these is a community, and a list
FAR = 60  # people in one picture: more than these are not a family but a list
BY_ROLE: dict[tuple[str, str], KinshipKind] = {
    (HouseholdRole.REFERENCE, HouseholdRole.PARTNER): KinshipKind.PARTNER,
    (HouseholdRole.REFERENCE, HouseholdRole.CHILD): KinshipKind.CHILD,
    (HouseholdRole.REFERENCE, HouseholdRole.PARENT): KinshipKind.PARENT,
    (HouseholdRole.PARTNER, HouseholdRole.CHILD): KinshipKind.CHILD,
}


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie in words, read from the person whose file is open."""

    id: uuid.UUID
    other: Person
    kind: str
    note: str
    since: str
    ended: bool
    url: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class Counted:
    """One who is in a household, or in both: of the registry, of the ISEE."""

    name: str
    detail: str
    url: str
    in_registry: bool
    in_isee: bool

    @property
    def where(self) -> str:
        if self.in_registry and self.in_isee:
            return _("in tutti e due")
        return _("solo in anagrafe") if self.in_registry else _("solo nell'ISEE")

    @property
    def agrees(self) -> bool:
        return self.in_registry and self.in_isee


@dataclass(frozen=True, slots=True)
class Households:
    """The household of the registry beside the one of the ISEE in force."""

    rows: list[Counted]
    certificate: IseeCertificate

    @property
    def different(self) -> int:
        return sum(not row.agrees for row in self.rows)


@dataclass(frozen=True, slots=True)
class Family:
    picture: Picture | None
    ties: list[TieLine]
    representations: list[Representation]
    households: Households | None


@dataclass(frozen=True, slots=True)
class Kin:
    """The kin of a person, drawn and in words, with who lives with them."""

    picture: Picture | None
    ties: list[TieLine]
    household: list[Person]


def family_of(actor: Actor, person: Person) -> Family:
    """Everything of the family that these eyes may see, journalled."""
    kin = kin_of(actor, person)
    return Family(
        picture=kin.picture,
        ties=kin.ties,
        representations=representations_of(actor, person),
        households=compared(actor, person, kin.household),
    )


def kin_of(actor: Actor, person: Person) -> Kin:
    """Who lives with a person and who is kin of theirs, journalled."""
    household = members_of(actor, person.household_id)
    ties = ties_around(actor, person)
    near = {end.pk: end for tie in ties for end in (tie.person, tie.relative)}
    journal.shown(Action.LIST, [other for pk, other in near.items() if pk != person.pk])
    return Kin(_picture(person, household, ties), _lines(person, ties), household)


def household_picture(person: Person, others: list[Person]) -> Picture | None:
    """Who lives together, drawn from the roles of the registry; `others` were journalled already."""
    return _picture(person, [person, *others], []) if len(others) < IN_A_HOUSEHOLD else None


def ties_around(actor: Actor, person: Person) -> list[Kinship]:
    """The ties of the person, and those between the people so met: parents' siblings, children's."""
    # What is sealed has a page of its own, even while it is open to the reader.
    unsealed = Kinship.objects.visible_to(actor).filter(compartment="")
    seen = unsealed.select_related("person", "relative")
    own = list(seen.filter(Q(person=person) | Q(relative=person)))
    met = {end for tie in own for end in (tie.person_id, tie.relative_id)} - {person.pk}
    known = {tie.pk for tie in own}
    between = seen.filter(Q(person__in=met) | Q(relative__in=met)).exclude(pk__in=known)
    return [*own, *between[:FAR]] if met else own


def representations_of(actor: Actor, person: Person) -> list[Representation]:
    """Who answers for the person, in force first."""
    held = Representation.objects.visible_to(actor).filter(person=person)
    found = list(held.select_related("representative"))
    seen = set(
        Person.objects.visible_to(actor)
        .filter(pk__in=[each.representative_id for each in found if each.representative_id])
        .values_list("pk", flat=True)
    )
    for each in found:
        each.phone = rules.shown_phone(each.phone)
        # Who may not see the representative's file is told a name only if it is written here.
        if each.representative_id and each.representative_id not in seen:
            each.representative = None
            each.name = each.name or _("una persona che segue un altro servizio")
    journal.shown(Action.LIST, found)
    return sorted(found, key=lambda each: today() not in each.period)


def compared(actor: Actor, person: Person, household: list[Person]) -> Households | None:
    """Registry and ISEE side by side; nothing for who may not see the means, or without an ISEE."""
    if not policies.may_read_economy(actor, person):
        return None
    certificates = IseeCertificate.objects.visible_to(actor).filter(
        Q(person=person) | Q(members__person=person), valid_until__gte=today()
    )
    certificate = certificates.select_related("person").order_by("-signed_on", "pk").first()
    if certificate is None:
        return None
    members = list(IseeMember.objects.visible_to(actor).filter(certificate=certificate))
    journal.shown(Action.READ, [certificate])
    if not any(member.relation == IseeRelation.DECLARANT for member in members):
        members.insert(0, _declarant(certificate))
    return Households(list(_counted(household, members)), certificate)


def _declarant(certificate: IseeCertificate) -> IseeMember:
    who = certificate.person
    return IseeMember(
        person=who, surname=who.surname, given_name=who.given_name, tax_code=who.tax_code,
        relation=IseeRelation.DECLARANT,
    )  # fmt: skip


def _counted(household: list[Person], members: list[IseeMember]) -> Iterable[Counted]:
    left = list(members)
    for person in household:
        same = next((member for member in left if _same(person, member)), None)
        if same:
            left.remove(same)
        yield Counted(person.full_name, _said_of(person), _url(person), True, same is not None)
    for member in left:
        name = f"{member.given_name} {member.surname}".strip() or member.tax_code
        yield Counted(name, str(member.get_relation_display()), "", False, True)


def _same(person: Person, member: IseeMember) -> bool:
    if member.person_id:
        return member.person_id == person.pk
    if member.tax_code and person.tax_code:
        return member.tax_code == person.tax_code
    return fold(f"{member.surname} {member.given_name}") == person.sort_key


def _lines(person: Person, ties: list[Kinship]) -> list[TieLine]:
    lines = []
    for tie in ties:
        if person.pk not in (tie.person_id, tie.relative_id):
            continue
        mine = tie.person_id == person.pk
        other = tie.relative if mine else tie.person
        kind = KinshipKind(tie.kind if mine else inverse(tie.kind))
        since = f"{tie.period.lower:%d/%m/%Y}" if tie.period and tie.period.lower else ""
        ended = bool(tie.period and last_day(tie.period) and today() not in tie.period)
        edit = reverse("citizens:part_edit", args=[tie.person_id, "parenti", tie.pk])
        lines.append(
            TieLine(
                tie.pk,
                other,
                str(kind.label),
                tie.note,
                since,
                ended,
                _url(other),
                edit if mine else "",
            )
        )
    return lines


def _picture(person: Person, household: list[Person], ties: list[Kinship]) -> Picture | None:
    drawn = {person.pk: person} | {other.pk: other for other in household}
    for tie in ties:
        drawn |= {tie.person_id: tie.person, tie.relative_id: tie.relative}
    if len(drawn) < 2 or len(drawn) > FAR:
        return None
    lived = {member.pk for member in household}
    relatives = [
        Relative(
            pk,
            other.full_name,
            _said_of(other),
            "" if pk == person.pk else _url(other),
            pk in lived,
            other.died_on is not None,
        )
        for pk, other in drawn.items()
    ]
    written = [Tie(tie.person_id, tie.relative_id, tie.kind) for tie in ties]
    known = {frozenset((tie.left, tie.right)) for tie in written}
    implied = [tie for tie in _by_role(household) if frozenset((tie.left, tie.right)) not in known]
    return draw(person.pk, relatives, [*written, *implied])


def _by_role(household: list[Person]) -> Iterable[Tie]:
    """The ties that the registry's roles in the household let one think of."""
    for one in household:
        for other in household:
            kind = BY_ROLE.get((one.household_role, other.household_role))
            if kind and one.pk != other.pk:
                yield Tie(one.pk, other.pk, kind, weak=True)


def _said_of(person: Person) -> str:
    if person.died_on:
        return f"† {person.died_on.year}"
    return years(rules.age_on(person.born_on, today()))


def _url(person: Person) -> str:
    return reverse("citizens:person", args=[person.pk])
