"""What is known of somebody's means: ISEE certificates, and what is already received."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens.models import BenefitHeld, IseeCertificate, IseeMember, Person
from prossimo.core.periods import last_day, today
from prossimo.core.wording import euro


@dataclass(frozen=True, slots=True)
class CertificateLine:
    certificate: IseeCertificate
    members: list[IseeMember]
    in_force: bool
    of_other: bool  # declared by somebody else of the household
    value: str  # «€ 8.420,50»


@dataclass(frozen=True, slots=True)
class BenefitLine:
    benefit: BenefitHeld
    until: object
    in_force: bool
    amount: str


@dataclass(frozen=True, slots=True)
class Means:
    certificates: list[CertificateLine]
    benefits: list[BenefitLine]


def means_of(actor: Actor, person: Person) -> Means:
    """The certificates in which the person counts and the benefits they hold, journalled."""
    members = IseeMember.objects.visible_to(actor)
    certificates = list(
        IseeCertificate.objects.visible_to(actor)
        .filter(Q(person=person) | Q(members__person=person))
        .distinct()
        .select_related("person")
        .prefetch_related(Prefetch("members", queryset=members))
        .order_by("-signed_on", "pk")
    )
    benefits = list(BenefitHeld.objects.visible_to(actor).filter(person=person))
    journal.shown(Action.LIST, [*certificates, *benefits])
    now = today()
    return Means(
        [
            CertificateLine(
                each,
                list(each.members.all()),
                each.signed_on <= now <= each.valid_until,
                each.person_id != person.pk,
                euro(each.isee_cents),
            )
            for each in certificates
        ],
        sorted(
            (_benefit_line(each) for each in benefits),
            key=lambda line: not line.in_force,
        ),
    )


def _benefit_line(held: BenefitHeld) -> BenefitLine:
    amount = euro(held.amount_cents) if held.amount_cents is not None else ""
    return BenefitLine(held, last_day(held.period), today() in held.period, amount)


def benefits_in_force(actor: Actor, person: Person) -> list[BenefitHeld]:
    """What the person receives today, for who may know."""
    held = BenefitHeld.objects.visible_to(actor).filter(person=person, period__contains=today())
    found = list(held)
    journal.shown(Action.LIST, found)
    return found
