"""The three Ambiti, their municipalities and neighbourhoods: rough centres and rough sizes.

Centres, sizes and shares are approximations of ours, good for a schematic map and a believable
population; names come from public documents, codes from `codes`.
"""

from dataclasses import dataclass

Point = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True, slots=True)
class Quarter:
    """A neighbourhood; shares are what sets it apart from the rest of its town."""

    name: str
    centre: Point
    weight: float  # of the residents of its municipality
    foreign: float = 1.0  # times the foreign share of the municipality
    hardship: float = 1.0  # how much more than elsewhere people knock


@dataclass(frozen=True, slots=True)
class Comune:
    name: str
    centre: Point
    residents: int  # in 2018
    registered: int  # people in the registry at scale 1
    foreign: float  # share of foreign residents in 2018
    quarters: tuple[Quarter, ...] = ()


@dataclass(frozen=True, slots=True)
class District:
    """An Ambito."""

    key: str
    name: str
    province: str
    comuni: tuple[Comune, ...]
    margin: float  # how far the schematic outline goes beyond the outermost centres, in degrees
    local_surnames: str = "bergamo"


BERGAMO = District(
    "bergamo",
    "Ambito di Bergamo",
    "BG",
    (
        Comune(
            "Bergamo", (9.668, 45.694), 120_923, 120_000, 0.158,
            (
                Quarter("Boccaleone", (9.6930, 45.6835), 6.0, 1.45, 1.3),
                Quarter("Borgo Palazzo", (9.6870, 45.6935), 6.5, 1.45, 1.2),
                Quarter("Borgo Santa Caterina", (9.6805, 45.7045), 5.5, 0.90, 0.9),
                Quarter("Campagnola", (9.6800, 45.6765), 4.0, 1.05, 1.1),
                Quarter("Carnovali", (9.6640, 45.6820), 5.0, 1.30, 1.1),
                Quarter("Celadina", (9.7010, 45.6900), 6.5, 1.35, 1.5),
                Quarter("Centro", (9.6690, 45.6965), 7.5, 1.00, 0.8),
                Quarter("Città Alta e Colli", (9.6590, 45.7110), 4.5, 0.55, 0.5),
                Quarter("Clementina", (9.6960, 45.6980), 3.5, 0.95, 1.0),
                Quarter("Colognola", (9.6520, 45.6705), 6.0, 1.00, 1.2),
                Quarter("Conca Fiorita", (9.6880, 45.7090), 3.5, 0.75, 0.8),
                Quarter("Finardi", (9.6775, 45.6990), 3.5, 0.85, 0.7),
                Quarter("Grumello al Piano", (9.6390, 45.6735), 3.0, 0.85, 1.2),
                Quarter("Longuelo", (9.6350, 45.6955), 5.0, 0.55, 0.7),
                Quarter("Loreto", (9.6480, 45.6925), 4.5, 0.95, 1.1),
                Quarter("Malpensata", (9.6740, 45.6855), 5.0, 1.60, 1.3),
                Quarter("Monterosso", (9.6730, 45.7160), 4.0, 0.75, 1.1),
                Quarter("Redona", (9.6920, 45.7125), 6.0, 0.85, 1.0),
                Quarter("San Tomaso", (9.6590, 45.6890), 3.5, 1.15, 0.9),
                Quarter("Santa Lucia", (9.6555, 45.6975), 4.5, 0.70, 0.9),
                Quarter("Valtesse", (9.6690, 45.7235), 6.0, 0.70, 0.9),
                Quarter("Villaggio degli Sposi", (9.6480, 45.6815), 5.5, 0.85, 1.1),
            ),
        ),
        Comune("Gorle", (9.7185, 45.7010), 6_600, 700, 0.09),
        Comune("Orio al Serio", (9.7000, 45.6680), 1_700, 250, 0.11),
        Comune("Ponteranica", (9.6850, 45.7380), 6_800, 700, 0.06),
        Comune("Sorisole", (9.6530, 45.7400), 9_000, 900, 0.07),
        Comune("Torre Boldone", (9.7060, 45.7200), 8_700, 850, 0.08),
    ),
    margin=0.014,
)  # fmt: skip

DALMINE = District(
    "dalmine",
    "Ambito di Dalmine",
    "BG",
    (
        Comune("Azzano San Paolo", (9.676, 45.659), 7_600, 700, 0.08),
        Comune("Boltiere", (9.579, 45.600), 6_100, 600, 0.16),
        Comune("Ciserano", (9.601, 45.586), 5_700, 700, 0.27),
        Comune("Comun Nuovo", (9.663, 45.622), 4_300, 400, 0.09),
        Comune("Curno", (9.611, 45.689), 7_500, 700, 0.11),
        Comune("Dalmine", (9.603, 45.649), 23_400, 2_000, 0.10),
        Comune("Lallio", (9.628, 45.665), 4_100, 400, 0.08),
        Comune("Levate", (9.626, 45.624), 3_800, 400, 0.12),
        Comune("Mozzo", (9.608, 45.697), 7_500, 600, 0.05),
        Comune("Osio Sopra", (9.583, 45.632), 5_200, 500, 0.10),
        Comune("Osio Sotto", (9.590, 45.618), 12_400, 1_100, 0.14),
        Comune("Stezzano", (9.653, 45.650), 13_100, 1_100, 0.09),
        Comune("Treviolo", (9.609, 45.673), 10_800, 900, 0.06),
        Comune("Urgnano", (9.692, 45.598), 9_800, 900, 0.17),
        Comune("Verdellino", (9.612, 45.604), 7_500, 1_000, 0.30),
        Comune("Verdello", (9.630, 45.604), 8_000, 800, 0.15),
        Comune("Zanica", (9.684, 45.640), 8_800, 800, 0.09),
    ),
    margin=0.02,
)

PUNTO_PER_TE = District(
    "punto-per-te",
    "Città di Punto per Te (La Spezia)",
    "SP",
    (
        Comune(
            "La Spezia", (9.820, 44.107), 94_400, 9_000, 0.13,
            (
                Quarter("Centro", (9.8250, 44.1050), 16, 1.5, 1.0),
                Quarter("Quartiere Umbertino", (9.8200, 44.1105), 10, 1.9, 1.3),
                Quarter("Chiappa", (9.8090, 44.1180), 8, 0.8, 1.0),
                Quarter("Pegazzano", (9.8030, 44.1030), 9, 0.8, 1.0),
                Quarter("Rebocco", (9.8080, 44.1110), 8, 0.9, 1.0),
                Quarter("Fabiano", (9.8020, 44.0940), 2.8, 0.7, 1.1),
                Quarter("La Pieve", (9.8560, 44.1190), 2.5, 0.8, 1.4),
                Quarter("Migliarina", (9.8420, 44.1130), 15, 0.9, 1.0),
                Quarter("Mazzetta", (9.8370, 44.1075), 9, 1.0, 1.0),
                Quarter("Canaletto", (9.8440, 44.1065), 8, 1.1, 1.1),
                Quarter("Fossamastra", (9.8570, 44.1045), 5, 0.9, 1.2),
                Quarter("Favaro e Felettino", (9.8400, 44.1240), 6.7, 0.6, 1.0),
            ),
        ),
    ),
    margin=0.012,
    local_surnames="liguria",
)  # fmt: skip

DISTRICTS = (BERGAMO, DALMINE, PUNTO_PER_TE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where people live: a neighbourhood, or a municipality that has none."""

    comune: int
    quarter: int | None
    residents: float
    registered: float
    foreign: float
    hardship: float


def places_of(district: District) -> list[Place]:
    """The smallest places of an Ambito, with their residents of 2018 and the shape of each."""
    found = []
    for at, comune in enumerate(district.comuni):
        if not comune.quarters:
            found.append(Place(at, None, comune.residents, comune.registered, comune.foreign, 1.0))
        total = sum(quarter.weight for quarter in comune.quarters)
        mean = sum(q.weight * q.foreign for q in comune.quarters) / total if total else 1.0
        found += [
            Place(
                at,
                place,
                comune.residents * quarter.weight / total,
                comune.registered * quarter.weight / total,
                comune.foreign * quarter.foreign / mean,
                quarter.hardship,
            )
            for place, quarter in enumerate(comune.quarters)
        ]
    return found
