"""Who works where: the teams of the invented towns, before names are given."""

import datetime as dt
from dataclasses import dataclass

from prossimo.accounts.choices import RoleKey, UserArea
from prossimo.web.demo.desks import CORTILE, PONTI, VICINATO

R = RoleKey
LONG_AGO = dt.date(2010, 1, 4)


@dataclass(frozen=True, slots=True)
class Team:
    """People with the same post; the first of a team with history has left meanwhile."""

    district: str
    role: RoleKey
    members: int
    comune: str = ""
    body: str = ""
    quarter: str = ""
    area: str = ""
    desks: tuple[str, ...] = ()
    account: str = ""  # username of a demo account, who is the team's last member
    history: bool = False


TEAMS = (
    Team("bergamo", R.FRONT_DESK, 6, "Bergamo", desks=("pass", "pass_centrale"),
         account="sportello", history=True),
    Team("bergamo", R.FRONT_DESK, 3, "Bergamo", desks=("contributi", "rei", "inclusione")),
    Team("bergamo", R.FRONT_DESK, 4, "Bergamo",
         desks=("redona", "loreto", "santa_lucia", "grumello", "lazzaretto")),
    Team("bergamo", R.SOCIAL_DESK, 6, "Bergamo", desks=("segretariato",),
         account="segretariato", history=True),
    Team("bergamo", R.CASEWORKER, 4, "Bergamo", area=UserArea.OLDER, account="assistente"),
    Team("bergamo", R.CASEWORKER, 3, "Bergamo", area=UserArea.FAMILIES),
    Team("bergamo", R.CASEWORKER, 2, "Bergamo", area=UserArea.DISABLED),
    Team("bergamo", R.AREA_MANAGER, 2, account="responsabile"),
    Team("bergamo", R.PLANNING, 2, account="ufficiodipiano"),
    Team("bergamo", R.PARTNER, 4, body=CORTILE, desks=("colognola", "celadina", "boccaleone"),
         account="cooperativa"),
    Team("bergamo", R.PARTNER, 4, body=PONTI, desks=("stranieri",)),
    Team("bergamo", R.NEIGHBOURHOOD, 1, quarter="Celadina", account="quartiere"),
    Team("bergamo", R.NEIGHBOURHOOD, 1, quarter="Colognola"),
    Team("bergamo", R.NEIGHBOURHOOD, 1, quarter="Redona"),
    Team("bergamo", R.NEIGHBOURHOOD, 1, quarter="Boccaleone"),
    Team("bergamo", R.ACCOUNTING, 1, account="ragioneria"),
    Team("bergamo", R.DPO, 1, account="dpo"),
    Team("bergamo", R.ADMINISTRATOR, 1, account="amministratore"),
    Team("bergamo", R.FRONT_DESK, 1, "Gorle", desks=("gorle",)),
    Team("bergamo", R.FRONT_DESK, 1, "Orio al Serio", desks=("orio_al_serio",)),
    Team("bergamo", R.FRONT_DESK, 1, "Ponteranica", desks=("ponteranica",)),
    Team("bergamo", R.FRONT_DESK, 1, "Sorisole", desks=("sorisole",)),
    Team("bergamo", R.FRONT_DESK, 1, "Torre Boldone", desks=("torre_boldone",)),
    Team("dalmine", R.SOCIAL_DESK, 2, desks=("dalmine_segretariato",)),
    Team("dalmine", R.FRONT_DESK, 3, desks=("presidio_nord", "presidio_centro", "presidio_sud")),
    Team("dalmine", R.PLANNING, 1),
    Team("dalmine", R.AREA_MANAGER, 1),
    Team("dalmine", R.ADMINISTRATOR, 1),
    Team("punto-per-te", R.SOCIAL_DESK, 3, desks=("spezia_segretariato",)),
    Team("punto-per-te", R.PARTNER, 2, body=VICINATO, desks=("la_pieve", "fabiano"),
         account="puntoperte"),
    Team("punto-per-te", R.PLANNING, 1),
    Team("punto-per-te", R.ADMINISTRATOR, 1),
    Team("dalmine", R.CASEWORKER, 3, area=UserArea.FAMILIES),
    Team("punto-per-te", R.CASEWORKER, 4, "La Spezia", area=UserArea.POVERTY),
)  # fmt: skip

# One person with two posts: case social worker and, on some mornings, at the segretariato.
TWO_POSTS = "dueincarichi"
FIRST_POST = Team("bergamo", R.CASEWORKER, 1, "Bergamo", area=UserArea.POVERTY)
SECOND_POST = Team("bergamo", R.SOCIAL_DESK, 1, "Bergamo", desks=("segretariato",))
