"""Who may say what of a case goes into the copy of one's data."""

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case, CopyChoice
from prossimo.cases.policies.cases import may_lead_case, may_read_diary
from prossimo.cases.policies.diary import may_read_entry
from prossimo.cases.policies.papers import may_read_document
from prossimo.core.policy import Verdict


def may_review_copy(actor: Actor, case: Case) -> Verdict:
    """Its owner, who reads the diary: live or closed, one has a right to a copy of it."""
    leading = may_lead_case(actor, case)
    return may_read_diary(actor, case) if leading else leading


def may_read_choice(actor: Actor, choice: CopyChoice) -> Verdict:
    """Twin of `CopyChoiceQuerySet.visible_to`: who sees what it is about."""
    if choice.entry is not None:
        return may_read_entry(actor, choice.entry)
    assert choice.document is not None  # one of the two, by the database
    return may_read_document(actor, choice.document)
