"""Facts of people and of their files: how many they are at the end of each year, and what is missing.

They are counts, made where the files are: no name, code or birth date leaves, and nobody is followed
from one year to the next. Only of probable doubles the two files bear a pseudonym.
"""

from django.utils.translation import gettext_lazy as _

from prossimo.citizens.choices import Acquaintance, PairFinder
from prossimo.core.facts import COUNT, FLAG, PSEUDONYM, TEXT, YEAR, Fact, entity, facts
from prossimo.core.indicators import Dimension, dimensions

facts.add(
    Fact(
        key="known",
        label=_("persone conosciute alla fine dell'anno"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "neighbourhood": entity("neighbourhood"),
            "sex": TEXT,
            "age_band": TEXT,
            "citizenship": TEXT,
            "acquaintance": TEXT,
            "people": COUNT,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="file",
        label=_("schede alla fine dell'anno, e che cosa vi manca"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "neighbourhood": entity("neighbourhood"),
            "code": TEXT,
            "no_address": FLAG,
            "no_birth_place": FLAG,
            "no_neighbourhood": FLAG,
            "shared_code": FLAG,
            "files": COUNT,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="doubles",
        label=_("probabili doppioni che aspettano alla fine dell'anno"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "pair": PSEUDONYM,
            "person": PSEUDONYM,
            "found_by": TEXT,
        },
        by_year=True,
    )
)

dimensions.add(
    Dimension(key="acquaintance", label=_("da quando"), choices=tuple(Acquaintance.choices))
)
dimensions.add(
    Dimension(key="found_by", label=_("come è stato trovato"), choices=tuple(PairFinder.choices))
)
