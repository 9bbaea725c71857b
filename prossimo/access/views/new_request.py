"""A request that no contact of a desk brought: a letter, another office, somebody at the door."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.forms.requests import NewRequestForm
from prossimo.access.operations.requests import start_request
from prossimo.access.views.requests import METHODS
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.queries import person_card
from prossimo.core.http import Request
from prossimo.ui.telling import tell


@require_http_methods(METHODS)
def request_new(request: Request) -> HttpResponse:
    """Written by the segretariato itself, and at once in the hands of who writes it."""
    actor: Actor = request.actor
    may(actor, Right.ORIENTATION_WRITE).enforce()
    key = asked_uuid(request.GET.get("person", ""))
    card = person_card(actor, key) if key else None
    initial = {"person": str(card.id), "person_text": card.listed_name} if card else {}
    if card and card.target_groups:
        initial["target_group"] = card.target_groups[0]
    form = NewRequestForm(request.POST or None, actor=actor, initial=initial)

    def run() -> str:
        row = start_request(by=actor, **form.values())
        messages.success(request, _("Richiesta aperta: è in mano tua."))
        return row.get_absolute_url()

    if form.is_bound and form.is_valid():
        try:
            return HttpResponseRedirect(form.once(run))
        except ValidationError as error:
            tell(form, error)
    status = 422 if form.is_bound else 200
    return render(request, "access/request_new.html", {"form": form}, status=status)
