"""What the segretariato lends to other pages: its place, cards of the day, panels of the person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.access.models import CaseProposal, DirectService, Orientation
from prossimo.access.queries.closures import closed_days
from prossimo.access.queries.direct import services_of_person
from prossimo.access.queries.requests import (
    InboxCount,
    age_in_words,
    counted_inbox,
    deadline_of,
    requests_of_person,
    waiting_number,
)
from prossimo.access.request_words import direct_tone, for_whom
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Person
from prossimo.citizens.panels import (
    Copied,
    Moments,
    Panel,
    PersonAction,
    person_actions,
    person_copies,
    person_moments,
    person_panels,
)
from prossimo.core import pdf, wording
from prossimo.core.navigation import Card, Place, cards, places
from prossimo.ui.parts import Entry

ON_A_CARD = 6
IN_A_PANEL = 6
MOST_COPIED = 5000


def requests_card(actor: Actor) -> dict[str, Any] | None:
    """For the segretariato: how many wait, since when, how many are late, the first of them."""
    count = counted_inbox(actor)
    if not count.waiting:
        return None
    closed = closed_days(actor.ambito_id, actor.municipality_id)
    rows = Orientation.objects.visible_to(actor).open().by_urgency().select_related(
        "person", "household"
    )[:ON_A_CARD]  # fmt: skip
    listed = list(rows)
    journal.shown(Action.LIST, listed)
    return {
        "sentence": _in_words(actor, count),
        "rows": [(row, for_whom(row), deadline_of(row.due_on, closed)) for row in listed],
        "tone": "warning" if count.late or count.urgent else "",
        "url": reverse("access:orientations"),
    }


def overseen_card(actor: Actor) -> dict[str, Any] | None:
    """For who coordinates: what nobody has in hand, what is late; no list of names."""
    if actor.has(Right.ORIENTATION_WRITE):
        return None
    count = counted_inbox(actor)
    if not (count.unowned or count.late):
        return None
    unowned = ngettext(
        "Una richiesta non è in mano a nessuno", "%(n)s richieste non sono in mano a nessuno",
        count.unowned,
    ) % {"n": count.unowned}  # fmt: skip
    late = ngettext("una è in ritardo", "%(n)s sono in ritardo", count.late) % {"n": count.late}
    return {
        "sentence": f"{unowned}, {late}.",
        "rows": [],
        "tone": "warning" if count.late else "",
        "url": reverse("access:orientations"),
    }


def _in_words(actor: Actor, count: InboxCount) -> str:
    said = ngettext(
        "Una richiesta aspetta una risposta", "%(n)s richieste aspettano una risposta",
        count.waiting,
    ) % {"n": count.waiting}  # fmt: skip
    parts = [said]
    if count.oldest:
        closed = closed_days(actor.ambito_id, actor.municipality_id)
        parts.append(_("la più vecchia %(age)s") % {"age": age_in_words(count.oldest, closed)})
    if count.late:
        parts.append(
            ngettext("una è in ritardo", "%(n)s sono in ritardo", count.late) % {"n": count.late}
        )
    return ", ".join(parts) + "."


def proposals_card(actor: Actor) -> dict[str, Any] | None:
    """What waits for the answer of this social worker."""
    rows = CaseProposal.objects.visible_to(actor).waiting().filter(proposed_to=actor.post_id)
    number = rows.count()
    return {"number": number} if number else None


def requests_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    lines = requests_of_person(actor, person.pk, IN_A_PANEL)
    journal.shown(Action.LIST, lines)
    return {"lines": lines} if lines else None


def direct_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    lines = services_of_person(actor, person.pk, IN_A_PANEL)
    journal.shown(Action.LIST, lines)
    return {"lines": [(each, direct_tone(each.state)) for each in lines]} if lines else None


def request_moments(actor: Actor, person: Person, most: int) -> list[Entry]:
    """What the segretariato received and how it ended."""
    found = []
    for row in requests_of_person(actor, person.pk, most):
        url = row.get_absolute_url()
        found.append(
            Entry(_("Richiesta al segretariato"), row.received_at, icon="inbox", url=url,
                  badge=str(row.get_state_display()))
        )  # fmt: skip
    return found


def direct_moments(actor: Actor, person: Person, most: int) -> list[Entry]:
    """When a direct service was asked for, began and ended."""
    found = []
    for row in services_of_person(actor, person.pk, most):
        days = (
            (row.requested_on, _("Chiesta la prestazione")),
            (row.active_on, _("Comincia la prestazione")),
            (row.ended_on, _("Conclusa la prestazione")),
        )
        found += [
            Entry(title, day, row.service.name, icon="card", url=row.get_absolute_url())
            for day, title in days
            if day
        ]
    return found


def segretariato_copied(actor: Actor, person: Person) -> list[pdf.Section]:
    """Requests and direct services as the person gets them back (GDPR art. 15)."""
    rows = requests_of_person(actor, person.pk, MOST_COPIED)
    services = services_of_person(actor, person.pk, MOST_COPIED)
    journal.shown(Action.EXPORT, [*rows, *services])
    moments = [_request_copied(row) for row in rows]
    granted = [_direct_copied(row) for row in services]
    return [
        pdf.Section(_("Richieste al segretariato sociale"), moments=moments,
                    empty=_("Nessuna richiesta.")),
        pdf.Section(_("Prestazioni dirette"), moments=granted, empty=_("Nessuna prestazione.")),
    ]  # fmt: skip


def _request_copied(row: Orientation) -> pdf.Moment:
    told = "\n".join(filter(None, [row.request, row.summary, row.refusal]))
    when = wording.local(row.received_at).strftime("%d/%m/%Y")
    return pdf.Moment(when=when, title=str(row.get_state_display()), text=told)


def _direct_copied(row: DirectService) -> pdf.Moment:
    told = "\n".join(filter(None, [row.quantity, row.needs, row.why]))
    title = f"{row.service.name}: {row.get_state_display()}"
    return pdf.Moment(when=f"{row.requested_on:%d/%m/%Y}", title=title, text=told)


places.add(
    Place(
        key="segretariato",
        label=gettext_lazy("Segretariato"),
        url_name="access:orientations",
        icon="inbox",
        order=15,
        rights=frozenset({Right.ORIENTATION_READ}),
        shortcut="g e",
        also=(
            "access:proposals",
            "access:direct_services",
            "access:unmet_needs",
            "access:allocation",
        ),
        count=waiting_number,
    )
)
cards.add(
    Card(
        key="access.requests",
        label=gettext_lazy("Richieste al segretariato"),
        template="access/card_requests.html",
        order=4,
        rights=frozenset({Right.ORIENTATION_WRITE}),
        build=requests_card,
    )
)
cards.add(
    Card(
        key="access.requests_overseen",
        label=gettext_lazy("Richieste da assegnare"),
        template="access/card_requests.html",
        order=14,
        rights=frozenset({Right.ALLOCATION_MANAGE}),
        build=overseen_card,
    )
)
cards.add(
    Card(
        key="access.proposals",
        label=gettext_lazy("Proposte di presa in carico"),
        template="access/card_proposals.html",
        order=6,
        rights=frozenset({Right.PROPOSAL_DECIDE}),
        build=proposals_card,
    )
)
person_panels.add(
    Panel(
        key="requests",
        label=gettext_lazy("Richieste al segretariato"),
        order=24,
        rights=frozenset({Right.ORIENTATION_READ}),
        build=requests_panel,
        template="access/panel_requests.html",
        side=True,
    )
)
person_panels.add(
    Panel(
        key="direct",
        label=gettext_lazy("Prestazioni dirette"),
        order=25,
        rights=frozenset({Right.DIRECT_READ}),
        build=direct_panel,
        template="access/panel_direct.html",
        side=True,
    )
)
person_actions.add(
    PersonAction(
        key="request",
        label=gettext_lazy("Apri una richiesta al segretariato"),
        order=18,
        rights=frozenset({Right.ORIENTATION_WRITE}),
        url=lambda _actor, person: f"{reverse('access:orientation_new')}?person={person.pk}",
        icon="inbox",
    )
)
person_moments.add(
    Moments(
        key="requests",
        label=gettext_lazy("Segretariato"),
        order=12,
        rights=frozenset({Right.ORIENTATION_READ}),
        build=request_moments,
    )
)
person_moments.add(
    Moments(
        key="direct",
        label=gettext_lazy("Prestazioni dirette"),
        order=14,
        rights=frozenset({Right.DIRECT_READ}),
        build=direct_moments,
    )
)
person_copies.add(
    Copied(
        key="segretariato",
        label=gettext_lazy("Segretariato sociale"),
        order=30,
        build=segretariato_copied,
    )
)
