"""What a project holds, one form each: goals, actions, commitments, money, and how each went."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.cases.choices import GoalTheme
from prossimo.cases.forms import plan as forms
from prossimo.cases.models import BudgetLine, CaseNeed, Commitment, Goal, Plan, PlanAction
from prossimo.cases.operations import plan_lines, planning
from prossimo.cases.plan_templates import TEMPLATES
from prossimo.cases.policies.plan import may_write_plan
from prossimo.cases.queries.planning import Choosable, members_now, open_needs, plans_of
from prossimo.cases.views.answering import METHODS, answered, form_page
from prossimo.cases.views.plans import case_planned, plan_or_404
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.periods import today


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of line: its model, the words of its pages."""

    key: str  # as it stands in the address
    model: Any
    new: Any
    change: Any
    names: tuple[str, ...]


KINDS = {
    each.key: each
    for each in (
        Kind("obiettivo", Goal, gettext_lazy("Nuovo obiettivo"), gettext_lazy("Cambia l'obiettivo"),
             ("theme", "statement", "indicator", "baseline", "target", "horizon_on", "member")),
        Kind("azione", PlanAction, gettext_lazy("Chi fa che cosa"), gettext_lazy("Cambia l'azione"),
             ("what", "name", "frequency", "from_on", "to_on")),
        Kind("impegno", Commitment, gettext_lazy("Nuovo impegno"), gettext_lazy("Cambia l'impegno"),
             ("side", "what", "member")),
        Kind("budget", BudgetLine, gettext_lazy("Nuova voce di budget"),
             gettext_lazy("Cambia la voce di budget"), ("item", "cents", "period", "source")),
    )
}  # fmt: skip


@require_http_methods(METHODS)
def line_new(request: Request, case_id: UUID, plan_id: UUID, what: str) -> HttpResponse:
    """Write a goal, a commitment, a line of the budget; an action, for the goal in the address."""
    plan, kind = _writable(request, case_id, plan_id, what)
    goal = None
    if kind.model is PlanAction:
        goal = _line(request, plan, KINDS["obiettivo"], _uuid(request.GET.get("per", "")))
    form = _form(request, plan, kind, _first_words(request, kind))

    def run() -> str:
        _write(request, plan, kind, form, goal)
        return _back(plan)

    done = answered(request, form, run, done=_("Aggiunto."))
    templates = _templates() if kind.model is Goal else []
    return done or _form_page(request, plan, form, title=kind.new, goal=goal, templates=templates)


@require_http_methods(METHODS)
def line_change(
    request: Request, case_id: UUID, plan_id: UUID, what: str, line_id: UUID
) -> HttpResponse:
    """Change a line of a draft; the second of two savers is shown both texts."""
    plan, kind = _writable(request, case_id, plan_id, what)
    line = _line(request, plan, kind, line_id)
    form = _form(request, plan, kind, _initial(kind, line))
    stale: list[StaleVersion] = []

    def run() -> str:
        try:
            _rewrite(request, kind, line, form)
        except StaleVersion as error:
            stale.append(error)
            raise
        return _back(plan)

    done = answered(request, form, run, done=_("Aggiornato."))
    if done is not None:
        return done
    if stale:
        return _both(request, plan, kind, stale[0])
    return _form_page(request, plan, form, title=kind.change)


@require_http_methods(METHODS)
def line_remove(
    request: Request, case_id: UUID, plan_id: UUID, what: str, line_id: UUID
) -> HttpResponse:
    """Take a line away from a draft, after a question."""
    plan, kind = _writable(request, case_id, plan_id, what)
    line = _line(request, plan, kind, line_id)
    if request.method == "POST":
        try:
            plan_lines.remove_line(line, by=request.actor)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Tolto."))
        return redirect(_back(plan))
    journal.shown(Action.READ, [line])
    context = {
        "title": _("Togli: %(what)s") % {"what": line},
        "text": _("Si toglie dalla bozza, con quello che ne dipende; resta nella storia."),
        "confirm": _("Togli"),
        "back_url": _back(plan),
        "fields": {},
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(METHODS)
def line_state(
    request: Request, case_id: UUID, plan_id: UUID, what: str, line_id: UUID
) -> HttpResponse:
    """How a goal, an action, a commitment went."""
    plan, kind = _writable(request, case_id, plan_id, what)
    if kind.model is BudgetLine:
        raise Http404
    line = _line(request, plan, kind, line_id)
    initial = {"version": line.version, "state": line.state, "why": line.stated_why}
    states = kind.model._meta.get_field("state").choices
    form = forms.StateForm(
        request.POST or None, actor=request.actor, states=states, initial=initial
    )

    def run() -> str:
        expected = form.cleaned_data["version"] or 0
        plan_lines.state_line(line, by=request.actor, expected=expected, **form.values())
        return _back(plan)

    done = answered(request, form, run, done=_("Segnato."))
    return done or _form_page(
        request, plan, form, title=_("Com'è andata: %(what)s") % {"what": line}
    )


@require_http_methods(METHODS)
def goal_from_need(request: Request, case_id: UUID, need_id: UUID) -> HttpResponse:
    """From a need to a goal in one step: the draft at hand, or a new project of the kind chosen."""
    case = case_planned(request, case_id)
    may_write_plan(request.actor, case).enforce()
    rows = CaseNeed.objects.visible_to(request.actor).select_related("need")
    need = get_object_or_404(rows, pk=need_id, case=case, met_on=None)
    draft = next((each for each in plans_of(request.actor, case) if each.is_draft), None)
    plan = draft or Plan(case=case)
    plan.case = case
    initial = {"needs": [need.pk], "baseline": need.note[:300]}
    form = _form(request, plan, KINDS["obiettivo"], initial)
    if draft is None:
        form.fields = {"kind": forms.PlanForm.base_fields["kind"], **form.fields}

    def run() -> str:
        values, target = form.values(), draft
        chosen = values.pop("kind", "")
        if target is None:
            target = planning.make_plan(case, by=request.actor, kind=chosen, values={})
        plan_lines.add_goal(
            target, by=request.actor, values=values, needs=form.cleaned_data["needs"]
        )
        return target.get_absolute_url()

    done = answered(request, form, run, done=_("Obiettivo aggiunto al progetto."))
    title = _("Un obiettivo per: %(need)s") % {"need": need.need}
    return done or form_page(
        request, case, form, title=title, label=_("Salva"), template="cases/plan_act.html",
        plan=draft, templates=[],
    )  # fmt: skip


def _writable(request: Request, case_id: UUID, plan_id: UUID, what: str) -> tuple[Plan, Kind]:
    if what not in KINDS:
        raise Http404
    plan = plan_or_404(request, case_id, plan_id)
    may_write_plan(request.actor, plan.case).enforce()
    return plan, KINDS[what]


def _line(request: Request, plan: Plan, kind: Kind, line_id: UUID | None) -> Any:
    rows = kind.model.objects.visible_to(request.actor)
    line = get_object_or_404(rows, pk=line_id, plan=plan)
    line.plan = plan
    return line


def _form(
    request: Request, plan: Plan, kind: Kind, initial: dict[str, Any], data: Any = None
) -> Any:
    posted = data or request.POST or None
    actor, case = request.actor, plan.case
    if kind.model is Goal:
        return forms.GoalForm(
            posted, actor=actor, initial=initial, members=members_now(actor, case),
            needs=open_needs(actor, case),
        )  # fmt: skip
    if kind.model is PlanAction:
        choosable = Choosable(actor, case)
        return forms.ActionForm(posted, actor=actor, initial=initial, choosable=choosable)
    if kind.model is Commitment:
        members = members_now(actor, case)
        return forms.CommitmentForm(posted, actor=actor, initial=initial, members=members)
    return forms.BudgetForm(posted, actor=actor, initial=initial)


def _initial(kind: Kind, line: Any) -> dict[str, Any]:
    initial = {"version": line.version} | {name: getattr(line, name) for name in kind.names}
    if kind.model is PlanAction:
        initial["who"] = forms.who_of(line)
    if kind.model is Goal:
        initial["needs"] = list(
            line.needs.unscoped("of a goal at hand").values_list("need", flat=True)
        )
    return initial


def _write(request: Request, plan: Plan, kind: Kind, form: Any, goal: Goal | None) -> None:
    values, by = form.values(), request.actor
    if kind.model is Goal:
        plan_lines.add_goal(plan, by=by, values=values, needs=form.cleaned_data["needs"])
    elif goal is not None:
        plan_lines.add_action(goal, by=by, values=values)
    else:
        plan_lines.add_line(kind.model, plan, by=by, values=values)


def _rewrite(request: Request, kind: Kind, line: Any, form: Any) -> None:
    values, by = form.values(), request.actor
    expected = form.cleaned_data["version"] or 0
    if kind.model is Goal:
        needs = form.cleaned_data["needs"]
        plan_lines.change_goal(line, by=by, expected=expected, values=values, needs=needs)
    elif kind.model is PlanAction:
        plan_lines.change_action(line, by=by, expected=expected, values=values)
    else:
        plan_lines.change_line(line, by=by, expected=expected, values=values)


def _both(request: Request, plan: Plan, kind: Kind, stale: StaleVersion) -> HttpResponse:
    """The form again with what was typed, over the version that is there now, and the other text."""
    data = request.POST.copy()
    data["version"] = str(stale.record.version)
    data["idempotency_key"] = str(uuid.uuid4())
    form = _form(request, plan, kind, {}, data)
    both = stale.differences()
    return _form_page(request, plan, form, title=kind.change, differences=both, status=409)


def _first_words(request: Request, kind: Kind) -> dict[str, Any]:
    """A goal may begin from a template: words to be made the person's own."""
    template = TEMPLATES.get(request.GET.get("modello", "")) if kind.model is Goal else None
    if template is None:
        return {}
    return {
        "theme": template.theme,
        "statement": str(template.statement),
        "indicator": str(template.indicator),
        "target": str(template.target),
        "horizon_on": today() + dt.timedelta(days=template.days),
    }


def _templates() -> list[tuple[str, list[Any]]]:
    return [
        (str(theme.label), [each for each in TEMPLATES.values() if each.theme == theme])
        for theme in GoalTheme
    ]


def _form_page(
    request: Request, plan: Plan, form: Any, *, title: Any, status: int | None = None, **more: Any
) -> HttpResponse:
    page = form_page(
        request, plan.case, form, title=str(title), label=_("Salva"),
        template="cases/plan_act.html", plan=plan, **more,
    )  # fmt: skip
    page.status_code = status or page.status_code
    return page


def _back(plan: Plan) -> str:
    return plan.get_absolute_url()


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
