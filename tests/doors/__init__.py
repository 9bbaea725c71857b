"""Every address of the product and what it asks of who knocks: the table of the role matrix.

A new address that is not in the table makes the suite fail (`tests/test_role_matrix.py`).
"""

from tests.doors.access import ACCESS
from tests.doors.cases import CASES
from tests.doors.house import HOUSE
from tests.doors.shape import GET, POST, PUBLIC, Door

__all__ = ["DOORS", "GET", "POST", "PUBLIC", "Door"]

DOORS: dict[str, Door] = {**HOUSE, **ACCESS, **CASES}
