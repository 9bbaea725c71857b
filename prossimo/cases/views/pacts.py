"""A project agreed: an answer for each goal, the signatures, the pact to hand over, two versions compared."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post
from prossimo.cases import plan_words
from prossimo.cases.forms.agreeing import AnswersForm, SignForm
from prossimo.cases.models import CaseWorker, Plan
from prossimo.cases.operations import agreeing
from prossimo.cases.pact_words import pact_sheet
from prossimo.cases.policies.plan import may_write_plan
from prossimo.cases.queries.agreed import answers_of, holding_signatures
from prossimo.cases.queries.comparing import compared
from prossimo.cases.queries.pact import goals_of, text_of
from prossimo.cases.queries.planning import members_now
from prossimo.cases.views.answering import METHODS, answered, form_page
from prossimo.cases.views.plans import plan_or_404
from prossimo.citizens.models import Representation
from prossimo.core import exports, letterheads, pdf
from prossimo.core.exports import Format
from prossimo.core.http import Request
from prossimo.core.periods import today

ITALIAN = "it"
LANGUAGES = (ITALIAN, "en")


@require_http_methods(METHODS)
def plan_answers(request: Request, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """What the person says of each goal: yes, no, and later that they thought again."""
    plan = plan_or_404(request, case_id, plan_id)
    actor = request.actor
    may_write_plan(actor, plan.case).enforce()
    goals = goals_of(actor, plan)
    known = {key: last.answer for key, last in answers_of(actor, goals).items() if last.holds}
    members = members_now(actor, plan.case)
    first = members.filter(person=plan.case.person_id).first()
    form = AnswersForm(
        request.POST or None, actor=actor, goals=goals, known=known, members=members,
        initial={"member": first.pk if first else None},
    )  # fmt: skip

    def run() -> str:
        agreeing.answer_goals(plan, by=actor, answers=form.answers(), values=form.values())
        return plan.get_absolute_url()

    done = answered(request, form, run, done=_("Risposte annotate."))
    return done or form_page(
        request, plan.case, form, title=_("Che cosa ne dice, obiettivo per obiettivo"),
        label=_("Annota"), template="cases/plan_act.html", plan=plan,
    )  # fmt: skip


@require_http_methods(METHODS)
def plan_sign(request: Request, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """One signature: drawn here, on paper (with or without its sheet), or made elsewhere."""
    plan = plan_or_404(request, case_id, plan_id)
    actor = request.actor
    may_write_plan(actor, plan.case).enforce()
    given = CaseWorker.objects.visible_to(actor).filter(case=plan.case).in_force()
    decrees = Representation.objects.visible_to(actor).filter(
        person=plan.case.person_id, period__contains=today()
    )
    form = SignForm(
        request.POST or None,
        request.FILES or None,
        actor=actor,
        members=members_now(actor, plan.case),
        posts=Post.objects.filter(pk__in=given.values("post")).select_related(
            "user", "organisation"
        ),
        representations=decrees,
        initial={"post": actor.post_id},
    )

    def run() -> str:
        scan = form.cleaned_data.get("scan")
        agreeing.sign_plan(plan, by=actor, values=form.values(), scan=scan)
        return plan.get_absolute_url()

    done = answered(request, form, run, done=_("Firma raccolta."))
    return done or form_page(
        request, plan.case, form, title=_("Raccogli una firma"), label=_("Salva la firma"),
        template="cases/plan_sign.html", plan=plan,
    )  # fmt: skip


@require_safe
def plan_pact(request: Request, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """The pact as it is read, and as it is handed over on paper; in another language, as a courtesy."""
    plan = plan_or_404(request, case_id, plan_id)
    language = request.GET.get("lingua", ITALIAN)
    if language not in LANGUAGES:
        raise Http404
    sheet = _sheet(request, plan, language)
    if exports.asked(request) == Format.PDF:
        journal.shown(Action.PRINT, [plan])
        content = pdf.sheet(sheet, letterheads.of(request), language=language)
        name = f"{plan.get_kind_display()}-{plan.case.number}-{plan.number}".replace("/", "-")
        return exports.attachment(content, name=name, format_=Format.PDF)
    journal.shown(Action.READ, [plan])
    context = {"case": plan.case, "plan": plan, "sheet": sheet, "spoken": language}
    return render(request, "cases/plan_pact.html", context)


def _sheet(request: Request, plan: Plan, language: str) -> pdf.Sheet:
    """What was agreed, as it was then; a draft as it is now."""
    actor = request.actor
    told: Any = plan.agreed or text_of(actor, plan)
    with translation.override(language):
        return pact_sheet(
            plan,
            told,
            answers=plan_words.told_goals(actor, plan),
            signatures=holding_signatures(actor, plan),
            courtesy=language != ITALIAN,
        )


@require_safe
def plan_compare(request: Request, case_id: UUID, plan_id: UUID, other_id: UUID) -> HttpResponse:
    """Two versions side by side: what was added, changed, left."""
    plan = plan_or_404(request, case_id, plan_id)
    rows = Plan.objects.visible_to(request.actor).filter(case=plan.case, kind=plan.kind)
    other = get_object_or_404(rows.exclude(pk=plan.pk), pk=other_id)
    other.case = plan.case
    before, after = sorted((plan, other), key=lambda each: each.number)
    journal.shown(Action.READ, [before, after])
    context = {
        "case": plan.case,
        "before": before,
        "after": after,
        "parts": compared(request.actor, before, after),
    }
    return render(request, "cases/plan_compare.html", context)
