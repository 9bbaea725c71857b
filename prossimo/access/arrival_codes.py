"""The eight digits with which who has an appointment says at the door that they have arrived.

They are written nowhere: only we can compute them again, and they hold for that one appointment.
"""

import re
import uuid

from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS = 8


def digits_of(appointment_id: uuid.UUID) -> str:
    made = salted_hmac("access.arrival", appointment_id.hex, algorithm="sha256").digest()
    return f"{int.from_bytes(made[:8]) % 10**DIGITS:0{DIGITS}d}"


def written(appointment_id: uuid.UUID) -> str:
    """As it stands in a letter: in two groups of four."""
    digits = digits_of(appointment_id)
    return f"{digits[:4]} {digits[4:]}"


def typed(text: str) -> str:
    """The digits of what somebody typed; empty where they cannot be a code."""
    digits = re.sub(r"[\s.\-]", "", text)
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdigit() else ""


def is_code_of(digits: str, appointment_id: uuid.UUID) -> bool:
    return constant_time_compare(digits, digits_of(appointment_id))
