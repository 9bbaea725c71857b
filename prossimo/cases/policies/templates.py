"""Who reads and who keeps the texts that pages of diary begin from."""

from prossimo.accounts.policies import may, verdict
from prossimo.accounts.rules import Actor, Reach, Resource, Right
from prossimo.core.policy import GRANTED, Verdict


def may_keep_templates(actor: Actor) -> Verdict:
    """Who coordinates, and assigns cases."""
    if not (held := may(actor, Right.CASE_ASSIGN)):
        return held
    return verdict(actor, Right.CASE_ASSIGN, Resource(actor.ambito_id, actor.municipality_id))


def may_read_templates(actor: Actor) -> Verdict:
    """Who writes in diaries, and who keeps these texts."""
    if actor.reach(Right.CASE_ASSIGN) is Reach.AMBITO:
        return GRANTED
    return may(actor, Right.DIARY_WRITE)
