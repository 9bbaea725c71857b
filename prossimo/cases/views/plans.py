"""The sheet «Progetto»: which there are, the one in hand, a new one, its moves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases import plan_words
from prossimo.cases.choices import MAKING_STATES, PlanState
from prossimo.cases.forms import plan as forms
from prossimo.cases.models import Case, Plan
from prossimo.cases.operations import planning
from prossimo.cases.plan_workflow import PLAN
from prossimo.cases.policies.cases import may_read_plan
from prossimo.cases.policies.plan import may_lead_plan, may_write_plan
from prossimo.cases.queries.agreed import holding_signatures
from prossimo.cases.queries.papers import signed_sheets
from prossimo.cases.queries.planning import open_needs, plans_of, steps_of
from prossimo.cases.signing import signed_of
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.cases.views.framing import frame_of
from prossimo.core.http import Request
from prossimo.core.policy import Verdict
from prossimo.core.privacy import NARRATIVE
from prossimo.core.workflow import IllegalMove


def case_planned(request: Request, case_id: UUID) -> Case:
    """The case, for who was given its project."""
    case = case_or_404(request, case_id)
    may_read_plan(request.actor, case).enforce()
    return case


def plan_or_404(request: Request, case_id: UUID, plan_id: UUID) -> Plan:
    """The version, with its case at hand for the policies."""
    case = case_planned(request, case_id)
    rows = Plan.objects.visible_to(request.actor).select_related("previous")
    plan = get_object_or_404(rows, pk=plan_id, case=case)
    plan.case = case
    return plan


@require_safe
def plan_tab(request: Request, case_id: UUID) -> HttpResponse:
    """The project in hand, or how to begin one."""
    case = case_planned(request, case_id)
    plans = plans_of(request.actor, case)
    if plans:
        plans[0].case = case
    else:
        journal.shown(Action.READ, [case])
    return _page(request, case, plans, plans[0] if plans else None)


@require_safe
def plan_detail(request: Request, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """One version of one project."""
    plan = plan_or_404(request, case_id, plan_id)
    return _page(request, plan.case, plans_of(request.actor, plan.case), plan)


def _page(request: Request, case: Case, plans: list[Plan], plan: Plan | None) -> HttpResponse:
    context = {
        **frame_of(request, case, "project"),
        "plans": [(each, plan_words.TONES.get(each.state, "neutral")) for each in plans],
        "plan": plan,
        "writes": bool(may_write_plan(request.actor, case)),
        "needs": open_needs(request.actor, case),
        **(_shown(request.actor, plan) if plan is not None else {}),
    }
    return render(request, "cases/plan.html", context)


def _shown(actor: Actor, plan: Plan) -> dict[str, Any]:
    journal.shown(Action.READ, [plan])
    may = bool(may_write_plan(actor, plan.case))
    signatures = holding_signatures(actor, plan)
    tells = actor.ceiling >= NARRATIVE
    return {
        "plan_tone": plan_words.TONES.get(plan.state, "neutral"),
        "goals": plan_words.told_goals(actor, plan),
        "sides": plan_words.told_commitments(actor, plan),
        **plan_words.told_budget(actor, plan),
        "plan_facts": plan_words.plan_facts(actor, plan),
        "signatures": signed_of(signatures, signed_sheets(actor, plan.case, signatures)),
        "steps": plan_words.step_entries(steps_of(actor, plan), tells=tells),
        "drafts": may and plan.is_draft,
        "marks": may and plan.in_force,
        "answers": may and not plan.is_over,
        "signs": may and plan.state in {PlanState.SHARED, PlanState.SIGNED},
        "plan_moves": offered(actor, plan),
        "making": plan.state in MAKING_STATES,
    }


@require_http_methods(METHODS)
def plan_new(request: Request, case_id: UUID) -> HttpResponse:
    """Begin to write one."""
    case = case_planned(request, case_id)
    may_write_plan(request.actor, case).enforce()
    form = forms.PlanForm(request.POST or None, actor=request.actor)

    def run() -> str:
        values = form.values()
        kind = values.pop("kind")
        made = planning.make_plan(case, by=request.actor, kind=kind, values=values)
        return made.get_absolute_url()

    done = answered(request, form, run, done=_("Cominciato: ora gli obiettivi."))
    title = _("Comincia un progetto")
    return done or form_page(request, case, form, title=title, label=_("Comincia"))


@dataclass(frozen=True, slots=True)
class PlanMove:
    """One thing that can be done with a version: who may, what is asked, what it does."""

    key: str  # as it stands in the address
    label: Any
    move: str  # of the table; empty where it is none
    policy: Callable[[Actor, Case], Verdict]
    form: type[Any]
    run: Callable[..., Plan]
    done: Any


MOVES = {
    each.key: each
    for each in (
        PlanMove("condividi", gettext_lazy("Condividi"), "share", may_write_plan,
                 forms.VersionedForm, planning.share_plan,
                 gettext_lazy("Condiviso: ora le risposte e le firme.")),
        PlanMove("riscrivi", gettext_lazy("Torna a scriverlo"), "take_back", may_write_plan,
                 forms.ReasonForm, planning.take_back, gettext_lazy("È di nuovo una bozza.")),
        PlanMove("comincia", gettext_lazy("Fallo partire"), "activate", may_lead_plan,
                 forms.BeginForm, planning.activate_plan, gettext_lazy("È in corso.")),
        PlanMove("rivedi", gettext_lazy("Rivedi"), "revise", may_write_plan, forms.ReasonForm,
                 planning.revise_plan,
                 gettext_lazy("C'è una nuova versione da scrivere: quella di prima vale ancora.")),
        PlanMove("sospendi", gettext_lazy("Sospendi"), "suspend", may_lead_plan, forms.ReasonForm,
                 planning.suspend_plan, gettext_lazy("Sospeso.")),
        PlanMove("riprendi", gettext_lazy("Riprendi"), "resume", may_lead_plan, forms.ReasonForm,
                 planning.resume_plan, gettext_lazy("Di nuovo in corso.")),
        PlanMove("concludi", gettext_lazy("Concludi"), "end", may_lead_plan, forms.EndPlanForm,
                 planning.end_plan, gettext_lazy("Concluso.")),
        PlanMove("interrompi", gettext_lazy("Interrompi"), "interrupt", may_write_plan,
                 forms.ReasonForm, planning.interrupt_plan, gettext_lazy("Interrotto.")),
    )
}  # fmt: skip


def fits(each: PlanMove, plan: Plan) -> bool:
    return plan.state in next(move for move in PLAN if move.name == each.move).sources


def may_make(actor: Actor, each: PlanMove, plan: Plan) -> Verdict:
    """Stopping what is in force is for who leads; what is being written, for who writes it."""
    leads = each.key == "interrompi" and plan.state not in MAKING_STATES
    return (may_lead_plan if leads else each.policy)(actor, plan.case)


def offered(actor: Actor, plan: Plan) -> list[PlanMove]:
    """The moves that this reader may make now."""
    return [each for each in MOVES.values() if fits(each, plan) and may_make(actor, each, plan)]


@require_http_methods(METHODS)
def plan_move(request: Request, case_id: UUID, plan_id: UUID, move: str) -> HttpResponse:
    """One move of a version: its form, then back to it."""
    plan = plan_or_404(request, case_id, plan_id)
    if move == "modifica":
        return _change(request, plan)
    if move not in MOVES:
        raise Http404
    chosen = MOVES[move]
    may_make(request.actor, chosen, plan).enforce()
    if not fits(chosen, plan):
        said = {"move": chosen.label, "state": plan.get_state_display()}
        raise IllegalMove(_("«%(move)s» non è possibile: lo stato attuale è «%(state)s».") % said)
    form = chosen.form(request.POST or None, actor=request.actor, initial={"version": plan.version})

    def run() -> str:
        expected = form.cleaned_data["version"] or 0
        chosen.run(plan, by=request.actor, expected=expected, **form.values())
        return _after(plan, move)

    done = answered(request, form, run, done=str(chosen.done))
    label = str(chosen.label)
    return done or form_page(
        request, plan.case, form, title=label, label=label, template="cases/plan_act.html",
        plan=plan, move=move,
    )  # fmt: skip


def _after(plan: Plan, move: str) -> str:
    """To the new version where one was made."""
    following = Plan.objects.unscoped("just made by the same hands").filter(previous=plan)
    new = following.filter(state=PlanState.DRAFT).first() if move == "rivedi" else None
    return (new or plan).get_absolute_url()


def _change(request: Request, plan: Plan) -> HttpResponse:
    may_write_plan(request.actor, plan.case).enforce()
    initial = {name: getattr(plan, name) for name in ("version", "aim", "review_every")}
    form = forms.PlanForm(request.POST or None, actor=request.actor, initial=initial, known=True)
    if plan.state != PlanState.DRAFT:
        del form.fields["aim"]

    def run() -> str:
        expected = form.cleaned_data["version"] or 0
        planning.change_plan(plan, by=request.actor, expected=expected, values=form.values())
        return plan.get_absolute_url()

    done = answered(request, form, run, done=_("Aggiornato."))
    return done or form_page(
        request, plan.case, form, title=_("Modifica il progetto"), label=_("Salva"),
        template="cases/plan_act.html", plan=plan,
    )  # fmt: skip
