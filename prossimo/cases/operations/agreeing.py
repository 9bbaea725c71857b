"""Who said yes to which goal, and who signed: nothing of it is ever rewritten."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Answer, DocumentKind, Part, PlanState, SignerRole, SignWay
from prossimo.cases.models import CaseDocument, Goal, GoalConsent, Plan, PlanSignature
from prossimo.cases.operations.papers import attach_document
from prossimo.cases.operations.planning import KIND, locked_plan, moved
from prossimo.cases.policies.plan import may_write_plan
from prossimo.cases.queries.agreed import answers_of, holding_signatures
from prossimo.cases.queries.pact import goal_fingerprint, goals_of
from prossimo.core import uploads
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove

if TYPE_CHECKING:
    from prossimo.cases.operations.papers import Upload

THE_PERSON = {SignerRole.PERSON, SignerRole.GUARDIAN}
MOST_STROKES, MOST_POINTS, SIDE = 60, 4000, 1000


@transaction.atomic
def answer_goals(
    plan: Plan, *, by: Actor, answers: Mapping[Any, str], values: Mapping[str, Any]
) -> list[GoalConsent]:
    """What somebody says of each goal, on one day and in one way; `answers` by the goal's key.

    A yes may be taken back at any time while the project lives.
    """
    held = locked_plan(plan, by, may_write_plan)
    if held.is_over:
        raise ValidationError(_("Il progetto è finito: non c'è più niente a cui rispondere."))
    _check_day(values.get("on"))
    me, *_rest = at_work(by)
    goals = {goal.pk: goal for goal in goals_of(by, held)}
    known = answers_of(by, goals.values())
    rows = []
    for key, answer in answers.items():
        if key not in goals:
            raise ValidationError(_("È l'obiettivo di un altro progetto."))
        before = known.get(key)
        if before is not None and before.answer == answer and before.holds:
            continue
        rows.append(_answered(goals[key], answer, me, values))
    if rows:
        journal.note(Action.CHANGE, KIND, held.pk)
    return rows


@transaction.atomic
def sign_plan(
    plan: Plan, *, by: Actor, values: Mapping[str, Any], scan: "Upload | None" = None
) -> PlanSignature:
    """One signature under the text as it was shared; with the person's and a worker's, it is signed.

    A `scan` of the signed sheet is kept among the documents of the case. Raises `ValidationError`
    where somebody signed already, a goal has no answer yet, or the file is not what it says.
    """
    held = locked_plan(plan, by, may_write_plan)
    if held.state not in {PlanState.SHARED, PlanState.SIGNED}:
        raise IllegalMove(_("Si firma un progetto condiviso e non ancora in corso."))
    _check_day(values.get("on"))
    _check_signer(held, values)
    if values["role"] in THE_PERSON and (missing := _unanswered(by, held)):
        said = _("Manca la risposta su: %(goals)s.") % {"goals": "; ".join(missing)}
        raise ValidationError(said)
    me, *_rest = at_work(by)
    row = PlanSignature(plan=held, fingerprint=held.fingerprint, noted_by_id=me, **values)
    row.drawn = checked_strokes(row.drawn) if row.way == SignWay.DRAWN else ""
    row.clean_fields(exclude={"plan", "member", "post", "representation", "document", "noted_by"})
    if row.way == SignWay.SCAN:
        row.document = _signed_sheet(held, row, by, scan)
    with in_words(PlanSignature):
        row.save(force_insert=True)
    journal.note(Action.CHANGE, KIND, held.pk)
    roles = {each.role for each in holding_signatures(by, held)}
    if held.state == PlanState.SHARED and roles & THE_PERSON and SignerRole.WORKER in roles:
        moved(held, "sign", by, held.version, {"signed_on": today()})
    return row


def _signed_sheet(plan: Plan, row: PlanSignature, by: Actor, scan: "Upload | None") -> CaseDocument:
    """The sheet that was signed by hand, read by who reads the project."""
    if scan is None:
        raise ValidationError({"scan": _("Scegli il foglio firmato da caricare.")})
    told = {"kind": plan.get_kind_display(), "number": plan.number, "name": row.name}
    title = _("%(kind)s %(number)s, firma di %(name)s") % told
    try:
        return attach_document(
            plan.case, by=by, upload=scan, kind=DocumentKind.PACT, title=title, part=Part.PLAN,
            dated_on=row.on,
        )  # fmt: skip
    except uploads.Refused as error:
        raise ValidationError({"scan": error.messages}) from error


def checked_strokes(drawn: str) -> str:
    """A signature as lists of points in a square of a thousand; raises `ValidationError` otherwise."""
    wrong = ValidationError({"drawn": _("La firma non si legge: rifalla.")})
    try:
        strokes = json.loads(drawn)
    except ValueError:
        raise wrong from None
    if not isinstance(strokes, list) or not 0 < len(strokes) <= MOST_STROKES:
        raise wrong
    kept: list[list[list[int]]] = []
    for stroke in strokes:
        if not isinstance(stroke, list) or len(stroke) < 2:
            continue
        if not all(_is_point(point) for point in stroke):
            raise wrong
        kept.append([[int(x), int(y)] for x, y in stroke])
    if not kept or sum(map(len, kept)) > MOST_POINTS:
        raise wrong
    return json.dumps(kept, separators=(",", ":"))


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(type(each) in {int, float} and 0 <= each <= SIDE for each in point)
    )


def _answered(goal: Goal, answer: str, me: Any, values: Mapping[str, Any]) -> GoalConsent:
    row = GoalConsent(
        goal=goal, answer=answer, fingerprint=goal_fingerprint(goal), noted_by_id=me, **values
    )
    row.clean_fields(exclude={"goal", "member", "noted_by"})
    if row.member is not None and row.member.case_id != goal.plan.case_id:
        raise ValidationError({"member": _("Non è in questa presa in carico.")})
    with in_words(GoalConsent):
        row.save(force_insert=True)
    return row


def _unanswered(by: Actor, plan: Plan) -> list[str]:
    goals = goals_of(by, plan)
    known = answers_of(by, goals)
    return [
        goal.statement
        for goal in goals
        if goal.pk not in known or not known[goal.pk].holds
        or known[goal.pk].answer == Answer.WITHDRAWN
    ]  # fmt: skip


def _check_signer(plan: Plan, values: Mapping[str, Any]) -> None:
    """Each title with who bears it: a member, a worker of ours, a decree in force."""
    role = values["role"]
    member, post = values.get("member"), values.get("post")
    decree = values.get("representation")
    if role in {SignerRole.PERSON, SignerRole.RELATIVE} and member is None:
        raise ValidationError({"member": _("Scegli chi firma.")})
    if role == SignerRole.WORKER and post is None:
        raise ValidationError({"post": _("Scegli l'operatore che firma.")})
    if role == SignerRole.GUARDIAN and decree is None:
        raise ValidationError(
            {"representation": _("Chi la rappresenta firma con un decreto registrato.")}
        )
    if member is not None and member.case_id != plan.case_id:
        raise ValidationError({"member": _("Non è in questa presa in carico.")})
    if decree is not None and (
        decree.person_id != plan.case.person_id or today() not in decree.period
    ):
        raise ValidationError({"representation": _("Questo decreto non vale per questa persona.")})


def _check_day(day: dt.date | None) -> None:
    if day is not None and day > today():
        raise ValidationError({"on": _("Si segna quando è accaduto: non nel futuro.")})
