"""Referrals for the tests."""

import datetime as dt

import factory

from prossimo.access.models import Referral
from prossimo.core.periods import today
from tests.access.factories import DeskFactory
from tests.accounts.factories import PostFactory
from tests.arranging import ArrangedFactory
from tests.catalogue.factories import ServiceFactory
from tests.citizens.factories import PersonFactory


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
