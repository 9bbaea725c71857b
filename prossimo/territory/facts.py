"""Facts of territory: places with their boundaries, and who lives there by year."""

from django.utils.translation import gettext_lazy as _

from prossimo.core.facts import COUNT, FLAG, TEXT, YEAR, Fact, entity, facts
from prossimo.core.indicators import Dimension, dimensions
from prossimo.territory.choices import AgeBand, CitizenshipGroup, Sex

MINORS = frozenset({AgeBand.B0_2, AgeBand.B3_5, AgeBand.B6_10, AgeBand.B11_13, AgeBand.B14_17})

facts.add(
    Fact(
        key="municipality",
        label=_("Comuni"),
        columns={
            "ambito": TEXT,
            "id": TEXT,
            "label": TEXT,
            "istat_code": TEXT,
            "boundary": TEXT,
            "schematic": FLAG,
        },
    )
)
facts.add(
    Fact(
        key="neighbourhood",
        label=_("quartieri"),
        columns={
            "ambito": TEXT,
            "id": TEXT,
            "label": TEXT,
            "municipality": entity("municipality"),
            "boundary": TEXT,
            "schematic": FLAG,
        },
    )
)
facts.add(
    Fact(
        key="residents",
        label=_("residenti per anno"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "municipality": entity("municipality"),
            "neighbourhood": entity("neighbourhood"),
            "sex": TEXT,
            "age_band": TEXT,
            "citizenship": TEXT,
            "residents": COUNT,
        },
        by_year=True,
    )
)

dimensions.add(
    Dimension(
        key="neighbourhood",
        label=_("quartiere o Comune"),  # a Comune that is not divided is one place
        entity="neighbourhood",
        place=True,
        unknown=_("quartiere non noto"),
    )
)
dimensions.add(
    Dimension(
        key="sex",
        label=_("sesso"),
        choices=tuple(Sex.choices),
        unknown=_("non noto"),
    )
)
dimensions.add(
    Dimension(
        key="age_band",
        label=_("classe di età"),
        choices=tuple(AgeBand.choices),
        ordered=True,
        minors=MINORS,
        unknown=_("età non nota"),
    )
)
dimensions.add(
    Dimension(
        key="citizenship",
        label=_("cittadinanza"),
        choices=tuple(CitizenshipGroup.choices),
        unknown=_("non nota"),
    )
)
