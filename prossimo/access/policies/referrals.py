"""Who may send somebody to a service, read what was sent, answer it and take it back."""

from django.utils.translation import gettext as _

from prossimo.access.models import Desk, Referral
from prossimo.access.policies.contacts import serves
from prossimo.accounts.policies import may, same_user, verdict
from prossimo.accounts.rules import Actor, Reach, Resource, Right
from prossimo.core.policy import Verdict, refused


def may_send(actor: Actor) -> Verdict:
    return may(actor, Right.REFERRAL_SEND)


def may_send_from(actor: Actor, desk: Desk | None) -> Verdict:
    """From one's own desks, or from none in particular."""
    held = may(actor, Right.REFERRAL_SEND)
    if not held or desk is None:
        return held
    resource = Resource(desk.ambito_id, desk.municipality_id, at_own_desk=serves(actor, desk))
    return verdict(actor, Right.REFERRAL_SEND, resource)


def may_read_referral(actor: Actor, referral: Referral) -> Verdict:
    """Twin of `ReferralQuerySet.visible_to`."""
    return verdict(actor, Right.REFERRAL_READ, _resource(actor, Right.REFERRAL_READ, referral))


def may_follow_up(actor: Actor, referral: Referral) -> Verdict:
    """Add what was missing, remind, withdraw, open again: who sent, or whoever minds that desk."""
    if not (seen := may_read_referral(actor, referral)):
        return seen
    if same_user(actor, referral.sender_id):
        return may(actor, Right.REFERRAL_SEND)
    place = Resource(
        referral.ambito_id,
        referral.municipality_id,
        at_own_desk=referral.desk is not None and serves(actor, referral.desk),
    )
    return verdict(actor, Right.REFERRAL_SEND, place)


def may_answer(actor: Actor, referral: Referral) -> Verdict:
    """The body that was asked; or the segretariato, which writes down what was told by voice."""
    if not (seen := may_read_referral(actor, referral)):
        return seen
    if actor.reach(Right.REFERRAL_ANSWER) is Reach.DESKS and not is_asked(actor, referral):
        return refused(_("Risponde l'ente a cui è stato inviato."))
    return may(actor, Right.REFERRAL_ANSWER)


def is_asked(actor: Actor, referral: Referral) -> bool:
    """Whether the referral was sent to the actor's own organisation."""
    return actor.organisation_id is not None and actor.organisation_id == referral.organisation_id


def answers_for_others(actor: Actor, referral: Referral) -> bool:
    """Whether an answer is written down for a body that told it otherwise."""
    return bool(may_answer(actor, referral)) and not is_asked(actor, referral)


def may_answer_by_link(actor: Actor, referral: Referral) -> Verdict:
    """The citizens' door, on behalf of who followed the link."""
    held = may(actor, Right.PUBLIC_DOOR)
    if held and actor.ambito_id != referral.ambito_id:
        return refused(_("Il collegamento non è di qui."))
    return held


def _resource(actor: Actor, right: Right, referral: Referral) -> Resource:
    at_own_desk = actor.reach(right) is Reach.DESKS and (
        same_user(actor, referral.sender_id)
        or is_asked(actor, referral)
        or (referral.desk is not None and serves(actor, referral.desk))
    )
    return Resource(referral.ambito_id, referral.municipality_id, at_own_desk=at_own_desk)
