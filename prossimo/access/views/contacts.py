"""Contacts already recorded: the list, one of them with its history, its correction."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access import conflicts, operations, policies
from prossimo.access.choices import Given, ReviewState
from prossimo.access.forms.contact_filter import ContactFilter
from prossimo.access.forms.contacts import ContactEditForm, PrivateNoteForm, initial_of
from prossimo.access.models import Amendment, Contact, Desk, PrivateNote, Reason, Review, UnmetNeed
from prossimo.access.policies.requests import may_classify_contact
from prossimo.access.queries.contacts import as_it_was, history_of
from prossimo.access.queries.desks import desks_to_record_at
from prossimo.access.queries.requests import forwarded, request_of_contact
from prossimo.access.queries.supervision import review_of
from prossimo.access.sheets import contact_facts, contact_sheet
from prossimo.access.tables.contacts import ContactTable, counted
from prossimo.access.wording import named
from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.models import User
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core import exports, pdf
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.privacy import NARRATIVE


@require_safe
def contact_list(request: Request) -> HttpResponse:
    """What happened at my desks; without a period, this week."""
    actor: Actor = request.actor
    may(actor, Right.CONTACT_READ).enforce()
    contacts = Contact.objects.visible_to(actor).for_list().with_reasons()
    narrowed = ContactFilter(request.GET, contacts, actor=actor)
    table = ContactTable(narrowed.qs, ceiling=actor.ceiling)
    if format_ := exports.asked(request):
        return exports.respond(
            request,
            table.for_files(),
            format_,
            name="contatti",
            title=_("Contatti"),
            filters=narrowed.sentence(),
            seen=lambda contact: journal.shown(Action.EXPORT, [contact]),
        )
    table.configure(request)
    journal.shown(Action.LIST, [row.record for row in table.page.object_list])
    table.caption = _("%(counted)s %(filters)s") % {
        "counted": counted(table.page.paginator.count),
        "filters": narrowed.sentence(),
    }
    template = "access/contact_list.html#rows" if request.htmx else "access/contact_list.html"
    return render(request, template, {"table": table, "filter": narrowed, "actor": actor})


@require_safe
def contact_detail(request: Request, contact_id: UUID) -> HttpResponse:
    """Everything about one contact that the reader may have, and how it came to be so."""
    actor: Actor = request.actor
    contact = _contact(actor, contact_id)
    amendments = _amendments(actor, contact)
    if exports.asked(request) is exports.Format.PDF:
        journal.shown(Action.PRINT, [contact])
        sheet = contact_sheet(actor, contact, amendments)
        return pdf.respond(request, sheet, name="contatto")
    journal.shown(Action.READ, [contact])
    correcting = policies.may_correct_contact(actor, contact)
    amending = policies.may_amend_contact(actor, contact)
    review = review_of(actor, contact)
    context = {
        "contact": contact,
        "whose": named(contact),
        "facts": contact_facts(actor, contact),
        "history": history_of(actor, contact),
        "amendments": amendments,
        "tells": actor.ceiling >= NARRATIVE,
        "correcting": correcting,
        "amending": amending,
        "may_send": actor.has(Right.REFERRAL_SEND),
        "review": review,
        **_private_note(actor, contact),
        **_onward(actor, contact, review),
    }
    return render(request, "access/contact_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: Request, contact_id: UUID) -> HttpResponse:
    """Correct the same day, amend later with a reason; the second of two savers chooses."""
    actor: Actor = request.actor
    contact = _contact(actor, contact_id)
    amending = not policies.may_correct_contact(actor, contact)
    if amending:
        policies.may_amend_contact(actor, contact).enforce()
    key = drafts.key_of("contact", contact.pk)
    if request.method != "POST":
        form = _edit_form(actor, contact, amending, key, initial=initial_of(contact))
        restored = drafts.fill(form, actor, key)
        journal.shown(Action.READ, [contact])
        return _edit_page(request, form, contact, restored=restored)
    form = _edit_form(actor, contact, amending, key, conflicts.resolved(request.POST, contact))
    if not form.is_valid():
        return _edit_page(request, form, contact, status=422)
    try:
        url = form.once(lambda: _rewrite(actor, contact, form))
    except StaleVersion:
        return _conflict(request, form, contact)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _edit_page(request, form, contact, status=422)
    messages.success(request, _("Contatto rettificato.") if amending else _("Contatto corretto."))
    return HttpResponseRedirect(url)


@require_POST
def private_note(request: Request, contact_id: UUID) -> HttpResponse:
    """What the author keeps for themselves."""
    actor: Actor = request.actor
    contact = _contact(actor, contact_id)
    form = PrivateNoteForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        operations.write_private_note(
            contact, by=actor, text=told["text"], expected=told["version"]
        )
        messages.success(request, _("Nota privata salvata."))
    return redirect(contact.get_absolute_url())


def _contact(actor: Actor, contact_id: UUID) -> Contact:
    contacts = Contact.objects.visible_to(actor).for_list().with_reasons()
    return get_object_or_404(contacts.select_related("neighbourhood"), pk=contact_id)


def _amendments(actor: Actor, contact: Contact) -> list[Amendment]:
    return list(
        Amendment.objects.visible_to(actor).filter(contact=contact).select_related("author")
    )


def _onward(actor: Actor, contact: Contact, review: Review | None) -> dict[str, Any]:
    """How it goes on at the segretariato, and whether its need is still to be named."""
    found: dict[str, Any] = {}
    taken = review is not None and review.state == ReviewState.TAKEN_OVER
    if taken or Given.FORWARDED in contact.given:
        found["forwarded"] = forwarded(contact.pk)
        found["at_segretariato"] = request_of_contact(actor, contact)
    if contact.no_service and may_classify_contact(actor, contact):
        known = UnmetNeed.objects.visible_to(actor).filter(contact=contact)
        found["to_classify"] = not known.exists()
    return found


def _private_note(actor: Actor, contact: Contact) -> dict[str, Any]:
    if not policies.may_write_private_note(actor, contact):
        return {"note_form": None}
    note = PrivateNote.objects.visible_to(actor).filter(contact=contact).first()
    initial = {"text": note.text, "version": note.version} if note else {}
    return {"note_form": PrivateNoteForm(initial=initial), "has_note": note is not None}


def _edit_form(
    actor: Actor,
    contact: Contact,
    amending: bool,
    key: str,
    data: Any = None,
    **more: Any,
) -> ContactEditForm:
    """The desks and reasons in use, and those that the contact already has."""
    kept = [one.reason for one in contact.reasons.all()]
    usable = list(Reason.objects.usable_in(contact.ambito_id, contact.day))
    desks = [contact.desk, *(d for d in desks_to_record_at(actor) if d != contact.desk)]
    return ContactEditForm(
        data,
        actor=actor,
        desks=desks if _may_move(actor, contact.desk) else [contact.desk],
        reasons=[*usable, *(reason for reason in kept if reason not in usable)],
        amending=amending,
        draft_key=key,
        **more,
    )


def _may_move(actor: Actor, desk: Desk) -> bool:
    return bool(policies.may_record_contact(actor, desk))


def _edit_page(
    request: Request,
    form: ContactEditForm,
    contact: Contact,
    *,
    status: int = 200,
    restored: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "contact": contact,
        "whose": named(contact),
        "restored": restored,
        "candidates": form.candidates,
        "draft_key": drafts.key_of("contact", contact.pk),
    }
    return render(request, "access/contact_edit.html", context, status=status)


def _rewrite(actor: Actor, contact: Contact, form: ContactEditForm) -> str:
    told = form.cleaned_data
    write: Callable[..., object] = operations.correct_contact
    more: dict[str, Any] = {}
    if "why" in form.fields:
        write, more = operations.amend_contact, {"why": told["why"]}
    write(
        contact,
        by=actor,
        expected=told["version"],
        reasons=told["reasons"],
        desk=told["desk"],
        **more,
        **form.values(),
    )
    drafts.discard(actor, drafts.key_of("contact", contact.pk))
    return contact.get_absolute_url()


def _conflict(request: Request, form: ContactEditForm, contact: Contact) -> HttpResponse:
    """Both texts side by side: nothing is lost, nothing is overwritten unseen."""
    actor: Actor = request.actor
    opened = form.cleaned_data["version"]
    now = _contact(actor, contact.pk)
    last = now.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    other = User.objects.filter(pk=last.pgh_user).first() if last else None
    hidden = [
        (name, value)
        for name, values in conflicts.resolved(request.POST, now).lists()
        for value in values
        if name not in {"version", "csrfmiddlewaretoken", "idempotency_key"}
    ]
    context = {
        "contact": now,
        "disputes": conflicts.disputes(form, now, as_it_was(now, opened)),
        "hidden": hidden,
        "other": other.get_full_name() if other else _("un'altra persona"),
        "when": now.changed_at,
        "new_form": _edit_form(
            actor, now, "why" in form.fields, "", initial={"version": now.version}
        ),
    }
    return render(request, "access/contact_conflict.html", context, status=409)
