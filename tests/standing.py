"""What stands there for all the tests of a file: built once, and found again as it was by each."""

import contextlib

from django.db import connection, transaction


@contextlib.contextmanager
def standing(blocker, build):
    """The rows that `build` makes; each test works from a savepoint above them and goes back to it."""
    with blocker.unblock(), transaction.atomic():
        built = build()
        connection.check_constraints()  # what waits for the end of a transaction is checked now
        yield built
        transaction.set_rollback(True)
