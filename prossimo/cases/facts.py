"""Facts of cases: who is followed in each year and in which days of it, what was taken in charge, what ended.

Reserved cases count like the others: a number of five and more tells of nobody.
"""

from django.utils.translation import gettext_lazy as _

from prossimo.accounts.choices import UserArea
from prossimo.cases.choices import AssignedKind, CloseOutcome, GoalState, GoalTheme, Intensity
from prossimo.core.facts import (
    COUNT,
    DAY,
    FLAG,
    PSEUDONYM,
    SMALL,
    TEXT,
    YEAR,
    Column,
    Fact,
    entity,
    facts,
)
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

# From the first day to the first on which it no longer held: open on a day is told by these two.
HELD: dict[str, Column] = {"opened_on": DAY, "closed_on": DAY}

facts.add(
    Fact(
        key="in_charge",
        label=_("prese in carico di ogni anno, con i giorni in cui erano aperte"),
        columns={
            **OF_A_CASE,
            **HELD,
            "sex": TEXT,
            "age_band": TEXT,
            "citizenship": TEXT,
            "with_minors": TEXT,  # on 30 June: day by day it would tell an eighteenth birthday
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="taken",
        label=_("prese in carico avviate nell'anno"),
        columns={**OF_A_CASE, "to_take": SMALL, "from_contact": SMALL, "to_sign": SMALL},
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
facts.add(
    Fact(
        key="silent",
        label=_("prese in carico di cui oggi non si hanno notizie"),
        columns=OF_A_CASE,
        by_year=True,
    )
)
facts.add(
    Fact(
        key="goal",
        label=_("obiettivi verificati nell'anno"),
        columns={**OF_A_CASE, "goal_theme": TEXT, "goal_state": TEXT},
        by_year=True,
    )
)
facts.add(
    Fact(
        key="handed",
        label=_("prese in carico passate di mano nell'anno"),
        columns=OF_A_CASE,
        by_year=True,
    )
)

dimensions.add(Dimension(key="user_area", label=_("area"), choices=tuple(UserArea.choices)))
dimensions.add(
    Dimension(key="intensity", label=_("intensità"), choices=tuple(Intensity.choices), ordered=True)
)
dimensions.add(Dimension(key="case_outcome", label=_("esito"), choices=tuple(CloseOutcome.choices)))
dimensions.add(
    Dimension(key="goal_theme", label=_("tema dell'obiettivo"), choices=tuple(GoalTheme.choices))
)
dimensions.add(
    Dimension(key="goal_state", label=_("com'è andata"), choices=tuple(GoalState.choices))
)
facts.add(
    Fact(
        key="joint_service",
        label=_("servizi coprogettati"),
        columns={"ambito": TEXT, "id": TEXT, "label": TEXT},
    )
)
facts.add(
    Fact(
        key="joint_body",
        label=_("enti dei servizi coprogettati"),
        columns={"ambito": TEXT, "id": TEXT, "label": TEXT},
    )
)
facts.add(
    Fact(
        key="joint_case",
        label=_("persone dei servizi coprogettati in ogni anno, con i giorni"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "followed_case": PSEUDONYM,
            "home": PSEUDONYM,
            "person": PSEUDONYM,
            **HELD,
            "minor": FLAG,
            "joint_service": entity("joint_service"),
            "neighbourhood": entity("neighbourhood"),
            "intensity": TEXT,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="joint_worker",
        label=_("persone assegnate ai servizi coprogettati in ogni anno, con i giorni"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "joint_service": entity("joint_service"),
            "joint_body": entity("joint_body"),
            **HELD,
            "assigned_kind": TEXT,
            "people": COUNT,
        },
        by_year=True,
    )
)

dimensions.add(
    Dimension(key="joint_service", label=_("servizio coprogettato"), entity="joint_service")
)
dimensions.add(
    Dimension(
        key="joint_body",
        label=_("ente"),
        entity="joint_body",
        unknown=_("comunità locali"),
    )
)
dimensions.add(Dimension(key="assigned_kind", label=_("come"), choices=tuple(AssignedKind.choices)))
