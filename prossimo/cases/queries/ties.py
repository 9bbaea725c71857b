"""Reads of the network around a case: who counts today, who did, who could be added."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post, PostQuerySet
from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case, CaseTie
from prossimo.cases.netmap import Around, NetMap, draw
from prossimo.citizens.models import Person
from prossimo.citizens.models.people import PersonQuerySet
from prossimo.citizens.queries.family import Kin, kin_of
from prossimo.network.models import Organisation, OrganisationQuerySet

MOST = 24  # in one picture: the others stand in the list


@dataclass(frozen=True, slots=True)
class Network:
    """The network of a case as its page shows it."""

    picture: NetMap | None
    ties: list[CaseTie]
    past: list[CaseTie]
    kin: Kin


def network_of(actor: Actor, case: Case) -> Network:
    """Who counts for the case, drawn and in words, journalled."""
    rows = ties_of(actor, case)
    journal.shown(Action.LIST, rows)
    kin = kin_of(actor, case.person)
    now = [row for row in rows if not row.ended]
    past = [row for row in rows if row.ended]
    return Network(_picture(case, kin, now), now, past, kin)


def ties_of(actor: Actor, case: Case) -> list[CaseTie]:
    """Every tie, the strongest first."""
    rows = CaseTie.objects.visible_to(actor, case)
    rows = rows.select_related("person", "organisation", "post__user")
    return list(rows.order_by("-strength", "who", "pk"))


def _picture(case: Case, kin: Kin, ties: list[CaseTie]) -> NetMap | None:
    """The family first, unless a tie tells of them too; then whoever counts, the strongest first."""
    told = {tie.person_id for tie in ties if tie.person_id}
    with_us = {one.pk for one in kin.household}
    family = [
        Around(one.full_name, _("vive in casa"), "knows", 2, with_us=True)
        for one in kin.household
        if one.pk != case.person_id and one.pk not in told
    ]
    far = [
        Around(tie.other.full_name, tie.kind, "knows", 2)
        for tie in kin.ties
        if not tie.ended and tie.other.pk not in told | with_us
    ]
    others = [
        Around(
            tie.called, str(tie.get_who_display()), tie.kind, tie.strength,
            with_us=tie.person_id in with_us,
        )
        for tie in ties
    ]  # fmt: skip
    around = [*family, *far, *others][:MOST]
    return draw(case.person.full_name, "", around) if around else None


def organisations_near(actor: Actor) -> OrganisationQuerySet:
    return Organisation.objects.visible_to(actor).filter(active=True)


def posts_near(actor: Actor) -> PostQuerySet:
    """Who works in the ambito today."""
    posts = Post.objects.in_force().of_ambito(actor.ambito_id).filter(user__is_active=True)
    posts = posts.exclude(organisation=None).select_related("user", "organisation")
    return posts.order_by("user__last_name", "user__first_name", "pk")


def people_near(actor: Actor, case: Case) -> PersonQuerySet:
    """Household and kin of the person, whom a tie may tell of."""
    kin = kin_of(actor, case.person)
    near = {one.pk for one in kin.household} | {tie.other.pk for tie in kin.ties}
    people = Person.objects.visible_to(actor).filter(pk__in=near - {case.person_id})
    return people.order_by("sort_key", "pk")
