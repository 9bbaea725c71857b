"""What accounts show on «Oggi»: access that needs care, and the day as the journal tells it."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.accounts import journal, queries
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.core.navigation import Card, cards
from prossimo.core.periods import today

SOON = dt.timedelta(days=30)
ON_A_CARD = 8


def staff_card(actor: Actor) -> dict[str, Any]:
    """Posts about to end, people who never entered, notices that did not arrive."""
    ending = list(queries.posts_ending(actor, until=today() + SOON)[:ON_A_CARD])
    waiting = list(queries.never_entered(actor)[:ON_A_CARD])
    failed = queries.deliveries_failed(actor).count()
    sentence = _("Nessun accesso chiede cure, oggi.")
    if ending or waiting or failed:
        sentence = _("Qualche accesso chiede cure.")
    return {"sentence": sentence, "ending": ending, "waiting": waiting, "failed": failed}


def journal_card(actor: Actor) -> dict[str, Any]:
    """How many files were opened today, and how many requests were refused."""
    opened, refused = queries.day_of_journal(actor, today())
    journal.note(Action.LIST, "accounts.journalline", note=_("riassunto del giorno"))
    said = [
        ngettext("Oggi è stata aperta una scheda", "Oggi sono state aperte %(n)d schede", opened)
        % {"n": opened},
        ngettext("un rifiuto", "%(n)d rifiuti", refused) % {"n": refused},
    ]
    refusals = f"{reverse('accounts:journal')}?result=refused&since={today().isoformat()}"
    return {"sentence": _("%(opened)s; %(refused)s.") % dict(zip(("opened", "refused"), said, strict=True)),
            "refused": refused, "refusals_url": refusals}  # fmt: skip


cards.add(
    Card(
        key="staff",
        label=gettext_lazy("Accessi del personale"),
        template="accounts/card_staff.html",
        order=80,
        rights=frozenset({str(Right.STAFF_MANAGE)}),
        build=staff_card,
    )
)
cards.add(
    Card(
        key="journal",
        label=gettext_lazy("Il registro di oggi"),
        template="accounts/card_journal.html",
        order=90,
        rights=frozenset({str(Right.JOURNAL_READ)}),
        build=journal_card,
    )
)
