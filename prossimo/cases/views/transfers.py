"""A case passes to others: asked from its page, answered from the sheet, told in both."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Right
from prossimo.cases.choices import TransferKind
from prossimo.cases.forms.transfer import AnswerForm, TransferForm, WithdrawForm
from prossimo.cases.handing_words import TONES, destination_of, sheet_of
from prossimo.cases.models import Case, CaseTransfer
from prossimo.cases.operations import transfer as operations
from prossimo.cases.package import package_of
from prossimo.cases.policies import transfer as policies
from prossimo.cases.policies.cases import may_staff_case
from prossimo.cases.queries import cases as reads
from prossimo.cases.queries import transfers as queries
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.cases.views.framing import frame_of
from prossimo.core import pdf
from prossimo.core.http import Request

ON_PAGE = 50


@require_safe
def transfer_list(request: Request) -> HttpResponse:
    """What waits for one's answer, and what became of what one asked."""
    actor = request.actor
    policies.may_pass_cases(actor).enforce()
    waiting = queries.to_answer(actor)
    asked = list(queries.asked(actor).order_by("-created_at", "pk")[:ON_PAGE])
    journal.shown(Action.LIST, {row.pk: row for row in (*waiting, *asked)}.values())
    context = {
        "waiting": [(row, destination_of(row)) for row in waiting],
        "asked": [(row, destination_of(row), TONES[row.state]) for row in asked],
    }
    return render(request, "cases/transfer_list.html", context)


@require_http_methods(METHODS)
def transfer_new(request: Request, case_id: UUID) -> HttpResponse:
    """Ask that the case pass: until it is accepted it stays where it is."""
    case = case_or_404(request, case_id)
    policies.may_ask_transfer(request.actor, case).enforce()
    form = TransferForm(request.POST or None, actor=request.actor, case=case)

    def run() -> str:
        told = form.cleaned_data
        operations.ask_transfer(
            case, by=request.actor, kind=told["kind"], why=told["why"], **form.values()
        )
        return reverse("cases:handling", args=[case.pk])

    done = answered(request, form, run, done=_("Chiesto: finché non risponde, resta com'è."))
    return done or form_page(
        request, case, form, title=_("Passa la presa in carico"), label=_("Chiedi il passaggio")
    )


@require_http_methods(METHODS)
def transfer(request: Request, transfer_id: UUID) -> HttpResponse:
    """The sheet: who asks, why, how much it asks; here one answers."""
    row = _transfer_or_404(request, transfer_id)
    actor = request.actor
    journal.shown(Action.READ, [row])
    answers = row.waits and bool(policies.may_answer_transfer(actor, row))
    if request.method == "POST":
        policies.may_answer_transfer(actor, row).enforce()
    bound = request.POST if request.method == "POST" else None
    form = AnswerForm(bound, actor=actor, transfer=row, initial={"version": row.version})
    done = answered(request, form, lambda: _answer(request, row, form), done=_("Hai risposto."))
    if done is not None:
        return done
    sees_case = bool(policies.may_read_case_of(actor, row))
    context = {
        "transfer": row,
        "where": destination_of(row),
        "sheet": sheet_of(row),
        "tone": TONES[row.state],
        "form": form if answers else None,
        "sees_case": sees_case,
        "withdraws": row.waits and sees_case and bool(may_staff_case(actor, row.case)),
        "packs": sees_case and row.kind == TransferKind.OUTSIDE,
    }
    status = 422 if form.is_bound else 200
    return render(request, "cases/transfer.html", context, status=status)


def _answer(request: Request, row: CaseTransfer, form: AnswerForm) -> str:
    told, by = form.cleaned_data, request.actor
    if told["decision"] == "refuse":
        operations.refuse_transfer(row, by=by, expected=told["version"], answer=told["answer"])
    elif row.kind == TransferKind.OUTSIDE:
        operations.hand_out(row, by=by, expected=told["version"], answer=told["answer"])
    else:
        operations.accept_transfer(row, by=by, to=told.get("to"), answer=told["answer"])
        if Case.objects.visible_to(by).filter(pk=row.case_id).exists():
            return reverse("cases:case", args=[row.case_id])
    return reverse("cases:transfer", args=[row.pk])


@require_http_methods(METHODS)
def transfer_withdraw(request: Request, transfer_id: UUID) -> HttpResponse:
    """Who asked changes their mind."""
    row = _transfer_or_404(request, transfer_id)
    policies.may_withdraw_transfer(request.actor, row).enforce()
    form = WithdrawForm(request.POST or None, actor=request.actor, initial={"version": row.version})

    def run() -> str:
        told = form.cleaned_data
        operations.withdraw_transfer(
            row, by=request.actor, expected=told["version"], answer=told["answer"]
        )
        return reverse("cases:handling", args=[row.case_id])

    done = answered(request, form, run, done=_("Passaggio ritirato."))
    return done or form_page(
        request, row.case, form, title=_("Ritira il passaggio"), label=_("Ritira")
    )


@require_safe
def handling(request: Request, case_id: UUID) -> HttpResponse:
    """Who follows the case, who followed it, how it passed from hand to hand."""
    actor = request.actor
    case = case_or_404(request, case_id)
    journal.shown(Action.READ, [case])
    rows = queries.of_case(actor, case)
    journal.shown(Action.LIST, rows)
    workers = reads.workers_of(actor, case)
    context: dict[str, Any] = {
        **frame_of(request, case, "handling"),
        "today_workers": [worker for worker in workers if not worker.ended],
        "past_workers": [worker for worker in workers if worker.ended],
        "transfers": [(row, destination_of(row), TONES[row.state]) for row in rows],
        "staffs": bool(may_staff_case(actor, case)),
        "opens": bool(policies.may_pass_cases(actor)),
        "asks": not any(row.waits for row in rows) and bool(policies.may_ask_transfer(actor, case)),
        "assigns": case.is_live and actor.has(Right.CASE_ASSIGN),
    }
    return render(request, "cases/handling.html", context)


@require_safe
def case_package(request: Request, case_id: UUID) -> HttpResponse:
    """What is handed over: the case on paper, as far as who prints it may read it."""
    case = case_or_404(request, case_id)
    may_staff_case(request.actor, case).enforce()
    journal.shown(Action.PRINT, [case])
    number = case.number.replace("/", "-")
    return pdf.respond(request, package_of(request.actor, case), name=f"fascicolo-{number}")


def _transfer_or_404(request: Request, transfer_id: UUID) -> CaseTransfer:
    policies.may_pass_cases(request.actor).enforce()
    rows = CaseTransfer.objects.visible_to(request.actor).for_list()
    return get_object_or_404(rows, pk=transfer_id)
