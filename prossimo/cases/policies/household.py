"""Who is told that the family of a case changed, and who brings the case up to date."""

from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case
from prossimo.cases.policies.ties import may_read_network, may_write_network
from prossimo.core.policy import GRANTED, Verdict, refused


def may_see_household(actor: Actor, case: Case) -> Verdict:
    """Who was given family and network."""
    return may_read_network(actor, case)


def may_follow_household(actor: Actor, case: Case) -> Verdict:
    """Who writes in it too, while it is open and about a household."""
    if not (writable := may_write_network(actor, case)):
        return writable
    return GRANTED if case.is_live else refused(_("La presa in carico è chiusa."))
