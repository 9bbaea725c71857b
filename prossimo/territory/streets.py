"""The street directory (stradario): how a street is recognised, and its file read row by row."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from prossimo.core.text import clean, fold
from prossimo.territory.choices import StreetSide
from prossimo.territory.models import Municipality, Neighbourhood, StreetRange
from prossimo.territory.residents import Fault, rows_of

COLUMNS = ("comune", "via", "dal", "al", "lato", "quartiere")
MOST_NUMBER = 99_999
KINDS = {
    **{
        kind: kind
        for kind in (
            "via", "viale", "piazza", "piazzale", "piazzetta", "largo", "vicolo", "corso",
            "strada", "contrada", "salita", "borgo", "passaggio", "galleria", "rotonda",
            "localita", "frazione", "cascina", "scaletta", "scalinata", "sentiero", "lungomare",
        )
    },
    "v": "via", "vle": "viale", "v le": "viale", "pza": "piazza", "p za": "piazza",
    "pzza": "piazza", "p zza": "piazza", "ple": "piazzale", "p le": "piazzale",
    "pzle": "piazzale", "p tta": "piazzetta", "lgo": "largo", "l go": "largo",
    "vic": "vicolo", "v lo": "vicolo", "cso": "corso", "c so": "corso", "str": "strada",
    "loc": "localita", "fraz": "frazione", "contr": "contrada",
}  # fmt: skip
PARTICLES = {
    "di", "de", "del", "dello", "della", "dei", "degli", "delle", "d", "dell", "dal", "dalla",
    "dai", "al", "alla", "ai", "alle", "in", "la", "il", "lo", "le", "i", "gli", "l",
}  # fmt: skip
SIDES = {
    "": StreetSide.BOTH, "tutti": StreetSide.BOTH, "tutti i numeri": StreetSide.BOTH,
    "entrambi": StreetSide.BOTH, "dispari": StreetSide.ODD, "pari": StreetSide.EVEN,
}  # fmt: skip


def named(text: str) -> tuple[str, str]:
    """The bare name of a street, and the kind that stands before it.

    >>> named("V.le dei Pioppi"), named("piazza dell'Orologio"), named("Tigli")
    (('pioppi', 'viale'), ('orologio', 'piazza'), ('tigli', ''))
    """
    words = fold(text).split()
    kind = ""
    for length in (2, 1):
        if len(words) > length and " ".join(words[:length]) in KINDS:
            kind, words = KINDS[" ".join(words[:length])], words[length:]
            break
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
    return " ".join(words), kind


def key_of(text: str) -> str:
    """How a street is looked up: its bare name first, its kind last.

    >>> key_of("Via dei Tigli"), key_of("Viale Tigli")
    ('tigli, via', 'tigli, viale')
    """
    name, kind = named(text)
    return f"{name}, {kind}"[:200]


def number_of(text: str) -> int | None:
    """The house number without its letters.

    >>> number_of("12/A"), number_of("12 bis"), number_of("s.n.c."), number_of("")
    (12, 12, None, None)
    """
    found = re.match(r"\s*(\d{1,5})", text)
    return int(found[1]) if found else None


def covers(stretch: StreetRange, number: int) -> bool:
    """Whether a stretch of street holds a house number."""
    side = {StreetSide.ODD: number % 2 == 1, StreetSide.EVEN: number % 2 == 0}
    if not side.get(StreetSide(stretch.side), True):
        return False
    return stretch.first <= number and (stretch.last is None or number <= stretch.last)


def directory_rows(name: str, content: bytes) -> list[dict[str, str]]:
    return rows_of(name, content, COLUMNS)


def checked(
    rows: Iterable[Mapping[str, str]],
    municipalities: Iterable[Municipality],
    neighbourhoods: Iterable[Neighbourhood],
) -> tuple[list[StreetRange], list[Fault]]:
    """The stretches to write, and every fault with its row and column."""
    towns = {fold(town.name): town for town in municipalities}
    quarters = {(place.municipality_id, fold(place.name)): place for place in neighbourhoods}
    stretches: list[StreetRange] = []
    faults: list[Fault] = []
    by_street: dict[Any, list[tuple[int, StreetRange]]] = {}
    for number, row in enumerate(rows, start=2):
        told = {column: clean(str(row.get(column) or "")).strip() for column in COLUMNS}
        wrong = list(_faults(told, towns, quarters))
        faults += [Fault(number, column, message) for column, message in wrong]
        if wrong:
            continue
        stretch = _stretch(told, towns, quarters)
        same = by_street.setdefault((stretch.municipality_id, stretch.key), [])
        if other := next((line for line, each in same if _overlap(each, stretch)), 0):
            said = _("Questi numeri sono già nella riga %(row)s.") % {"row": other}
            faults.append(Fault(number, "dal", said))
        same.append((number, stretch))
        stretches.append(stretch)
    return stretches, faults


def _faults(
    told: Mapping[str, str], towns: Mapping[str, Any], quarters: Mapping[Any, Any]
) -> Iterator[tuple[str, str]]:
    town = towns.get(fold(told["comune"]))
    if town is None:
        said = _("Non è un Comune dell'Ambito: «%(value)s».") % {"value": told["comune"][:60]}
        yield "comune", said
    elif (town.pk, fold(told["quartiere"])) not in quarters:
        yield "quartiere", _("Il Comune non ha un quartiere con questo nome.")
    if not named(told["via"])[0]:
        yield "via", _("Manca il nome della via.")
    elif len(told["via"]) > 200:
        yield "via", _("Il nome della via è troppo lungo.")
    first, last = _whole(told["dal"] or "1"), _whole(told["al"] or "0")
    if first is None or last is None:
        yield "dal", _("I numeri civici sono numeri interi, per esempio dal 1 al 99.")
    elif last and last < first:
        yield "al", _("L'ultimo numero viene prima del primo.")
    if fold(told["lato"]) not in SIDES:
        yield "lato", _("Il lato è «pari», «dispari» o «tutti».")


def _whole(text: str) -> int | None:
    if not (text.isascii() and text.isdigit()):
        return None
    return number if (number := int(text[:12])) <= MOST_NUMBER else None


def _stretch(
    told: Mapping[str, str], towns: Mapping[str, Any], quarters: Mapping[Any, Any]
) -> StreetRange:
    town = towns[fold(told["comune"])]
    return StreetRange(
        municipality=town,
        neighbourhood=quarters[town.pk, fold(told["quartiere"])],
        name=told["via"],
        key=key_of(told["via"]),
        first=int(told["dal"] or 1),
        last=int(told["al"] or 0) or None,
        side=SIDES[fold(told["lato"])],
    )


def _overlap(one: StreetRange, other: StreetRange) -> bool:
    if {one.side, other.side} == {StreetSide.ODD, StreetSide.EVEN}:
        return False
    ends = [MOST_NUMBER if each.last is None else each.last for each in (one, other)]
    return one.first <= ends[1] and other.first <= ends[0]
