"""A new version of a project carries forward what is still open in the one it comes from."""

from typing import Any, TypeVar

from prossimo.cases.choices import ActionState, GoalState
from prossimo.cases.models import BudgetLine, Commitment, Goal, GoalNeed, Plan, PlanAction
from prossimo.cases.models.plan import PlanPiece
from prossimo.core.records import new_id

P = TypeVar("P", bound=PlanPiece)
REASON = "one's own project, copied forward"
FRESH = {"id", "version", "created_at", "changed_at", "plan"}
OVER_ACTIONS = (ActionState.DONE, ActionState.NOT, ActionState.DROPPED)


def copy_lines(before: Plan, new: Plan) -> None:
    """Open and half-reached goals with their needs and actions; commitments and money, all of them."""
    goals: dict[Any, Goal] = {}
    old_goals = Goal.objects.unscoped(REASON).filter(plan=before)
    for goal in old_goals.filter(state__in=[GoalState.OPEN, GoalState.PARTLY]):
        goals[goal.pk] = _copied(goal, new)
    needs = GoalNeed.objects.unscoped(REASON).filter(goal__in=list(goals))
    for need in needs:
        GoalNeed(goal=goals[need.goal_id], need_id=need.need_id).save(force_insert=True)
    actions = PlanAction.objects.unscoped(REASON).filter(goal__in=list(goals))
    for action in actions.exclude(state__in=OVER_ACTIONS):
        _copied(action, new, goal=goals[action.goal_id])
    for commitment in Commitment.objects.unscoped(REASON).filter(plan=before):
        _copied(commitment, new)
    for money in BudgetLine.objects.unscoped(REASON).filter(plan=before):
        _copied(money, new, goal=goals.get(money.goal_id))


def _copied(piece: P, plan: Plan, **more: Any) -> P:
    """The same thread in the new version, as if nobody had looked at it yet."""
    model = type(piece)
    skipped = FRESH | set(piece.STATED)
    values = {
        field.attname: getattr(piece, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in skipped and field.name not in more
    }
    row = model(pk=new_id(), plan=plan, **values, **more)
    row.save(force_insert=True)
    return row
