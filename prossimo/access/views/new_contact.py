"""The most used screen: who speaks, why, what is needed, what was given, and the next one."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.access import operations
from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.forms.contacts import CANDIDATES, NewContactForm, cleaned_query
from prossimo.access.models import Contact, Desk, Reason
from prossimo.access.queries.contacts import last_contacts
from prossimo.access.queries.desks import desk_of_the_day, desks_to_record_at
from prossimo.access.tables import for_whom
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


@dataclass
class Screen:
    """Everything the page shows, gathered before it is drawn."""

    actor: Actor
    form: NewContactForm
    quick: QuickPersonForm
    desk: Desk
    registering: bool = False
    restored: bool = False
    waiting_draft: bool = False
    candidates: list[FoundPerson] = field(default_factory=list)

    def context(self) -> dict[str, Any]:
        chosen = str(self.form["person"].value() or "")
        return {
            "form": self.form,
            "quick": self.quick,
            "quick_alike": self.quick.alike if self.quick.is_bound else [],
            "desk": self.desk,
            "registering": self.registering,
            "restored": self.restored,
            "waiting_draft": self.waiting_draft,
            "candidates": self.candidates or self.form.candidates,
            "draft_key": DRAFT,
            "may_register": self.actor.has(Right.PERSON_WRITE),
            "nobody": bool(self.form["nobody"].value()),
            **card_context(self.actor, chosen),
        }


@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: Request) -> HttpResponse:
    """One screen, keyboard only, under a minute; each step also works without scripts."""
    actor: Actor = request.actor
    may(actor, Right.CONTACT_WRITE).enforce()
    if request.htmx and "person" in request.GET:
        context = {**card_context(actor, request.GET["person"]), "form": None}
        return render(request, f"{PAGE}#card", context)
    desks = desks_to_record_at(actor)
    if not desks:
        return render(request, "access/contact_no_desk.html", {"actor": actor})
    if request.method == "POST" and "forget" in request.POST:
        drafts.discard(actor, DRAFT)
        return redirect("access:contact_new")
    if request.method != "POST" or "find" in request.POST:
        screen = _opened(request, actor, desks)
        return render(request, PAGE, screen.context())
    return _posted(request, actor, desks)


def _posted(request: Request, actor: Actor, desks: list[Desk]) -> HttpResponse:
    form = _form(actor, desks, request.POST)
    registering = "register" in request.POST and not request.POST.get("person")
    quick = QuickPersonForm(request.POST if registering else None, actor=actor, prefix=QUICK)
    form.registers_person = registering
    both = [form.is_valid(), not registering or quick.is_valid()]
    if all(both):
        try:
            url = form.once(lambda: _save(actor, form, quick if registering else None))
            return _saved(request, form, url)
        except ValidationError as error:
            _tell(form, error)
    desk = form.desks.get(form.data.get("desk", ""), desks[0])
    screen = Screen(actor, form, quick, desk, registering=registering)
    return render(request, PAGE, screen.context(), status=422)


def _save(actor: Actor, form: NewContactForm, quick: QuickPersonForm | None) -> str:
    """Register the person where asked, record the contact, forget the draft: all or nothing."""
    with transaction.atomic():
        if quick is not None:
            form.cleaned_data["person"] = register_person(by=actor, **quick.values())
        contact = operations.record_contact(
            by=actor,
            desk=form.cleaned_data["desk"],
            reasons=form.cleaned_data["reasons"],
            private_note=form.cleaned_data["private_note"],
            **form.values(),
        )
        drafts.discard(actor, DRAFT)
    return contact.get_absolute_url()


def _saved(request: Request, form: NewContactForm, url: str) -> HttpResponseRedirect:
    """Where to go: the contact just written, or an empty page for whoever is next."""
    request.session[DESK_IN_SESSION] = str(form.cleaned_data["desk"].pk)
    if "open" in request.POST:
        messages.success(request, _("Contatto registrato."))
        return HttpResponseRedirect(url)
    messages.success(request, _recorded(form, url))
    return redirect("access:contact_new")


def _recorded(form: NewContactForm, url: str) -> SafeString:
    told = form.cleaned_data
    whose = for_whom(Contact(subject=told["subject"], person=told["person"]))
    said = _("Registrato: %(whose)s.") % {"whose": whose}
    return format_html('{} <a href="{}">{}</a>', said, url, _("Apri il contatto"))


def _opened(request: Request, actor: Actor, desks: list[Desk]) -> Screen:
    """The page as it opens: the desk of the day, the draft left behind, the person asked for."""
    remembered = request.GET.get("desk") or request.session.get(DESK_IN_SESSION, "")
    desk = desk_of_the_day(actor, desks, remembered) or desks[0]
    form = _form(actor, desks, initial={"desk": str(desk.pk)})
    quick = QuickPersonForm(actor=actor, prefix=QUICK)
    screen = Screen(actor, form, quick, desk)
    wanted = asked_uuid(request.GET.get("person", ""))
    if request.method == "POST":
        _keep_typed(screen, request)
    elif wanted is None or "draft" in request.GET:
        _resume(screen)
    else:
        screen.waiting_draft = drafts.restore(actor, DRAFT) is not None
        card = person_card(actor, wanted)
        form.initial.update(
            person=str(wanted) if card else "", person_text=card.listed_name if card else ""
        )
    return screen


def _resume(screen: Screen) -> None:
    """The draft comes back by itself; the time it lay there is not the time of the contact."""
    opened = screen.form.initial["opened"]
    screen.restored = drafts.fill(screen.form, screen.actor, DRAFT)
    if screen.restored:
        screen.form.initial["opened"] = opened
        screen.registering = drafts.fill(screen.quick, screen.actor, DRAFT) and any(
            screen.quick[name].value() for name in ("surname", "given_name")
        )


def _keep_typed(screen: Screen, request: Request) -> None:
    """The step without scripts: search the name, keep everything typed so far."""
    for form in (screen.form, screen.quick):
        for name, known in form.fields.items():
            typed = known.widget.value_from_datadict(request.POST, {}, form.add_prefix(name))
            form.initial[name] = typed
    text = cleaned_query(request.POST.get("person_text", ""))
    screen.candidates = find_people(screen.actor, text, limit=CANDIDATES) if text else []
    screen.registering = "register" in request.POST or (bool(text) and not screen.candidates)


def _form(actor: Actor, desks: list[Desk], data: Any = None, **more: Any) -> NewContactForm:
    reasons = list(Reason.objects.usable_in(actor.ambito_id))
    return NewContactForm(data, actor=actor, desks=desks, reasons=reasons, draft_key=DRAFT, **more)


def card_context(actor: Actor, chosen: str) -> dict[str, Any]:
    """What a desk is shown of the person: who, how to be careful, the last contacts it may see."""
    person_id = asked_uuid(chosen)
    card: PersonCard | None = person_card(actor, person_id) if person_id else None
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
