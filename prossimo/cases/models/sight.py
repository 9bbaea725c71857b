"""What opens a case beside having been given it: a glass that was broken, until the hour is over."""

from django.apps import apps
from django.db.models import Q
from django.db.models.functions import Now

from prossimo.accounts.rules import Actor, Right


def with_part(actor: Actor, part: str) -> Q:
    """Cases of which one sees this part: it was given, or the glass is broken. The set of `may_read_part`."""
    workers = apps.get_model("cases", "CaseWorker")._default_manager.all()
    given = workers.given_to(actor).filter(parts__contains=[part])
    opened = Q(pk__in=given.values("case"))
    # Who coordinates learns by the glass who is in the case and who follows it, not what it says.
    return opened | by_glass(actor, Right.CASE_READ) if actor.has(Right.DIARY_READ) else opened


def by_glass(actor: Actor, right: Right) -> Q:
    """The cases that this post opened in an emergency and was not given: to read, never to write."""
    if right is not Right.CASE_READ or not actor.has(Right.CASE_GLASS):
        return Q()
    openings = apps.get_model("cases", "GlassOpening")._default_manager.all()
    mine = openings.filter(user=actor.user_id, post=actor.post_id, until__gt=Now())
    workers = apps.get_model("cases", "CaseWorker")._default_manager.all()
    return Q(pk__in=mine.values("case")) & ~Q(pk__in=workers.given_to(actor).values("case"))
