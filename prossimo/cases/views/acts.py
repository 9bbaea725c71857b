"""The acts of a case, one page each: moves of its life, who follows it, who is in it, its needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from prossimo.access.queries.allocation import caseworkers
from prossimo.accounts.rules import Actor
from prossimo.cases.case_words import rule_in_words
from prossimo.cases.forms import cases as forms
from prossimo.cases.forms.closing import CloseForm
from prossimo.cases.models import Case, CaseMember, CaseNeed, CaseWorker
from prossimo.cases.operations import closing, moving, parts
from prossimo.cases.operations.closing import goals_to_end, projects_to_end
from prossimo.cases.operations.ending import live_projects, still_open
from prossimo.cases.policies import cases as policies
from prossimo.cases.queries.cases import proposed_intensity
from prossimo.cases.queries.meetings import threads_of
from prossimo.cases.queries.workers import may_enter
from prossimo.cases.rules import propose_outcome
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.cases.workflow import CASE
from prossimo.core.http import Request
from prossimo.core.policy import Verdict
from prossimo.core.workflow import IllegalMove

Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done with a case: who may, what is asked, what it does."""

    key: str  # as it stands in the address
    label: Any
    policy: Callable[[Actor, Case], Verdict]
    form: Callable[[Request, Case], Any]
    run: Callable[[Case, Actor, Given], object]
    done: Any
    move: str = ""  # of the table, where it is one
    live: bool = True  # only on a case that is not closed


def _version(form: type[Any], **more: Any) -> Callable[[Request, Case], Any]:
    def build(request: Request, case: Case) -> Any:
        initial = {"version": case.version}
        return form(request.POST or None, actor=request.actor, initial=initial, **more)

    return build


def _assign_form(request: Request, case: Case) -> Any:
    posts = caseworkers(request.actor, case.municipality_id)
    if case.owner_id:
        posts = posts.exclude(pk=case.owner_id)
    initial = {"version": case.version}
    return forms.AssignForm(request.POST or None, actor=request.actor, posts=posts, initial=initial)


def _close_form(request: Request, case: Case) -> Any:
    """The outcome that the goals propose, and what becomes of what is still open."""
    actor = request.actor
    results = [thread.goal.state for thread in threads_of(actor, case)]
    plans = projects_to_end(actor, case)
    goals = goals_to_end(actor, plans)
    return CloseForm(
        request.POST or None, actor=actor, initial={"version": case.version},
        proposed=propose_outcome(results), tasks=still_open(case)["task"],
        projects=[(plan, goals[plan.pk]) for plan in plans],
        unseen=live_projects(case).in_force - len(plans),
    )  # fmt: skip


def _change_form(request: Request, case: Case) -> Any:
    names = ("user_area", "at_risk", "protected", "intensity", "intensity_why", "review_on")
    initial = {"version": case.version} | {name: getattr(case, name) for name in names}
    return forms.ChangeForm(request.POST or None, actor=request.actor, initial=initial)


def _member_form(request: Request, case: Case) -> Any:
    people = may_enter(request.actor, case)
    return forms.MemberForm(request.POST or None, actor=request.actor, people=people)


def _worker_form(request: Request, case: Case) -> Any:
    return forms.WorkerForm(request.POST or None, actor=request.actor)


def _need_form(request: Request, case: Case) -> Any:
    known = CaseNeed.objects.visible_to(request.actor, case).filter(met_on=None)
    return forms.NeedForm(
        request.POST or None, actor=request.actor, known=known.values_list("need", flat=True)
    )


def _with_version(operation: Callable[..., object]) -> Callable[[Case, Actor, Given], object]:
    def run(case: Case, by: Actor, told: Given) -> object:
        rest = {name: value for name, value in told.items() if name not in {"version"}}
        return operation(case, by=by, expected=told["version"], **_plain(rest))

    return run


def _plain(told: Given) -> Given:
    """What the form asked, without what belongs to the form itself."""
    return {name: value for name, value in told.items() if name != "idempotency_key"}


def _change(case: Case, by: Actor, told: Given) -> object:
    values = {name: value for name, value in _plain(told).items() if name != "version"}
    return parts.change_case(case, by=by, expected=told["version"], values=values)


def _reserve(restricted: bool) -> Callable[[Case, Actor, Given], object]:
    def run(case: Case, by: Actor, told: Given) -> object:
        return moving.reserve_case(
            case, by=by, expected=told["version"], restricted=restricted, why=told["why"]
        )

    return run


ACTS = {
    act.key: act
    for act in (
        Act("prendi", gettext_lazy("Prendi in carico"), policies.may_lead_case,
            _version(forms.DayForm), _with_version(moving.take_charge),
            gettext_lazy("Presa in carico da oggi tua."), "take_charge"),
        Act("assegna", gettext_lazy("Assegna"), policies.may_staff_case, _assign_form,
            _with_version(moving.assign_case), gettext_lazy("Assegnata."), ""),
        Act("sospendi", gettext_lazy("Sospendi"), policies.may_lead_case,
            _version(forms.SuspendForm), _with_version(moving.suspend_case),
            gettext_lazy("Sospesa."), "suspend"),
        Act("riprendi", gettext_lazy("Riprendi"), policies.may_lead_case,
            _version(forms.WhyForm), _with_version(moving.resume_case),
            gettext_lazy("Di nuovo in carico."), "resume"),
        Act("chiudi", gettext_lazy("Chiudi"), policies.may_staff_case,
            _close_form, _with_version(closing.close_case),
            gettext_lazy("Chiusa: resta nella storia della persona."), "close"),
        Act("riapri", gettext_lazy("Riapri"), policies.may_reopen_case,
            _version(forms.WhyForm), _with_version(moving.reopen_case),
            gettext_lazy("Riaperta: ora si prende di nuovo in carico."), "reopen", live=False),
        Act("modifica", gettext_lazy("Area, intensità e revisione"), policies.may_write_case,
            _change_form, _change, gettext_lazy("Aggiornata.")),
        Act("riserva", gettext_lazy("Rendi riservata"), policies.may_lead_case,
            _version(forms.WhyForm), _reserve(True),
            gettext_lazy("Riservata: la vede solo chi la segue.")),
        Act("mostra", gettext_lazy("Non più riservata"), policies.may_lead_case,
            _version(forms.WhyForm), _reserve(False), gettext_lazy("Non è più riservata.")),
        Act("persona", gettext_lazy("Aggiungi una persona"), policies.may_write_case,
            _member_form, lambda case, by, told: parts.add_member(case, by=by, **_plain(told)),
            gettext_lazy("Persona aggiunta.")),
        Act("operatore", gettext_lazy("Aggiungi chi la segue"), policies.may_staff_case,
            _worker_form, lambda case, by, told: parts.add_worker(case, by=by, **_plain(told)),
            gettext_lazy("Ora la segue anche questa persona.")),
        Act("bisogno", gettext_lazy("Aggiungi un bisogno"), policies.may_write_case,
            _need_form, lambda case, by, told: parts.add_need(case, by=by, **_plain(told)),
            gettext_lazy("Bisogno aggiunto.")),
    )
}  # fmt: skip
ON_TOP = ("prendi", "assegna", "riprendi", "sospendi", "chiudi", "riapri", "riserva", "mostra")


def fits(act: Act, case: Case) -> bool:
    """Whether the act makes sense for the case as it stands."""
    if act.key == "riserva" and case.restricted:
        return False
    if act.key == "mostra" and not case.restricted:
        return False
    if act.move:
        return case.state in next(move for move in CASE if move.name == act.move).sources
    return case.is_live or not act.live


def offered(actor: Actor, case: Case) -> list[Act]:
    """The moves that this reader may make now; the first is the obvious one."""
    return [ACTS[key] for key in ON_TOP if fits(ACTS[key], case) and ACTS[key].policy(actor, case)]


@require_http_methods(METHODS)
def case_act(request: Request, case_id: UUID, act: str) -> HttpResponse:
    """One act of a case: its form, then back to the case."""
    if act not in ACTS:
        raise Http404
    case, chosen = case_or_404(request, case_id), ACTS[act]
    chosen.policy(request.actor, case).enforce()
    if not fits(chosen, case):
        said = {"move": chosen.label, "state": case.get_state_display()}
        raise IllegalMove(_("«%(move)s» non è possibile: lo stato attuale è «%(state)s».") % said)
    form = chosen.form(request, case)

    def run() -> str:
        chosen.run(case, request.actor, form.cleaned_data)
        return case.get_absolute_url()

    done = answered(request, form, run, done=str(chosen.done))
    if done is not None:
        return done
    more: Given = {}
    if act == "modifica":
        more["rule"], more["signs"] = rule_in_words(proposed_intensity(case))
        more["rule_open"] = True
    label = str(chosen.label)
    button = label if chosen.move else _("Salva")
    return form_page(request, case, form, title=label, label=button, act=act, **more)


@require_http_methods(METHODS)
def member_end(request: Request, case_id: UUID, member_id: UUID) -> HttpResponse:
    """Somebody leaves the case."""
    case = case_or_404(request, case_id)
    policies.may_write_case(request.actor, case).enforce()
    rows = CaseMember.objects.visible_to(request.actor).select_related("person", "case")
    member = get_object_or_404(rows, pk=member_id, case=case)
    initial = {"version": member.version}
    form = forms.EndForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        told = form.cleaned_data
        parts.end_member(member, by=request.actor, expected=told["version"], last=told["last"])
        return case.get_absolute_url()

    title = _("%(name)s non è più nel caso") % {"name": member.person.full_name}
    done = answered(request, form, run, done=_("Aggiornato."))
    return done or form_page(request, case, form, title=title, label=_("Conferma"))


@require_http_methods(METHODS)
def worker_end(request: Request, case_id: UUID, worker_id: UUID) -> HttpResponse:
    """Somebody follows the case no more, from now."""
    case = case_or_404(request, case_id)
    policies.may_staff_case(request.actor, case).enforce()
    rows = CaseWorker.objects.visible_to(request.actor).select_related("post__user", "case")
    worker = get_object_or_404(rows, pk=worker_id, case=case)
    initial = {"version": worker.version}
    form = forms.VersionForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        parts.end_worker(worker, by=request.actor, expected=form.cleaned_data["version"])
        return case.get_absolute_url()

    name = worker.post.user.get_full_name()
    title = _("%(name)s non la segue più") % {"name": name}
    done = answered(request, form, run, done=_("Da adesso non la vede più."))
    return done or form_page(request, case, form, title=title, label=_("Conferma"))


@require_http_methods(METHODS)
def need_met(request: Request, case_id: UUID, need_id: UUID) -> HttpResponse:
    """A need is answered."""
    case = case_or_404(request, case_id)
    policies.may_write_case(request.actor, case).enforce()
    rows = CaseNeed.objects.visible_to(request.actor).select_related("need", "case")
    need = get_object_or_404(rows, pk=need_id, case=case, met_on=None)
    initial = {"version": need.version, "note": need.note}
    form = forms.MeetForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        told = form.cleaned_data
        parts.meet_need(need, by=request.actor, expected=told["version"], note=told["note"])
        return case.get_absolute_url()

    title = _("Bisogno risolto: %(need)s") % {"need": need.need}
    done = answered(request, form, run, done=_("Bisogno risolto."))
    return done or form_page(request, case, form, title=title, label=_("Conferma"))
