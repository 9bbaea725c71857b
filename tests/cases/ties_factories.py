"""Who counts around a case, for the tests."""

import factory

from prossimo.cases.models import CaseTie
from prossimo.core.periods import since
from tests.arranging import ArrangedFactory
from tests.cases.factories import LONG_AGO, CaseFactory


class CaseTieFactory(ArrangedFactory):
    class Meta:
        model = CaseTie

    case = factory.SubFactory(CaseFactory)
    who = "neighbour"
    name = "La signora del terzo piano"
    kind = "supports"
    strength = 3
    period = since(LONG_AGO)
    by = factory.LazyAttribute(lambda tie: tie.case.opened_by)
