"""One cell at a time: what it says, or which fault it has. Pure; the answers may be remembered."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache

from prossimo.citizens.taxcode import WrongTaxCode, compact, day_or_none, read_tax_code
from prossimo.core.text import fold

Read = tuple[str, str]  # the value as it will be kept, and the key of its fault
EARLIEST = dt.date(1900, 1, 1)
SHEET_ZERO = {dt.date(1899, 12, 30), dt.date(1899, 12, 31)}
_NUMERIC = re.compile(r"(\d{1,4})\D(\d{1,2})\D(\d{1,4})(?:[ T].*)?")
_USUAL = re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}")
_BARE = re.compile(r"\d{8}")
_MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
_WORDED = re.compile(r"(\d{1,2})\D([a-z]{3})[a-z]*\D(\d{4})")
_UNTIDY = ("  ", " \n", "\n ", "\t", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f")
_OTHER_SPACE = re.compile(r"[^\S \n]")
_BLANK = {"", "-", "--", "—", "null", "n d", "nd", "n.d.", "00/00/0000", "0"}

SEXES = {
    "f": "F", "femmina": "F", "donna": "F", "2": "F", "femminile": "F",
    "m": "M", "maschio": "M", "uomo": "M", "1": "M", "maschile": "M",
    "x": "X", "non indicato": "X", "altro": "X", "n": "X",
}  # fmt: skip
ROLES = {
    "reference": "reference", "intestatario": "reference", "intestataria": "reference",
    "intestatario scheda": "reference", "capofamiglia": "reference", "capo famiglia": "reference",
    "is": "reference", "i s": "reference", "cf": "reference", "persona di riferimento": "reference",
    "partner": "partner", "moglie": "partner", "marito": "partner", "coniuge": "partner",
    "convivente": "partner", "mg": "partner", "mr": "partner", "unito civilmente": "partner",
    "unita civilmente": "partner", "coniuge o convivente": "partner",
    "child": "child", "figlio": "child", "figlia": "child", "fg": "child", "fl": "child",
    "figliastro": "child", "figliastra": "child", "figlia o figlio": "child",
    "parent": "parent", "padre": "parent", "madre": "parent", "genitore": "parent", "pd": "parent",
    "md": "parent",
    "relative": "relative", "fratello": "relative", "sorella": "relative", "nonno": "relative",
    "nonna": "relative", "nipote": "relative", "suocero": "relative", "suocera": "relative",
    "zio": "relative", "zia": "relative", "genero": "relative", "nuora": "relative",
    "cognato": "relative", "cognata": "relative", "altro familiare": "relative",
    "parente": "relative", "affine": "relative",
    "other": "other", "altro": "other", "altra persona": "other", "nessuna parentela": "other",
}  # fmt: skip
STATES = {
    "resident": "resident", "residente": "resident", "r": "resident", "iscritto": "resident",
    "iscritta": "resident", "apr": "resident", "a": "resident", "attivo": "resident",
    "temporary": "temporary", "temporaneo": "temporary", "temporanea": "temporary",
    "schedario temporaneo": "temporary", "iscritta nello schedario temporaneo": "temporary",
    "abroad": "abroad", "aire": "abroad", "iscritta all aire": "abroad", "estero": "abroad",
    "left": "left", "emigrato": "left", "emigrata": "left", "e": "left", "cancellato": "left",
    "gone": "gone", "irreperibile": "gone", "cancellato per irreperibilita": "gone",
    "cancellata per irreperibilita": "gone", "i": "gone",
    "dead": "dead", "deceduto": "dead", "deceduta": "dead", "morto": "dead", "morta": "dead",
    "d": "dead",
}  # fmt: skip
VOCABULARIES: Mapping[str, Mapping[str, str]] = {
    "sex": SEXES, "household_role": ROLES, "registry_state": STATES,
}  # fmt: skip


def one_line(text: str) -> str:
    return " ".join(text.split())


def all_plain(cells: Sequence[str], most: int) -> bool:
    """Whether each of these texts is as `limited` would leave it: asked of all of them at once.

    >>> all_plain(["De Rossi", "", "Fo"], 8), all_plain(["De  Rossi"], 9), all_plain(["a ", "b"], 9)
    (True, False, False)
    """
    together = "\n".join(("", *cells, ""))
    return (
        len(max(cells, key=len)) <= most
        and together.count("\n") == len(cells) + 1
        and not any(space in together for space in _UNTIDY)
        and (together.isascii() or not _OTHER_SPACE.search(together))
    )


def limited(text: str, most: int) -> Read:
    """
    >>> limited("  De   Rossi ", 300), limited("x" * 9, 8)[1]
    (('De Rossi', ''), 'too_long')
    """
    line = one_line(text)
    return (line, "") if len(line) <= most else (line[:most], "too_long")


def chosen(text: str, vocabulary: Mapping[str, str]) -> Read:
    """
    >>> chosen("Femmina", SEXES), chosen("", SEXES), chosen("boh", SEXES)
    (('F', ''), ('', ''), ('', 'unknown'))
    """
    key = fold(text)
    if not key:
        return "", ""
    value = vocabulary.get(key, "")
    return value, "" if value else "unknown"


def day(text: str, today: dt.date, earliest: dt.date = EARLIEST) -> Read:
    """A date in any of the usual ways, as ISO.

    >>> now = dt.date(2026, 6, 3)
    >>> [day(each, now)[0] for each in ("12/05/1960", "1960-05-12", "12 mag 1960", "19600512")]
    ['1960-05-12', '1960-05-12', '1960-05-12', '1960-05-12']
    >>> [day(each, now)[1] for each in ("29/02/2023", "00/00/1950", "30/12/1899", "4/6/2026", "ieri")]
    ['no_such_day', 'day_unknown', 'sheet_zero', 'future', 'no_date']
    """
    if _USUAL.fullmatch(text) and text not in _BLANK:
        parts: tuple[int, int, int] | None = (int(text[6:]), int(text[3:5]), int(text[:2]))
    else:
        said = one_line(text)
        if said.lower() in _BLANK:
            return "", ""
        parts = _parts(said)
    if parts is None:
        return "", "no_date"
    year, month, number = parts
    if not (month and number):
        return "", "day_unknown"
    found = day_or_none(year, month, number) if 1 <= year <= 9999 else None
    fault = _unlikely(found, today, earliest)
    return (found.isoformat(), "") if found and not fault else ("", fault)


def _unlikely(found: dt.date | None, today: dt.date, earliest: dt.date) -> str:
    if found is None:
        return "no_such_day"
    if found in SHEET_ZERO:
        return "sheet_zero"
    if found < earliest:
        return "too_early"
    return "future" if found > today else ""


def _parts(said: str) -> tuple[int, int, int] | None:
    if _BARE.fullmatch(said):
        if said[:2] in {"18", "19", "20"} and said[4:6] <= "12":
            return int(said[:4]), int(said[4:6]), int(said[6:])
        return int(said[4:]), int(said[2:4]), int(said[:2])
    if match := _NUMERIC.fullmatch(said):
        first, month, last = match.groups()
        if len(first) == 4:
            return int(first), int(month), int(last)
        return (int(last), int(month), int(first)) if len(last) == 4 else None
    if match := _WORDED.fullmatch(fold(said)):
        number, word, year = match.groups()
        if word in _MONTHS:
            return int(year), _MONTHS.index(word) + 1, int(number)
    return None


def code(text: str) -> Read:
    """A fiscal code as it is kept; «temporary:» stands in the fault's place of a provisional one.

    >>> code("rssmra60e52a794x"), code("RSSMRA60E52A794A"), code("")
    (('RSSMRA60E52A794X', ''), ('', 'code_check'), ('', ''))
    """
    compacted = compact(text)
    if not compacted:
        return "", ""
    try:
        return read_tax_code(compacted).text, ""
    except WrongTaxCode as wrong:
        return "", f"code_{wrong.reason}"


def postcode(text: str) -> Read:
    said = one_line(text)
    return (said, "") if not said or re.fullmatch(r"[0-9]{5}", said) else ("", "note_postcode")


def degrees(text: str, most: int) -> Read:
    """
    >>> degrees("45,69", 90), degrees("4569", 90), degrees("est", 180)
    (('45.69', ''), ('', 'no_place_on_earth'), ('', 'no_number'))
    """
    said = one_line(text).replace(",", ".")
    if not said:
        return "", ""
    if not re.fullmatch(r"[+-]?[0-9]{1,6}(\.[0-9]{1,17})?", said):
        return "", "no_number"
    return (str(float(said)), "") if abs(float(said)) <= most else ("", "no_place_on_earth")


def citizenships(text: str) -> Read:
    """ISO codes between commas, in the braces of a database.

    >>> citizenships("Italiana"), citizenships("IT, Marocco"), citizenships("apolide")
    (('{IT}', ''), ('{IT,MA}', ''), ('{XX}', ''))
    >>> citizenships("marziana")
    ('{}', 'note_citizenship')
    """
    found, fault = [], ""
    for part in re.split(r"[,;/+]| e ", text):
        key = fold(part)
        if not key:
            continue
        if iso := _country(key):
            found.append(iso)
        else:
            fault = "note_citizenship"
    return "{" + ",".join(dict.fromkeys(found)) + "}", fault


@cache
def _countries() -> dict[str, str]:
    from babel import Locale

    names = Locale("it").territories
    known = {fold(name): str(iso) for iso, name in names.items() if len(str(iso)) == 2}
    known |= {
        str(iso).lower(): str(iso) for iso in names if str(iso).isalpha() and len(str(iso)) == 2
    }
    return known | {
        "italiana": "IT", "italiano": "IT", "ita": "IT", "apolide": "XX", "nessuna": "XX",
        "rumena": "RO", "romena": "RO", "marocchina": "MA", "albanese": "AL", "ucraina": "UA",
        "cinese": "CN", "boliviana": "BO", "senegalese": "SN", "egiziana": "EG", "indiana": "IN",
        "pakistana": "PK", "pakistan": "PK", "peruviana": "PE", "filippina": "PH",
        "moldava": "MD", "tunisina": "TN", "ecuadoriana": "EC", "nigeriana": "NG",
        "bengalese": "BD", "tedesca": "DE", "francese": "FR", "spagnola": "ES", "polacca": "PL",
        "brasiliana": "BR", "srilankese": "LK", "xxa": "XX",
    }  # fmt: skip


def _country(key: str) -> str:
    return _countries().get(key, "")
