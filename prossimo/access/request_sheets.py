"""A request laid out to be read: what its page shows to whom, and the sheet that is printed."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from prossimo.access.choices import OPEN_ORIENTATIONS
from prossimo.access.models import (
    Accompaniment,
    AssessedNeed,
    CaseProposal,
    DirectService,
    Orientation,
    OrientationStep,
    UnmetNeed,
)
from prossimo.access.policies.contacts import at_desk
from prossimo.access.policies.requests import may_write_orientation
from prossimo.access.queries.closures import closed_days
from prossimo.access.queries.requests import age_in_words, deadline_of, steps_of
from prossimo.access.request_words import for_whom, named, owner_of
from prossimo.access.workflow import ORIENTATION
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.panels import Panel, allowed, person_panels
from prossimo.core import pdf, wording
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.parts import Entry, Fact

AROUND = frozenset({"benefits", "direct", "referrals"})  # panels of the person's page


def moves_open(row: Orientation) -> list[str]:
    """The names of what may be done in this state, the hand-over included."""
    names = [move.name for move in ORIENTATION.open_to(row.state)]
    return [*names, "hand_over"] if row.state in OPEN_ORIENTATIONS else names


def request_page(actor: Actor, row: Orientation) -> dict[str, Any]:
    """All that the page shows: what is above the reader's ceiling is not in it at all."""
    tells = actor.ceiling >= NARRATIVE
    closed = closed_days(row.ambito_id, row.municipality_id)
    is_open = row.state in OPEN_ORIENTATIONS
    accompaniments = Accompaniment.objects.visible_to(actor).filter(orientation=row)
    proposals = CaseProposal.objects.visible_to(actor).filter(orientation=row)
    return {
        "row": row,
        "whose": named(row),
        "is_open": is_open,
        "tells": tells,
        "mine": row.owner_id == actor.user_id,
        "may_write": bool(may_write_orientation(actor, row)),
        "moves": moves_open(row),
        "deadline": deadline_of(row.due_on, closed) if is_open else None,
        "age": age_in_words(row.received_at, closed) if is_open else "",
        "facts": request_facts(actor, row),
        "contact_seen": bool(row.contact and at_desk(actor, Right.CONTACT_READ, row.contact.desk)),
        "needs": needs_of(actor, row) if tells else [],
        "accompaniments": list(accompaniments.select_related("by_post__user")),
        "proposals": list(proposals.select_related("proposed_to__user", "by")),
        "direct": direct_of(actor, row),
        "unmet": unmet_of(actor, row),
        "story": story(actor, row),
        "around": around(actor, row),
        "unmet_new_url": f"{reverse('access:unmet_new')}?richiesta={row.pk}",
    }


def request_facts(actor: Actor, row: Orientation) -> list[Fact]:
    person_url = reverse("citizens:person", args=[row.person_id]) if row.person else ""
    facts = [
        Fact(_("Per chi"), for_whom(row), url=person_url),
        Fact(_("Urgenza"), str(row.get_urgency_display())),
        Fact(_("Stato"), str(row.get_state_display())),
        Fact(_("In mano a"), owner_of(row) or _("nessuno")),
        Fact(_("Ricevuta"), wording.moment(row.received_at)),
        Fact(_("Da concludere entro"), wording.day(row.due_on)),
        Fact(_("Sportello"), str(row.desk or "")),
        Fact(_("Quartiere"), str(row.neighbourhood or "")),
        Fact(_("Gruppo di riferimento"), str(row.get_target_group_display() or "")),
        Fact(_("Area"), str(row.get_user_area_display() or "")),
    ]
    if row.notice_sent_on:
        facts.append(Fact(_("Preavviso di rigetto"), wording.day(row.notice_sent_on)))
    if row.decided_at:
        facts.append(Fact(_("Conclusa"), wording.moment(row.decided_at)))
    return [fact for fact in facts if fact.value != ""]


def needs_of(actor: Actor, row: Orientation) -> list[AssessedNeed]:
    rows = AssessedNeed.objects.visible_to(actor).filter(orientation=row)
    return list(rows.select_related("need").order_by("-intensity", "need__rank"))


def direct_of(actor: Actor, row: Orientation) -> list[DirectService]:
    if not actor.has(Right.DIRECT_READ):
        return []
    rows = DirectService.objects.visible_to(actor).filter(orientation=row)
    return list(rows.select_related("service"))


def unmet_of(actor: Actor, row: Orientation) -> list[UnmetNeed]:
    rows = UnmetNeed.objects.visible_to(actor).filter(orientation=row)
    return list(rows.select_related("need"))


def around(actor: Actor, row: Orientation) -> list[tuple[Panel, SafeString]]:
    """What the person already receives and what is done for them, as other apps tell it."""
    if row.person is None:
        return []
    journal.shown(Action.READ, [row.person])
    drawn = []
    for panel in sorted(person_panels, key=lambda each: each.order):
        if panel.key in AROUND and allowed(actor, panel.rights):
            built = panel.build(actor, row.person)
            if built is not None:
                context = {**built, "person": row.person, "panel": panel}
                drawn.append((panel, render_to_string(panel.template, context)))
    return drawn


def story(actor: Actor, row: Orientation) -> list[Entry]:
    """What happened to the request, the last first; the words only for who may read them."""
    tells = actor.ceiling >= NARRATIVE
    return [
        Entry(
            title=step_label(step),
            when=step.at,
            text=step.note if tells else "",
            icon="comment" if step.name == "note" else "chevron-right",
            by=step.by.get_full_name() if step.by else step.signed,
        )
        for step in reversed(steps_of(actor, row))
    ]


def step_label(step: OrientationStep) -> str:
    move = next((each for each in ORIENTATION if each.name == step.name), None)
    if move is not None:
        return str(move.label)
    return str(step_words().get(step.name, step.name))


def step_words() -> dict[str, str]:
    return {
        "receive": _("Ricevuta"),
        "triage": _("Valutazione aggiornata"),
        "note": _("Colloquio o nota"),
        "hand_over": _("Affidata"),
        "notice": _("Preavviso di rigetto"),
        "proposal_accept": _("Proposta accolta"),
        "proposal_refuse": _("Proposta non accolta"),
        "proposal_reassign": _("Proposta riassegnata"),
        "accompany_done": _("Accompagnamento fatto"),
        "accompany_missed": _("Accompagnamento saltato"),
        "accompany_planned": _("Accompagnamento previsto"),
    }


def request_sheet(actor: Actor, row: Orientation) -> pdf.Sheet:
    """The request on paper, with the same eyes as on the screen."""
    tells = actor.ceiling >= NARRATIVE
    facts = [(fact.label, fact.value) for fact in request_facts(actor, row)]
    sections = [pdf.Section(_("La richiesta"), facts=facts)]
    if tells:
        for title, text in (
            (_("Che cosa chiede"), row.request),
            (_("Che cosa è emerso"), row.summary),
            (_("Perché non è accolta"), row.refusal),
        ):
            if text:
                sections.append(pdf.Section(title, paragraphs=[text]))
        body = [
            [str(each.need), str(each.get_intensity_display()), each.answered_by]
            for each in needs_of(actor, row)
        ]
        head = [_("bisogno"), _("intensità"), _("riceve già")]
        if body:
            sections.append(pdf.Section(_("Bisogni"), rows=pdf.Rows(head, body)))
    moments = [
        pdf.Moment(
            when=wording.moment(step.at),
            title=step_label(step),
            text=step.note if tells else "",
            by=step.by.get_full_name() if step.by else step.signed,
        )
        for step in steps_of(actor, row)
    ]
    sections.append(pdf.Section(_("Che cosa è stato fatto"), moments=moments))
    return pdf.Sheet(
        title=_("Richiesta al segretariato: %(whose)s") % {"whose": named(row)},
        subtitle=wording.moment(row.received_at),
        sections=sections,
    )
