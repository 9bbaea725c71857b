"""People and households for the tests."""

import datetime as dt

import factory

from prossimo.citizens.models import (
    Address,
    BenefitHeld,
    Household,
    IseeCertificate,
    IseeMember,
    Kinship,
    Person,
    PersonShare,
    Phone,
    Representation,
    ReviewTask,
)
from prossimo.citizens.search_words import file_person
from prossimo.core.periods import since, today
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


class KinshipFactory(ArrangedFactory):
    class Meta:
        model = Kinship

    person = factory.SubFactory(PersonFactory)
    relative = factory.SubFactory(PersonFactory, ambito=factory.SelfAttribute("..person.ambito"))
    kind = "sibling"


class RepresentationFactory(ArrangedFactory):
    class Meta:
        model = Representation

    person = factory.SubFactory(PersonFactory)
    kind = "support"
    name = "Avvocata Bruna Testa"
    court = "Bergamo"
    decree_number = "123/2024"


class IseeCertificateFactory(ArrangedFactory):
    class Meta:
        model = IseeCertificate

    person = factory.SubFactory(PersonFactory)
    kind = "ordinary"
    protocol = factory.Sequence(lambda n: f"INPS-ISEE-2026-{n:08}X-00")
    signed_on = factory.LazyFunction(lambda: today().replace(month=1, day=15))
    valid_until = factory.LazyFunction(lambda: today().replace(month=12, day=31))
    isee_cents = 842_050


class IseeMemberFactory(ArrangedFactory):
    class Meta:
        model = IseeMember

    certificate = factory.SubFactory(IseeCertificateFactory)
    relation = "minor"


class BenefitHeldFactory(ArrangedFactory):
    class Meta:
        model = BenefitHeld

    person = factory.SubFactory(PersonFactory)
    name = "Assegno di inclusione"
    amount_cents = 50_000
    pace = "month"


class ReviewTaskFactory(ArrangedFactory):
    class Meta:
        model = ReviewTask

    person = factory.SubFactory(PersonFactory)
    kind = "moved"
    facts = factory.LazyFunction(
        lambda: {"before": {"street": "Via Vecchia"}, "after": {"street": "Via Nuova"}}
    )


class AddressFactory(ArrangedFactory):
    class Meta:
        model = Address

    person = factory.SubFactory(PersonFactory)
    kind = "domicile"
    street = "via dei Gelsi"
    street_number = "3"
    period = factory.LazyFunction(lambda: since(None))
