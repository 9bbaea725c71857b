"""When a case was last heard of: the day moves on, never back, and nobody's version with it."""

import datetime as dt

from prossimo.cases.models import Case
from prossimo.core.periods import ROME


def hear(case: Case, when: dt.datetime) -> None:
    """Something of it was heard: the case is not silent.

    What other apps record (a contact, an appointment kept, a referral answered) arrives by triggers
    of the database, because they know nothing of cases.
    """
    day = when.astimezone(ROME).date()
    Case.objects.unscoped("one's own, in hand").filter(pk=case.pk, last_heard_on__lt=day).update(
        last_heard_on=day
    )
