"""Verdicts of the observatory: who reads figures, who opens the records behind them, who refreshes."""

from prossimo.accounts import policies
from prossimo.accounts.rules import Actor, Right
from prossimo.core.policy import Verdict


def may_read(actor: Actor) -> Verdict:
    return policies.may(actor, Right.OBSERVATORY_READ)


def may_drill(actor: Actor) -> Verdict:
    """Whether the records behind a figure may be opened; which of them, `visible_to` says."""
    return policies.may(actor, Right.OBSERVATORY_DRILL)


def may_refresh(actor: Actor) -> Verdict:
    return policies.may(actor, Right.OBSERVATORY_REFRESH)
