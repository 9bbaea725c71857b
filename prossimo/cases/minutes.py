"""The minutes of a meeting as they are signed: exactly what the print says, and its seal."""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.models import CaseMeeting, CaseTask, Finding, MeetingPresence, MeetingSignature
from prossimo.core import pdf, wording

SHORT = 16  # of the seal, in groups of four, as two people read it to each other


def as_signed(actor: Actor, meeting: CaseMeeting) -> dict[str, Any]:
    """Everything that the minutes say today, in words: who, when, what was said, decided, given."""
    chairs = MeetingPresence.objects.visible_to(actor).filter(meeting=meeting)
    chairs = chairs.select_related("person", "post__user", "post__organisation")
    tasks = CaseTask.objects.visible_to(actor).filter(meeting=meeting).for_list()
    return {
        "kind": str(meeting.get_kind_display()),
        "when": wording.moment(meeting.starts_at),
        "lasts": meeting.lasts,
        "place": meeting.place,
        "people": [[each.who, each.whence, str(each.get_attendance_display())] for each in chairs],
        "agenda": meeting.points(),
        "goals": [_line(each) for each in _findings(actor, meeting)],
        "discussed": meeting.discussed.strip(),
        "decisions": meeting.decided(),
        "tasks": [[each.what, each.who, wording.day(each.due_on)] for each in tasks],
        "next": wording.day(meeting.next_on) if meeting.next_on else "",
    }


def _findings(actor: Actor, meeting: CaseMeeting) -> list[Finding]:
    rows = Finding.objects.visible_to(actor).filter(meeting=meeting)
    return list(rows.select_related("goal", "commitment"))


def _line(finding: Finding) -> list[str]:
    what = finding.goal or finding.commitment
    return [str(what), str(finding.get_result_display()), finding.evidence, finding.next_step]


def seal_of(sealed: dict[str, Any]) -> str:
    """The seal of the minutes: a letter changed is another seal.

    >>> seal_of({"when": "oggi"}) == seal_of({"when": "oggi"})
    True
    """
    text = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def stands(meeting: CaseMeeting) -> bool:
    """Whether the minutes are still what was sealed."""
    return bool(meeting.seal) and seal_of(meeting.sealed) == meeting.seal


def short_seal(meeting: CaseMeeting) -> str:
    head = meeting.seal[:SHORT].upper()
    return " ".join(head[at : at + 4] for at in range(0, len(head), 4))


def sheet_of(actor: Actor, meeting: CaseMeeting) -> pdf.Sheet:
    """The minutes on paper: as sealed where they are, otherwise as they stand, marked as a draft."""
    told = meeting.sealed or as_signed(actor, meeting)
    signatures = list(MeetingSignature.objects.visible_to(actor).filter(meeting=meeting))
    draft = [] if meeting.seal else [_("Bozza: il verbale non è ancora chiuso.")]
    return pdf.Sheet(
        title=_("Verbale: %(kind)s") % {"kind": told["kind"]},
        subtitle=f"{meeting.case.person.full_name} · {meeting.case.number}",
        notes=draft,
        sections=[*_said(told), _signed(told, signatures, meeting)],
    )


def _said(told: dict[str, Any]) -> list[pdf.Section]:
    head = [_("Quando"), told["when"]], [_("Dove"), told["place"]]
    length = _("%(minutes)s minuti") % {"minutes": told["lasts"]}
    facts = [*map(tuple, head), (_("Durata"), length)]
    if told["next"]:
        facts.append((_("Ci si rivede entro il"), told["next"]))
    people = pdf.Rows([_("Chi"), _("Ente o ruolo"), _("Presenza")], told["people"])
    tasks = pdf.Rows([_("Che cosa"), _("Chi lo fa"), _("Entro il")], told["tasks"])
    numbered = [f"{n}. {point}" for n, point in enumerate(told["agenda"], start=1)]
    decided = [f"{n}. {point}" for n, point in enumerate(told["decisions"], start=1)]
    discussed = [each for each in told["discussed"].splitlines() if each.strip()]
    none = _("Niente.")
    return [
        pdf.Section(_("L'incontro"), facts=facts),
        pdf.Section(_("Chi è stato invitato"), rows=people if told["people"] else None, empty=none),
        pdf.Section(_("Ordine del giorno"), paragraphs=numbered, empty=none),
        *_goals(told),
        pdf.Section(_("Che cosa si è detto"), paragraphs=discussed, empty=none),
        pdf.Section(_("Che cosa si è deciso"), paragraphs=decided, empty=none),
        pdf.Section(_("Chi fa che cosa"), rows=tasks if told["tasks"] else None, empty=none),
    ]


def _goals(told: dict[str, Any]) -> list[pdf.Section]:
    rows = told.get("goals") or []
    if not rows:
        return []
    head = [
        _("Obiettivo o impegno"),
        _("Com'è andata"),
        _("Da che cosa si vede"),
        _("Prossimo passo"),
    ]
    return [pdf.Section(_("Obiettivo per obiettivo"), rows=pdf.Rows(head, rows))]


def _signed(
    told: dict[str, Any], signatures: list[MeetingSignature], meeting: CaseMeeting
) -> pdf.Section:
    """Who signed and how; where nobody has, a line for each who was there."""
    if signatures:
        body = [
            [each.name, each.role, f"{each.get_how_display()}, {wording.day(each.signed_on)}"]
            for each in signatures
        ]
    else:
        body = [[who, body, ""] for who, body, *_rest in told["people"]]
    rows = pdf.Rows([_("Nome"), _("In quale veste"), _("Firma")], body)
    seal = [_("Impronta del verbale: %(seal)s") % {"seal": short_seal(meeting)}]
    return pdf.Section(
        _("Firme"), rows=rows if body else None, paragraphs=seal if meeting.seal else []
    )
