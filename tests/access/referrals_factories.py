"""Services and referrals for the tests."""

import datetime as dt

import factory

from prossimo.access.models import Referral
from prossimo.catalogue.models import Need, Service
from prossimo.core.periods import today
from tests.access.factories import DeskFactory
from tests.accounts.factories import PostFactory
from tests.arranging import ArrangedFactory
from tests.citizens.factories import PersonFactory
from tests.network.factories import OrganisationFactory
from tests.territory.factories import AmbitoFactory


class NeedFactory(ArrangedFactory):
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


class ReferralFactory(ArrangedFactory):
    class Meta:
        model = Referral

    desk = factory.SubFactory(DeskFactory)
    ambito = factory.SelfAttribute("desk.ambito")
    service = factory.SubFactory(ServiceFactory, ambito=factory.SelfAttribute("..ambito"))
    organisation = factory.SelfAttribute("service.organisation")
    person = factory.SubFactory(PersonFactory, ambito=factory.SelfAttribute("..ambito"))
    request = "Chiede aiuto con la spesa"
    shared_fields = factory.LazyFunction(lambda: ["name"])
    shared = factory.LazyFunction(lambda: {"name": "Nome Condiviso", "_from": "Ada, Pass"})
    agreement = "spoken"
    agreed_on = factory.LazyFunction(today)
    answer_due_on = factory.LazyFunction(lambda: today() + dt.timedelta(days=9))
    post = factory.SubFactory(PostFactory, ambito=factory.SelfAttribute("..ambito"))
    sender = factory.SelfAttribute("post.user")
