"""Who may record, read, correct and amend a contact, and keep desks and reasons."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prossimo.access.models import Contact, Desk, DeskDuty, PrivateNote, Reason
from prossimo.access.rules import on_civil_day
from prossimo.accounts.policies import REASONS, may, same_user, verdict
from prossimo.accounts.rules import Actor, Reach, Resource, Right
from prossimo.citizens import policies as people_policies
from prossimo.citizens.models import Merge
from prossimo.core.periods import today
from prossimo.core.policy import GRANTED, Verdict, refused
from prossimo.core.prepared import prepared

Who = tuple[uuid.UUID, uuid.UUID, uuid.UUID]


def at_work(actor: Actor) -> Who:
    """The user, the post and the ambito of whoever writes; nobody writes without them."""
    if actor.user_id is None or actor.post_id is None or actor.ambito_id is None:
        raise PermissionDenied(_("Oggi non hai incarichi: chiedi a chi amministra il sistema."))
    return actor.user_id, actor.post_id, actor.ambito_id


def serves(actor: Actor, desk: Desk) -> bool:
    """Whether the desk is one of the post's: its organisation's, its neighbourhood's, or by duty."""
    if actor.organisation_id and actor.organisation_id == desk.organisation_id:
        return True
    if actor.neighbourhood_id and actor.neighbourhood_id == desk.neighbourhood_id:
        return True
    # Several verdicts on one page ask the same of the same desk: the row remembers the answer.
    known: dict[object, bool] = desk.__dict__.setdefault("_served_by", {})
    if actor.post_id not in known:
        known[actor.post_id] = actor.post_id is not None and bool(duties(actor.post_id, desk.pk))
    return known[actor.post_id]


@prepared
def duties(post_id: uuid.UUID, desk_id: uuid.UUID) -> "QuerySet[DeskDuty, tuple[uuid.UUID]]":
    """What puts a post on duty at a desk today."""
    return DeskDuty.objects.in_force().filter(post=post_id, desk=desk_id).values_list("pk")[:1]


def at_desk(actor: Actor, right: Right, desk: Desk) -> Verdict:
    """The decision on a right at a desk: the point twin of `DeskQuerySet.within`."""
    asks_duty = actor.reach(right) is Reach.DESKS and desk.ambito_id == actor.ambito_id
    resource = Resource(
        ambito_id=desk.ambito_id,
        municipality_id=desk.municipality_id,
        at_own_desk=asks_duty and serves(actor, desk),
    )
    return verdict(actor, right, resource)


def may_record_contact(actor: Actor, desk: Desk) -> Verdict:
    granted = at_desk(actor, Right.CONTACT_WRITE, desk)
    if granted and not _in_service(desk):
        return refused(_("Lo sportello è chiuso: non vi si registrano contatti."))
    return granted


def may_read_contact(actor: Actor, contact: Contact) -> Verdict:
    return at_desk(actor, Right.CONTACT_READ, contact.desk)


def may_correct_contact(actor: Actor, contact: Contact) -> Verdict:
    """Correct in place, without a reason: the author, until midnight of the day it was written."""
    if not (readable := may_read_contact(actor, contact)):
        return readable
    if not same_user(actor, contact.author_id):
        return refused(_("Il contatto lo corregge in giornata chi l'ha registrato."))
    if not on_civil_day(contact.created_at, today()):
        return refused(_("La giornata è passata: ora serve una rettifica, con il motivo."))
    return at_desk(actor, Right.CONTACT_WRITE, contact.desk)


def may_amend_contact(actor: Actor, contact: Contact) -> Verdict:
    """Amend with a reason: the author at a desk still theirs, or whoever holds the right there."""
    if not (readable := may_read_contact(actor, contact)):
        return readable
    if same_user(actor, contact.author_id) and at_desk(actor, Right.CONTACT_WRITE, contact.desk):
        return GRANTED
    if at_desk(actor, Right.CONTACT_AMEND, contact.desk):
        return GRANTED
    return refused(
        _("Lo rettifica chi l'ha registrato, il segretariato sociale o il responsabile di area.")
    )


def may_move_contact(actor: Actor, contact: Contact, merge: Merge) -> Verdict:
    """Move it to the other file of a merge taken back: who judges both, and may amend the contact."""
    if merge.undone_at is None:
        return refused(_("Si sposta un contatto solo dopo aver separato le due schede."))
    of_the_two = contact.person_id in {merge.kept_id, merge.gone_id}
    if not of_the_two or not merge.created_at <= contact.created_at <= merge.undone_at:
        return refused(_("Questo contatto non è stato scritto mentre le due schede erano una."))
    if not (judged := people_policies.may_undo(actor, merge)):
        return judged
    return may_amend_contact(actor, contact)


def may_read_private_note(actor: Actor, note: PrivateNote) -> Verdict:
    if same_user(actor, note.author_id):
        return GRANTED
    return refused(_("La nota privata la legge solo chi l'ha scritta."))


def may_write_private_note(actor: Actor, contact: Contact) -> Verdict:
    """One note a contact, its author's: nobody learns from a refusal whether there is one."""
    if not (readable := may_read_contact(actor, contact)):
        return readable
    if same_user(actor, contact.author_id):
        return GRANTED
    return refused(_("La nota privata la scrive solo chi ha registrato il contatto."))


def may_manage_desk(actor: Actor, desk: Desk) -> Verdict:
    return at_desk(actor, Right.DESK_MANAGE, desk)


def may_open_desk(actor: Actor) -> Verdict:
    """Create a desk in one's own ambito."""
    return may(actor, Right.DESK_MANAGE)


def may_manage_reason(actor: Actor, reason: Reason) -> Verdict:
    """One's own ambito keeps its reasons; the common ones are the administrator's."""
    if not (held := may(actor, Right.DESK_MANAGE)):
        return held
    if reason.ambito_id is None and not actor.has(Right.STAFF_MANAGE):
        return refused(_("I motivi comuni a tutti gli Ambiti li cura l'amministratore."))
    if reason.ambito_id not in (None, actor.ambito_id):
        return refused(str(REASONS["other_ambito"]))
    return GRANTED


def _in_service(desk: Desk) -> bool:
    first, after = desk.period.lower, desk.period.upper
    return (first is None or first <= today()) and (after is None or today() < after)
