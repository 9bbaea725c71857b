"""The vocabulary of reasons, with the dates of the measures, and what people ask at which desk."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from prossimo.access.choices import DeskKind, ReasonGroup

ALWAYS = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Motive:
    """A reason for knocking; `talk` names the sentences people use for it."""

    key: str
    label: str
    group: ReasonGroup
    talk: str
    since: dt.date = ALWAYS
    until: dt.date | None = None


MONEY, INFO, FOREIGN, HOME_WORK, OTHER = ReasonGroup

MOTIVES = (
    Motive("contributions", "Contributi economici", MONEY, "money"),
    Motive("bills", "Bollette e spese di casa", MONEY, "money"),
    Motive(
        "sia", "Sostegno per l'inclusione attiva (SIA)", MONEY, "money",
        dt.date(2016, 9, 2), dt.date(2017, 12, 31),
    ),
    Motive(
        "rei", "Reddito di inclusione (Re.I)", MONEY, "money",
        dt.date(2017, 12, 1), dt.date(2020, 12, 31),
    ),
    Motive(
        "rdc", "Reddito di cittadinanza", MONEY, "money",
        dt.date(2019, 3, 6), dt.date(2023, 12, 31),
    ),
    Motive("adi", "Assegno di inclusione (ADI)", MONEY, "money", dt.date(2023, 12, 18)),
    Motive("information", "Informazioni sui servizi", INFO, "information"),
    Motive("orientation", "Orientamento", INFO, "information"),
    Motive("residence_permit", "Permesso di soggiorno", FOREIGN, "foreign"),
    Motive("family_reunion", "Ricongiungimento familiare", FOREIGN, "foreign"),
    Motive("citizenship", "Cittadinanza italiana", FOREIGN, "foreign"),
    Motive("italian_course", "Corsi di italiano", FOREIGN, "foreign"),
    Motive("house", "Casa", HOME_WORK, "house"),
    Motive("eviction", "Sfratto e affitti arretrati", HOME_WORK, "house"),
    Motive("work", "Lavoro", HOME_WORK, "work"),
    Motive("home_help", "Aiuto in casa", OTHER, "care"),
    Motive("home_meals", "Pasti a domicilio", OTHER, "care"),
    Motive("telecare", "Telesoccorso", OTHER, "care"),
    Motive("disability", "Disabilità e invalidità", OTHER, "care"),
    Motive("children", "Figli e scuola", OTHER, "family"),
    Motive("violence", "Violenza e maltrattamenti", OTHER, "family"),
    Motive("loneliness", "Solitudine", OTHER, "alone"),
    Motive("other", "Altro", OTHER, "information"),
)  # fmt: skip
PLACE = {motive.key: place for place, motive in enumerate(MOTIVES)}

# Of one hundred contacts at a desk of this kind, how many for which reason, in force or not.
INCOME_MEASURES = {"sia": 80, "rei": 86, "rdc": 84, "adi": 80}
GENERAL = {
    "information": 27, "orientation": 19, "contributions": 15, "bills": 3, "sia": 7, "rei": 9,
    "rdc": 9, "adi": 8, "residence_permit": 6, "family_reunion": 1.5, "citizenship": 1,
    "italian_course": 1, "house": 6.5, "eviction": 2, "work": 4.5, "home_help": 1.5,
    "home_meals": 0.7, "disability": 1.6, "children": 1.6, "loneliness": 0.8, "violence": 0.3,
    "other": 0.8,
}  # fmt: skip
WANTED: Mapping[str, Mapping[str, float]] = {
    DeskKind.PASS: GENERAL,
    DeskKind.SEAT: {**GENERAL, "loneliness": 4, "home_help": 6, "children": 5, "home_meals": 3},
    DeskKind.INCOME: {**INCOME_MEASURES, "contributions": 6, "information": 5, "work": 3},
    DeskKind.GRANTS: {"contributions": 80, "bills": 10, "eviction": 3, "information": 7},
    DeskKind.FOREIGN: {
        "residence_permit": 56, "family_reunion": 14, "citizenship": 12, "italian_course": 6,
        "information": 6, "work": 3, "house": 3,
    },
    DeskKind.ORIENTATION: {
        "orientation": 22, "home_help": 10, "home_meals": 8, "telecare": 4, "contributions": 16,
        "house": 9, "eviction": 4, "disability": 5, "children": 4, "loneliness": 3, "violence": 1,
        "work": 4,
    },
    DeskKind.POINT: {
        "information": 34, "orientation": 26, "home_help": 12, "loneliness": 8, "home_meals": 5,
        "contributions": 6, "bills": 3, "telecare": 3, "disability": 3,
    },
}  # fmt: skip
