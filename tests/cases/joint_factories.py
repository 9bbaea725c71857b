"""Invented services run together with other bodies."""

import datetime as dt

import factory

from prossimo.cases.choices import AssignedKind
from prossimo.cases.models import Assigned, CaseActivity, JointActivity, JointPlace, JointService
from prossimo.core.periods import since
from tests.arranging import ArrangedFactory
from tests.network.factories import OrganisationFactory
from tests.territory.factories import AmbitoFactory

LONG_AGO = dt.date(2013, 3, 1)


class JointServiceFactory(ArrangedFactory):
    class Meta:
        model = JointService

    ambito = factory.SubFactory(AmbitoFactory)
    name = factory.Sequence(lambda n: f"Servizio insieme {n}")
    period = since(LONG_AGO)


class JointActivityFactory(ArrangedFactory):
    class Meta:
        model = JointActivity

    service = factory.SubFactory(JointServiceFactory)
    name = factory.Sequence(lambda n: f"Attività {n}")


class JointPlaceFactory(ArrangedFactory):
    class Meta:
        model = JointPlace

    service = factory.SubFactory(JointServiceFactory)
    name = factory.Sequence(lambda n: f"Presidio {n}")


class AssignedFactory(ArrangedFactory):
    class Meta:
        model = Assigned

    service = factory.SubFactory(JointServiceFactory)
    organisation = factory.SubFactory(
        OrganisationFactory, ambito=factory.SelfAttribute("..service.ambito")
    )
    kind = AssignedKind.OPERATOR
    period = since(LONG_AGO)


class CaseActivityFactory(ArrangedFactory):
    class Meta:
        model = CaseActivity

    activity = factory.SubFactory(JointActivityFactory)
    period = since(LONG_AGO)
    by = factory.SelfAttribute("case.opened_by")


def joint_of(case, name):
    """A service of the case's ambito with an activity, somebody assigned, and the case in it."""
    service = JointServiceFactory(ambito=case.ambito, name=name)
    activity = JointActivityFactory(service=service)
    return {
        "joint": service,
        "assigned": AssignedFactory(service=service, name="Chi lavora qui"),
        "case_activity": CaseActivityFactory(case=case, activity=activity),
    }
