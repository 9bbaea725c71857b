"""The ISEE of somebody, asked of INPS: the question, then the answer beside what is on file."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Right
from prossimo.citizens import policies
from prossimo.citizens.exchange import sources
from prossimo.citizens.exchange.faults import ExchangeFault
from prossimo.citizens.exchange.wording import sentence
from prossimo.citizens.forms.isee import IseeAskForm
from prossimo.citizens.models import Person
from prossimo.citizens.operations import isee as operations
from prossimo.citizens.queries.isee import compared
from prossimo.citizens.views.person import frame_of, person_or_404
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def isee_ask(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """Say for what the ISEE is needed; what INPS answers is read on the next page."""
    person = _writable(request, person_id)
    key = drafts.key_of("isee-ask", person.pk)
    form = IseeAskForm(request.POST or None, actor=request.actor, draft_key=key)
    offered = bool(sources.isee_offered() and person.tax_code)
    if request.method != "POST":
        drafts.fill(form, request.actor, key)
    elif offered and form.is_valid():
        try:
            return redirect(form.once(lambda: _asked(request, person, form, key)))
        except ExchangeFault as fault:
            form.add_error(None, sentence(fault))
    journal.shown(Action.READ, [person], purpose=request.purpose)
    context = _frame(request, person) | {"form": form, "offered": offered, "draft_key": key}
    status = 422 if form.is_bound else 200
    return render(request, "citizens/isee_ask.html", context, status=status)


def _asked(request: Request, person: Person, form: IseeAskForm, key: str) -> str:
    user = request.user.get_username()
    query = form.query(person.tax_code)
    found = operations.ask_inps(person, query, by=request.actor, user=user)
    drafts.discard(request.actor, key)
    if found:
        return reverse("citizens:isee_told", args=[person.pk])
    messages.info(
        request,
        _("Non risulta nessuna attestazione ISEE in vigore in quel giorno per questa persona."),
    )
    return reverse("citizens:person_means", args=[person.pk])


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def isee_told(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """The answer beside the file; nothing is written before somebody says yes."""
    person = _writable(request, person_id)
    answer = operations.answer_of(person, by=request.actor)
    if answer is None:
        messages.info(request, _("La risposta non c'è più, o è di ieri: chiedila di nuovo."))
        return redirect("citizens:isee_ask", person.pk)
    back = redirect("citizens:person_means", person.pk)
    told = compared(request.actor, person, answer.certificate)
    if request.method == "POST" and "drop" in request.POST:
        operations.forget_answer(person, by=request.actor)
        messages.success(request, _("Sulla scheda non è cambiato niente."))
        return back
    if request.method == "POST" and told.names_the_person:
        if problem := _write(request, person, answer):
            messages.error(request, problem)
            return redirect("citizens:isee_told", person.pk)
        messages.success(request, _("Scritto sulla scheda, come verificato."))
        return back
    journal.shown(Action.READ, [person], purpose=request.purpose)
    context = _frame(request, person) | {"answer": answer, "told": told}
    return render(request, "citizens/isee_told.html", context)


def _write(request: Request, person: Person, answer: operations.Answered) -> str:
    """Why it was not written, in a sentence; nothing where it was."""
    try:
        operations.write_answer(person, answer, by=request.actor, seen=request.POST.get("seen", ""))
    except (operations.FileChanged, StaleVersion):
        return _("Intanto qualcuno ha cambiato la scheda: guarda di nuovo la differenza.")
    except ValidationError as error:
        return _("L'INPS ha risposto una cosa che qui non si può scrivere: %(why)s") % {
            "why": " ".join(error.messages)
        }
    return ""


def _writable(request: Request, person_id: uuid.UUID) -> Person:
    """The person, for who may write their means; for the others the page does not exist."""
    person = person_or_404(request, person_id)
    if not policies.may_read_economy(request.actor, person):
        raise Http404
    policies.may_write_economy(request.actor, person).enforce()
    return person


def _frame(request: Request, person: Person) -> dict[str, Any]:
    return frame_of(request, person, "person_means") | {
        "back_url": reverse("citizens:person_means", args=[person.pk]),
        "source": sources.isee_offered(),
    }
