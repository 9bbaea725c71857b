"""The moment at which the pictures of the manual are taken."""

import datetime as dt

MOMENT = dt.datetime(2025, 6, 3, 9, 20, tzinfo=dt.UTC)  # a Tuesday, twenty past eleven in Rome
