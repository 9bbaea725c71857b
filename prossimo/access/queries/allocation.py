"""To whom somebody would be proposed, told sentence by sentence."""

import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prossimo.access import allocating
from prossimo.access.allocating import Asked
from prossimo.access.choices import ProposalState
from prossimo.access.models import AllocationRule, CaseProposal, Orientation
from prossimo.accounts.choices import RoleKey, UserArea
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor

IN_HAND = (ProposalState.PROPOSED, ProposalState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Suggested:
    """Who the rules propose, through which of them, and how it came to that."""

    post: Post | None
    rule: AllocationRule | None
    explained: list[str]


def loads(actor: Actor) -> Counter[uuid.UUID]:
    """How many proposals each post has accepted or has to answer."""
    rows = CaseProposal.objects.visible_to(actor).filter(state__in=IN_HAND)
    return Counter(rows.order_by().values_list("proposed_to", flat=True))


def asked_of(request: Orientation, area: str = "") -> Asked:
    town = request.municipality_id
    if town is None and request.neighbourhood is not None:
        town = request.neighbourhood.municipality_id
    return Asked(area or request.user_area, town, request.neighbourhood_id)


def rules_in_force(actor: Actor) -> list[AllocationRule]:
    """The rules of today whose worker still holds the post, in their order."""
    rules = AllocationRule.objects.visible_to(actor).in_force()
    holding = rules.filter(post__in=Post.objects.in_force().filter(user__is_active=True))
    return list(
        holding.select_related("post__user", "post__ambito", "municipality", "neighbourhood").defer(
            "municipality__boundary", "neighbourhood__boundary"
        )
    )


def suggested(actor: Actor, asked: Asked) -> Suggested:
    """The first rule that fits, and a sentence for each that was tried."""
    rules = {rule.pk: rule for rule in rules_in_force(actor)}
    burden = loads(actor)
    lines = [
        allocating.Rule(
            rule.pk,
            rule.post_id,
            rule.user_area,
            rule.municipality_id,
            rule.neighbourhood_id,
            rule.most,
        )
        for rule in rules.values()
    ]
    outcomes = allocating.tried(lines, asked, burden)
    explained = [
        _sentence(number, rules[line.key], how, burden[line.post])
        for number, (line, how) in enumerate(outcomes, start=1)
    ]
    if outcomes and outcomes[-1][1] == allocating.FITS:
        rule = rules[outcomes[-1][0].key]
        return Suggested(rule.post, rule, explained)
    explained.append(_("Nessuna regola va bene: scegli tu a chi."))
    return Suggested(None, None, explained)


def _sentence(number: int, rule: AllocationRule, how: str, load: int) -> str:
    said = {
        "number": number,
        "who": rule.post.user.get_full_name(),
        "whom": for_whom(rule),
        "load": load,
        "most": rule.most,
    }
    if how == allocating.AREA:
        return _("Regola %(number)s, %(who)s: no, segue %(whom)s.") % said
    if how == allocating.PLACE:
        return _("Regola %(number)s, %(who)s: no, abita altrove (segue %(whom)s).") % said
    if how == allocating.FULL:
        return (
            _("Regola %(number)s, %(who)s: no, ha già %(load)s persone e il limite è %(most)s.")
            % said
        )
    if rule.most is None:
        return _("Regola %(number)s, %(who)s: sì, segue %(whom)s.") % said
    return (
        _("Regola %(number)s, %(who)s: sì, segue %(whom)s e ha %(load)s persone su %(most)s.")
        % said
    )


def for_whom(rule: AllocationRule) -> str:
    """«anziani, a Borgo Nuovo», «tutti»."""
    area = str(UserArea(rule.user_area).label) if rule.user_area else _("tutte le aree")
    place = rule.neighbourhood or rule.municipality
    return _("%(area)s, a %(place)s") % {"area": area, "place": place} if place else area


def caseworkers(actor: Actor, municipality_id: uuid.UUID | None = None) -> "QuerySet[Post]":
    """Who may be proposed: the social workers with cases, in their post of today."""
    posts = Post.objects.in_force().filter(
        ambito=actor.ambito_id, role=RoleKey.CASEWORKER, user__is_active=True
    )
    town = municipality_id or actor.municipality_id
    if town:
        posts = posts.filter(municipality=None) | posts.filter(municipality=town)
    return posts.select_related("user", "ambito", "municipality").order_by(
        "user__last_name", "user__first_name", "pk"
    )


def colleagues(actor: Actor, municipality_id: uuid.UUID | None = None) -> "QuerySet[Post]":
    """Who of the segretariato may be handed a request."""
    posts = Post.objects.in_force().filter(
        ambito=actor.ambito_id, role=RoleKey.SOCIAL_DESK, user__is_active=True
    )
    if municipality_id:
        posts = posts.filter(municipality=None) | posts.filter(municipality=municipality_id)
    return posts.select_related("user", "ambito", "municipality").order_by(
        "user__last_name", "user__first_name", "pk"
    )
