"""Whether the family of a case is still the household of today: who left it, who came, who came back."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import MemberRole
from prossimo.cases.models import Case, CaseMember
from prossimo.citizens.choices import HouseholdRole, KinshipKind
from prossimo.citizens.models import Kinship, Person

BY_TIE: Mapping[str, MemberRole] = {
    KinshipKind.PARENT: MemberRole.PARENT,
    KinshipKind.CHILD: MemberRole.CHILD,
    KinshipKind.SPOUSE: MemberRole.PARTNER,
    KinshipKind.PARTNER: MemberRole.PARTNER,
    KinshipKind.SIBLING: MemberRole.SIBLING,
    KinshipKind.FORMER: MemberRole.COHABITANT,
}
# What somebody is to the reference person says what they are to the one the case is about,
# where these two are the same; otherwise only some pairs do.
BY_PLACE: Mapping[str, MemberRole] = {
    HouseholdRole.PARTNER: MemberRole.PARTNER,
    HouseholdRole.CHILD: MemberRole.CHILD,
    HouseholdRole.PARENT: MemberRole.PARENT,
    HouseholdRole.RELATIVE: MemberRole.RELATIVE,
}
BY_PLACES: Mapping[tuple[str, str], MemberRole] = {
    (HouseholdRole.CHILD, HouseholdRole.REFERENCE): MemberRole.PARENT,
    (HouseholdRole.CHILD, HouseholdRole.PARTNER): MemberRole.PARENT,
    (HouseholdRole.CHILD, HouseholdRole.CHILD): MemberRole.SIBLING,
    (HouseholdRole.PARTNER, HouseholdRole.REFERENCE): MemberRole.PARTNER,
    (HouseholdRole.PARTNER, HouseholdRole.CHILD): MemberRole.CHILD,
    (HouseholdRole.PARENT, HouseholdRole.REFERENCE): MemberRole.CHILD,
}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody of the household of today who is not in the case, and what they seem to be in it."""

    person: Person
    role: MemberRole


@dataclass(frozen=True, slots=True)
class HouseholdChange:
    """How the household of today differs from who is in the case, as far as the reader may know."""

    gone: tuple[CaseMember, ...] = ()  # in the case, living elsewhere or dead
    new: tuple[Newcomer, ...] = ()
    back: tuple[CaseMember, ...] = ()  # known to live elsewhere, and again at home
    died: dt.date | None = None  # the one the case is about

    def __bool__(self) -> bool:
        return bool(self.gone or self.new or self.back or self.died)


def change_of(actor: Actor, case: Case) -> HouseholdChange:
    """Compared when it is asked; nothing for a case that is of one person, or closed.

    Asked once a page for each case: the row remembers the answer.
    """
    if case.household_id is None or not case.is_live:
        return HouseholdChange()
    known: dict[object, HouseholdChange] = case.__dict__.setdefault("_household_change", {})
    if actor.post_id not in known:
        known[actor.post_id] = _compared(actor, case)
    return known[actor.post_id]


def _compared(actor: Actor, case: Case) -> HouseholdChange:
    home = case.person.household_id
    # Members whom one may not know of are not told of; nor do they come in by this door.
    people = Person.objects.known_to(actor)
    rows = CaseMember.objects.visible_to(actor, case).filter(person__in=people.values("pk"))
    members = list(rows.select_related("person").order_by("period", "pk"))
    inside = [each for each in members if each.period.upper is None]  # a last day is never ahead
    others = [each for each in inside if each.person_id != case.person_id]
    return HouseholdChange(
        gone=tuple(each for each in others if _left(each, home)),
        new=_newcomers(actor, case, members),
        back=tuple(each for each in others if each.apart_on and _at(each, home)),
        died=case.person.died_on,
    )


def _at(member: CaseMember, home: UUID | None) -> bool:
    alive = member.person.died_on is None
    return alive and home is not None and member.person.household_id == home


def _left(member: CaseMember, home: UUID | None) -> bool:
    if member.person.died_on is not None:
        return True
    return member.apart_on is None and not _at(member, home)


def at_home_with(actor: Actor, person: Person, less: Collection[UUID] = ()) -> tuple[Newcomer, ...]:
    """Who else lives in the household of a person, with what they seem to be to them."""
    if person.household_id is None:
        return ()
    people = Person.objects.visible_to(actor).filter(household=person.household_id, died_on=None)
    found = list(people.exclude(pk__in={*less, person.pk}).order_by("born_on", "sort_key", "pk"))
    ties = _ties(actor, person.pk, found) if found else {}
    return tuple(Newcomer(each, _role(person, each, ties.get(each.pk))) for each in found)


def _newcomers(actor: Actor, case: Case, members: list[CaseMember]) -> tuple[Newcomer, ...]:
    """Less those in it, and those who were taken out of it while they lived there."""
    last = {each.person_id: each for each in members}  # the latest of each
    out = {
        pk for pk, each in last.items() if each.apart_on is None or each.period.upper is None
    }  # fmt: skip
    return at_home_with(actor, case.person, out)


def _ties(actor: Actor, about: UUID, people: list[Person]) -> dict[UUID, str]:
    """What each is to the one the case is about: «the relative is the … of the person»."""
    pks = [each.pk for each in people]
    between = Q(person=about, relative__in=pks) | Q(relative=about, person__in=pks)
    found: dict[UUID, str] = {}
    for tie in Kinship.objects.visible_to(actor).filter(between):
        if tie.person_id == about:
            found[tie.relative_id] = tie.kind
        else:
            found[tie.person_id] = BACKWARDS.get(tie.kind, tie.kind)
    return found


BACKWARDS: Mapping[str, str] = {
    KinshipKind.PARENT: KinshipKind.CHILD,
    KinshipKind.CHILD: KinshipKind.PARENT,
}


def _role(about: Person, who: Person, tie: str | None) -> MemberRole:
    """Proposed: by the tie where it is written, otherwise by their places in the household."""
    if tie is not None:
        return BY_TIE.get(tie, MemberRole.RELATIVE)
    if about.household_role == HouseholdRole.REFERENCE:
        return BY_PLACE.get(who.household_role, MemberRole.COHABITANT)
    return BY_PLACES.get((about.household_role, who.household_role), MemberRole.COHABITANT)
