"""The writes of the log of campaigns."""

from typing import Any

from prossimo.access.faults import in_words
from prossimo.access.models import Campaign
from prossimo.access.policies import rotas as policies
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.concurrency import save_versioned


def register_campaign(*, by: Actor, values: dict[str, Any]) -> Campaign:
    """Write down something that was done so that people know where to knock."""
    may(by, Right.CAMPAIGN_WRITE).enforce()
    me, _post, ambito = at_work(by)
    campaign = Campaign(ambito_id=ambito, author_id=me, **values)
    with in_words(Campaign):
        campaign.save(force_insert=True)
    journal.note(Action.CONFIGURE, "access.campaign", campaign.pk, note="added")
    return campaign


def change_campaign(
    campaign: Campaign, *, by: Actor, expected: int, values: dict[str, Any]
) -> Campaign:
    """Correct it. Raises `StaleVersion` when somebody saved in between."""
    policies.may_write_campaign(by, campaign).enforce()
    with in_words(Campaign):
        save_versioned(campaign, values, expected=expected)
    journal.note(Action.CONFIGURE, "access.campaign", campaign.pk, note="changed")
    return campaign
