"""Who may read, serve and close the queue of a desk, and what the citizens' door may do with it."""

from django.utils.translation import gettext as _

from prossimo.access.models import Desk, Ticket
from prossimo.access.policies.contacts import at_desk, may_manage_desk
from prossimo.accounts.policies import verdict
from prossimo.accounts.rules import Actor, Resource, Right
from prossimo.core.periods import today
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_queue(actor: Actor, desk: Desk) -> Verdict:
    return at_desk(actor, Right.QUEUE_READ, desk)


def may_read_ticket(actor: Actor, ticket: Ticket) -> Verdict:
    """The point twin of `TicketQuerySet.visible_to`."""
    return at_desk(actor, Right.QUEUE_READ, ticket.desk)


def may_serve_queue(actor: Actor, desk: Desk) -> Verdict:
    """Call, receive, move and close: who serves at a desk that has a queue."""
    if not (granted := at_desk(actor, Right.QUEUE_SERVE, desk)):
        return granted
    return GRANTED if desk.has_queue else refused(_without_queue())


def may_move_ticket(actor: Actor, ticket: Ticket) -> Verdict:
    """The same for a ticket; one that was taken before the queue was given up can still end."""
    return at_desk(actor, Right.QUEUE_SERVE, ticket.desk)


def may_take_ticket(actor: Actor, desk: Desk) -> Verdict:
    """The door gives out tickets of the desks of its ambito that have a queue and are in service."""
    if not (granted := verdict(actor, Right.PUBLIC_DOOR, Resource(ambito_id=desk.ambito_id))):
        return granted
    if not desk.has_queue:
        return refused(_without_queue())
    if today() not in desk.period:
        return refused(_("Questo sportello non è più in servizio."))
    return GRANTED


def may_follow_ticket(actor: Actor, ticket: Ticket) -> Verdict:
    """The door follows, and may give up, a ticket of today: of yesterday's it knows nothing."""
    granted = verdict(actor, Right.PUBLIC_DOOR, Resource(ambito_id=ticket.ambito_id))
    if granted and ticket.day != today():
        return refused(_("Il biglietto era di un altro giorno."))
    return granted


def may_see_links(actor: Actor, desk: Desk) -> Verdict:
    """The addresses of kiosk, board and door: who serves there hangs them up, who manages too."""
    return may_manage_desk(actor, desk) or may_serve_queue(actor, desk)


def may_revoke_links(actor: Actor, desk: Desk) -> Verdict:
    return may_manage_desk(actor, desk)


def _without_queue() -> str:
    return _("Questo sportello non ha la coda a biglietti.")
