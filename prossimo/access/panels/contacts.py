"""What the door lends to other pages: navigation, cards of the day, a panel of the person, a finder."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.access import policies
from prossimo.access.choices import Given
from prossimo.access.models import Contact, Desk, Reason
from prossimo.access.queries.contacts import (
    contacts_in_sight,
    contacts_of_today,
    reasons_on_file,
    recorded_today,
)
from prossimo.access.queries.desks import DeskNow, desk_now, desks_now
from prossimo.access.wording import main_first, said_list
from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import same_user
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Merge, Person
from prossimo.citizens.panels import (
    Copied,
    LateMove,
    Moments,
    PersonAction,
    late_moves,
    person_actions,
    person_copies,
    person_moments,
)
from prossimo.core import pdf, wording
from prossimo.core.navigation import Card, Finder, Group, Place, cards, finders, places
from prossimo.core.periods import today
from prossimo.core.privacy import NARRATIVE
from prossimo.core.text import tokens
from prossimo.ui.parts import Entry

ON_A_CARD = 8
MOST_COPIED = 5000
DRAFT = "contact-new"


def day_card(actor: Actor) -> dict[str, Any]:
    """The day at my desks: what I wrote, what is happening, what I left half-written."""
    contacts = contacts_of_today(actor, ON_A_CARD)
    journal.shown(Action.LIST, contacts)
    return {
        "sentence": _day_in_words(recorded_today(actor)),
        "contacts": [(c, bool(same_user(actor, c.author_id))) for c in contacts],
        "draft": drafts.restore(actor, DRAFT) is not None,
        "all_url": reverse("access:contacts") + "?period=oggi",
    }


def _day_in_words(recorded: list[tuple[Any, list[str], bool]]) -> str:
    if not recorded:
        return _("Oggi non hai ancora registrato contatti.")
    number = len(recorded)
    said = ngettext(
        "Oggi hai registrato %(number)s contatto", "Oggi hai registrato %(number)s contatti", number
    ) % {"number": number}
    last = wording.local(max(row[0] for row in recorded))
    parts = [_("%(said)s, l'ultimo alle %(hour)s.") % {"said": said, "hour": f"{last:%H:%M}"}]
    forwarded = sum(Given.FORWARDED in row[1] for row in recorded)
    if forwarded:
        parts.append(
            ngettext("Uno è al segretariato.", "%(number)s sono al segretariato.", forwarded)
            % {"number": forwarded}
        )
    unanswered = sum(row[2] for row in recorded)
    if unanswered:
        parts.append(
            ngettext(
                "Uno non ha un servizio che risponda.",
                "%(number)s non hanno un servizio che risponda.",
                unanswered,
            )
            % {"number": unanswered}
        )
    return " ".join(parts)


def desks_card(actor: Actor) -> dict[str, Any] | None:
    """For who manages: how the day goes desk by desk, and which ones stand open without anybody."""
    rows = desks_now(actor)
    if not rows:
        return None
    unanswered = None
    if actor.has(Right.CONTACT_READ):
        month = (
            Contact.objects.visible_to(actor).unanswered().filter(day__gte=today().replace(day=1))
        )
        unanswered = month.count()
    return {
        "rows": [row for row in rows if row.open or row.contacts],
        "uncovered": [row.desk for row in rows if _uncovered(row)],
        "unanswered": unanswered,
        "unanswered_url": reverse("access:contacts") + "?period=mese&no_service=on",
    }


def _uncovered(row: DeskNow) -> bool:
    return row.open and not row.on_duty and not row.contacts


def contact_moments(actor: Actor, person: Person, most: int) -> list[Entry]:
    """The contacts of a person that the reader may see, the last first."""
    contacts = contacts_in_sight(actor, person.pk, most)
    journal.shown(Action.LIST, contacts)
    reasons = reasons_on_file(contacts)
    return [entry_of(actor, contact, reasons[contact.pk]) for contact in contacts]


def contacts_copied(actor: Actor, person: Person) -> list[pdf.Section]:
    """The contacts as the person gets them back: what they told and what they were given.

    Private notes are the worker's own; who else was named stays out.
    """
    contacts = contacts_in_sight(actor, person.pk, MOST_COPIED)
    journal.shown(Action.EXPORT, contacts)
    reasons = reasons_on_file(contacts)
    moments = [
        pdf.Moment(
            when=wording.local(contact.happened_at).strftime("%d/%m/%Y %H:%M"),
            title=said_list(main_first(contact, reasons[contact.pk])),
            text="\n".join(filter(None, [contact.needs, contact.note])),
            by=" · ".join(
                [str(contact.desk), said_list(Given(key).label for key in contact.given)]
            ).strip(" ·"),
        )
        for contact in contacts
    ]
    empty = _("Nessun contatto.")
    return [pdf.Section(_("Contatti agli sportelli"), moments=moments, empty=empty)]


def entry_of(actor: Actor, contact: Contact, reasons: list[Reason]) -> Entry:
    """One contact on a timeline, told as far as the reader may be told."""
    told = contact.needs if actor.ceiling >= NARRATIVE else ""
    given = said_list(Given(key).label for key in contact.given)
    return Entry(
        title=said_list(main_first(contact, reasons)),
        when=contact.happened_at,
        text=told,
        kind=" · ".join(filter(None, [given, str(contact.desk)])),
        icon="comment",
        tone="warning" if contact.no_service else "neutral",
        badge=_("nessun servizio") if contact.no_service else "",
        url=contact.get_absolute_url(),
        by=contact.author.get_full_name(),
    )


def find_desks(actor: Actor, text: str) -> list[tuple[str, str, str]]:
    """Desks whose name, place or neighbourhood holds every word."""
    words = tokens(text)
    if not words or actor.ambito_id is None:
        return []
    found = []
    for desk in Desk.objects.of_ambito(actor).in_service().for_list():
        known = tokens(f"{desk.name} {desk.place} {desk.neighbourhood or ''}")
        if all(any(one.startswith(word) for one in known) for word in words):
            state = _("aperto adesso") if desk_now(desk).open else _("chiuso adesso")
            detail = " · ".join(filter(None, [desk.place, state]))
            found.append((desk.name, detail, desk.get_absolute_url()))
    return found[:ON_A_CARD]


places.add(
    Place(
        key="contacts",
        label=gettext_lazy("Sportello"),
        url_name="access:contacts",
        icon="comment",
        order=10,
        rights=frozenset({Right.CONTACT_READ}),
        shortcut="g s",
        also=("access:desks", "access:reasons", "access:parcels", "access:late_parcels"),
    )
)
places.add(
    Place(
        key="desks",
        label=gettext_lazy("Sportelli e motivi"),
        url_name="access:desks",
        icon="pin",
        order=60,
        group=Group.ARRANGE,
        rights=frozenset({Right.DESK_MANAGE}),
        also=("access:reasons",),
    )
)
cards.add(
    Card(
        key="access.day",
        label=gettext_lazy("La giornata"),
        template="access/card_day.html",
        order=10,
        rights=frozenset({Right.CONTACT_WRITE}),
        build=day_card,
    )
)
cards.add(
    Card(
        key="access.desks",
        label=gettext_lazy("Gli sportelli adesso"),
        template="access/card_desks.html",
        order=20,
        rights=frozenset({Right.DESK_MANAGE}),
        build=desks_card,
    )
)
finders.add(
    Finder(
        key="desks",
        label=gettext_lazy("Sportelli"),
        order=20,
        rights=frozenset(),
        find=find_desks,
    )
)
person_moments.add(
    Moments(
        key="contacts",
        label=gettext_lazy("Contatti"),
        order=10,
        rights=frozenset({Right.CONTACT_READ}),
        build=contact_moments,
    )
)
person_copies.add(
    Copied(key="contacts", label=gettext_lazy("Contatti"), order=20, build=contacts_copied)
)
person_actions.add(
    PersonAction(
        key="contact",
        label=gettext_lazy("Registra un contatto"),
        order=10,
        rights=frozenset({Right.CONTACT_WRITE}),
        url=lambda _actor, person: f"{reverse('access:contact_new')}?person={person.pk}",
        icon="plus",
    )
)


def _move_url(actor: Actor, merge: Merge, contact: Contact) -> str:
    """Where a contact written while two files were one is moved, for who may."""
    if not policies.may_move_contact(actor, contact, merge):
        return ""
    return reverse("access:contact_move", args=[contact.pk, merge.pk])


late_moves.add(LateMove("access.contact", _move_url))
