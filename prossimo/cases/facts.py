"""Facts of cases: who is followed at the end of each year, what was taken in charge, what ended.

Reserved cases count like the others: a number of five and more tells of nobody.
"""

from django.utils.translation import gettext_lazy as _

from prossimo.accounts.choices import UserArea
from prossimo.cases.choices import CloseOutcome, Intensity
from prossimo.core.facts import PSEUDONYM, SMALL, TEXT, YEAR, Column, Fact, entity, facts
from prossimo.core.indicators import Dimension, dimensions

OF_A_CASE: dict[str, Column] = {
    "ambito": TEXT,
    "year": YEAR,
    "followed_case": PSEUDONYM,
    "person": PSEUDONYM,
    "neighbourhood": entity("neighbourhood"),
    "user_area": TEXT,
    "intensity": TEXT,
}

facts.add(
    Fact(
        key="followed",
        label=_("prese in carico aperte alla fine dell'anno"),
        columns={**OF_A_CASE, "sex": TEXT, "age_band": TEXT, "citizenship": TEXT},
        by_year=True,
    )
)
facts.add(
    Fact(
        key="taken",
        label=_("prese in carico avviate nell'anno"),
        columns={**OF_A_CASE, "to_take": SMALL},
        by_year=True,
    )
)
facts.add(
    Fact(
        key="closed",
        label=_("prese in carico chiuse nell'anno"),
        columns={**OF_A_CASE, "case_outcome": TEXT, "lasted": SMALL},
        by_year=True,
    )
)

dimensions.add(Dimension(key="user_area", label=_("area"), choices=tuple(UserArea.choices)))
dimensions.add(
    Dimension(key="intensity", label=_("intensità"), choices=tuple(Intensity.choices), ordered=True)
)
dimensions.add(Dimension(key="case_outcome", label=_("esito"), choices=tuple(CloseOutcome.choices)))
