"""Requests, direct services, proposals and needs without an answer, for the tests."""

import datetime as dt

import factory
from django.utils import timezone

from prossimo.access.choices import Intensity, OrientationState
from prossimo.access.models import (
    Accompaniment,
    AllocationRule,
    AssessedNeed,
    CaseProposal,
    DirectService,
    Orientation,
    UnmetNeed,
)
from prossimo.accounts.choices import RoleKey
from prossimo.catalogue.models import Service
from prossimo.core.periods import today
from tests.accounts.factories import PostFactory, UserFactory
from tests.arranging import ArrangedFactory
from tests.catalogue.factories import NeedFactory
from tests.citizens.factories import PersonFactory
from tests.network.factories import OrganisationFactory
from tests.territory.factories import AmbitoFactory


class DirectOfferFactory(ArrangedFactory):
    """A service that the segretariato grants by itself."""

    class Meta:
        model = Service

    ambito = factory.SubFactory(AmbitoFactory)
    organisation = factory.SubFactory(OrganisationFactory, ambito=factory.SelfAttribute("..ambito"))
    name = factory.Sequence(lambda n: f"Pasti a domicilio {n}")
    is_direct = True


class OrientationFactory(ArrangedFactory):
    class Meta:
        model = Orientation

    class Params:
        nameless = factory.Trait(person=None)

    ambito = factory.SubFactory(AmbitoFactory)
    person = factory.SubFactory(PersonFactory, ambito=factory.SelfAttribute("..ambito"))
    municipality = factory.SelfAttribute("person.municipality")
    due_on = factory.LazyFunction(lambda: today() + dt.timedelta(days=30))
    decided_at = factory.LazyAttribute(
        lambda row: (
            None
            if row.state in (OrientationState.TO_ASSESS, OrientationState.ASSESSING)
            else timezone.now()
        )
    )
    state = OrientationState.TO_ASSESS


class AssessedNeedFactory(ArrangedFactory):
    class Meta:
        model = AssessedNeed

    orientation = factory.SubFactory(OrientationFactory)
    need = factory.SubFactory(NeedFactory)
    intensity = Intensity.MODERATE


class AccompanimentFactory(ArrangedFactory):
    class Meta:
        model = Accompaniment

    orientation = factory.SubFactory(OrientationFactory)
    where = "Casa della salute"
    by_whom = "la volontaria"
    when = factory.LazyFunction(timezone.now)


class DirectServiceFactory(ArrangedFactory):
    class Meta:
        model = DirectService

    ambito = factory.SubFactory(AmbitoFactory)
    person = factory.SubFactory(PersonFactory, ambito=factory.SelfAttribute("..ambito"))
    municipality = factory.SelfAttribute("person.municipality")
    service = factory.SubFactory(DirectOfferFactory, ambito=factory.SelfAttribute("..ambito"))
    by = factory.SubFactory(UserFactory)


class AllocationRuleFactory(ArrangedFactory):
    class Meta:
        model = AllocationRule

    ambito = factory.SubFactory(AmbitoFactory)
    post = factory.SubFactory(
        PostFactory, ambito=factory.SelfAttribute("..ambito"), role=RoleKey.CASEWORKER
    )


class CaseProposalFactory(ArrangedFactory):
    class Meta:
        model = CaseProposal

    orientation = factory.SubFactory(OrientationFactory, state=OrientationState.PROPOSED)
    ambito = factory.SelfAttribute("orientation.ambito")
    person = factory.SelfAttribute("orientation.person")
    user_area = "ELD"
    proposed_to = factory.SubFactory(
        PostFactory, ambito=factory.SelfAttribute("..ambito"), role=RoleKey.CASEWORKER
    )
    why = "Vive sola e non riesce più a uscire"
    by = factory.SubFactory(UserFactory)


class UnmetNeedFactory(ArrangedFactory):
    class Meta:
        model = UnmetNeed

    ambito = factory.SubFactory(AmbitoFactory)
    need = factory.SubFactory(NeedFactory)
    wanted = "Un pulmino per il mercato"
    author = factory.SubFactory(UserFactory)
