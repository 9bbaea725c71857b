"""The screens of territory: where people live, and how many they are."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.core import exports, gate
from prossimo.core.http import Request
from prossimo.territory import geojson, operations, policies, queries, residents, streets
from prossimo.territory.forms import BoundaryFileForm, ResidentsFileForm, StreetFileForm
from prossimo.territory.models import BoundaryImport, Municipality, Neighbourhood
from prossimo.territory.rules import drawn
from prossimo.territory.tables import BandTable, PlaceTable, YearTable


@dataclass(frozen=True, slots=True)
class Listed:
    """One place of a list, with its latest residents and its page."""

    place: Municipality | Neighbourhood
    residents: int
    foreign: int
    url: str


@require_safe
def ambito_page(request: Request) -> HttpResponse:
    """The municipalities of the ambito and who lives there."""
    gate.may(request.actor, policies.READ).enforce()
    places = list(Municipality.objects.visible_to(request.actor).order_by("name"))
    within = Q(municipality__ambito=request.actor.ambito_id)
    title = _("Dove vivono le persone di qui?")
    return _place_page(request, title, within, places=places, kind="municipality")


@require_safe
def municipality_page(request: Request, municipality_id: uuid.UUID) -> HttpResponse:
    gate.may(request.actor, policies.READ).enforce()
    seen = Municipality.objects.visible_to(request.actor)
    town = get_object_or_404(seen, pk=municipality_id)
    places = list(town.neighbourhoods.order_by("name"))
    within = Q(municipality=town)
    return _place_page(request, town.name, within, places=places, kind="neighbourhood", place=town)


@require_safe
def neighbourhood_page(request: Request, neighbourhood_id: uuid.UUID) -> HttpResponse:
    gate.may(request.actor, policies.READ).enforce()
    seen = Neighbourhood.objects.visible_to(request.actor).select_related("municipality")
    place = get_object_or_404(seen, pk=neighbourhood_id)
    return _place_page(request, place.name, Q(neighbourhood=place), place=place)


def _place_page(
    request: Request,
    title: str,
    within: Q,
    *,
    places: Sequence[Any] = (),
    kind: str = "",
    place: Any = None,
) -> HttpResponse:
    years = queries.years_of(within)
    if format_ := exports.asked(request):
        table = YearTable(years)
        return exports.respond(request, table, format_, name="residenti", title=title)
    latest = years[0].year if years else None
    bands = queries.pyramid_of(within, latest) if latest else []
    totals = queries.totals_by(kind, within, latest) if kind and latest else {}
    listed = [Listed(one, *totals.get(one.pk, (0, 0)), page_of(one)) for one in places]
    on_map = list(places) or ([place] if place else [])
    context = {
        "title": title,
        "place": place,
        "latest": years[0] if years else None,
        "bands": bands,
        "years": YearTable(years),
        "ages": BandTable([band for band in bands if band.women or band.men]),
        "places": PlaceTable(listed) if kind and places else None,
        "kind": kind,
        "map": queries.map_of(on_map, page_of),
        "schematic": any(one.schematic for one in on_map if one.boundary),
        "may_manage": bool(gate.may(request.actor, policies.MANAGE)),
    }
    return render(request, "territory/place.html", context)


def page_of(place: Municipality | Neighbourhood) -> str:
    name = "municipality" if isinstance(place, Municipality) else "neighbourhood"
    return reverse(f"territory:{name}", args=[place.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def boundary_upload(request: Request) -> HttpResponse:
    """Choose a file of boundaries; nothing changes before it is confirmed."""
    gate.may(request.actor, policies.MANAGE).enforce()
    form = BoundaryFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = operations.read_boundaries(by=request.actor, name=file.name, content=file.read())
        except geojson.UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            return redirect("territory:boundary_import", read.pk)
    earlier = BoundaryImport.objects.filter(ambito=request.actor.ambito_id)[:10]
    status = 422 if form.is_bound else 200
    context = {"form": form, "earlier": earlier}
    return render(request, "territory/boundary_upload.html", context, status=status)


def _import_of(request: Request, import_id: uuid.UUID) -> BoundaryImport:
    gate.may(request.actor, policies.MANAGE).enforce()
    mine = BoundaryImport.objects.filter(ambito=request.actor.ambito_id)
    return get_object_or_404(mine, pk=import_id)


@require_safe
def boundary_import(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """What the file would do, row by row and on the map."""
    read = _import_of(request, import_id)
    shapes = drawn(
        (row["place_id"], row["name"], "", row["geometry"]) for row in read.rows if row["geometry"]
    )
    counts = {
        state: sum(row["state"] == state for row in read.rows)
        for state in (geojson.CHANGE, geojson.UNCHANGED, geojson.REFUSED)
    }
    context = {"read": read, "map": shapes, "counts": counts}
    return render(request, "territory/boundary_import.html", context)


@require_POST
def boundary_apply(request: Request, import_id: uuid.UUID) -> HttpResponse:
    read = _import_of(request, import_id)
    changed = operations.apply_boundaries(read, by=request.actor)
    messages.success(request, _("Confini aggiornati: %(number)s.") % {"number": changed})
    return redirect("territory:ambito")


@require_http_methods(["GET", "HEAD", "POST"])
def residents_upload(request: Request) -> HttpResponse:
    """A table of residents, written whole or not at all, with its faults row by row."""
    gate.may(request.actor, policies.MANAGE).enforce()
    form = ResidentsFileForm(request.POST or None, request.FILES or None)
    faults: list[residents.Fault] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            cells, faults = residents.checked(
                residents.rows_of(file.name, file.read()),
                Municipality.objects.visible_to(request.actor),
                Neighbourhood.objects.visible_to(request.actor),
            )
            if not faults:
                written = operations.write_residents(cells, by=request.actor)
                messages.success(request, _("Caselle scritte: %(number)s.") % {"number": written})
                return redirect("territory:ambito")
        except residents.UnreadableTable as error:
            form.add_error("file", str(error))
        except ValidationError as error:
            form.add_error("file", error.messages)
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "faults": faults[:200],
        "more": max(0, len(faults) - 200),
        "upload_title": _("Carica i residenti"),
    }
    return render(request, "territory/residents_upload.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def street_upload(request: Request) -> HttpResponse:
    """The street directory, written whole or not at all, with its faults row by row."""
    gate.may(request.actor, policies.MANAGE).enforce()
    form = StreetFileForm(request.POST or None, request.FILES or None)
    faults: list[residents.Fault] = []
    if request.method == "POST" and form.is_valid():
        try:
            stretches, faults = _stretches_of(request, form)
            if not faults:
                told = operations.write_streets(stretches, by=request.actor)
                messages.success(request, _outcome(told))
                return redirect("territory:street_upload")
        except residents.UnreadableTable as error:
            form.add_error("file", str(error))
        except ValidationError as error:
            form.add_error("file", error.messages)
    held = queries.streets_by_town(request.actor)
    more = max(0, len(faults) - 200)
    context = {
        "form": form,
        "faults": faults[:200],
        "more": more,
        "held": held,
        "upload_title": _("Carica lo stradario"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "territory/street_upload.html", context, status=status)


def _stretches_of(request: Request, form: StreetFileForm) -> Any:
    file = form.cleaned_data["file"]
    return streets.checked(
        streets.directory_rows(file.name, file.read()),
        Municipality.objects.visible_to(request.actor),
        Neighbourhood.objects.visible_to(request.actor),
    )


def _outcome(told: dict[str, int]) -> str:
    return (
        _(
            "Stradario aggiornato: %(new)s tratti nuovi, %(changed)s cambiati, %(same)s già "
            "uguali, %(gone)s tolti."
        )
        % told
    )
