"""A contact laid out to be read: the facts of its page, and the sheet that is printed."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from prossimo.access.choices import Speaker
from prossimo.access.models import Amendment, Contact
from prossimo.access.tables.contacts import given_labels, reasons_of
from prossimo.access.wording import for_whom, named, reads, said_list
from prossimo.accounts.rules import Actor
from prossimo.core import pdf, wording
from prossimo.core.privacy import NARRATIVE, FieldClass, visible_fields
from prossimo.ui.parts import Fact


def contact_facts(actor: Actor, contact: Contact) -> list[Fact]:
    """Where, how, who: only what the reader may have, and no trace of the rest."""
    seen = set(visible_fields(Contact, FieldClass(actor.ceiling)))
    facts = [
        ("person", Fact(_("Per chi"), for_whom(contact), url=_person_url(contact))),
        ("speaker", Fact(_("Chi parla"), _speaker(contact, told="speaker_name" in seen))),
        ("desk", Fact(_("Sportello"), str(contact.desk), url=contact.desk.get_absolute_url())),
        ("channel", Fact(_("Canale"), reads("channel", contact.channel))),
        ("happened_at", Fact(_("Quando"), wording.moment(contact.happened_at))),
        ("main_reason", Fact(_("Motivi"), said_list(reasons_of(contact)), wide=True)),
        ("target_group", Fact(_("Gruppo di riferimento"), _maybe("target_group", contact))),
        ("given", Fact(_("Esito"), said_list(given_labels(contact)) or _("niente di segnato"))),
        ("no_service", Fact(_("Risposta"), _unanswered(contact), wide=True)),
        ("minutes", Fact(_("Minuti"), _maybe("minutes", contact))),
        ("neighbourhood", Fact(_("Quartiere"), str(contact.neighbourhood or ""))),
        ("author", Fact(_("Registrato da"), contact.author.get_full_name())),
    ]
    return [fact for name, fact in facts if name in seen and fact.value != ""]


def contact_sheet(actor: Actor, contact: Contact, amendments: Sequence[Amendment]) -> pdf.Sheet:
    """The contact on paper, with the same eyes as on the screen."""
    facts = [(fact.label, fact.value) for fact in contact_facts(actor, contact)]
    sections = [pdf.Section(_("Il contatto"), facts=facts)]
    if actor.ceiling >= NARRATIVE:
        sections += [
            pdf.Section(title, paragraphs=[text])
            for title, text in (
                (_("Che cosa serve"), contact.needs),
                (_("Servizio che manca"), contact.missing_service),
                (_("Nota condivisa"), contact.note),
            )
            if text
        ]
        if amendments:
            sections.append(pdf.Section(_("Rettifiche"), moments=[_moment(a) for a in amendments]))
    return pdf.Sheet(
        title=_("Contatto con %(whose)s") % {"whose": named(contact)},
        subtitle=f"{contact.desk}, {wording.moment(contact.happened_at)}",
        sections=sections,
    )


def _moment(amendment: Amendment) -> pdf.Moment:
    lines = [f"{c['label']}: {c['before']} → {c['after']}" for c in amendment.changes]
    return pdf.Moment(
        when=wording.moment(amendment.amended_at),
        title=amendment.why,
        text="\n".join(lines),
        by=amendment.author.get_full_name(),
    )


def _speaker(contact: Contact, *, told: bool) -> str:
    said = reads("speaker", contact.speaker)
    named = contact.speaker != Speaker.SELF and told and contact.speaker_name
    return f"{said}: {contact.speaker_name}" if named else said


def _unanswered(contact: Contact) -> str:
    return _("nessun servizio esiste per questo") if contact.no_service else ""


def _maybe(name: str, contact: Contact) -> str:
    value: Any = getattr(contact, name)
    return reads(name, value) if value not in (None, "") else ""


def _person_url(contact: Contact) -> str:
    from django.urls import reverse

    return reverse("citizens:person", args=[contact.person_id]) if contact.person else ""
