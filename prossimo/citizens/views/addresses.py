"""Addresses besides the residence, the neighbourhood of a house, citizenships, death."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Right
from prossimo.citizens import operations, policies
from prossimo.citizens.forms.addresses import (
    AddressForm,
    BaseCitizenships,
    DeathForm,
    HomeForm,
    VersionForm,
    citizenship_rows,
)
from prossimo.citizens.models import Address, Person
from prossimo.citizens.queries.reach import may_reach
from prossimo.citizens.queries.sheets import citizenships_in_sight
from prossimo.citizens.views.person import frame_of, person_or_404
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.ui.telling import tell

METHODS = ["GET", "HEAD", "POST"]
FIELD_OF = {"municipality": "place", "neighbourhood": "place", "period": "until"}


@require_POST
def place_found(request: Request) -> HttpResponse:
    """While an address is typed: in which neighbourhood it lies, and how it is known."""
    may(request.actor, Right.PERSON_WRITE).enforce()
    form = HomeForm(request.POST, actor=request.actor)
    context: dict[str, Any] = {}
    if form.is_valid() and (found := form.proposal()):
        town, quarter = form.cleaned_data["place"]
        context = {"proposed": found, "town": town}
        context["chosen"] = quarter is not None and quarter != found.neighbourhood
    return render(request, "citizens/parts/place_found.html", context)


def writable_or_404(request: Request, person_id: uuid.UUID) -> Person:
    """A person whose file, with the ways to reach them, these hands may correct."""
    person = person_or_404(request, person_id)
    policies.may_write_person(request.actor, person).enforce()
    if not may_reach(request.actor):
        raise Http404
    return person


def details_url(person: Person) -> str:
    return reverse("citizens:person_details", args=[person.pk])


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def address_new(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = writable_or_404(request, person_id)
    key = drafts.key_of("address", person.pk)
    if request.method != "POST":
        form = AddressForm(actor=request.actor, draft_key=key)
        drafts.fill(form, request.actor, key)
        return _address_page(request, person, form, key)
    form = AddressForm(request.POST, actor=request.actor, draft_key=key)
    if form.is_valid():
        try:
            return redirect(form.once(lambda: _added(request, person, form, key)))
        except ValidationError as error:
            tell(form, error, FIELD_OF)
    return _address_page(request, person, form, key, status=422)


def _added(request: Request, person: Person, form: AddressForm, key: str) -> str:
    sealed = bool(form.cleaned_data.get("sealed"))
    operations.add_address(person.pk, by=request.actor, sealed=sealed, **form.values())
    drafts.discard(request.actor, key)
    said = _("Indirizzo aggiunto.")
    if sealed:
        said = _("Indirizzo protetto: da adesso si legge solo chiedendo di aprirlo.")
    messages.success(request, said)
    _tell_place(request, form)
    return details_url(person)


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def address_edit(request: Request, person_id: uuid.UUID, address_id: uuid.UUID) -> HttpResponse:
    """Correct an address, or say when it ended; the second of two savers sees both texts."""
    person = writable_or_404(request, person_id)
    address = address_or_404(request, person, address_id)
    key = drafts.key_of("address", address.pk)
    if request.method != "POST":
        form = AddressForm(actor=request.actor, draft_key=key, address=address)
        drafts.fill(form, request.actor, key)
        return _address_page(request, person, form, key)
    form = AddressForm(request.POST, actor=request.actor, draft_key=key, address=address)
    if form.is_valid():
        try:
            return redirect(form.once(lambda: _changed(request, address, form, key)))
        except ValidationError as error:
            tell(form, error, FIELD_OF)
        except StaleVersion:
            return _stale(request, person, address_id, form, key)
    return _address_page(request, person, form, key, status=422)


def address_or_404(request: Request, person: Person, address_id: uuid.UUID) -> Address:
    """An address of the file that is not protected; a protected one is as if absent."""
    held = Address.objects.visible_to(request.actor).filter(person=person, compartment="")
    places = held.select_related("municipality", "neighbourhood", "structure")
    address = places.filter(pk=address_id).first()
    if address is None:
        raise Http404
    return address


def _changed(request: Request, address: Address, form: AddressForm, key: str) -> str:
    expected = form.cleaned_data["opened_version"]
    operations.change_address(address.pk, by=request.actor, expected=expected, **form.values())
    drafts.discard(request.actor, key)
    messages.success(request, _("Modifiche salvate."))
    _tell_place(request, form)
    return details_url(address.person)


def _stale(
    request: Request, person: Person, address_id: uuid.UUID, form: AddressForm, key: str
) -> HttpResponse:
    """What I typed stays in the form; what the other one wrote stands above it."""
    address = address_or_404(request, person, address_id)
    mine = {name: form[name].value() for name in form.fields if name != "opened_version"}
    mine.pop("idempotency_key", None)
    again = AddressForm(actor=request.actor, draft_key=key, address=address, initial=mine)
    again.fields["opened_version"].initial = address.version
    return _address_page(request, person, again, key, theirs=address, status=409)


def _tell_place(request: Request, form: AddressForm) -> None:
    if form.found:
        messages.info(request, _("Quartiere: %(said)s.") % {"said": form.found.said})


def _address_page(
    request: Request,
    person: Person,
    form: AddressForm,
    key: str,
    *,
    theirs: Address | None = None,
    status: int = 200,
) -> HttpResponse:
    journal.shown(Action.READ, [person], purpose=request.purpose)
    context = frame_of(request, person, "") | {
        "form": form,
        "draft_key": key,
        "theirs": theirs,
        "back_url": details_url(person),
    }
    return render(request, "citizens/address_form.html", context, status=status)


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def citizenships(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """All the citizenships of a life with their dates; those of today follow from these."""
    person = person_or_404(request, person_id)
    policies.may_write_person(request.actor, person).enforce()
    held = citizenships_in_sight(request.actor, person.pk)
    opened = {"opened_version": person.version}
    form = VersionForm(request.POST or None, actor=request.actor, initial=opened)
    rows = citizenship_rows(request.POST or None, person=person, held=held)
    status = 200
    if request.method == "POST":
        status = 422
        if all([form.is_valid(), rows.is_valid()]):
            try:
                return redirect(form.once(lambda: _dated(request, person, form, rows)))
            except ValidationError as error:
                tell(form, error, FIELD_OF)
            except StaleVersion:
                status = _opened_again(request, form, person_or_404(request, person_id))
    return _small_page(request, person, "citizenships", form, rows=rows, status=status)


def _dated(request: Request, person: Person, form: VersionForm, rows: BaseCitizenships) -> str:
    expected = form.cleaned_data["opened_version"]
    entries = rows.entries()
    operations.write_citizenships(person.pk, by=request.actor, expected=expected, entries=entries)
    messages.success(request, _("Cittadinanze salvate."))
    return details_url(person)


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def death(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """The day of death, and what it stops."""
    person = person_or_404(request, person_id)
    policies.may_write_person(request.actor, person).enforce()
    opened = {"opened_version": person.version, "died_on": person.died_on}
    form = DeathForm(request.POST or None, actor=request.actor, initial=opened)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(form.once(lambda: _mourned(request, person, form)))
            except ValidationError as error:
                tell(form, error, FIELD_OF)
            except StaleVersion:
                status = _opened_again(request, form, person_or_404(request, person_id))
    return _small_page(request, person, "death", form, status=status)


def _mourned(request: Request, person: Person, form: DeathForm) -> str:
    given = form.cleaned_data
    operations.record_death(
        person.pk, by=request.actor, expected=given["opened_version"], on=given["died_on"]
    )
    messages.success(request, _("Scheda aggiornata."))
    return details_url(person)


def _opened_again(request: Request, form: VersionForm, person: Person) -> int:
    """The text stays, and is saved on the file as it is now once it has been looked at."""
    data = request.POST.copy()
    data["opened_version"] = str(person.version)
    form.data = data
    said = _("Qualcuno ha salvato la scheda mentre scrivevi: guarda com'è adesso, poi salva.")
    form.add_error(None, said)
    return 409


def _small_page(
    request: Request, person: Person, name: str, form: VersionForm, *, status: int, **more: Any
) -> HttpResponse:
    journal.shown(Action.READ, [person], purpose=request.purpose)
    context = frame_of(request, person, "") | {"form": form, **more}
    context["back_url"] = details_url(person)
    return render(request, f"citizens/{name}.html", context, status=status)
