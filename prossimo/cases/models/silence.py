"""Which cases are silent, asked of the database: by intensity, by the rule in force."""

import datetime as dt

from django.db.models import Q

from prossimo.cases.choices import LIVE_STATES
from prossimo.cases.rules import attention_on


def silence(day: dt.date) -> Q:
    """The set twin of `Case.is_silent`: what is silent on a day, by the rule of that day."""
    quiet = Q(pk__in=[])
    for intensity, days in attention_on(day).silent.items():
        quiet |= Q(intensity=intensity, last_heard_on__lt=day - dt.timedelta(days=days))
    return Q(state__in=LIVE_STATES) & quiet
