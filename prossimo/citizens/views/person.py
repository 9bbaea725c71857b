"""Reading a file: the page of a person, the sheet of data, the history, the household, the print."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Right
from prossimo.citizens import panels, policies, rules
from prossimo.citizens.models import Household, Person
from prossimo.citizens.queries import (
    doubles,
    members_of,
    person_in_sight,
    place_line,
    same_tax_code,
    years,
)
from prossimo.citizens.queries.addresses import addresses_of
from prossimo.citizens.queries.family import household_picture
from prossimo.citizens.queries.history import history_of
from prossimo.citizens.queries.reach import may_reach, reach_of
from prossimo.citizens.queries.sheets import (
    age_line,
    citizenship_lines,
    contact_facts,
    doubts,
    former_codes,
    home_facts,
    identity_facts,
    known_since,
    registry_facts,
)
from prossimo.core import pdf
from prossimo.core.http import Request
from prossimo.core.moved import Moved
from prossimo.core.periods import today
from prossimo.ui.parts import Tab

MOMENTS, MOMENTS_MOST = 20, 500


def person_or_404(request: Request, person_id: uuid.UUID) -> Person:
    """The person, or the same 404 for who is absent and for who is not for these eyes."""
    may(request.actor, Right.PERSON_READ).enforce()
    person = person_in_sight.first(request.actor, person_id)
    if person is None:
        follow(request, person_id)
        raise Http404
    return person


def follow(request: Request, person_id: uuid.UUID) -> None:
    """A number that was merged leads to the same page of the file that holds it now."""
    kept = doubles.where_it_went(request.actor, person_id)
    match = request.resolver_match
    if kept is None or match is None:
        return
    address = person_url(kept)
    if request.method in {"GET", "HEAD"}:
        address = reverse(match.view_name, kwargs={**match.kwargs, "person_id": kept.pk})
        address += f"?{request.GET.urlencode()}" if request.GET else ""
    sentence = _(
        "Il numero che hai aperto non è più in uso: questa scheda è confluita in %(name)s."
    )
    raise Moved(address, sentence % {"name": kept.full_name})


def person_url(person: Person) -> str:
    return reverse("citizens:person", args=[person.pk])


def frame_of(request: Request, person: Person, current: str) -> dict[str, Any]:
    """What stands around every tab of a person: header, warning, tabs, what one may do."""
    args = [person.pk]
    tabs = [("person", _("Che cosa succede")), ("person_details", _("Dati"))]
    tabs.append(("person_family", _("Famiglia")))
    actor = request.actor
    if policies.may_read_economy(actor, person):
        tabs.append(("person_means", _("ISEE e benefici")))
    tabs.append(("person_history", _("Storia")))
    may_write = policies.may_write_person(actor, person)
    return {
        "person": person,
        "age_line": age_line(person),
        "place": place_line(person),
        "reach": reach_of(actor, person),
        "tabs": [
            Tab(label, reverse(f"citizens:{name}", args=args), name == current)
            for name, label in tabs
        ],
        "edit_url": reverse("citizens:person_edit", args=args) if may_write else "",
        "print_url": reverse("citizens:person_print", args=args),
        "copy_url": reverse("citizens:person_copy", args=args)
        if actor.has(Right.PERSON_COPY)
        else "",
        "actions": panels.actions_for(actor, person),
    }


@require_safe
@states_purpose(Right.PERSON_READ, "person_id")
def person_page(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """What is happening now, before any sheet of data."""
    person = person_or_404(request, person_id)
    journal.shown(Action.READ, [person], purpose=request.purpose)
    drawn = [_drawn(request, person, built) for built in panels.panels_for(request.actor, person)]
    lives_with = members(request, person)
    asked, most = request.GET.get("che", ""), _most(request)
    entries = panels.timeline_of(request.actor, person, most=most, only=asked)
    context = {
        **frame_of(request, person, "person"),
        "entries": entries[:most],
        "more_url": _more_url(asked, most) if len(entries) > most else "",
        "sources": [
            Tab(source.label, f"?che={source.key}", source.key == asked)
            for source in panels.sources_for(request.actor)
        ],
        "asked": asked,
        "household_picture": household_picture(person, [row["person"] for row in lives_with]),
        "here": request.path,
        "members": lives_with,
        "household_url": _household_url(person),
        "home": home_facts(request.actor, person),
        "languages": identity_facts(person)[-2:],
        "doubts": doubts(person),
        "doubles": same_tax_code(request.actor, person),
        "panels": [(panel, html) for panel, html in drawn if not panel.side],
        "side_panels": [(panel, html) for panel, html in drawn if panel.side],
    }
    return render(request, "citizens/person.html", context)


def _most(request: Request) -> int:
    """How many moments are shown: twenty, and twenty more at each asking."""
    asked = request.GET.get("quanti", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else MOMENTS
    return min(max(-(-wanted // MOMENTS), 1) * MOMENTS, MOMENTS_MOST)


def _more_url(asked: str, most: int) -> str:
    return f"?{urlencode({'che': asked, 'quanti': most + MOMENTS})}#moments"


def _drawn(
    request: Request, person: Person, built: panels.BuiltPanel
) -> tuple[panels.Panel, SafeString]:
    """A panel of another app with its own template, which sees the person too."""
    context = {**built.context, "person": person, "panel": built.panel}
    return built.panel, render_to_string(built.panel.template, context, request)


def members(request: Request, person: Person) -> list[dict[str, Any]]:
    """Whoever else of the household these eyes may see; the others leave no hole."""
    others = members_of(request.actor, person.household_id, but=person.pk)
    return [member_row(other) for other in others]


def member_row(person: Person) -> dict[str, Any]:
    role = str(person.get_household_role_display()) if person.household_role else ""
    age = years(rules.age_on(person.born_on, today()))
    if person.died_on:
        age = _("deceduta il %(day)s") % {"day": date_format(person.died_on, "d/m/Y")}
    detail = ", ".join(filter(None, [role, age]))
    return {"person": person, "url": person_url(person), "role": role, "age": age, "detail": detail}


def _household_url(person: Person) -> str:
    if not person.household_id:
        return ""
    return reverse("citizens:household", args=[person.household_id])


@require_safe
@states_purpose(Right.PERSON_READ, "person_id")
def person_details(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    journal.shown(Action.READ, [person], purpose=request.purpose)
    since = known_since(request.actor, person)
    may_write = policies.may_write_person(request.actor, person)
    context = {
        **frame_of(request, person, "person_details"),
        "identity": identity_facts(person),
        "home": home_facts(request.actor, person),
        "addresses": addresses_of(request.actor, person),
        "sees_addresses": may_reach(request.actor),
        "citizenships": citizenship_lines(request.actor, person),
        "former_codes": former_codes(request.actor, person),
        "registry": registry_facts(person),
        "doubles": same_tax_code(request.actor, person),
        "may_write": bool(may_write),
        "may_seal": bool(may_write and policies.may_ask_opening(request.actor, person)),
        "since": [(_("Conosciuta dai servizi dal"), since)] if since else [],
        "doubts": doubts(person),
    }
    return render(request, "citizens/person_details.html", context)


@require_safe
@states_purpose(Right.PERSON_READ, "person_id")
def person_history(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, person_id)
    journal.shown(Action.READ, [person], purpose=request.purpose)
    changes = history_of(request.actor, person)
    context = {**frame_of(request, person, "person_history"), "changes": changes}
    return render(request, "citizens/person_history.html", context)


@require_safe
@states_purpose(Right.PERSON_READ, "person_id")
def person_print(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """The sheet on paper, or to keep: a PDF with who printed it and when."""
    person = person_or_404(request, person_id)
    journal.shown(Action.PRINT, [person], purpose=request.purpose)
    others = [
        ", ".join(filter(None, [row["person"].full_name, row["detail"]]))
        for row in members(request, person)
    ]
    sections = [pdf.Section(_("Chi è"), facts=identity_facts(person))]
    reach = reach_of(request.actor, person)
    if contact := contact_facts(request.actor, person, reach):
        sections.append(pdf.Section(_("Come si raggiunge"), facts=contact))
    if others:
        sections.append(pdf.Section(_("Con chi vive"), paragraphs=others))
    sections.append(pdf.Section(_("Numero di scheda"), paragraphs=[str(person.pk)]))
    sheet = pdf.Sheet(
        title=_("Scheda di %(name)s") % {"name": person.full_name},
        subtitle=place_line(person),
        notes=list(reach.cautions),  # before anything else, on paper too
        sections=sections,
    )
    return pdf.respond(request, sheet, name="scheda")


def _new_member_url(request: Request, rows: list[dict[str, Any]]) -> str:
    if not rows or not may(request.actor, Right.PERSON_WRITE):
        return ""
    return f"{reverse('citizens:person_new')}?con={rows[0]['person'].pk}"


@require_safe
@states_purpose(Right.PERSON_READ, "household_id")
def household(request: Request, household_id: uuid.UUID) -> HttpResponse:
    """Who lives together, as far as these eyes may see."""
    may(request.actor, Right.PERSON_READ).enforce()
    found = Household.objects.visible_to(request.actor).filter(pk=household_id).first()
    if found is None:
        raise Http404
    journal.note(Action.READ, "citizens.household", found.pk, purpose=request.purpose)
    rows = [member_row(person) for person in members_of(request.actor, found.pk)]
    context = {
        "household": found,
        "members": rows,
        "new_url": _new_member_url(request, rows),
    }
    return render(request, "citizens/household.html", context)
