"""A referral laid out to be read: on its page, by who was asked, and on the sheet that is handed over."""

from typing import Any

from django.utils.translation import gettext as _

from prossimo.access.choices import ReferralOutcome, RefusedWhy
from prossimo.access.models import Referral, ReferralStep
from prossimo.access.queries.referrals import FROM, is_late, told
from prossimo.access.workflow import REFERRAL
from prossimo.accounts.rules import Actor
from prossimo.core import pdf, wording
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.parts import Entry, Fact


def short_number(referral: Referral) -> str:
    """What two people say to each other on the telephone, in place of a name."""
    return referral.pk.hex[-6:].upper()


def shared_facts(referral: Referral) -> list[Fact]:
    """The snapshot: exactly what who was asked reads of the person."""
    return [Fact(each.label.capitalize(), each.value) for each in told(referral.shared)]


def asked_facts(referral: Referral) -> list[Fact]:
    """What is asked and by whom: together with the snapshot, all that a provider reads."""
    agreed = str(referral.get_agreement_display())
    by = f" ({referral.agreed_by})" if referral.agreed_by else ""
    facts = [
        Fact(_("Servizio"), referral.service.name),
        Fact(_("Bisogno"), str(referral.need or "")),
        Fact(_("Urgenza"), str(referral.get_urgency_display())),
        Fact(_("Inviato da"), referral.shared.get(FROM, "")),
        Fact(_("Inviato il"), wording.moment(referral.sent_at)),
        Fact(_("Risposta attesa entro"), wording.day(referral.answer_due_on)),
        Fact(_("Accordo della persona"), f"{agreed}, {wording.day(referral.agreed_on)}{by}"),
        Fact(_("Numero"), short_number(referral)),
    ]
    return [fact for fact in facts if fact.value]


def stand(referral: Referral) -> list[Fact]:
    """How it stands: the state, what was answered, how it ended."""
    why = RefusedWhy(referral.refused_why).label if referral.refused_why else ""
    outcome = ReferralOutcome(referral.outcome).label if referral.outcome else ""
    state = str(referral.get_state_display())
    if is_late(referral):
        state = _("%(state)s, in ritardo") % {"state": state}
    facts = [
        Fact(_("Stato"), state),
        Fact(_("Ricevuto il"), _moment(referral.received_at)),
        Fact(_("Risposta del"), _moment(referral.answered_at)),
        Fact(_("Perché rifiutato"), str(why)),
        Fact(_("Avviato il"), _day(referral.started_on)),
        Fact(_("Concluso il"), _day(referral.ended_on)),
        Fact(_("Esito"), str(outcome)),
        Fact(_("Collegamento inviato a"), referral.link_to),
        Fact(_("Collegamento aperto il"), _moment(referral.link_opened_at)),
    ]
    return [fact for fact in facts if fact.value]


def history(steps: list[ReferralStep], *, tells: bool, names: bool = True) -> list[Entry]:
    """The life of a referral, the last first; without the names of the office for who is outside."""
    labels = {move.name: str(move.label) for move in REFERRAL} | {
        "receive": _("Ricevuto"), "accept": _("Accettato"), "refuse": _("Rifiutato"),
        "ask_more": _("Serve un'altra valutazione"), "supply": _("Aggiunto quel che serviva"),
        "start": _("Il servizio è iniziato"), "end": _("Concluso"), "withdraw": _("Ritirato"),
        "send": _("Inviato"), "seen": _("Risposta vista"), "remind": _("Promemoria"),
        "new_link": _("Nuovo collegamento"), "reopened": _("Riaperto con un nuovo invio"),
    }  # fmt: skip
    return [
        Entry(
            title=labels.get(step.name, step.name),
            when=step.at,
            text=step.note if tells else "",
            by=step.signed or (step.by.get_full_name() if step.by and names else ""),
            icon="arrow-right",
        )
        for step in reversed(steps)
    ]


def referral_sheet(actor: Actor, referral: Referral, name: str) -> pdf.Sheet:
    """The sheet for the person: where they were sent, for what, and what was shared of them."""
    service = referral.service
    where = ", ".join(filter(None, [service.place, service.hours, service.phone]))
    sections = [
        pdf.Section(
            _("Dove"),
            facts=[
                (_("Servizio"), service.name),
                (_("Chi lo offre"), str(referral.organisation)),
                (_("Dove e quando"), where),
                (_("Che cosa portare"), service.to_bring),
            ],
        )
    ]
    if actor.ceiling >= NARRATIVE:
        sections += [
            pdf.Section(_("Che cosa si chiede"), paragraphs=[referral.request]),
            pdf.Section(_("Che cosa è stato condiviso"), facts=_pairs(shared_facts(referral))),
        ]
    sections.append(pdf.Section(_("L'invio"), facts=_pairs(asked_facts(referral))))
    return pdf.Sheet(title=_("Invio a un servizio"), subtitle=name, sections=sections)


def _pairs(facts: list[Fact]) -> list[tuple[str, Any]]:
    return [(fact.label, fact.value) for fact in facts]


def _moment(value: Any) -> str:
    return wording.moment(value) if value else ""


def _day(value: Any) -> str:
    return wording.day(value) if value else ""
