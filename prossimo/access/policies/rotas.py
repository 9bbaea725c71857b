"""Who may see, take and arrange shifts, and keep the log of campaigns."""

from django.utils.translation import gettext as _

from prossimo.access.models import Campaign, Desk, Shift
from prossimo.access.policies.contacts import at_desk, serves
from prossimo.accounts.policies import REASONS, may, same_user
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.core.policy import GRANTED, Verdict, refused


def may_see_rota(actor: Actor) -> Verdict:
    return may(actor, Right.ROTA_READ)


def may_read_shift(actor: Actor, shift: Shift) -> Verdict:
    """The point twin of `ShiftQuerySet.visible_to`: the desk's readers, and whose shift it is."""
    if actor.post_id and actor.post_id in (shift.post_id, shift.covers_for_id):
        return GRANTED
    return at_desk(actor, Right.ROTA_READ, shift.desk)


def may_manage_rota(actor: Actor, desk: Desk) -> Verdict:
    return at_desk(actor, Right.ROTA_MANAGE, desk)


def may_answer_for(actor: Actor, shift: Shift) -> Verdict:
    """Confirm it or ask for a substitute: whose shift it is, or who arranges the rota."""
    if may_manage_rota(actor, shift.desk):
        return GRANTED
    if actor.post_id is None or shift.post_id != actor.post_id:
        return refused(_("Lo può dire solo chi ha il turno, o chi organizza i turni."))
    return at_desk(actor, Right.ROTA_READ, shift.desk)


def may_take_shift(actor: Actor, shift: Shift) -> Verdict:
    """Cover what nobody covers: a colleague of the desk, who is heard to record contacts there."""
    if shift.post_id is not None:
        return refused(_("Questo turno ha già qualcuno."))
    if not (read := at_desk(actor, Right.ROTA_READ, shift.desk)):
        return read
    if not (hears := at_desk(actor, Right.CONTACT_WRITE, shift.desk)):
        return hears
    if may_manage_rota(actor, shift.desk) or serves(actor, shift.desk):
        return GRANTED
    return refused(str(REASONS["other_desk"]))


def may_read_campaign(actor: Actor, campaign: Campaign) -> Verdict:
    """The point twin of `CampaignQuerySet.visible_to`."""
    if not (held := may(actor, Right.CAMPAIGN_READ)):
        return held
    if campaign.ambito_id != actor.ambito_id:
        return refused(str(REASONS["other_ambito"]))
    if actor.reach(Right.CAMPAIGN_READ) is Reach.AMBITO or _ours(actor, campaign):
        return GRANTED
    return refused(_("È di un altro ente o di un altro quartiere."))


def may_write_campaign(actor: Actor, campaign: Campaign) -> Verdict:
    """Correct it: who registered it, or who keeps the log of the whole ambito."""
    if not (held := may(actor, Right.CAMPAIGN_WRITE)):
        return held
    if not (read := may_read_campaign(actor, campaign)):
        return read
    everywhere = actor.reach(Right.CAMPAIGN_WRITE) is Reach.AMBITO
    if everywhere or same_user(actor, campaign.author_id):
        return GRANTED
    return refused(_("La corregge chi l'ha registrata, o il segretariato sociale."))


def _ours(actor: Actor, campaign: Campaign) -> bool:
    return bool(
        same_user(actor, campaign.author_id)
        or (actor.organisation_id and actor.organisation_id == campaign.organisation_id)
        or (actor.neighbourhood_id and actor.neighbourhood_id == campaign.neighbourhood_id)
    )
