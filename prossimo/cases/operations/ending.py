"""What is still open in a case that is about to end: how much of it, and what becomes of its tasks.

Who closes a case may be somebody who may not read its tasks: the database tells how many, and ends them.
"""

from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from prossimo.cases.choices.meetings import TaskState
from prossimo.cases.models import Case


def still_open(case: Case) -> Counter[str]:
    """How many tasks, goals and reviews of projects are open: never what they say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM wall.due_in_cases(%s, NULL)", [case.pk])
        return Counter(kind for (kind,) in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Projects:
    """How many projects of a case are not over, whoever may read them."""

    in_force: int
    in_the_making: int

    @property
    def any(self) -> bool:
        return bool(self.in_force or self.in_the_making)


def live_projects(case: Case) -> Projects:
    with connection.cursor() as cursor:
        cursor.execute("SELECT in_force, in_the_making FROM wall.live_projects(%s)", [case.pk])
        return Projects(*cursor.fetchone())


def settle_tasks(case: Case, *, state: str, why: str) -> int:
    """Say what becomes of the open tasks, all at once; how many there were.

    Raises `ValidationError` where there are some and nothing is said of them.
    """
    if not still_open(case)["task"]:
        return 0
    if not state:
        raise ValidationError({"tasks": _("Ci sono compiti aperti: scegli che cosa ne è.")})
    if state != TaskState.DONE and not why.strip():
        raise ValidationError({"tasks_why": _("Scrivi perché, o chi li porta avanti.")})
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.end_tasks(%s, %s, %s)", [case.pk, state, why.strip()])
        (ended,) = cursor.fetchone()
    return int(ended)
