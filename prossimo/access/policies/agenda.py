"""Who reads and keeps the agenda, who sets its hours, and what the citizens' door may book."""

import uuid

from django.utils.translation import gettext as _

from prossimo.access.models import Absence, Appointment, AppointmentSeat, Desk, Motive
from prossimo.access.models.openings import SEES_ABSENCES
from prossimo.access.policies.contacts import at_desk
from prossimo.accounts.models import Post
from prossimo.accounts.policies import REASONS, may, same_user
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.core.periods import today
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_appointment(actor: Actor, appointment: Appointment) -> Verdict:
    """Twin of `AppointmentQuerySet.visible_to`: of my desks, written by me, or with me."""
    if appointment.ambito_id != actor.ambito_id:
        return refused(str(REASONS["other_ambito"]))
    if not (actor.has(Right.AGENDA_READ) or actor.has(Right.AGENDA_WRITE)):
        return refused(str(REASONS["no_right"]))
    if same_user(actor, appointment.author_id):
        return GRANTED
    if actor.has(Right.AGENDA_READ) and is_with(actor.post_id, appointment):
        return GRANTED
    return at_desk(actor, Right.AGENDA_READ, appointment.desk)


def may_change_appointment(actor: Actor, appointment: Appointment) -> Verdict:
    """Move, cancel, say that somebody arrived: who keeps the agenda there, or whose hour it is."""
    if not (readable := may_read_appointment(actor, appointment)):
        return readable
    if not (held := may(actor, Right.AGENDA_WRITE)):
        return held
    if same_user(actor, appointment.author_id) or is_with(actor.post_id, appointment):
        return GRANTED
    return at_desk(actor, Right.AGENDA_WRITE, appointment.desk)


def is_with(post_id: uuid.UUID | None, appointment: Appointment) -> bool:
    seats = AppointmentSeat.objects.filter(appointment=appointment, post=post_id)
    return post_id is not None and seats.exists()


def may_book(actor: Actor, desk: Desk) -> Verdict:
    return at_desk(actor, Right.AGENDA_WRITE, desk)


def may_book_online(actor: Actor, motive: Motive) -> Verdict:
    """The citizens' door, for what is offered there."""
    if not (held := may(actor, Right.PUBLIC_DOOR)):
        return held
    if motive.ambito_id != actor.ambito_id:
        return refused(str(REASONS["other_ambito"]))
    if not motive.is_online or today() not in motive.period:
        return refused(_("Questo appuntamento non si prenota in linea: telefona allo sportello."))
    return GRANTED


def may_follow_link(actor: Actor, appointment: Appointment) -> Verdict:
    """Who holds the link of an appointment acts on it through the citizens' door."""
    if not (held := may(actor, Right.PUBLIC_DOOR)):
        return held
    if appointment.ambito_id != actor.ambito_id:
        return refused(str(REASONS["other_ambito"]))
    return GRANTED


def may_manage_agenda(actor: Actor, desk: Desk) -> Verdict:
    return at_desk(actor, Right.AGENDA_MANAGE, desk)


def may_manage_motives(actor: Actor) -> Verdict:
    return may(actor, Right.AGENDA_MANAGE)


def may_read_absence(actor: Actor, absence: Absence) -> Verdict:
    """Twin of `AbsenceQuerySet.visible_to`: one's own, and of who one books or plans with."""
    if actor.post_id is not None and actor.post_id == absence.post_id:
        return GRANTED
    if any(works_beside(actor, right, absence.post) for right in SEES_ABSENCES):
        return GRANTED
    return refused(str(REASONS["no_right"]))


def works_beside(actor: Actor, right: Right, post: Post) -> bool:
    """Whether a right reaches a post: in the ambito, or at one's own desks."""
    if actor.reach(right) is None or post.ambito_id != actor.ambito_id:
        return False
    if actor.reach(right) is Reach.AMBITO:
        return True
    if actor.organisation_id and actor.organisation_id == post.organisation_id:
        return True
    kept = {duty.desk for duty in post.duties.in_force().select_related("desk")}
    kept |= {hours.desk for hours in post.openings.select_related("desk")}
    kept |= {pattern.desk for pattern in post.rota_patterns.select_related("desk")}
    return any(at_desk(actor, right, desk) for desk in kept)


def may_mark_absence(actor: Actor, post: Post) -> Verdict:
    """One's own; of the others, who keeps the agendas of the ambito."""
    if actor.post_id == post.pk and actor.post_id is not None:
        return GRANTED
    if not (held := may(actor, Right.AGENDA_MANAGE)):
        return held
    return GRANTED if post.ambito_id == actor.ambito_id else refused(str(REASONS["other_ambito"]))


def may_remove_absence(actor: Actor, absence: Absence) -> Verdict:
    return may_mark_absence(actor, absence.post)
