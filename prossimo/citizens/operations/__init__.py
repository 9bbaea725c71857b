"""Every write of people, households, and what their files hold."""

from prossimo.citizens.operations.people import (
    PhoneEntry,
    register_person,
    update_person,
    wrong_tax_code,
)

__all__ = ["PhoneEntry", "register_person", "update_person", "wrong_tax_code"]
