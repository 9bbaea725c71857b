"""Needs and services for the tests."""

import factory

from prossimo.catalogue.models import Need, Service
from tests.arranging import ArrangedFactory
from tests.network.factories import OrganisationFactory
from tests.territory.factories import AmbitoFactory


class NeedFactory(ArrangedFactory):
    """A word of the common vocabulary."""

    class Meta:
        model = Need

    key = factory.Sequence(lambda n: f"bisogno-{n}")
    label = factory.Sequence(lambda n: f"Bisogno {n}")
    theme = "income"


class ServiceFactory(ArrangedFactory):
    class Meta:
        model = Service

    ambito = factory.SubFactory(AmbitoFactory)
    organisation = factory.SubFactory(OrganisationFactory, ambito=factory.SelfAttribute("..ambito"))
    name = factory.Sequence(lambda n: f"Servizio {n}")
    referral_email = "invii@example.org"
