"""Organisations for the tests."""

import factory

from prossimo.network.choices import OrganisationKind
from prossimo.network.models import Organisation
from tests.arranging import ArrangedFactory
from tests.territory.factories import AmbitoFactory


class OrganisationFactory(ArrangedFactory):
    class Meta:
        model = Organisation

    ambito = factory.SubFactory(AmbitoFactory)
    name = factory.Sequence(lambda n: f"Cooperativa {n}")
    kind = OrganisationKind.COOPERATIVE
