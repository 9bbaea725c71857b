"""The most used screen: who speaks, why, what is needed, what was given, and the next one."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.access import operations
from prossimo.access.blank_sheet import blank_sheet
from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.forms.contacts import CANDIDATES, NewContactForm, cleaned_query
from prossimo.access.models import Appointment, Contact, Desk
from prossimo.access.queries.contacts import last_contacts, reasons_to_choose, usable_reasons
from prossimo.access.queries.desks import desk_of_the_day, desks_to_choose, desks_to_record_at
from prossimo.access.queries.unmet import NeedName, needs_to_choose
from prossimo.access.views.heard import Heard, filled_from, heard, measured, next_of_queue, tied
from prossimo.access.wording import for_whom
from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.forms import QuickPersonForm
from prossimo.citizens.operations import register_person
from prossimo.citizens.queries import FoundPerson, PersonCard, find_people, person_card
from prossimo.core.http import Request

DRAFT = "contact-new"
DESK_IN_SESSION = "desk"
QUICK = "new"  # prefix of the fields of a person registered together with the contact
PAGE = "access/contact_new.html"
SHEET = "access/contact_sheet.html"
NOBODY_HEARD = Heard()


@dataclass
class Screen:
    """Everything the page shows, gathered before it is drawn."""

    actor: Actor
    form: NewContactForm
    desk: Desk
    quick: QuickPersonForm | None = None  # only while a new person is being registered
    restored: bool = False
    heard: Heard = NOBODY_HEARD  # whoever was called, or was expected
    candidates: list[FoundPerson] = field(default_factory=list)

    def context(self) -> dict[str, Any]:
        chosen = str(self.form["person"].value() or "")
        household = "for_household" in self.form.fields and self.form["for_household"].value()
        return {
            "form": self.form,
            "quick": self.quick,
            "desk": self.desk,
            "restored": self.restored,
            "ticket": self.heard.ticket,
            "appointment": self.heard.appointment,
            "candidates": self.candidates or self.form.candidates,
            "draft_key": DRAFT,
            "may_register": self.actor.has(Right.PERSON_WRITE),
            "for_household": household,
            **card_context(self.actor, chosen),
        }


@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: Request) -> HttpResponse:
    """One screen, keyboard only, under a minute; each step also works without scripts."""
    actor: Actor = request.actor
    may(actor, Right.CONTACT_WRITE).enforce()
    if request.htmx and "person" in request.GET:
        return render(request, f"{PAGE}#card", card_context(actor, request.GET["person"]))
    if request.htmx and "register" in request.GET:
        return _register_fields(request, actor)
    return _told(request, actor) if request.method == "POST" else _opened(request, actor)


def _told(request: Request, actor: Actor) -> HttpResponse:
    if "forget" in request.POST:
        drafts.discard(actor, DRAFT)
        return redirect("access:contact_new")
    if not (desks := desks_to_record_at(actor)):
        return _no_desk(request)
    if "find" in request.POST:
        return render(request, PAGE, _found(request, actor, desks).context())
    return _posted(request, actor, desks)


def _no_desk(request: Request) -> HttpResponse:
    return render(request, "access/contact_no_desk.html", {"actor": request.actor})


def _opened(request: Request, actor: Actor) -> HttpResponse:
    """The page as it opens: what was left half-written, or an empty sheet."""
    kept, wanted = drafts.restore(actor, DRAFT), asked_uuid(request.GET.get("person", ""))
    of = heard(actor, request.GET)
    if kept and ((wanted is None and not of) or "draft" in request.GET):
        if not (desks := desks_to_record_at(actor)):
            return _no_desk(request)
        return render(request, PAGE, _resumed(request, actor, desks, kept).context())
    if of.appointment is not None:
        return _expected(request, actor, of, of.appointment)
    choice = desks_to_choose(actor)
    desk = desk_of_the_day(actor, choice, _asked_desk(request))
    if desk is None:
        return _no_desk(request)
    card = person_card(actor, wanted) if wanted else None
    shown = card_context(actor, card)
    sheet = blank_sheet(
        request,
        actor,
        key=DRAFT,
        desk=desk,
        desks=choice,
        reasons=reasons_to_choose(actor.ambito_id),
        needs=_needs(actor),
        person=(str(card.id), card.listed_name) if card else ("", ""),
        group=shown["proposed_group"],
    )
    context = {"waiting_draft": kept is not None, "draft_key": DRAFT, "ticket": of.ticket}
    context |= {**shown, **sheet}
    return render(request, PAGE, context)


def _expected(request: Request, actor: Actor, of: Heard, appointment: Appointment) -> HttpResponse:
    """The page filled with what the appointment already says."""
    if not (desks := desks_to_record_at(actor)):
        return _no_desk(request)
    initial = filled_from(appointment, actor)
    desk = next((one for one in desks if one.pk == appointment.desk_id), desks[0])
    card = person_card(actor, appointment.person_id) if appointment.person_id else None
    groups = card.target_groups if card else ()
    initial |= {"desk": str(desk.pk), "target_group": groups[0] if groups else ""}
    screen = Screen(actor, _form(actor, desks, initial=initial), desk, heard=of)
    return render(request, PAGE, screen.context())


def _asked_desk(request: Request) -> str:
    return str(request.GET.get("desk") or request.session.get(DESK_IN_SESSION, ""))


def _posted(request: Request, actor: Actor, desks: list[Desk]) -> HttpResponse:
    form = _form(actor, desks, request.POST)
    registering = "register" in request.POST and not request.POST.get("person")
    quick = QuickPersonForm(request.POST, actor=actor, prefix=QUICK) if registering else None
    form.registers_person = registering
    both = [form.is_valid(), quick is None or quick.is_valid()]
    if all(both):
        try:
            return HttpResponseRedirect(form.once(lambda: _save(request, form, quick)))
        except ValidationError as error:
            _tell(form, error)
    desk = form.desks.get(form.data.get("desk", ""), desks[0])
    screen = Screen(actor, form, desk, quick)
    screen.heard = heard(actor, request.POST)
    return render(request, PAGE, screen.context(), status=422)


def _save(request: Request, form: NewContactForm, quick: QuickPersonForm | None) -> str:
    """Register the person where asked, record the contact, forget the draft: all or nothing.

    Answers where to go: the contact just written, or an empty page for whoever is next.
    """
    actor: Actor = request.actor
    if quick is not None:
        form.cleaned_data["person"] = register_person(by=actor, **quick.values())
    of = heard(actor, request.POST)
    contact = operations.record_contact(
        by=actor,
        desk=form.cleaned_data["desk"],
        reasons=form.cleaned_data["reasons"],
        private_note=form.cleaned_data["private_note"],
        urgency=int(form.cleaned_data["urgency"]),
        missing=form.cleaned_data.get("missing"),
        **measured(form, of.ticket),
    )
    tied(actor, contact, of)
    drafts.discard(actor, DRAFT)
    if request.session.get(DESK_IN_SESSION) != str(contact.desk_id):
        request.session[DESK_IN_SESSION] = str(contact.desk_id)
    url = contact.get_absolute_url()
    if "open" in request.POST:
        messages.success(request, _("Contatto registrato."))
        return url
    messages.success(request, _recorded(form, url))
    return next_of_queue(request, of.ticket) if of.ticket else reverse("access:contact_new")


def _recorded(form: NewContactForm, url: str) -> SafeString:
    told = form.cleaned_data
    whose = for_whom(Contact(subject=told["subject"], person=told["person"]))
    said = _("Registrato: %(whose)s.") % {"whose": whose}
    return format_html('{} <a href="{}">{}</a>', said, url, _("Apri il contatto"))


def _empty(request: Request, actor: Actor, desks: list[Desk]) -> Screen:
    desk = desk_of_the_day(actor, desks, _asked_desk(request)) or desks[0]
    return Screen(actor, _form(actor, desks, initial={"desk": str(desk.pk)}), desk)


def _resumed(
    request: Request, actor: Actor, desks: list[Desk], kept: dict[str, list[str]]
) -> Screen:
    """The draft comes back by itself; the time it lay there is not the time of the contact."""
    screen = _empty(request, actor, desks)
    opened = screen.form.initial["opened"]
    screen.restored = drafts.put(screen.form, kept)
    screen.form.initial["opened"] = opened
    quick = QuickPersonForm(actor=actor, prefix=QUICK)
    drafts.put(quick, kept)
    if any(quick[name].value() for name in ("surname", "given_name")):
        screen.quick = quick
    return screen


def _found(request: Request, actor: Actor, desks: list[Desk]) -> Screen:
    """The step without scripts: search the name, keep everything typed so far."""
    screen = _empty(request, actor, desks)
    _refill(screen.form, request.POST)
    text = cleaned_query(request.POST.get("person_text", ""))
    screen.candidates = find_people(actor, text, limit=CANDIDATES) if text else []
    screen.heard = heard(actor, request.POST)
    wanted = request.POST["find"] == "register" or (text and not screen.candidates)
    if wanted and actor.has(Right.PERSON_WRITE):
        screen.quick = _quick(actor, text)
        if "register" in request.POST:
            _refill(screen.quick, request.POST)
    return screen


def _refill(form: BaseForm, posted: QueryDict) -> None:
    for name, known in form.fields.items():
        form.initial[name] = known.widget.value_from_datadict(posted, {}, form.add_prefix(name))


def _register_fields(request: Request, actor: Actor) -> HttpResponse:
    """The fields of a new person, in place: only who asks for them pays for them."""
    may(actor, Right.PERSON_WRITE).enforce()
    text = cleaned_query(request.GET.get("person_text", ""))
    wanted = request.GET["register"] != "0"
    context = {"quick": _quick(actor, text) if wanted else None, "may_register": True}
    return render(request, f"{SHEET}#register", context)


def _quick(actor: Actor, text: str) -> QuickPersonForm:
    """The searched words become surname and name, as lists spell them: surname first."""
    surname, *names = [word[:1].upper() + word[1:] for word in text.split()] or [""]
    told = {"surname": surname, "given_name": " ".join(names)}
    spelled = {} if any(letter.isdigit() for letter in text) else told
    return QuickPersonForm(actor=actor, prefix=QUICK, initial=spelled)


def _form(actor: Actor, desks: list[Desk], data: Any = None, **more: Any) -> NewContactForm:
    reasons = usable_reasons(actor.ambito_id)
    needs = partial(_needs, actor)
    return NewContactForm(
        data, actor=actor, desks=desks, reasons=reasons, needs=needs, draft_key=DRAFT, **more
    )


def _needs(actor: Actor) -> list[NeedName]:
    return needs_to_choose(actor.ambito_id) if actor.has(Right.UNMET_WRITE) else []


def card_context(actor: Actor, chosen: PersonCard | str | None) -> dict[str, Any]:
    """What a desk is shown of the person: who, how to be careful, the last contacts it may see."""
    card = chosen if isinstance(chosen, PersonCard) else None
    if isinstance(chosen, str) and (person_id := asked_uuid(chosen)):
        card = person_card(actor, person_id)
    contacts = last_contacts(actor, card.id) if card and actor.has(Right.CONTACT_READ) else []
    journal.shown(Action.LIST, contacts)
    return {
        "card": card,
        "card_contacts": contacts,
        "card_url": reverse("access:contact_new"),
        "proposed_group": card.target_groups[0] if card and card.target_groups else "",
    }


def _tell(form: NewContactForm, error: ValidationError) -> None:
    """Put each sentence of the operation beside its field, the others on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
