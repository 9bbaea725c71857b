"""People and households for the tests."""

import datetime as dt

import factory

from prossimo.citizens.models import Household, Person, PersonShare, Phone
from prossimo.citizens.search_words import file_person
from prossimo.core.text import fold
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
            file_person(person)
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
