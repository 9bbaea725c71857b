"""Who may read and work on requests, proposals, direct services, and the needs nobody answers."""

import uuid
from typing import Protocol

from django.utils.translation import gettext as _

from prossimo.access.models import CaseProposal, Contact, DirectService, Orientation, UnmetNeed
from prossimo.access.policies.contacts import at_desk
from prossimo.accounts.policies import REASONS, may, same_user, verdict
from prossimo.accounts.rules import Actor, Reach, Resource, Right
from prossimo.core.policy import GRANTED, Verdict, refused


class OfPlace(Protocol):
    """A row of an ambito, and of a municipality where one is known."""

    @property
    def ambito_id(self) -> uuid.UUID: ...

    @property
    def municipality_id(self) -> uuid.UUID | None: ...


def at_place(actor: Actor, right: Right, row: OfPlace) -> Verdict:
    return verdict(actor, right, Resource(row.ambito_id, row.municipality_id))


def may_read_orientation(actor: Actor, request: Orientation) -> Verdict:
    """Twin of `OrientationQuerySet.visible_to`."""
    return at_place(actor, Right.ORIENTATION_READ, request)


def may_write_orientation(actor: Actor, request: Orientation) -> Verdict:
    """Move a request, assess it, note what was said: the segretariato of the place."""
    return at_place(actor, Right.ORIENTATION_WRITE, request)


def may_read_proposal(actor: Actor, proposal: CaseProposal) -> Verdict:
    """Twin of `CaseProposalQuerySet.visible_to`: of the requests one reads."""
    if not (held := may(actor, Right.PROPOSAL_READ)):
        return held
    return may_read_orientation(actor, proposal.orientation)


def may_decide_proposal(actor: Actor, proposal: CaseProposal) -> Verdict:
    """Accept or refuse: to whom it was proposed, or who keeps the allocation."""
    if not (readable := may_read_proposal(actor, proposal)):
        return readable
    if not (held := may(actor, Right.PROPOSAL_DECIDE)):
        return held
    mine = actor.post_id is not None and actor.post_id == proposal.proposed_to_id
    if mine or actor.has(Right.ALLOCATION_MANAGE):
        return GRANTED
    return refused(_("Risponde la persona a cui è proposta, o il responsabile di area."))


def may_reassign_proposal(actor: Actor, proposal: CaseProposal) -> Verdict:
    if not (readable := may_read_proposal(actor, proposal)):
        return readable
    return may(actor, Right.ALLOCATION_MANAGE)


def may_withdraw_proposal(actor: Actor, proposal: CaseProposal) -> Verdict:
    if not (readable := may_read_proposal(actor, proposal)):
        return readable
    return may_write_orientation(actor, proposal.orientation)


def may_manage_allocation(actor: Actor) -> Verdict:
    return may(actor, Right.ALLOCATION_MANAGE)


def may_read_direct(actor: Actor, direct: DirectService) -> Verdict:
    """Twin of `DirectServiceQuerySet.visible_to`."""
    return at_place(actor, Right.DIRECT_READ, direct)


def may_write_direct(actor: Actor, direct: DirectService) -> Verdict:
    return at_place(actor, Right.DIRECT_WRITE, direct)


def may_read_unmet(actor: Actor, unmet: UnmetNeed) -> Verdict:
    """Twin of `UnmetNeedQuerySet.visible_to`: who plans reads all, who hears reads their desks'."""
    if unmet.ambito_id != actor.ambito_id:
        return refused(str(REASONS["other_ambito"]))
    if actor.reach(Right.UNMET_READ) is Reach.AMBITO:
        return GRANTED
    if not (held := may(actor, Right.UNMET_WRITE)):
        return held
    if same_user(actor, unmet.author_id):
        return GRANTED
    if unmet.desk is None:
        return refused(str(REASONS["other_desk"]))
    return at_desk(actor, Right.UNMET_WRITE, unmet.desk)


def may_write_unmet(actor: Actor) -> Verdict:
    return may(actor, Right.UNMET_WRITE)


def may_settle_unmet(actor: Actor, unmet: UnmetNeed) -> Verdict:
    """Say what became of it: its author, or who works for the whole ambito."""
    if not (readable := may_read_unmet(actor, unmet)):
        return readable
    if not (held := may(actor, Right.UNMET_WRITE)):
        return held
    if same_user(actor, unmet.author_id) or actor.reach(Right.UNMET_WRITE) is Reach.AMBITO:
        return GRANTED
    return refused(_("Lo cambia chi l'ha registrato, o il segretariato sociale."))


def may_classify_contact(actor: Actor, contact: Contact) -> Verdict:
    """Turn a contact that nothing answers into a row of the register."""
    if not (held := may(actor, Right.UNMET_WRITE)):
        return held
    return at_desk(actor, Right.CONTACT_READ, contact.desk)
