"""The living component page: every part of the house in all its states, to look at and to test."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.ui import showcase

View = Callable[..., HttpResponse]


def open_while_debugging(view: View) -> View:
    """Whoever draws the house may look without logging in; elsewhere one logs in as usual."""
    return login_not_required(view) if settings.DEBUG else view


@open_while_debugging
@require_safe
def component_page(request: HttpRequest) -> HttpResponse:
    if "avvisi" in request.GET:
        messages.success(request, _("Contatto registrato: Rossi Maria, Pass, 12 minuti."))
        messages.error(request, _("La stampa non è partita: la stampante non risponde. Riprova."))
    return render(request, "ui/components.html", showcase.page(request))


@open_while_debugging
@require_safe
def component_search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    found = showcase.search(query)
    if request.headers.get("HX-Request"):
        return render(request, "ui/suggestions.html", {"suggestions": found, "query": query})
    return render(request, "ui/components_found.html", {"found": found, "query": query})


@open_while_debugging
@require_safe
def component_edit(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/components_edit.html", {"form": showcase.PhoneForm()})


@open_while_debugging
@require_http_methods(["GET", "HEAD", "POST"])
def component_confirm(request: HttpRequest) -> HttpResponse:
    back = reverse("ui:components")
    if request.method == "POST":
        messages.success(request, _("Fatto (per finta)."))
        return HttpResponseRedirect(back)
    context = {
        "title": _("Annulla il contatto"),
        "text": _("Il contatto resta nel registro, segnato come annullato."),
        "confirm": _("Annulla il contatto"),
        "back_url": back,
    }
    return render(request, "ui/confirm.html", context)


@open_while_debugging
@require_safe
def component_conflict(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/conflict.html", showcase.conflict(), status=409)
