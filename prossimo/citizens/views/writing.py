"""Writing a file: look first, then register; correct, and lose nothing when two write at once."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens import asking, operations, policies
from prossimo.citizens.conflicts import Merged, merged
from prossimo.citizens.forms import PersonForm, ReachRows, WhoForm
from prossimo.citizens.models import Person
from prossimo.citizens.queries import find_people, seen_person
from prossimo.citizens.queries.reach import may_reach
from prossimo.citizens.views.person import frame_of, person_or_404, person_url
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.periods import today
from prossimo.core.text import clean
from prossimo.ui.telling import tell

NEW = drafts.key_of("person", "new")
FIELD_OF = {
    "municipality": "place",
    "neighbourhood": "place",
    "birth_place": "birth_place_code_text",
    "birth_place_code": "birth_place_code_text",
}


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: Request) -> HttpResponse:
    """First who, and whether they are already known; then the rest."""
    may(request.actor, Right.PERSON_WRITE).enforce()
    if request.method == "POST" and "idempotency_key" in request.POST:
        return _register(request)
    if request.method == "POST":
        who = WhoForm(request.POST, actor=request.actor)
        if who.is_valid():
            return _whole_form(request, who)
        return _who_page(request, who, status=422)
    if "bozza" in request.GET:
        return _whole_form(request, None)
    guess = asking.understand(clean(request.GET.get("q", "")), today())
    initial = {
        "surname": " ".join(guess.words[:1]).title(),
        "given_name": " ".join(guess.words[1:]).title(),
        "tax_code": guess.code,
        "born_on": guess.born[0][0] if guess.one_day else None,
        "joins": clean(request.GET.get("con", "")),
    }
    return _who_page(request, WhoForm(actor=request.actor, initial=initial))


def _who_page(request: Request, who: WhoForm, status: int = 200) -> HttpResponse:
    context = {
        "form": who,
        "alike": who.alike,
        "has_draft": drafts.restore(request.actor, NEW) is not None,
    }
    return render(request, "citizens/person_new.html", context, status=status)


@require_POST
def person_alike(request: Request) -> HttpResponse:
    """While the first words are typed: who is already known with these."""
    may(request.actor, Right.PERSON_WRITE).enforce()
    who = WhoForm(request.POST, actor=request.actor)
    who.is_valid()
    who.errors.pop("none_of_these", None)  # nobody has been asked yet
    return render(request, "citizens/person_new.html#alike", {"form": who, "alike": who.alike})


def _whole_form(request: Request, who: WhoForm | None) -> HttpResponse:
    """The whole form, with what was said of the person; or with the draft that was left."""
    initial: dict[str, Any] = {}
    if who is not None:
        names = ("surname", "given_name", "born_on", "tax_code")
        initial = _lives_with(request, who.cleaned_data["joins"])
        initial |= {name: who.cleaned_data[name] for name in names}
        initial["dismissed"] = who.dismissed_ids
    form = PersonForm(actor=request.actor, draft_key=NEW, initial=initial)
    kept = drafts.restore(request.actor, NEW) if who is None else None
    if kept:
        drafts.fill(form, request.actor, NEW)
    return _form_page(request, form, ReachRows.of(None, kept), key=NEW)


def _lives_with(request: Request, member_id: str) -> dict[str, Any]:
    """Whoever enters a household has its address: nobody types it again."""
    member = seen_person(request.actor, member_id)
    if member is None or not may_reach(request.actor):
        return {}
    journal.shown(Action.READ, [member])
    shared = {name: getattr(member, name) for name in ("street", "street_number", "postcode")}
    shared["place"] = (member.municipality, member.neighbourhood)
    return {**shared, "household_choice": "join", "joins": str(member.pk)}


def _register(request: Request) -> HttpResponse:
    form = PersonForm(request.POST, actor=request.actor, draft_key=NEW)
    rows = ReachRows.posted(request.POST)
    if all([form.is_valid(), rows.is_valid()]):
        try:
            return redirect(form.once(lambda: _registered(request, form, rows)))
        except ValidationError as error:
            tell(form, error, FIELD_OF)
    return _form_page(request, form, rows, key=NEW, status=422)


def _registered(request: Request, form: PersonForm, rows: ReachRows) -> str:
    values = form.values()
    person = operations.register_person(by=request.actor, **rows.entries(), **values)
    drafts.discard(request.actor, NEW)
    messages.success(request, _("Persona registrata: %(name)s.") % {"name": person.listed_name})
    _tell_place(request, form)
    return person_url(person)


def _tell_place(request: Request, form: PersonForm) -> None:
    """Which neighbourhood was found, and how it is known."""
    if form.found:
        messages.info(request, _("Quartiere: %(said)s.") % {"said": form.found.said})


@require_http_methods(["GET", "HEAD", "POST"])
@states_purpose(Right.PERSON_READ, "person_id")
def person_edit(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    policies.may_write_person(request.actor, person).enforce()
    key = drafts.key_of("person", person.pk)
    if request.method != "POST":
        form = PersonForm(actor=request.actor, draft_key=key, person=person)
        kept = drafts.restore(request.actor, key)
        restored = drafts.fill(form, request.actor, key)
        rows = ReachRows.of(person, kept)
        return _form_page(request, form, rows, key=key, person=person, restored=restored)
    form = PersonForm(request.POST, actor=request.actor, draft_key=key, person=person)
    rows = ReachRows.posted(request.POST)
    if all([form.is_valid(), rows.is_valid()]):
        try:
            return redirect(form.once(lambda: _corrected(request, person, form, rows, key)))
        except ValidationError as error:
            tell(form, error, FIELD_OF)
        except StaleVersion:
            return _conflict(request, person_id, form, rows, key)
    return _form_page(request, form, rows, key=key, person=person, status=422)


def _corrected(
    request: Request, person: Person, form: PersonForm, rows: ReachRows, key: str
) -> str:
    operations.update_person(
        person.pk,
        by=request.actor,
        expected=form.cleaned_data["opened_version"],
        leaves_household=form.cleaned_data.get("household_choice") == "new",
        **rows.entries(),
        **form.values(),
    )
    drafts.discard(request.actor, key)
    messages.success(request, _("Modifiche salvate."))
    _tell_place(request, form)
    return person_url(person)


def _conflict(
    request: Request, person_id: uuid.UUID, form: PersonForm, rows: ReachRows, key: str
) -> HttpResponse:
    """Somebody saved meanwhile: what only one of the two changed is kept, the rest is shown."""
    person = person_or_404(request, person_id)
    both = merged(form, person)
    fresh = PersonForm(actor=request.actor, draft_key=key, person=person, initial=both.initial)
    return _form_page(request, fresh, rows, key=key, person=person, conflict=both, status=409)


def _form_page(
    request: Request,
    form: PersonForm,
    rows: ReachRows,
    *,
    key: str,
    person: Person | None = None,
    restored: bool = False,
    conflict: Merged | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"person": None}
    if person:
        journal.shown(Action.READ, [person], purpose=request.purpose)
        context = frame_of(request, person, "")
    context |= {
        "form": form,
        "phones": rows.phones,
        "emails": rows.emails,
        "alike": form.fresh,
        "draft_key": key,
        "restored": restored,
        "conflict": conflict,
        "back_url": person_url(person) if person else reverse("citizens:people"),
        "joined": _joined_text(request.actor, form),
    }
    return render(request, "citizens/person_form.html", context, status=status)


def _joined_text(actor: Actor, form: PersonForm) -> str:
    """The name of the person whose household one enters, for the box that searches."""
    typed = str(form["joins_text"].value() or "")
    chosen = str(form["joins"].value() or "")
    if typed or not chosen:
        return typed
    found = find_people(actor, chosen, limit=1)
    return found[0].listed_name if found else ""
