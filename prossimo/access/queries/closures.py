"""On which days the offices of a town are closed, besides the national holidays."""

import datetime as dt
import uuid

from prossimo.access.models import LocalHoliday
from prossimo.core.workdays import Closed


def closed_days(ambito_id: uuid.UUID | None, municipality_id: uuid.UUID | None = None) -> Closed:
    """Whether a day is the patron saint's, or another closure of the ambito or of the town."""
    found = {
        (each.month, each.day, each.year)
        for each in LocalHoliday.objects.of_ambito(ambito_id)
        if each.municipality_id in (None, municipality_id)
    }

    def closed(day: dt.date) -> bool:
        return (day.month, day.day, None) in found or (day.month, day.day, day.year) in found

    return closed
