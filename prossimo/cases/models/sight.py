"""Which cases are in sight, and of which parts: what was given, what a broken glass opens for an hour.

The same is asked of all the cases (a condition of the query) and of one (remembered by its row): a
page reads dozens of lists of one case, and asks once.
"""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import Part

if TYPE_CHECKING:
    from prossimo.cases.models.case import Case


def cases_seen(
    actor: Actor, part: str = "", of: "Case | None" = None
) -> "QuerySet[Case] | list[uuid.UUID]":
    """The cases that one sees, of which one sees this part; of `of` alone, itself or none."""
    if of is not None:
        return [of.pk] if _sees(actor, of) and (not part or part in open_parts(actor, of)) else []
    rows: QuerySet[Case] = _rows_of("Case").visible_to(actor)
    return rows.filter(with_part(actor, part)) if part else rows


def in_sight(actor: Actor, case: "Case") -> "Case":
    """A case that was just read among those that one sees: it need not be asked again."""
    case.__dict__.setdefault("_seen_by", {})[actor.post_id] = True
    return case


def _sees(actor: Actor, case: "Case") -> bool:
    known: dict[object, bool] = case.__dict__.setdefault("_seen_by", {})
    if actor.post_id not in known:
        known[actor.post_id] = _rows_of("Case").visible_to(actor).filter(pk=case.pk).exists()
    return known[actor.post_id]


def _rows_of(model: str) -> Any:
    """The rows of a model that is declared further on."""
    return apps.get_model("cases", model)._default_manager.all()


def with_part(actor: Actor, part: str) -> Q:
    """Cases of which one sees this part: it was given, or the glass is broken. The set of `may_read_part`."""
    given = _rows_of("CaseWorker").given_to(actor).filter(parts__contains=[part])
    opened = Q(pk__in=given.values("case"))
    # Who coordinates learns by the glass who is in the case and who follows it, not what it says.
    return opened | by_glass(actor, Right.CASE_READ) if actor.has(Right.DIARY_READ) else opened


def by_glass(actor: Actor, right: Right) -> Q:
    """The cases that this post opened in an emergency and was not given: to read, never to write."""
    if right is not Right.CASE_READ or not actor.has(Right.CASE_GLASS):
        return Q()
    mine = _rows_of("GlassOpening").filter(user=actor.user_id, post=actor.post_id, until__gt=Now())
    given = _rows_of("CaseWorker").given_to(actor)
    return Q(pk__in=mine.values("case")) & ~Q(pk__in=given.values("case"))


def given_parts(actor: Actor, case: "Case") -> set[str] | None:
    """The parts of a case that the post was given and sees today; None where it was given nothing.

    Asked once a page for each case: the row remembers the answer.
    """
    known: dict[object, set[str] | None] = case.__dict__.setdefault("_given_to", {})
    if actor.post_id not in known:
        rows = _rows_of("CaseWorker").given_to(actor).filter(case=case)
        found = [set(parts) for parts in rows.values_list("parts", flat=True)]
        known[actor.post_id] = set().union(*found) if found else None
    return known[actor.post_id]


def glass_until(actor: Actor, case: "Case") -> dt.datetime | None:
    """Until when the case is open to the post by a broken glass alone: to read, never to write."""
    if not actor.has(Right.CASE_GLASS) or given_parts(actor, case) is not None:
        return None
    known: dict[object, dt.datetime | None] = case.__dict__.setdefault("_glass_until", {})
    if actor.post_id not in known:
        openings = _rows_of("GlassOpening").visible_to(actor).open_now()
        mine = openings.filter(case=case.pk, post=actor.post_id, user=actor.user_id)
        known[actor.post_id] = mine.order_by("-until").values_list("until", flat=True).first()
    return known[actor.post_id]


def open_parts(actor: Actor, case: "Case") -> set[str]:
    """The parts that the post may read: those it was given, or all of them by a broken glass.

    Who coordinates learns by the glass who is in the case and who follows it, not what it says.
    """
    given = given_parts(actor, case)
    if given is not None:
        return given
    by_glass = actor.has(Right.DIARY_READ) and glass_until(actor, case)
    return set(Part.values) if by_glass else set()
