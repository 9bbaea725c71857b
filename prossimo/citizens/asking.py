"""What a search of people asks for: names, dates and codes told apart in what was typed."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from prossimo.citizens.sounds import words_of
from prossimo.citizens.taxcode import MONTHS, OMOCODIC, compact, day_or_none
from prossimo.core.text import clean, fold

MAX_TEXT = 300  # nobody types more; a pasted page is read as far as this
MAX_WORDS, MAX_WORD = 6, 60
FIRST_YEAR = 1850
Days = tuple[dt.date, dt.date]  # from, and the first day after


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed in the search of people, understood."""

    words: tuple[str, ...] = ()
    born: tuple[Days, ...] = ()  # one of these
    one_day: bool = False  # a whole date, not a month or a year
    code: str = ""  # a fiscal code or its beginning
    phone: str = ""  # digits, perhaps after a plus
    road: tuple[str, ...] = ()  # «via», as it was typed
    street: tuple[str, ...] = ()  # the words of an address, after «via»
    house: str = ""  # the number after them
    number: uuid.UUID | None = None  # of the file
    wrong_day: str = ""  # written as a date, and no date

    def __bool__(self) -> bool:
        found = (self.words, self.born, self.code, self.number, self.phone, self.street)
        return any(found)

    def all_names(self) -> "Asked":
        """The same where what looked like an address is a name: «Corso» is also a surname."""
        words = dict.fromkeys([*self.words, *self.road, *self.street])
        return replace(self, words=tuple(words)[:MAX_WORDS], road=(), street=(), house="")


_NUMBER = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_BARE_DAY = re.compile(r"(\d{2})(\d{2})(\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_YEAR = re.compile(r"(18[5-9]\d|19\d\d|20\d\d)")
# Character by character after the six letters, each only after the one before it.
_DIGIT = f"[0-9{OMOCODIC}]"
_REST = [_DIGIT, f"[{MONTHS}]", _DIGIT, _DIGIT, "[A-Z]", _DIGIT, _DIGIT, _DIGIT, "[A-Z]"]
_CODE_BEGINNING = re.compile("[A-Z]{6}" + _DIGIT + "(?:".join(["", *_REST]) + ")?" * len(_REST))
_NUMERIC_BEGINNING = re.compile(r"\d{5,11}")
_NUMBERS = re.compile(r"(?<![\w/.\-])\+?\d(?:[ ./\-]{0,2}\d){7,14}(?![\w/.\-])")
_LONG_NUMBER = re.compile(r"\d{5}")  # there is none in a code, and there is in a date
_PHONE = re.compile(r"\+?\d{6,15}")
_HOUSE = re.compile(r"(?<=\s)\d{1,4}\s?[a-z]?(?:/\w{1,3})?$")
_ROADS = {
    "via", "viale", "vle", "piazza", "pzza", "pza", "piazzale", "piazzetta", "corso", "cso", "largo",
    "vicolo", "vico", "strada", "contrada", "localita", "loc", "frazione", "salita", "passaggio",
    "lungomare", "borgo",
}  # fmt: skip


def understand(text: str, today: dt.date) -> Asked:
    """Tell names, dates and codes apart in what was typed.

    >>> understand("Rossi MARIA 12/05/1960", dt.date(2025, 6, 3)).words
    ('rossi', 'maria')
    >>> understand("rossi 1960", dt.date(2025, 6, 3)).born
    ((datetime.date(1960, 1, 1), datetime.date(1961, 1, 1)),)
    >>> understand("rssmra60e", dt.date(2025, 6, 3)).code
    'RSSMRA60E'
    >>> understand("RSSMRA 60E52 A794X", dt.date(2025, 6, 3)).code
    'RSSMRA60E52A794X'
    """
    text = clean(text[:MAX_TEXT]).strip()
    if _NUMBER.fullmatch(text.lower()):
        return Asked(number=uuid.UUID(text))
    if len(joined := compact(text)) >= 11 and (_begins_a_code(joined) or _may_be_a_code(joined)):
        return Asked(code=joined, phone=joined if _PHONE.fullmatch(joined) else "")
    asked, text = _at_an_address(text)
    for piece in _NUMBERS.sub(_closed_up, text).split():
        asked = _with_piece(asked, piece, today)
    return asked


def _with_piece(asked: Asked, piece: str, today: dt.date) -> Asked:
    code = compact(piece)
    if days := tuple(_days(piece, today)):
        one_day = all((last - first).days == 1 for first, last in days)
        return replace(asked, born=days, one_day=one_day)
    if _DAY.fullmatch(piece) or _ISO_DAY.fullmatch(piece):
        return replace(asked, wrong_day=piece)
    if _PHONE.fullmatch(code):
        return replace(asked, phone=code, code=code if _begins_a_code(code) else asked.code)
    if _begins_a_code(code) or _may_be_a_code(code):
        return replace(asked, code=code)
    words = dict.fromkeys([*asked.words, *(word[:MAX_WORD] for word in words_of(piece))])
    return replace(asked, words=tuple(words)[:MAX_WORDS])


def _at_an_address(text: str) -> tuple[Asked, str]:
    """Take the address, which goes from «via» to the end, away from what was typed.

    >>> asked, rest = _at_an_address("Rossi via G. Verdi, 12/B")
    >>> asked.street, asked.house, rest
    (('g', 'verdi'), '12b', 'Rossi')
    """
    pieces = text.split()
    for place, piece in enumerate(pieces[:-1]):
        if fold(piece).replace(" ", "") in _ROADS:
            rest = " ".join(p.strip(".,;").casefold() for p in pieces[place + 1 :])
            house = _HOUSE.search(rest)
            street = tuple(words_of(rest[: house.start()] if house else rest))[:MAX_WORDS]
            asked = Asked(
                road=tuple(words_of(piece)),
                street=street,
                house=house_number(house[0] if house else ""),
            )
            return asked, " ".join(pieces[:place])
    return Asked(), text


def house_number(text: str) -> str:
    """A number of a house as it is compared.

    >>> house_number("12/B"), house_number("12 b"), house_number("7")
    ('12b', '12b', '7')
    """
    return "".join(words_of(text))


def _closed_up(found: re.Match[str]) -> str:
    """A telephone written in groups becomes one word; dates stay as they are."""
    text = found[0]
    if _DAY.search(text) or _ISO_DAY.search(text) or _MONTH.search(text):
        return text
    return re.sub(r"[^\d+]", "", text)


def _may_be_a_code(text: str) -> bool:
    """Whether a word is as long as a fiscal code and as full of digits, typing errors apart.

    >>> _may_be_a_code("RSSMRA6OE52A794X"), _may_be_a_code("RSSMRA60E52A794")
    (True, True)
    >>> _may_be_a_code("STELLOSOLETTI2014"), _may_be_a_code("BIANCHI12051960")
    (False, False)
    """
    digits = sum(letter.isdigit() for letter in text)
    enough = 15 <= len(text) <= 17 and 5 <= digits <= 9
    return enough and text.isascii() and text.isalnum() and not _LONG_NUMBER.search(text)


def _begins_a_code(text: str) -> bool:
    """Whether a word is the beginning of a code rather than a name of seven letters.

    >>> _begins_a_code("MARTINS"), _begins_a_code("MRTMRA6"), _begins_a_code("01234567")
    (False, True, True)
    """
    if _NUMERIC_BEGINNING.fullmatch(text):
        return True
    enough = len(text) == 16 or any(letter.isdigit() for letter in text)
    return enough and bool(_CODE_BEGINNING.fullmatch(text))


def _days(piece: str, today: dt.date) -> Iterator[Days]:
    """The periods that a piece of text may mean as a birth: a day, a month, a year."""
    if found := _DAY.fullmatch(piece) or _BARE_DAY.fullmatch(piece):
        day, month, year = found.groups()
        years = [int(year)] if len(year) == 4 else [2000 + int(year), 1900 + int(year)]
        births = (_plausible(y, int(month), int(day), today) for y in years)
        yield from ((born, born + dt.timedelta(days=1)) for born in births if born)
    elif found := _ISO_DAY.fullmatch(piece):
        year, month, day = map(int, found.groups())
        if born := _plausible(year, month, day, today):
            yield born, born + dt.timedelta(days=1)
    elif found := _MONTH.fullmatch(piece):
        if first := _plausible(int(found[2]), int(found[1]), 1, today):
            yield first, _first_of_next_month(first)
    elif _YEAR.fullmatch(piece):
        yield dt.date(int(piece), 1, 1), dt.date(int(piece) + 1, 1, 1)


def _plausible(year: int, month: int, day: int, today: dt.date) -> dt.date | None:
    if not FIRST_YEAR <= year <= today.year:
        return None
    return day_or_none(year, month, day)


def _first_of_next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
