"""Protect an address, ask to read what is protected, answer, read it for an hour, close."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Right
from prossimo.citizens import policies
from prossimo.citizens.choices import Compartment, SealState
from prossimo.citizens.forms.seals import (
    BEFORE,
    AdoptionForm,
    AnswerForm,
    AskOpeningForm,
    ConfirmForm,
    SealResidenceForm,
)
from prossimo.citizens.models import Person, SealOpening
from prossimo.citizens.operations import seals as operations
from prossimo.citizens.queries import members_of, seals
from prossimo.citizens.views.addresses import FIELD_OF, address_or_404, details_url, writable_or_404
from prossimo.citizens.views.person import frame_of, person_url
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.ui.telling import tell

METHODS = ["GET", "HEAD", "POST"]
OPENINGS = "seal-openings"  # the purpose is stated once for the whole list


def _sealable(request: Request, person_id: uuid.UUID) -> Person:
    person = writable_or_404(request, person_id)
    policies.may_ask_opening(request.actor, person).enforce()
    return person


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def residence_seal(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """Protect the residence, after saying what that means."""
    person = _sealable(request, person_id)
    others = _at_the_same_address(request, person)
    form = SealResidenceForm(request.POST or None, actor=request.actor, others=others)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(form.once(lambda: _sealed(request, person, form)))
        except ValidationError as error:
            tell(form, error, FIELD_OF)
    street = " ".join(filter(None, [person.street, person.street_number]))
    return _seal_page(request, person, form, street)


def _at_the_same_address(request: Request, person: Person) -> list[Person]:
    """Who of the household would still tell where the person lives."""
    if not person.street:
        return []
    others = members_of(request.actor, person.household_id, but=person.pk)
    return [
        other
        for other in others
        if (other.street, other.street_number) == (person.street, person.street_number)
        and policies.may_write_person(request.actor, other)
    ]


def _sealed(request: Request, person: Person, form: SealResidenceForm) -> str:
    also = form.cleaned_data.get("also") or []
    operations.seal_residence(person.pk, by=request.actor, also=also)
    messages.success(request, _("Residenza protetta: sulla scheda non c'è più."))
    return details_url(person)


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def address_seal(request: Request, person_id: uuid.UUID, address_id: uuid.UUID) -> HttpResponse:
    """Protect an address besides the residence."""
    person = _sealable(request, person_id)
    address = address_or_404(request, person, address_id)
    form = ConfirmForm(request.POST or None, actor=request.actor)

    def run() -> str:
        operations.seal_address(address.pk, by=request.actor)
        messages.success(request, _("Indirizzo protetto: sulla scheda non c'è più."))
        return details_url(person)

    if request.method == "POST" and form.is_valid():
        return redirect(form.once(run))
    return _seal_page(request, person, form, str(address))


def _seal_page(request: Request, person: Person, form: Any, what: str) -> HttpResponse:
    journal.shown(Action.READ, [person], purpose=request.purpose)
    context = frame_of(request, person, "") | {"form": form, "what": what}
    context["back_url"] = details_url(person)
    status = 422 if form.is_bound else 200
    return render(request, "citizens/seal.html", context, status=status)


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def opening_new(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """Ask to read what is protected, whether there is anything or not: the page does not say."""
    person = _sealable(request, person_id)
    form = AskOpeningForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(form.once(lambda: _asked(request, person, form)))
        except ValidationError as error:
            tell(form, error, FIELD_OF)
    journal.shown(Action.READ, [person], purpose=request.purpose)
    context = frame_of(request, person, "") | {
        "form": form,
        "mine": list(seals.own(request.actor).filter(person=person)[:5]),
        "back_url": details_url(person),
    }
    status = 422 if form.is_bound else 200
    return render(request, "citizens/opening_new.html", context, status=status)


def _asked(request: Request, person: Person, form: AskOpeningForm) -> str:
    given = form.cleaned_data
    operations.ask_opening(
        person.pk,
        by=request.actor,
        compartment=given["compartment"],
        reason=given["reason"],
        court_act=given["court_act"],
    )
    messages.success(request, _("Richiesta inviata: decide un'altra persona."))
    return reverse("citizens:openings")


def _may_look(request: Request) -> None:
    if not request.actor.has(Right.SEAL_OPEN):
        may(request.actor, Right.SEAL_APPROVE).enforce()


@require_safe
@states_purpose(Right.PERSON_READ, scope=OPENINGS)
def openings(request: Request) -> HttpResponse:
    """What waits for my answer, what I asked, what was answered."""
    _may_look(request)
    lists = {
        "waiting": list(seals.to_decide(request.actor)[: seals.MOST]),
        "mine": list(seals.own(request.actor)[: seals.MOST]),
        "decided": list(seals.decided(request.actor)[: seals.MOST]),
    }
    people = {one.person_id: one.person for each in lists.values() for one in each}
    journal.shown(Action.LIST, people.values(), purpose=request.purpose)
    context = {name: [_line(one) for one in each] for name, each in lists.items()}
    context["approves"] = request.actor.has(Right.SEAL_APPROVE)
    return render(request, "citizens/openings.html", context)


def _line(opening: SealOpening) -> dict[str, Any]:
    state = str(opening.get_state_display())
    over = opening.state == SealState.APPROVED and not seals.is_open(opening)
    return {
        "opening": opening,
        "url": reverse("citizens:opening", args=[opening.pk]),
        "state": _("chiusa") if over else state,
        "open": seals.is_open(opening),
        "tone": {"asked": "info", "approved": "good", "refused": "bad"}[opening.state],
    }


def _opening_or_404(request: Request, opening_id: uuid.UUID) -> SealOpening:
    _may_look(request)
    opening = seals.opening_in_sight(request.actor, opening_id)
    if opening is None:
        raise Http404
    return opening


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, scope=OPENINGS)
def opening(request: Request, opening_id: uuid.UUID) -> HttpResponse:
    """One request: who decides answers here; who asked reads here, once it is approved."""
    asked = _opening_or_404(request, opening_id)
    mine = asked.asked_by_id == request.actor.user_id
    if request.method == "POST":
        if not mine and asked.state == SealState.ASKED:
            return _answer(request, asked)
        policies.may_decide_opening(request.actor, asked).enforce()
        messages.info(request, _("Qualcuno ha già risposto a questa richiesta."))
        return redirect("citizens:opening", asked.pk)
    if mine and seals.is_open(asked):
        return _read(request, asked)
    return _request_page(request, asked, None)


def _answer(request: Request, asked: SealOpening) -> HttpResponse:
    policies.may_decide_opening(request.actor, asked).enforce()
    form = AnswerForm(request.POST, actor=request.actor)
    if form.is_valid():
        try:
            return redirect(form.once(lambda: _decided(request, asked, form)))
        except ValidationError as error:
            tell(form, error, FIELD_OF)
        except StaleVersion:
            form.add_error(None, _("Qualcuno ha già risposto a questa richiesta."))
    return _request_page(request, asked, form, status=422)


def _decided(request: Request, asked: SealOpening, form: AnswerForm) -> str:
    approve = request.POST.get("esito") == "approva"
    operations.decide_opening(
        asked.pk,
        by=request.actor,
        expected=form.cleaned_data["opened_version"],
        approve=approve,
        answer=form.cleaned_data["answer"],
    )
    said = _("Approvata: resta aperta per un'ora a chi l'ha chiesta.")
    messages.success(request, said if approve else _("Rifiutata."))
    return reverse("citizens:openings")


def _request_page(
    request: Request, asked: SealOpening, form: AnswerForm | None, status: int = 200
) -> HttpResponse:
    journal.shown(Action.READ, [asked.person], purpose=request.purpose)
    decides = policies.may_decide_opening(request.actor, asked)
    if form is None and decides and asked.state == SealState.ASKED:
        form = AnswerForm(actor=request.actor, initial={"opened_version": asked.version})
    mine = asked.asked_by_id == request.actor.user_id
    context = {"asked": asked, "line": _line(asked), "form": form, "mine": mine}
    context["person_url"] = person_url(asked.person)
    return render(request, "citizens/opening.html", context, status=status)


def _read(request: Request, asked: SealOpening) -> HttpResponse:
    """What is sealed, under a red banner; when the hour is over the page goes by itself."""
    journal.shown(Action.READ, [asked.person], purpose=request.purpose)
    operations.note_reading(asked)
    found = seals.opened_by(request.actor, asked)
    journal.shown(Action.READ, [tie.other for tie in found.ties], purpose=request.purpose)
    context = {
        "asked": asked,
        "person_url": person_url(asked.person),
        "places": found.places,
        "ties": [(tie, person_url(tie.other)) for tie in found.ties],
        "left": seals.left_in_words(asked),
        "is_address": asked.compartment == Compartment.ADDRESS,
        "form": ConfirmForm(actor=request.actor),
    }
    answer = render(request, "citizens/opened.html", context)
    answer["Refresh"] = f"{seals.seconds_left(asked)}; url={request.path}"
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def opening_left(request: Request, opening_id: uuid.UUID) -> HttpResponse:
    """How much of the hour is left, in words; when it is over the page is left too."""
    asked = _opening_or_404(request, opening_id)
    if asked.asked_by_id != request.actor.user_id:
        raise Http404
    if not seals.is_open(asked):
        return HttpResponse(headers={"HX-Redirect": reverse("citizens:opening", args=[asked.pk])})
    context = {"asked": asked, "left": seals.left_in_words(asked)}
    return render(request, "citizens/parts/opening_left.html", context)


@require_POST
def opening_end(request: Request, opening_id: uuid.UUID) -> HttpResponse:
    """Close before the hour."""
    asked = _opening_or_404(request, opening_id)
    operations.end_opening(asked, by=request.actor)
    messages.success(request, _("Chiusa: per rileggere serve una nuova richiesta."))
    return redirect("citizens:openings")


@require_POST
def address_unseal(request: Request, opening_id: uuid.UUID, address_id: uuid.UUID) -> HttpResponse:
    """Take the protection away from an address that is open now."""
    asked = _opening_or_404(request, opening_id)
    if asked.asked_by_id != request.actor.user_id or not seals.is_open(asked):
        raise Http404
    if address_id not in {place.id for place in seals.opened_by(request.actor, asked).places}:
        raise Http404
    operations.unseal_address(asked, address_id, by=request.actor)
    messages.success(request, _("Protezione tolta: l'indirizzo è di nuovo sulla scheda."))
    return redirect(details_url(asked.person))


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def adoption(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """Tie the two identities of an adopted person; the tie is sealed as soon as it is written."""
    person = _sealable(request, person_id)
    form = AdoptionForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(form.once(lambda: _tied(request, person, form)))
        except ValidationError as error:
            tell(form, error, FIELD_OF)
    journal.shown(Action.READ, [person], purpose=request.purpose)
    context = frame_of(request, person, "") | {"form": form, "back_url": details_url(person)}
    status = 422 if form.is_bound else 200
    return render(request, "citizens/adoption.html", context, status=status)


def _tied(request: Request, person: Person, form: AdoptionForm) -> str:
    given = form.cleaned_data
    pair = [person.pk, given["other"].pk]
    before, after = pair if given["this_is"] == BEFORE else reversed(pair)
    operations.link_adoption(before, after, by=request.actor, court_act=given["court_act"])
    messages.success(request, _("Legame protetto: si legge solo con l'atto del tribunale."))
    return details_url(person)
