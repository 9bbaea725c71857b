"""Addresses and frame of the face served by itself."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import include, path, reverse
from django.views.i18n import set_language

from prossimo.ui.frame import Frame, NavItem

NAV = (
    ("Oggi", "calendar", "o"),
    ("Sportello", "pa", "s"),
    ("Persone", "user", "p"),
    ("Cartelle", "folder", "c"),
    ("Misure", "card", "m"),
    ("Rete", "link", "r"),
    ("Territorio", "map-marker", "t"),
    ("Osservatorio", "chart-line", "v"),
)


def frame(request):
    here = reverse("ui:components")
    return {
        "frame": Frame(
            body_name="Comune di Bergamo — Ambito territoriale di Bergamo",
            demo=True,
            nav=tuple(
                NavItem(
                    label,
                    here if at == 1 else f"/prova/{key}/",
                    icon,
                    key,
                    at == 1,
                    3 if at == 0 else None,
                )
                for at, (label, icon, key) in enumerate(NAV)
            ),
            home_url=here,
            omnibox_url=reverse("ui:component_search"),
            new_contact_url="/prova/nuovo/",
            actor_name="Anna Locatelli",
            post_id="1",
            post_label="Operatrice di sportello · Pass",
            posts=(("1", "Operatrice di sportello · Pass"), ("2", "Segretariato · Bergamo")),
            switch_url="/prova/ruolo/",
            account_url="/prova/accesso/",
            logout_url="/prova/esci/",
            login_url="/prova/entra/",
            language_url="/lingua/",
            languages=(("it", "Italiano"), ("en", "English")),
            accessibility_url="/prova/accessibilita/",
            privacy_url="/prova/privacy/",
            my_record_url="/prova/chi/",
            version="0.1.0",
            printed_by="Anna Locatelli",
        )
    }


def somewhere(request, name):
    icon = '<link rel="icon" href="data:,">'
    return HttpResponse(f"<!DOCTYPE html><title>{name}</title>{icon}<h1>{name}</h1>")


def template(request, name):
    return render(request, f"{name}.html", {"exception": "Lo fa solo la titolare del caso."})


def draft(request):
    if "scaduta" in request.COOKIES:
        return redirect("/prova/entra/")
    return JsonResponse({"saved_at": "10:42"})


def long_form(request):
    from tests.ui.showing import DraftForm

    if "scaduta" in request.COOKIES:
        return redirect("/prova/entra/")
    if request.method == "POST":
        messages.success(request, "Salvato una volta sola.")
        return redirect("/lungo/")
    return render(request, "ui/tests_long_form.html", {"form": DraftForm()})


urlpatterns = [
    path("componenti/", include("prossimo.ui.urls")),
    path("lingua/", set_language),
    path("prova/<str:name>/", somewhere),
    path("pagina/<str:name>/", template),
    path("bozza/", draft),
    path("lungo/", long_form),
]
