"""Who may ask that a case pass, who is asked, and who answers."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import may, verdict
from prossimo.accounts.rules import Actor, Resource, Right
from prossimo.cases.choices import TransferKind
from prossimo.cases.models import Case, CaseTransfer
from prossimo.cases.models.transfer import BY_COORDINATION
from prossimo.cases.policies.cases import may_read_case, may_staff_case
from prossimo.core.policy import GRANTED, Verdict, refused


def may_pass_cases(actor: Actor) -> Verdict:
    """Who has cases or assigns them; who only comes along reads of a passage in the story."""
    return may(actor, Right.CASE_ASSIGN if actor.has(Right.CASE_ASSIGN) else Right.CASE_WRITE)


def may_ask_transfer(actor: Actor, case: Case) -> Verdict:
    """Its owner, or who coordinates; a closed case has nobody to pass from."""
    if not case.is_live:
        return refused(_("La presa in carico è chiusa: per passarla, si riapre."))
    return may_staff_case(actor, case)


def may_read_transfer(actor: Actor, transfer: CaseTransfer) -> Verdict:
    """Who is asked, and who sees the case: twin of `CaseTransferQuerySet.visible_to`."""
    if not (held := may(actor, Right.CASE_READ)):
        return held
    if transfer.to_post_id == actor.post_id or _coordinates_there(actor, transfer):
        return GRANTED
    return may_read_case(actor, transfer.case)


def may_answer_transfer(actor: Actor, transfer: CaseTransfer) -> Verdict:
    """Accept or refuse: the worker who is named, or who coordinates where it would go.

    A municipality outside answers by other ways: who handed it over writes down what it said.
    """
    if transfer.kind == TransferKind.OUTSIDE:
        return may_withdraw_transfer(actor, transfer)
    if transfer.to_post_id == actor.post_id and actor.has(Right.CASE_WRITE):
        return GRANTED
    if _coordinates_there(actor, transfer):
        return GRANTED
    return refused(_("Risponde chi la riceverebbe."))


def may_withdraw_transfer(actor: Actor, transfer: CaseTransfer) -> Verdict:
    if not (readable := may_read_case_of(actor, transfer)):
        return readable
    return may_staff_case(actor, transfer.case)


def may_read_case_of(actor: Actor, transfer: CaseTransfer) -> Verdict:
    """Whether the case itself is seen already; who is only asked sees the sheet and no more."""
    if not Case.objects.visible_to(actor).filter(pk=transfer.case_id).exists():
        return refused(_("La cartella si apre a chi la accoglie."))
    return may_read_case(actor, transfer.case)


def _coordinates_there(actor: Actor, transfer: CaseTransfer) -> bool:
    if transfer.kind not in BY_COORDINATION:
        return False
    where = Resource(transfer.ambito_id, transfer.to_municipality_id)
    return bool(verdict(actor, Right.CASE_ASSIGN, where))
