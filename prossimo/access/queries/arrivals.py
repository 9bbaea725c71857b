"""Which appointment a code typed at the door stands for: ids and digits, never a name."""

import datetime as dt
import uuid

from django.db import connection

from prossimo.access import arrival_codes
from prossimo.access.models import Desk
from prossimo.access.rules import civil_day
from prossimo.core.periods import today

# Beyond these a code says nothing: who is that late, or that early, is told by a person.
BACK, AHEAD = dt.timedelta(days=7), dt.timedelta(days=90)


def appointment_of(desk: Desk, digits: str) -> uuid.UUID | None:
    """The appointment of the code: of this desk today, otherwise of the ambito in these weeks."""
    first, last = civil_day(today())
    for where, since, until in ((desk.pk, first, last), (None, first - BACK, last + AHEAD)):
        for key in _expected(desk.ambito_id, where, since, until):
            if arrival_codes.is_code_of(digits, key):
                return key
    return None


def _expected(
    ambito_id: uuid.UUID, desk_id: uuid.UUID | None, since: dt.datetime, until: dt.datetime
) -> list[uuid.UUID]:
    """The wall answers the door only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM wall.expected_between(%s, %s, %s, %s)",
            [ambito_id, desk_id, since, until],
        )
        return [row[0] for row in cursor.fetchall()]
