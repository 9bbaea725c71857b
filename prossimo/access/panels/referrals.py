"""What referrals lend to other pages: the navigation, «Oggi», the page and the copy of a person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.access.badges import TONES, state_badge
from prossimo.access.models import Referral
from prossimo.access.queries.referrals import (
    came_back,
    is_late,
    named,
    referrals_of_person,
    still_waiting,
    to_answer,
    told,
)
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
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.parts import Entry

ON_A_CARD = 8
IN_A_PANEL = 6
MOST_COPIED = 2000
READERS = frozenset({Right.REFERRAL_READ})
SENDERS = frozenset({Right.REFERRAL_SEND})


def back_card(actor: Actor) -> dict[str, Any] | None:
    """What I sent and was answered, until I say that I have seen it."""
    waiting = came_back(actor)
    total = waiting.count()
    if not total:
        return None
    rows = list(waiting.for_list()[:ON_A_CARD])
    journal.shown(Action.LIST, rows)
    names = named(actor, rows)
    said = ngettext(
        "Un invio ha avuto risposta.", "%(number)s invii hanno avuto risposta.", total
    ) % {"number": total}
    return {
        "sentence": said,
        "rows": [(row, names[row.pk]) for row in rows],
        "more": total - len(rows),
        "all_url": reverse("access:referrals") + "?whose=miei&state=tutti",
    }


def waiting_card(actor: Actor) -> dict[str, Any] | None:
    """What I sent and nobody has answered, the late first."""
    waiting = still_waiting(actor)
    total = waiting.count()
    if not total:
        return None
    rows = list(waiting.for_list()[:ON_A_CARD])
    late = sum(is_late(row) for row in rows)
    said = ngettext("Un invio aspetta risposta", "%(number)s invii aspettano risposta", total) % {
        "number": total
    }
    tail = ngettext("uno in ritardo.", "%(number)s in ritardo.", late) % {"number": late}
    return _card(actor, rows, f"{said}, {tail}" if late else f"{said}.", "?whose=miei&state=attesa")


def asked_card(actor: Actor) -> dict[str, Any] | None:
    """What my organisation was asked and has not answered."""
    if actor.organisation_id is None:
        return None
    waiting = to_answer(actor)
    total = waiting.count()
    if not total:
        return None
    said = ngettext(
        "Una richiesta aspetta la vostra risposta.",
        "%(number)s richieste aspettano la vostra risposta.",
        total,
    ) % {"number": total}
    return _card(actor, list(waiting.for_list()[:ON_A_CARD]), said, "?state=attesa")


def _card(actor: Actor, rows: list[Referral], said: str, query: str) -> dict[str, Any]:
    journal.shown(Action.LIST, rows)
    names = named(actor, rows)
    return {
        "sentence": said,
        "rows": [(row, names[row.pk], is_late(row)) for row in rows],
        "all_url": reverse("access:referrals") + query,
    }


def referrals_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """Where the person was sent and what came of it; no hole where they were sent nowhere."""
    rows = _of(actor, person)[:IN_A_PANEL]
    return {"rows": [(row, state_badge(row)) for row in rows]} if rows else None


def referral_moments(actor: Actor, person: Person, most: int) -> list[Entry]:
    """Each referral on the day it was sent, with how it stands now."""
    return [
        Entry(
            title=_("Inviata a: %(service)s") % {"service": row.service.name},
            when=row.sent_at,
            text=row.request if actor.ceiling >= NARRATIVE else "",
            kind=str(row.organisation),
            icon="arrow-right-circle",
            tone=TONES[row.state],
            badge=str(row.get_state_display()),
            url=row.get_absolute_url(),
            by=row.sender.get_full_name(),
        )
        for row in _of(actor, person)[:most]
    ]


def referrals_copied(actor: Actor, person: Person) -> list[pdf.Section]:
    """Every referral as the person gets it back: to whom, what was shared of them, what came of it."""
    if not actor.has(Right.REFERRAL_READ):
        return []
    rows = referrals_of_person(actor, person.pk, MOST_COPIED)
    journal.shown(Action.EXPORT, rows)
    moments = [
        pdf.Moment(
            when=wording.local(row.sent_at).strftime("%d/%m/%Y %H:%M"),
            title=f"{row.service.name} – {row.organisation}",
            text="\n".join(_copied_lines(row)),
            by=str(row.get_state_display()),
        )
        for row in rows
    ]
    return [pdf.Section(_("Invii ai servizi"), moments=moments, empty=_("Nessun invio."))]


def _copied_lines(row: Referral) -> list[str]:
    shared = [f"{each.label}: {each.value}" for each in told(row.shared)]
    agreed = _("Accordo %(how)s il %(day)s.") % {
        "how": row.get_agreement_display(), "day": wording.day(row.agreed_on),
    }  # fmt: skip
    outcome = str(row.get_outcome_display()) if row.outcome else ""
    refused = str(row.get_refused_why_display()) if row.refused_why else ""
    return list(filter(None, [row.request, *shared, agreed, row.answer, refused, outcome]))


def _of(actor: Actor, person: Person) -> list[Referral]:
    """Read and journalled once a page, though the timeline and the panel both show them."""
    known: dict[str, Any] = person.__dict__
    if "_referrals" not in known:
        known["_referrals"] = referrals_of_person(actor, person.pk, 50)
        journal.shown(Action.LIST, known["_referrals"])
    held: list[Referral] = known["_referrals"]
    return held


places.add(
    Place(
        key="referrals",
        label=gettext_lazy("Invii"),
        url_name="access:referrals",
        icon="arrow-right-circle",
        order=17,
        rights=READERS,
        shortcut="g m",
    )
)
cards.add(
    Card(
        key="access.referrals_back",
        label=gettext_lazy("Sono tornati"),
        template="access/card_referrals_back.html",
        order=4,
        rights=SENDERS,
        build=back_card,
    )
)
cards.add(
    Card(
        key="access.referrals_waiting",
        label=gettext_lazy("Aspettano risposta"),
        template="access/card_referrals.html",
        order=25,
        rights=SENDERS,
        build=waiting_card,
    )
)
cards.add(
    Card(
        key="access.referrals_asked",
        label=gettext_lazy("Invii ricevuti"),
        template="access/card_referrals.html",
        order=4,
        rights=frozenset({Right.REFERRAL_ANSWER}),
        build=asked_card,
    )
)
person_panels.add(
    Panel(
        key="referrals",
        label=gettext_lazy("Inviata a"),
        order=15,
        rights=READERS,
        build=referrals_panel,
        template="access/panel_referrals.html",
        side=True,
    )
)
person_moments.add(
    Moments(
        key="referrals",
        label=gettext_lazy("Invii"),
        order=15,
        rights=READERS,
        build=referral_moments,
    )
)
person_copies.add(
    Copied(key="referrals", label=gettext_lazy("Invii"), order=25, build=referrals_copied)
)
person_actions.add(
    PersonAction(
        key="referral",
        label=gettext_lazy("Invia a un servizio"),
        order=30,
        rights=SENDERS,
        url=lambda _actor, person: f"{reverse('access:referral_new')}?person={person.pk}",
        icon="arrow-right-circle",
    )
)
