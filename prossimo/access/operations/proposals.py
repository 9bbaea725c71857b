"""The writes of a proposal of presa in carico, and of the rules that choose to whom."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.choices import OrientationState, ProposalState
from prossimo.access.faults import in_words
from prossimo.access.models import AllocationRule, CaseProposal, Orientation
from prossimo.access.operations.requests import check_version, locked, move_request, note_step
from prossimo.access.policies.contacts import at_work
from prossimo.access.policies.requests import (
    may_decide_proposal,
    may_manage_allocation,
    may_reassign_proposal,
    may_withdraw_proposal,
)
from prossimo.access.queries.allocation import asked_of, suggested
from prossimo.access.workflow import PROPOSAL
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import save_versioned
from prossimo.core.policy import Verdict

KIND = "access.caseproposal"


@transaction.atomic
def propose(
    request: Orientation,
    *,
    by: Actor,
    expected: int,
    area: str,
    to: Post | None,
    why: str,
    otherwise: str = "",
) -> CaseProposal:
    """Propose to whom the rules say, or to somebody else saying why."""
    me, _post, _ambito = at_work(by)
    held = locked(request, by=by)
    check_version(held, expected)
    if held.person is None:
        raise ValidationError(_("Per proporre la presa in carico serve una persona con nome."))
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché proponi la presa in carico.")})
    by_rule = suggested(by, asked_of(held, area))
    chosen = to or by_rule.post
    if chosen is None:
        raise ValidationError({"to": _("Nessuna regola va bene: scegli a chi proporla.")})
    _check_worker(chosen, held)
    explained = list(by_rule.explained)
    if chosen != by_rule.post:
        if by_rule.post is not None and not otherwise.strip():
            said = _("Le regole dicono %(name)s: scrivi perché scegli un'altra persona.")
            raise ValidationError({"otherwise": said % {"name": by_rule.post.user}})
        told = {"name": chosen.user.get_full_name(), "why": otherwise.strip() or "—"}
        explained.append(_("Scelta a mano: %(name)s. Motivo: %(why)s") % told)
    row = CaseProposal(
        ambito_id=held.ambito_id,
        orientation=held,
        person=held.person,
        user_area=area,
        proposed_to=chosen,
        rule=by_rule.rule if chosen == by_rule.post else None,
        explained=explained,
        why=why.strip(),
        by_id=me,
    )
    row.clean_fields(exclude={"ambito", "orientation", "person", "proposed_to", "rule", "by"})
    with in_words(CaseProposal):
        row.save(force_insert=True)
    journal.note(Action.CREATE, KIND, row.pk)
    name = chosen.user.get_full_name()
    move_request(held, "propose", by=by, expected=expected, note=name, user_area=area)
    outbox.put(by, NEWS, chosen.user_id)
    return row


@transaction.atomic
def accept(proposal: CaseProposal, *, by: Actor, expected: int) -> CaseProposal:
    """The social worker takes it: the request stays answered."""
    held = _locked(proposal, by, may_decide_proposal)
    saved = _decided(held, "accept", by=by, expected=expected)
    _tell(saved, "accept", by=by)
    return saved


@transaction.atomic
def refuse_proposal(proposal: CaseProposal, *, by: Actor, expected: int, why: str) -> CaseProposal:
    """Refused with a reason: the request goes back to the segretariato, where it is seen."""
    held = _locked(proposal, by, may_decide_proposal)
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché: il segretariato riparte da qui.")})
    saved = _decided(held, "refuse", by=by, expected=expected, refusal=why.strip())
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.give_back_request(%s)", [saved.pk])
    _tell(saved, "refuse", by=by, note=why.strip(), target=OrientationState.ASSESSING)
    return saved


@transaction.atomic
def reassign(
    proposal: CaseProposal, *, by: Actor, expected: int, to: Post, why: str = ""
) -> CaseProposal:
    """The manager gives it to somebody else, who now has to answer."""
    held = _locked(proposal, by, may_reassign_proposal)
    target = PROPOSAL.step(held.state, "reassign")
    _check_worker(to, held.orientation)
    if to.pk == held.proposed_to_id:
        raise ValidationError({"to": _("È già assegnata a questa persona.")})
    told = {"name": to.user.get_full_name(), "why": why.strip() or "—"}
    explained = [*held.explained, _("Riassegnata a %(name)s. Motivo: %(why)s") % told]
    changes = {"state": target, "proposed_to": to, "rule": None, "explained": explained}
    saved = save_versioned(held, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    _tell(saved, "reassign", by=by, note=told["name"])
    outbox.put(by, NEWS, to.user_id)
    return saved


@transaction.atomic
def withdraw_proposal(
    proposal: CaseProposal, *, by: Actor, expected: int, why: str
) -> CaseProposal:
    """The segretariato takes it back: the request is in valuation again."""
    held = _locked(proposal, by, may_withdraw_proposal)
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché la ritiri.")})
    saved = _decided(held, "withdraw", by=by, expected=expected)
    request = saved.orientation
    if request.state == OrientationState.PROPOSED:
        move_request(request, "reopen", by=by, expected=request.version, note=why)
    return saved


@transaction.atomic
def keep_rule(
    rule: AllocationRule | None, *, by: Actor, expected: int = 0, values: Mapping[str, Any]
) -> AllocationRule:
    """Write a rule of allocation, or change one."""
    may_manage_allocation(by).enforce()
    _me, _post, ambito_id = at_work(by)
    if values["post"].ambito_id != ambito_id:
        raise ValidationError({"post": _("Lavora in un altro Ambito.")})
    if rule is None:
        rule = AllocationRule(ambito_id=ambito_id, **values)
        rule.save(force_insert=True)
    else:
        if rule.ambito_id != ambito_id:
            may_manage_allocation(Actor()).enforce()
        save_versioned(rule, values, expected=expected)
    journal.note(Action.CONFIGURE, "access.allocationrule", rule.pk)
    return rule


def _locked(
    proposal: CaseProposal, by: Actor, rule: Callable[[Actor, CaseProposal], Verdict]
) -> CaseProposal:
    """The row as it is now, held until the end; the wall locks only what may be written."""
    rule(by, proposal).enforce()
    rows = CaseProposal.objects.visible_to(by).select_for_update(of=("self",))
    held = rows.select_related("orientation").get(pk=proposal.pk)
    rule(by, held).enforce()
    return held


def _decided(
    held: CaseProposal, move: str, *, by: Actor, expected: int, **more: Any
) -> CaseProposal:
    state = PROPOSAL.step(held.state, move)
    changes = {
        "state": state,
        "decided_by_id": by.user_id,
        "decided_at": timezone.now(),
        **more,
    }
    saved = save_versioned(held, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def _tell(saved: CaseProposal, move: str, *, by: Actor, note: str = "", target: str = "") -> None:
    """The story of the request goes on, and who proposed is told."""
    request = saved.orientation
    note_step(
        request,
        f"proposal_{move}",
        by=by,
        source=request.state,
        target=target or request.state,
        note=note,
    )
    if saved.by_id != by.user_id and saved.state != ProposalState.PROPOSED:
        outbox.put(by, NEWS, saved.by_id)


def _check_worker(to: Post, request: Orientation) -> None:
    if to.role != RoleKey.CASEWORKER or to.ambito_id != request.ambito_id:
        raise ValidationError({"to": _("Si propone a un'assistente sociale dell'Ambito.")})
