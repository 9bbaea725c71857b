"""People and households for the tests."""

import datetime as dt

import factory

from prossimo.citizens.models import Household, NameToken, Person, PersonShare, Phone
from prossimo.core.text import fold, tokens
from tests.arranging import ArrangedFactory, arranging
from tests.territory.factories import AmbitoFactory


class HouseholdFactory(ArrangedFactory):
    class Meta:
        model = Household

    ambito = factory.SubFactory(AmbitoFactory)
    label = factory.Sequence(lambda n: f"Nucleo {n}")


class PersonFactory(ArrangedFactory):
    class Meta:
        model = Person

    ambito = factory.SubFactory(AmbitoFactory)
    surname = factory.Sequence(lambda n: f"Bianchi{n}")
    given_name = "Rosa"
    sort_key = factory.LazyAttribute(lambda person: fold(f"{person.surname} {person.given_name}"))
    sex = "F"
    born_on = dt.date(1960, 5, 12)
    citizenships = factory.LazyFunction(lambda: ["IT"])

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        person = super()._create(model_class, *args, **kwargs)
        with arranging():
            NameToken.objects.bulk_create(
                NameToken(ambito=person.ambito, person=person, token=token)
                for token in tokens(f"{person.surname} {person.given_name}")
            )
        return person


class PhoneFactory(ArrangedFactory):
    class Meta:
        model = Phone

    person = factory.SubFactory(PersonFactory)
    number = "+39035000000"


class PersonShareFactory(ArrangedFactory):
    class Meta:
        model = PersonShare

    person = factory.SubFactory(PersonFactory)
    ambito = factory.SelfAttribute("person.ambito")
    source = "decision"
