"""Who may see which bodies follow cases, and take them all away at once."""

from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.policy import Verdict


def may_end_shares(actor: Actor) -> Verdict:
    """Who assigns cases; the second wall asks again (`wall.end_shares`)."""
    return may(actor, Right.CASE_ASSIGN)
