"""What a search of people asks for: names, dates and codes told apart in what was typed."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from prossimo.citizens.taxcode import MONTHS, OMOCODIC, compact, day_or_none
from prossimo.core.text import clean, tokens

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
    number: uuid.UUID | None = None  # of the file
    wrong_day: str = ""  # written as a date, and no date

    def __bool__(self) -> bool:
        return bool(self.words or self.born or self.code or self.number)


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
    text = clean(text).strip()
    if _NUMBER.fullmatch(text.lower()):
        return Asked(number=uuid.UUID(text))
    if len(joined := compact(text)) >= 11 and _begins_a_code(joined):
        return Asked(code=joined)
    asked = Asked()
    for piece in text.split():
        if days := tuple(_days(piece, today)):
            one_day = all((last - first).days == 1 for first, last in days)
            asked = replace(asked, born=days, one_day=one_day)
        elif _DAY.fullmatch(piece) or _ISO_DAY.fullmatch(piece):
            asked = replace(asked, wrong_day=piece)
        elif _begins_a_code(compact(piece)):
            asked = replace(asked, code=compact(piece))
        else:
            words = dict.fromkeys([*asked.words, *(word[:MAX_WORD] for word in tokens(piece))])
            asked = replace(asked, words=tuple(words)[:MAX_WORDS])
    return asked


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
