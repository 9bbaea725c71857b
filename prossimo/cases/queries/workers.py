"""Whom one can choose: colleagues in service, people who may enter a case."""

from django.db.models import Q

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post, PostQuerySet
from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case, CaseMember
from prossimo.citizens.models import Kinship, Person
from prossimo.citizens.models.people import PersonQuerySet
from prossimo.core.periods import today

FOLLOWERS = (RoleKey.CASEWORKER, RoleKey.PARTNER)


def colleagues(actor: Actor) -> PostQuerySet:
    """Who may be given a case of the ambito beside its owner."""
    posts = Post.objects.in_force().of_ambito(actor.ambito_id)
    if actor.post_id is not None:
        posts = posts.exclude(pk=actor.post_id)
    posts = posts.filter(role__in=FOLLOWERS, user__is_active=True)
    return posts.select_related("user", "organisation").order_by(
        "user__last_name", "user__first_name", "pk"
    )


def may_enter(actor: Actor, case: Case) -> PersonQuerySet:
    """The household and the kin of who is in the case, less who is in it already."""
    inside = CaseMember.objects.visible_to(actor, case).filter(period__contains=today())
    people = list(inside.values_list("person", flat=True))
    ties = Kinship.objects.visible_to(actor).filter(Q(person__in=people) | Q(relative__in=people))
    kin = {pk for pair in ties.values_list("person", "relative") for pk in pair}
    household = case.person.household_id
    near = Q(pk__in=kin)
    if household:
        near |= Q(household=household)
    return Person.objects.visible_to(actor).filter(near).exclude(pk__in=people).order_by(
        "sort_key", "pk"
    )  # fmt: skip


def in_the_case(actor: Actor, case: Case) -> PersonQuerySet:
    """Who is in the case today: those who may have been there."""
    inside = CaseMember.objects.visible_to(actor, case).filter(period__contains=today())
    return Person.objects.known_to(actor).filter(pk__in=inside.values("person")).order_by(
        "sort_key", "pk"
    )  # fmt: skip
