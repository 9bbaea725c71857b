"""The end of the day of every queue: whoever still waited is let go, in the name of the door."""

import contextlib

from django.core.exceptions import PermissionDenied
from django.db import connection

from prossimo.accounts.identity import acting_as_the_door
from prossimo.territory.models import Ambito


def sweep() -> int:
    """End the tickets of the days before; how many there were. An Ambito whose door is shut waits."""
    swept = 0
    for ambito in Ambito.objects.values_list("pk", flat=True):
        with (
            contextlib.suppress(PermissionDenied),
            acting_as_the_door(ambito),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT wall.sweep_tickets(%s)", [ambito])
            swept += cursor.fetchone()[0]
    return swept
