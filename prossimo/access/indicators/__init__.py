"""Indicators of the door, of the queue and the agenda, and of the way onward."""

import prossimo.access.indicators.agenda
import prossimo.access.indicators.contacts
import prossimo.access.indicators.queue
import prossimo.access.indicators.way  # noqa: F401  (each declares itself)
