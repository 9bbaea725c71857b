"""The writes of the review of a copy: piece by piece, given or left out with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import OmitReason
from prossimo.cases.models import Case, CopyChoice, DiaryEntry
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.policies.copies import may_review_copy
from prossimo.cases.queries.copies import Piece, pieces_of
from prossimo.core.concurrency import save_versioned

KIND = "cases.copychoice"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen for one piece; `seen` is what stood in front of who chose."""

    key: str
    seen: str
    given: bool
    reason: str = ""
    words: str = ""


@transaction.atomic
def choose_for_copy(case: Case, decisions: Sequence[Decision], *, by: Actor) -> int:
    """Keep what was chosen, all of it or nothing; how many pieces.

    Raises `ValidationError` where a piece changed since it was read, or a reason is missing.
    """
    held = locked_case(case, by, may_review_copy)
    pieces = {piece.key: piece for piece in pieces_of(by, held)}
    for decision in decisions:
        piece = pieces.get(decision.key)
        if piece is None or piece.seen != decision.seen:
            raise ValidationError(_("Qualcosa è cambiato mentre rileggevi: rileggi e scegli."))
        if not decision.given and not decision.reason:
            raise ValidationError(_("Di ciò che si omette si scrive perché."))
        if decision.reason == OmitReason.OTHER and not decision.words.strip():
            raise ValidationError(_("«Altro motivo»: scrivi quale, lo legge la persona."))
        _keep(held, piece, decision, by)
    return len(decisions)


def _keep(case: Case, piece: Piece[Any], decision: Decision, by: Actor) -> None:
    me, *_rest = at_work(by)
    values = {
        "of_version": piece.row.version,
        "given": decision.given,
        "reason": "" if decision.given else decision.reason,
        "words": "" if decision.given else decision.words.strip(),
        "author_id": me,
    }
    if piece.choice is not None:
        saved = save_versioned(piece.choice, values, expected=piece.choice.version)
        journal.note(Action.CHANGE, KIND, saved.pk)
        return
    way = "entry" if isinstance(piece.row, DiaryEntry) else "document"
    made = CopyChoice(case=case, **{way: piece.row}, **values)
    made.clean_fields(exclude={"case", "entry", "document", "author"})
    with in_words(CopyChoice):
        made.save(force_insert=True)
    journal.note(Action.CREATE, KIND, made.pk)
