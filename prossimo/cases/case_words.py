"""A case told in the words of the trade: its facts, what the rule looked at, what happened."""

from collections.abc import Sequence

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import CaseState, Intensity
from prossimo.cases.models import (
    Case,
    CaseDocument,
    CaseMeeting,
    CaseStep,
    CourtOrder,
    DiaryEntry,
)
from prossimo.cases.rules import Proposed, Sign
from prossimo.core import wording
from prossimo.core.privacy import NARRATIVE
from prossimo.core.uploads.kinds import KINDS
from prossimo.ui.parts import Entry, Fact, Tone

TONES: dict[str, Tone] = {
    CaseState.PROPOSED: "warning",
    CaseState.ASSIGNED: "info",
    CaseState.IN_CHARGE: "good",
}


def tone_of(state: str) -> Tone:
    return TONES.get(state, "neutral")


SIGNS = {
    "protected": gettext_lazy("un provvedimento o una misura di tutela"),
    "at_risk": gettext_lazy("qualcuno a rischio"),
    "serious": gettext_lazy("bisogni gravi"),
    "medium": gettext_lazy("bisogni medi o gravi"),
}
STEPS = {
    "open": gettext_lazy("Aperta"),
    "assign": gettext_lazy("Assegnata"),
    "take_charge": gettext_lazy("Presa in carico"),
    "suspend": gettext_lazy("Sospesa"),
    "resume": gettext_lazy("Ripresa"),
    "close": gettext_lazy("Chiusa"),
    "reopen": gettext_lazy("Riaperta"),
    "transfer": gettext_lazy("Passata ad altri"),
    "reserve": gettext_lazy("Resa riservata"),
    "unreserve": gettext_lazy("Non più riservata"),
    "household": gettext_lazy("La famiglia è cambiata"),
}
ICONS = {
    "interview": "comment",
    "visit": "pin",
    "call": "telephone",
    "network": "user",
    "report": "file",
    "note": "pencil",
}


def sign_in_words(sign: Sign) -> str:
    """«bisogni gravi: 1 (soglia 1)»."""
    label = str(SIGNS[sign.key])
    if sign.key in {"protected", "at_risk"}:
        return (
            _("%(what)s: sì") % {"what": label}
            if sign.found
            else _("%(what)s: no") % {"what": label}
        )
    told = {"what": label, "found": sign.found, "needed": sign.needed}
    return _("%(what)s: %(found)s (soglia %(needed)s)") % told


def rule_in_words(proposed: Proposed) -> tuple[str, list[tuple[str, bool]]]:
    """What the rule proposes, and each thing it looked at with whether it weighed."""
    label = str(Intensity(proposed.intensity).label)
    return label, [(sign_in_words(sign), sign.weighs) for sign in proposed.signs]


def facts_of(actor: Actor, case: Case) -> list[Fact]:
    """What one may know of a case at a glance."""
    tells = actor.ceiling >= NARRATIVE
    days = (
        (_("Segnalata il"), case.reported_on),
        (_("In carico dal"), case.taken_on),
        (_("Sospesa dal"), case.suspended_on),
        (_("Da rivedere il"), case.review_on),
        (_("Chiusa il"), case.closed_on),
        (_("Da risentire il"), case.follow_up_on),
    )
    found = [
        Fact(_("Numero"), case.number),
        Fact(_("Area"), str(case.get_user_area_display())),
        Fact(_("Intensità"), str(case.get_intensity_display())),
        Fact(_("Perché non quella della regola"), case.intensity_why if tells else "", wide=True),
        Fact(_("Da dove nasce"), str(case.get_source_display())),
        Fact(_("Titolare"), case.owner.user.get_full_name() if case.owner else _("ancora nessuno")),
        *[Fact(label, wording.day(day)) for label, day in days if day],
        Fact(_("Ultima notizia"), wording.day(case.last_heard_on)),
        Fact(_("Esito"), str(case.get_outcome_display()) if case.outcome else ""),
        Fact(_("Che cosa si è concluso"), case.closing if tells else "", wide=True),
    ]
    return [fact for fact in found if fact.value]


def step_entries(actor: Actor, steps: Sequence[CaseStep]) -> list[Entry]:
    tells = actor.ceiling >= NARRATIVE
    return [
        Entry(
            title=str(STEPS.get(step.name, step.name)),
            when=step.at,
            text=step.note if tells else "",
            kind=_("passi"),
            icon="check-circle",
            by=step.by.get_full_name() if step.by else "",
        )
        for step in steps
    ]


def signed(page: DiaryEntry) -> str:
    """Who wrote it, and for which body where it is not one's own service."""
    name = page.author.get_full_name()
    body = page.post.organisation if page.post else None
    return f"{name}, {body}" if body else name


def diary_entries(pages: Sequence[DiaryEntry]) -> list[Entry]:
    return [
        Entry(
            title=str(page.get_kind_display()).capitalize(),
            when=page.happened_at,
            text=page.text,
            kind=_("diario"),
            icon=ICONS.get(page.kind, "file"),
            url=reverse("cases:entry", args=[page.case_id, page.pk]),
            by=signed(page),
        )
        for page in pages
    ]


def paper_facts(actor: Actor, document: CaseDocument) -> list[Fact]:
    """What one may know of a document before opening it."""
    file = document.file
    scanned = str(file.get_scan_display())
    if file.scanned_by:
        scanned = f"{scanned} ({file.scanned_by})"
    found = [
        Fact(_("Che cos'è"), str(document.get_kind_display())),
        Fact(_("Data del documento"), wording.day(document.dated_on)),
        Fact(_("Appartiene a"), str(document.get_part_display())),
        Fact(_("Caricato da"), document.author.get_full_name()),
        Fact(_("Caricato il"), wording.moment(document.created_at)),
        Fact(_("File"), f"{file.name} ({kind_and_size(document)})", wide=True),
        Fact(_("Antivirus"), scanned),
    ]
    if document.withdrawn_at and document.withdrawn_by:
        said = f"{wording.moment(document.withdrawn_at)}, {document.withdrawn_by.get_full_name()}"
        found.append(Fact(_("Ritirato"), said))
        found.append(Fact(_("Perché"), document.withdrawn_why, wide=True))
    return found


def told_beside(beside: DiaryEntry | CourtOrder | CaseMeeting | None) -> str:
    """What documents are attached to, in a few words: «visita domiciliare, mar 3 giu 2025»."""
    if beside is None:
        return ""
    if isinstance(beside, DiaryEntry):
        return f"{beside.get_kind_display()}, {wording.moment(beside.happened_at)}"
    if isinstance(beside, CaseMeeting):
        return f"{beside.get_kind_display()}, {wording.day(beside.day)}"
    return f"{beside.kind}, {wording.day(beside.issued_on)}"


def kind_and_size(document: CaseDocument) -> str:
    """«documento PDF, 1,2 MB»."""
    file = document.file
    return f"{KINDS[file.media].label}, {filesizeformat(file.size)}"


def paper_entries(documents: Sequence[CaseDocument]) -> list[Entry]:
    return [
        Entry(
            title=document.title,
            when=document.created_at,
            kind=_("documenti"),
            icon="file",
            url=document.get_absolute_url(),
            by=document.author.get_full_name(),
            badge=str(document.get_kind_display()),
        )
        for document in documents
    ]
