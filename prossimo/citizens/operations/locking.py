"""The file of a person as it is now, held until the end of the transaction."""

import uuid

from prossimo.accounts.rules import Actor
from prossimo.citizens import policies
from prossimo.citizens.models import Person


def locked_person(person_id: uuid.UUID, by: Actor) -> Person:
    """The row, locked, for who may write it; what may not be seen does not exist.

    Raises `Person.DoesNotExist` and `PermissionDenied` with the reason.
    """
    people = Person.objects.visible_to(by)
    policies.may_write_person(by, people.get(pk=person_id)).enforce()
    return people.select_for_update(of=("self",)).get(pk=person_id)
