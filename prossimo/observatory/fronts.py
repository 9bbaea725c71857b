"""The front pages of the observatory: which questions each asks, in what order, drawn how."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from prossimo.core.indicators import Indicator, indicators
from prossimo.core.registry import Registry


class Shape(StrEnum):
    YEARS = "years"  # a column for each year
    BARS = "bars"  # a bar for each value, in one year
    MULTIPLES = "multiples"  # a small chart by year for each value
    MAP = "map"  # on the boundaries, where there are any


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a front page; without words of its own it asks what its indicator asks."""

    key: str
    by: str = ""
    shape: Shape = Shape.YEARS
    question: Any = ""


@dataclass(frozen=True, slots=True)
class Front:
    """One front page, and the indicators that the list shows under its name."""

    key: str
    path: str  # its place in the address, in Italian
    label: Any
    heading: Any
    opening: Any  # «Gli accessi», before the year
    parts: tuple[Part, ...]
    lists: tuple[str, ...]

    @property
    def shown(self) -> list[Indicator]:
        """The indicators of its parts."""
        return [indicators[key] for key in dict.fromkeys(part.key for part in self.parts)]

    @property
    def listed(self) -> list[Indicator]:
        return [indicators[key] for key in self.lists]


fronts: Registry[Front] = Registry("fronts")

fronts.add(
    Front(
        key="access",
        path="accessi",
        label=_("Accessi"),
        heading=_("Chi ha bussato, e per che cosa?"),
        opening=_("Gli accessi"),
        parts=(
            Part("access.users"),
            Part("access.contacts", "reason", Shape.BARS, _("Per quali motivi?")),
            Part("access.contacts", "desk", Shape.MULTIPLES, _("A quali sportelli?")),
            Part("access.contacts", "target_group", Shape.BARS, _("Chi sono?")),
            Part("access.contacts", "neighbourhood", Shape.MAP, _("Da quali quartieri?")),
        ),
        lists=(
            "access.users",
            "access.users.growth",
            "access.contacts",
            "access.unanswered",
            "access.minutes",
            "access.nobody_named",
        ),
    )
)
fronts.add(
    Front(
        key="people",
        path="persone",
        label=_("Persone"),
        heading=_("Chi conosciamo, e chi torna?"),
        opening=_("Le persone"),
        parts=(
            Part("citizens.known"),
            Part("access.came", "coming", Shape.MULTIPLES),
            Part("access.known_share"),
            Part(
                "access.known_share",
                "neighbourhood",
                Shape.MAP,
                _("In quali quartieri ci si rivolge di più ai servizi?"),
            ),
            Part("citizens.known", "age_band", Shape.BARS, _("Che età hanno le persone note?")),
            Part("citizens.known", "sex", Shape.BARS, _("Quante donne, quanti uomini?")),
            Part("citizens.known", "citizenship", Shape.BARS, _("Con quale cittadinanza?")),
            Part("citizens.known", "neighbourhood", Shape.MAP, _("Dove abitano?")),
        ),
        lists=("citizens.known", "access.came", "access.returning", "access.known_share"),
    )
)
QUALITY = (
    "citizens.missing_code",
    "citizens.temporary_code",
    "citizens.missing_address",
    "citizens.missing_birth_place",
    "citizens.missing_neighbourhood",
    "citizens.shared_code",
    "citizens.duplicates",
)
fronts.add(
    Front(
        key="quality",
        path="qualita",
        label=_("Qualità delle schede"),
        heading=_("Che cosa manca alle schede?"),
        opening=_("Le schede"),
        parts=tuple(Part(key) for key in QUALITY),
        lists=QUALITY,
    )
)
fronts.add(
    Front(
        key="queue",
        path="attese",
        label=_("Code e appuntamenti"),
        heading=_("Quanto si aspetta?"),
        opening=_("Le attese"),
        parts=(
            Part("access.queue.wait"),
            Part("access.queue.wait", "hour", Shape.BARS, _("A quali ore si aspetta di più?")),
            Part("access.queue.wait", "desk", Shape.BARS, _("A quali sportelli?")),
            Part("access.queue.left"),
            Part("access.appointments", "ending", Shape.BARS),
            Part("access.appointments.no_show"),
            Part("access.appointments.ahead"),
            Part("access.rota.coverage", "desk", Shape.BARS),
        ),
        lists=(
            "access.queue.tickets",
            "access.queue.wait",
            "access.queue.wait_p90",
            "access.queue.service",
            "access.queue.service_p90",
            "access.queue.left",
            "access.appointments",
            "access.appointments.no_show",
            "access.appointments.ahead",
            "access.rota.coverage",
            "access.points.residents",
            "access.points.hours",
        ),
    )
)
fronts.add(
    Front(
        key="way",
        path="percorso",
        label=_("Dalla porta al servizio"),
        heading=_("Che cosa succede dopo aver bussato?"),
        opening=_("Il percorso"),
        parts=(
            Part("access.chain", "stage", Shape.BARS),
            Part("access.chain.days", "reached", Shape.BARS),
            Part("access.requests", "request_outcome", Shape.BARS),
            Part("access.referrals", "referral_outcome", Shape.BARS),
            Part("access.referrals.started"),
            Part("access.direct", "service", Shape.MULTIPLES),
            Part("access.unmet", "theme", Shape.BARS),
            Part("access.unmet", "neighbourhood", Shape.MAP, _("In quali quartieri?")),
        ),
        lists=(
            "access.chain",
            "access.chain.days",
            "access.requests",
            "access.requests.days",
            "access.referrals",
            "access.referrals.started",
            "access.referrals.days",
            "access.direct",
            "access.unmet",
        ),
    )
)
fronts.add(
    Front(
        key="cases",
        path="prese-in-carico",
        label=_("Prese in carico"),
        heading=_("Chi seguiamo, e come va a finire?"),
        opening=_("Le prese in carico"),
        parts=(
            Part("cases.followed"),
            Part("cases.followed", "user_area", Shape.BARS, _("Di quali aree?")),
            Part("cases.followed", "intensity", Shape.BARS, _("Quanto impegno chiedono?")),
            Part("cases.on_day"),
            Part("cases.of_residents"),
            Part("cases.of_residents", "neighbourhood", Shape.MAP, _("In quali quartieri di più?")),
            Part("cases.foreign_share"),
            Part("cases.minors_share", "user_area", Shape.BARS),
            Part("cases.taken"),
            Part("cases.taken.days"),
            Part("cases.contact.days"),
            Part("cases.pact.days"),
            Part("cases.goals.reached", "goal_theme", Shape.BARS),
            Part("cases.goals", "goal_state", Shape.BARS),
            Part("cases.closed", "case_outcome", Shape.BARS),
            Part("cases.closed.days"),
            Part("cases.handed"),
            Part("cases.silent", "user_area", Shape.BARS),
            Part("cases.followed", "citizenship", Shape.BARS, _("Con quale cittadinanza?")),
            Part("cases.followed", "neighbourhood", Shape.MAP, _("Dove abitano?")),
        ),
        lists=(
            "cases.followed",
            "cases.on_day",
            "cases.of_residents",
            "cases.foreign_share",
            "cases.minors_share",
            "cases.silent",
            "cases.taken",
            "cases.taken.days",
            "cases.contact.days",
            "cases.pact.days",
            "cases.goals",
            "cases.goals.reached",
            "cases.handed",
            "cases.closed",
            "cases.closed.days",
        ),
    )
)
