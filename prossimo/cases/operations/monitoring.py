"""A verification, goal by goal: how each was found, from what one sees it, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices.meetings import FindingResult, MeetingKind, MeetingState
from prossimo.cases.models import CaseMeeting, Commitment, Finding, Goal
from prossimo.cases.operations.meetings import KIND, locked_meeting
from prossimo.cases.operations.plan_lines import state_line
from prossimo.core.concurrency import save_versioned
from prossimo.core.workflow import IllegalMove

OF_GOALS = (FindingResult.REACHED, FindingResult.PARTLY, FindingResult.NOT, FindingResult.OPEN)
OF_COMMITMENTS = (FindingResult.KEPT, FindingResult.PARTLY, FindingResult.NOT, FindingResult.OPEN)


@dataclass(frozen=True, slots=True)
class Looked:
    """One goal or commitment as it was found."""

    of: Goal | Commitment
    result: str
    evidence: str = ""
    next_step: str = ""


@transaction.atomic
def look_at(meeting: CaseMeeting, *, by: Actor, rows: Iterable[Looked]) -> list[Finding]:
    """Write how each was found, here and on the goal itself: both say the same.

    Raises `ValidationError` where something is said to have gone one way and nothing shows it.
    """
    held = locked_meeting(meeting, by)
    if held.kind != MeetingKind.REVIEW or held.state != MeetingState.HELD:
        raise IllegalMove(_("Gli obiettivi si guardano in una verifica tenuta, a verbale aperto."))
    found = [_found(held, row, by) for row in rows if row.result]
    journal.note(Action.CHANGE, KIND, held.pk)
    return found


def _found(meeting: CaseMeeting, row: Looked, by: Actor) -> Finding:
    _check(meeting, row)
    key = {"goal": row.of} if isinstance(row.of, Goal) else {"commitment": row.of}
    known = Finding.objects.unscoped("the meeting in hand").filter(meeting=meeting, **key).first()
    told = {
        "result": row.result, "evidence": row.evidence.strip(), "next_step": row.next_step.strip()
    }  # fmt: skip
    if known is None:
        known = Finding(meeting=meeting, **key, **told)
        known.clean_fields(exclude={"meeting", "goal", "commitment"})
        with in_words(Finding):
            known.save(force_insert=True)
    else:
        save_versioned(known, told, expected=known.version)
    state_line(
        row.of, by=by, expected=row.of.version, state=row.result, why=row.evidence, day=meeting.day
    )
    return known


def _check(meeting: CaseMeeting, row: Looked) -> None:
    if row.of.plan.case_id != meeting.case_id:
        raise ValidationError(_("È di un'altra presa in carico."))
    lawful = OF_GOALS if isinstance(row.of, Goal) else OF_COMMITMENTS
    if row.result not in lawful:
        raise ValidationError(_("Scegli com'è andata fra le voci proposte."))
    if isinstance(row.of, Goal) and row.result != FindingResult.OPEN and not row.evidence.strip():
        said = _("Scrivi da che cosa lo si vede: %(goal)s") % {"goal": row.of.statement}
        raise ValidationError({f"evidence_{row.of.pk.hex}": said})
