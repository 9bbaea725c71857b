"""Places for the tests."""

import factory

from prossimo.territory.models import Ambito, Municipality, Neighbourhood
from tests.arranging import ArrangedFactory


class AmbitoFactory(ArrangedFactory):
    class Meta:
        model = Ambito

    key = factory.Sequence(lambda n: f"ambito-{n}")
    name = factory.Sequence(lambda n: f"Ambito {n}")


class MunicipalityFactory(ArrangedFactory):
    class Meta:
        model = Municipality

    ambito = factory.SubFactory(AmbitoFactory)
    name = factory.Sequence(lambda n: f"Comune {n}")
    istat_code = factory.Sequence(lambda n: f"{n:06d}")
    cadastral_code = factory.Sequence(lambda n: f"Z{n:03d}")


class NeighbourhoodFactory(ArrangedFactory):
    class Meta:
        model = Neighbourhood

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence(lambda n: f"Quartiere {n}")
