"""Facts of the door and of the way onward: what the observatory photographs, never a name."""

import prossimo.access.facts.contacts
import prossimo.access.facts.door  # noqa: F401  (both declare themselves)
