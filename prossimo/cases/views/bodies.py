"""The bodies that follow cases, and the one act that takes every case away from one of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.cases.operations.bodies import end_shares
from prossimo.cases.policies.bodies import may_end_shares
from prossimo.cases.queries.bodies import bodies
from prossimo.cases.views.answering import METHODS
from prossimo.core.http import Request
from prossimo.network.models import Organisation


@require_safe
def body_list(request: Request) -> HttpResponse:
    """Which bodies follow cases today."""
    may_end_shares(request.actor).enforce()
    return render(request, "cases/body_list.html", {"bodies": bodies(request.actor)})


@require_http_methods(METHODS)
def body_end(request: Request, organisation_id: UUID) -> HttpResponse:
    """Ask once, then take every case away from its people."""
    may_end_shares(request.actor).enforce()
    rows = Organisation.objects.visible_to(request.actor)
    organisation = get_object_or_404(rows, pk=organisation_id)
    if request.method == "POST":
        number = end_shares(organisation, by=request.actor)
        said = ngettext("Da adesso non vede più la presa in carico che seguiva.",
                        "Da adesso non vede più le %(n)s prese in carico che seguiva.",
                        number)  # fmt: skip
        messages.success(request, said % {"n": number})
        return redirect("cases:bodies")
    return render(request, "cases/body_end.html", {"organisation": organisation})
