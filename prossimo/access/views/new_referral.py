"""Send somebody to a service: what is asked, what is shared, a look at what will be read, sent."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.forms.referrals import ReferralForm
from prossimo.access.models import Contact, Orientation, Referral
from prossimo.access.operations.referrals import Asked, Origin, send_referral
from prossimo.access.policies import referrals as policies
from prossimo.access.queries.referrals import shareable, told
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.catalogue.models import Service
from prossimo.catalogue.queries import answering, find_services, needs_to_choose
from prossimo.citizens.models import Person
from prossimo.citizens.queries.cards import seen_person
from prossimo.core.http import Request
from prossimo.ui.parts import Fact
from prossimo.ui.telling import tell

NAME, PHONE = "name", "phone"  # proposed to be shared: who, and where to call


@dataclass(frozen=True, slots=True)
class Start:
    """Whom it is about, and where it comes from."""

    person: Person
    origin: Origin
    hidden: dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
def referral_new(request: Request) -> HttpResponse:
    """Fill in, look at exactly what the provider will read, send."""
    actor: Actor = request.actor
    policies.may_send(actor).enforce()
    start = _start(request, actor)
    if start is None:
        return render(request, "access/referral_whom.html", {"service": request.GET.get("service")})
    journal.shown(Action.READ, [start.person])
    form = _form(request, actor, start)
    if request.method != "POST" or "edit" in request.POST:
        return _form_page(request, form, start)
    if not form.is_valid():
        return _form_page(request, form, start, status=422)
    if request.POST.get("send") != form.print_of_preview:
        return _preview(request, form, start)
    try:
        return HttpResponseRedirect(form.once(lambda: _send(request, form, start)))
    except ValidationError as error:
        tell(form, error)
        return _form_page(request, form, start, status=422)


def _start(request: Request, actor: Actor) -> Start | None:
    """From a contact, a request, an earlier referral or a person; none of them, nobody yet."""
    asked = request.POST if request.method == "POST" else request.GET
    names = ("contact", "orientation", "reopens", "person")
    hidden = {name: asked[name] for name in names if asked.get(name)}
    ids = {name: asked_uuid(value) for name, value in hidden.items()}
    if not ids:
        return None
    origin = Origin(
        contact=_one(Contact.objects.visible_to(actor).select_related("desk"), ids.get("contact")),
        orientation=_one(
            Orientation.objects.visible_to(actor).select_related("desk", "contact"),
            ids.get("orientation"),
        ),
        reopens=_one(Referral.objects.visible_to(actor).select_related("desk"), ids.get("reopens")),
    )
    of = origin.contact or origin.orientation or origin.reopens
    wanted = of.person_id if of else ids.get("person")
    person = seen_person(actor, wanted) if wanted else None
    if person is None:
        raise Http404
    return Start(person, origin, hidden)


def _one(rows: Any, wanted: Any) -> Any:
    """The row that the address names, or 404 where it is absent or not for these eyes."""
    if wanted is None:
        return None
    row = rows.filter(pk=wanted).first()
    if row is None:
        raise Http404
    return row


def _form(request: Request, actor: Actor, start: Start) -> ReferralForm:
    origin = start.origin
    services = Service.objects.visible_to(actor).on_offer().for_list()
    offered = shareable(actor, start.person, origin.contact, origin.orientation)
    more: dict[str, Any] = {
        "actor": actor,
        "services": answering(services, None),
        "needs": needs_to_choose(actor.ambito_id),
        "offered": offered,
    }
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "edit" not in posted:
        return ReferralForm(posted, **more)
    initial = _again(posted) if posted is not None else _proposed(request, origin)
    return ReferralForm(initial=initial, **more)


def _again(posted: Any) -> dict[str, Any]:
    """What was written before the look at the preview."""
    kept = {name: posted[name] for name in posted if name not in {"edit", "idempotency_key"}}
    return {**kept, "shared": posted.getlist("shared")}


def _proposed(request: Request, origin: Origin) -> dict[str, Any]:
    earlier = origin.reopens
    if earlier:
        return {
            "service": str(earlier.service_id),
            "need": str(earlier.need_id or ""),
            "request": earlier.request,
            "urgency": earlier.urgency,
            "shared": earlier.shared_fields,
        }
    return {
        "service": request.GET.get("service", ""),
        "need": request.GET.get("need", ""),
        "shared": [NAME, PHONE],
    }


def _send(request: Request, form: ReferralForm, start: Start) -> str:
    told_ = form.cleaned_data
    referral = send_referral(
        Asked(
            person=start.person,
            service=form.chosen_service,
            request=told_["request"],
            shared=told_["shared"],
            agreement=form.agreed,
            urgency=told_["urgency"],
            need=form.chosen_need,
            origin=start.origin,
        ),
        by=request.actor,
    )
    messages.success(request, _("Inviato: la risposta arriverà qui e in «Oggi»."))
    return referral.get_absolute_url()


def _form_page(
    request: Request, form: ReferralForm, start: Start, *, status: int = 200
) -> HttpResponse:
    origin = start.origin
    words = origin.contact.needs if origin.contact else ""
    words = origin.orientation.request if origin.orientation else words
    context = {
        "form": form,
        "person": start.person,
        "hidden": start.hidden,
        "origin": origin,
        "close": find_services(request.actor, words, every=False)[:4] if words else [],
        "back_url": reverse("citizens:person", args=[start.person.pk]),
    }
    return render(request, "access/referral_new.html", context, status=status)


def _preview(request: Request, form: ReferralForm, start: Start) -> HttpResponse:
    """Exactly what the provider will read, and nothing is sent yet."""
    skipped = {"csrfmiddlewaretoken", "send", "preview"}
    context = {
        "form": form,
        "person": start.person,
        "service": form.chosen_service,
        "need": form.chosen_need,
        "shared": [Fact(each.label.capitalize(), each.value) for each in told(form.preview)],
        "request_text": form.cleaned_data["request"],
        "agreed": form.agreed,
        "posted": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in skipped
            for value in values
        ],
        "print": form.print_of_preview,
        "changed": bool(request.POST.get("send")),
        "hidden": start.hidden,
    }
    return render(request, "access/referral_preview.html", context)
