"""What a file holds besides the person, and how it is read past the wall."""

import factory

from prossimo.citizens.models import EmailAddress, SealOpening
from tests.accounts.factories import UserFactory
from tests.arranging import ArrangedFactory, arranging
from tests.citizens.factories import AddressFactory, PersonFactory


class EmailAddressFactory(ArrangedFactory):
    class Meta:
        model = EmailAddress

    person = factory.SubFactory(PersonFactory)
    address = "rosa@posta.example"


def rows_of(model, **which):
    """What the table holds, read past the wall."""
    with arranging():
        return list(model.objects.unscoped("what the record holds").filter(**which))


class SealOpeningFactory(ArrangedFactory):
    class Meta:
        model = SealOpening

    person = factory.SubFactory(PersonFactory)
    compartment = "address"
    asked_by = factory.SubFactory(UserFactory)
    reason = "Serve per accompagnarla"


def protected(person, seen, sealed):
    """An address in sight, a protected one, and a request to open it, for the role matrix."""
    AddressFactory(person=person, street=f"via {sealed}", compartment="address")
    return {
        "address": AddressFactory(person=person, street=f"via {seen}"),
        "opening": SealOpeningFactory(person=person, reason=seen),
    }
