"""The desks of the invented towns and the bodies that keep them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from prossimo.access.choices import DeskKind
from prossimo.network.choices import OrganisationKind

BEFORE = dt.date(2010, 1, 4)
MORNINGS = "1-5 9:00-12:30"
Slot = tuple[int, int, int]  # weekday from 1, opening and closing minute of the day


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation."""

    key: str
    district: str
    name: str
    kind: OrganisationKind


@dataclass(frozen=True, slots=True)
class Bureau:
    """A desk, before it is written down; `quarter` and `body` name what it belongs to."""

    key: str
    district: str
    name: str
    kind: DeskKind
    comune: str
    hours: str = MORNINGS
    since: dt.date = BEFORE
    until: dt.date | None = None
    quarter: str = ""
    body: str = ""
    part_of_pass: bool = False
    place: str = ""

    def slots(self) -> Iterator[Slot]:
        """The weekly openings: «1-5 9:00-12:30, 4 14:00-16:30»."""
        for part in self.hours.split(", "):
            days, times = part.split(" ")
            first, _, last = days.partition("-")
            opens, closes = (_minute(text) for text in times.split("-"))
            for weekday in range(int(first), int(last or first) + 1):
                yield weekday, opens, closes

    def open_in(self, first: dt.date, last: dt.date) -> bool:
        return self.since <= last and (self.until is None or self.until >= first)


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _seat(key: str, quarter: str, since: dt.date, hours: str, **more: str) -> Bureau:
    name = f"Sede di {more.pop('name', quarter)}"
    return Bureau(
        key, "bergamo", name, DeskKind.SEAT, "Bergamo", hours, since, None, quarter,
        part_of_pass=True, **more,
    )  # fmt: skip


P, S = DeskKind.PASS, DeskKind.SEAT
CORTILE, PONTI, VICINATO = "il-cortile", "ponti-e-parole", "buon-vicinato"

BERGAMO = (
    Bureau(
        "pass", "bergamo", "Pass, via San Lazzaro", P, "Bergamo",
        f"{MORNINGS}, 1 14:00-16:00, 4 14:00-16:00", BEFORE, dt.date(2022, 12, 30),
        part_of_pass=True, place="via San Lazzaro, Bergamo",
    ),
    Bureau(
        "pass_centrale", "bergamo", "Pass, sede centrale", P, "Bergamo",
        f"{MORNINGS}, 1 14:00-16:30, 4 14:00-16:30", dt.date(2023, 1, 2),
        part_of_pass=True, place="piazza dell'Orologio 4, Bergamo",
    ),
    Bureau(
        "segretariato", "bergamo", "Segretariato sociale", DeskKind.ORIENTATION, "Bergamo",
        f"{MORNINGS}, 3 14:00-17:00", part_of_pass=True, place="piazza dell'Orologio 4, Bergamo",
    ),
    Bureau(
        "contributi", "bergamo", "Sportello contributi", DeskKind.GRANTS, "Bergamo",
        "1-5 9:00-12:00", dt.date(2015, 3, 2), part_of_pass=True,
        place="piazza dell'Orologio 4, Bergamo",
    ),
    Bureau(
        "rei", "bergamo", "Sportello Re.I", DeskKind.INCOME, "Bergamo", "1-5 9:00-12:30",
        dt.date(2016, 9, 5), dt.date(2019, 6, 28), part_of_pass=True,
        place="via San Lazzaro, Bergamo",
    ),
    Bureau(
        "inclusione", "bergamo", "Sportello inclusione (RdC e ADI)", DeskKind.INCOME, "Bergamo",
        "1-5 9:00-12:30", dt.date(2019, 3, 11), part_of_pass=True,
        place="piazza dell'Orologio 4, Bergamo",
    ),
    Bureau(
        "stranieri", "bergamo", "Sportello cittadini stranieri (Fami)", DeskKind.FOREIGN, "Bergamo",
        f"{MORNINGS}, 2 14:00-17:00", dt.date(2016, 3, 1), body=PONTI, part_of_pass=True,
        place="via dei Mille 12, Bergamo",
    ),
    _seat("colognola", "Colognola", dt.date(2021, 1, 11), "1 9:00-12:00, 3 9:00-12:00",
          body=CORTILE, place="via dei Gelsi 3, Bergamo"),
    _seat("celadina", "Celadina", dt.date(2021, 1, 18), "2 9:00-12:00, 4 14:00-17:00",
          body=CORTILE, place="via della Pace 21, Bergamo"),
    _seat("redona", "Redona", dt.date(2021, 3, 1), "1 14:00-17:00, 5 9:00-12:00",
          place="via dei Salici 8, Bergamo"),
    _seat("loreto", "Loreto", dt.date(2021, 5, 3), "2 9:00-12:00, 5 9:00-12:00",
          place="largo dei Platani 2, Bergamo"),
    _seat("boccaleone", "Boccaleone", dt.date(2021, 9, 6), "1 9:00-12:00, 4 9:00-12:00",
          body=CORTILE, place="via del Carpentiere 15, Bergamo"),
    _seat("santa_lucia", "Santa Lucia", dt.date(2021, 10, 4), "3 9:00-12:00, 4 9:00-12:00",
          place="via dei Larici 6, Bergamo"),
    _seat("grumello", "Grumello al Piano", dt.date(2022, 1, 10), "2 14:00-17:00, 5 9:00-12:00",
          place="via della Cascina 1, Bergamo"),
    _seat("lazzaretto", "Borgo Santa Caterina", dt.date(2022, 3, 7), "3 14:00-17:00, 5 9:00-12:00",
          name="Lazzaretto", place="piazza dei Tigli 9, Bergamo"),
    *(
        Bureau(
            comune.lower().replace(" ", "_"), "bergamo", f"Sportello sociale di {comune}", S, comune,
            hours, place=f"Municipio di {comune}",
        )
        for comune, hours in (
            ("Gorle", "1 9:00-12:00, 4 9:00-12:00"),
            ("Orio al Serio", "3 9:00-12:00"),
            ("Ponteranica", "2 9:00-12:00, 5 9:00-12:00"),
            ("Sorisole", "1 9:00-12:00, 3 14:00-17:00"),
            ("Torre Boldone", "2 9:00-12:00, 4 14:00-17:00"),
        )
    ),
)  # fmt: skip

DALMINE = (
    Bureau(
        "dalmine_segretariato", "dalmine", "Segretariato sociale di Ambito",
        DeskKind.ORIENTATION, "Dalmine", MORNINGS, place="Municipio di Dalmine",
    ),
    *(
        Bureau(
            f"presidio_{place}", "dalmine", f"Presidio territoriale {name}", S, comune,
            hours, dt.date(2013, 3, 4), place=f"Centro famiglie di {comune}",
        )
        for place, name, comune, hours in (
            ("nord", "nord", "Treviolo", "1 9:00-12:30, 3 14:00-17:00"),
            ("centro", "centro", "Stezzano", "2 9:00-12:30, 4 14:00-17:00"),
            ("sud", "sud", "Verdellino", "1 14:00-17:00, 5 9:00-12:30"),
        )
    ),
)  # fmt: skip

PUNTO_PER_TE = (
    Bureau(
        "spezia_segretariato", "punto-per-te", "Segretariato sociale", DeskKind.ORIENTATION,
        "La Spezia", MORNINGS, place="piazza delle Erbe 1, La Spezia",
    ),
    Bureau(
        "la_pieve", "punto-per-te", "Punto per Te, La Pieve", DeskKind.POINT, "La Spezia",
        "2 10:00-11:00", dt.date(2015, 12, 1), quarter="La Pieve", body=VICINATO,
        place="Centro anziani della Pieve",
    ),
    Bureau(
        "fabiano", "punto-per-te", "Punto per Te, Fabiano", DeskKind.POINT, "La Spezia",
        "4 10:00-11:00", dt.date(2015, 12, 3), quarter="Fabiano", body=VICINATO,
        place="Centro civico di Fabiano",
    ),
)  # fmt: skip

BUREAUS = (*BERGAMO, *DALMINE, *PUNTO_PER_TE)
SEATS = tuple(b.key for b in BERGAMO if b.kind is DeskKind.SEAT and b.part_of_pass)
DEDICATED = (DeskKind.INCOME, DeskKind.GRANTS, DeskKind.FOREIGN)

K = OrganisationKind
BODIES = (
    Body(CORTILE, "bergamo", "Cooperativa sociale Il Cortile", K.COOPERATIVE),
    Body(PONTI, "bergamo", "Cooperativa sociale Ponti e Parole", K.COOPERATIVE),
    Body("bussola", "bergamo", "Cooperativa sociale La Bussola", K.COOPERATIVE),
    Body("filo", "bergamo", "Cooperativa sociale Il Filo", K.COOPERATIVE),
    Body("semina", "bergamo", "Cooperativa sociale Semina", K.COOPERATIVE),
    Body("mani", "bergamo", "Volontari Mani Aperte", K.VOLUNTEERS),
    Body("spesa", "bergamo", "Volontari della Spesa Condivisa", K.VOLUNTEERS),
    Body("argento", "bergamo", "Associazione Filo d'Argento Orobico", K.PROMOTION),
    Body("italiano", "bergamo", "Associazione Italiano per Tutti", K.PROMOTION),
    Body("genitori", "bergamo", "Associazione Genitori in Cortile", K.PROMOTION),
    Body("orti", "bergamo", "Associazione Orti di Quartiere", K.PROMOTION),
    Body("fondazione", "bergamo", "Fondazione Comunità delle Mura", K.FOUNDATION),
    Body("salute", "bergamo", "Azienda sanitaria del territorio", K.HEALTH),
    Body("casa_cura", "bergamo", "Istituto Villa dei Tigli", K.HEALTH),
    Body("scuola_est", "bergamo", "Istituto comprensivo Est", K.SCHOOL),
    Body("scuola_ovest", "bergamo", "Istituto comprensivo Ovest", K.SCHOOL),
    Body("presidi", "dalmine", "Cooperativa sociale Presidio", K.COOPERATIVE),
    Body("mosaico", "dalmine", "Cooperativa sociale Mosaico della Bassa", K.COOPERATIVE),
    Body("doposcuola", "dalmine", "Associazione Doposcuola Insieme", K.PROMOTION),
    Body("scuola_dalmine", "dalmine", "Istituto comprensivo della Pianura", K.SCHOOL),
    Body(VICINATO, "punto-per-te", "Cooperativa sociale nazionale Buon Vicinato", K.COOPERATIVE),
    Body("anziani", "punto-per-te", "Centro anziani della Pieve", K.PROMOTION),
    Body("comitato", "punto-per-te", "Comitato di quartiere Fabiano", K.COMMITTEE),
    Body("partecipiano", "punto-per-te", "Rete Parteci-piano", K.COMMITTEE),
)
