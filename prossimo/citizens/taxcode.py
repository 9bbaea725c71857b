"""The codice fiscale: read, taken apart, compared with what else is known of the person.

It follows D.M. 23 dicembre 1976: six letters of the name, year, month, day (women plus forty), the
place of birth, and a check character. Where two people would have the same one, digits are replaced
by letters (omocodia): such codes are as good as the others.
"""

import datetime as dt
import re
from dataclasses import dataclass

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.it.codicefiscale import calc_check_digit

from prossimo.core.text import clean, fold

MONTHS = "ABCDEHLMPRST"
OMOCODIC = "LMNPQRSTUV"
DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
_CODE = re.compile(
    rf"[A-Z]{{6}}[0-9{OMOCODIC}]{{2}}[{MONTHS}][0-9{OMOCODIC}]{{2}}[A-Z][0-9{OMOCODIC}]{{3}}[A-Z]"
)
_VOWELS = "AEIOU"


class WrongTaxCode(ValueError):
    """A text that is no codice fiscale; `reason` is one of length, letters, birth, check."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A codice fiscale that is right in its form, or a temporary number of eleven digits."""

    text: str
    temporary: bool = False
    omocodic: bool = False
    sex: str = ""
    year: int = 0  # two digits: the code does not say the century
    month: int = 0
    day: int = 0
    place: str = ""  # cadastral code of the municipality, or Z and the foreign state

    @property
    def abroad(self) -> bool:
        return self.place.startswith("Z")

    def births(self, today: dt.date) -> list[dt.date]:
        """The days of birth that the code allows, the most recent first.

        >>> read_tax_code("RSSMRA24E52A794R").births(dt.date(2025, 6, 3))
        [datetime.date(2024, 5, 12), datetime.date(1924, 5, 12)]
        """
        if self.temporary:
            return []
        days = (day_or_none(century + self.year, self.month, self.day) for century in (2000, 1900))
        return [day for day in days if day and day <= today]


def compact(text: str) -> str:
    """As a code is kept: capitals, without blanks, dots and dashes.

    >>> compact(" rssmra 60e52-a794.x ")
    'RSSMRA60E52A794X'
    """
    return re.sub(r"[\s.\-]+", "", clean(text)).upper()


def read_tax_code(text: str) -> TaxCode:
    """Read a codice fiscale, ordinary, omocodic or temporary; raise `WrongTaxCode` with the reason.

    >>> code = read_tax_code("RSSMRA60E52A794X")
    >>> code.sex, code.day, code.month, code.year, code.place, code.omocodic
    ('F', 12, 5, 60, 'A794', False)
    >>> read_tax_code("RSSMRA60E52A79QU").omocodic
    True
    >>> read_tax_code("RSSMRA60E52A794A")
    Traceback (most recent call last):
    prossimo.citizens.taxcode.WrongTaxCode: check
    >>> read_tax_code("01234567897").temporary
    True
    """
    code = compact(text)
    if code.isascii() and code.isdigit() and len(code) == 11:
        return _temporary(code)
    if len(code) != 16:
        raise WrongTaxCode("length")
    if not _CODE.fullmatch(code):
        raise WrongTaxCode("letters")
    plain = without_omocodia(code)
    day = int(plain[9:11])
    month = MONTHS.index(plain[8]) + 1
    if not _possible(int(plain[6:8]), month, day % 40) or day > 71:
        raise WrongTaxCode("birth")
    if calc_check_digit(code[:15]) != code[15]:
        raise WrongTaxCode("check")
    return TaxCode(
        text=code,
        omocodic=plain[:15] != code[:15],
        sex="F" if day > 40 else "M",
        year=int(plain[6:8]),
        month=month,
        day=day % 40,
        place=plain[11:15],
    )


def without_omocodia(code: str) -> str:
    """The code with the digits that letters stand for (its check character is left as it was).

    >>> without_omocodia("RSSMRASLERN")
    'RSSMRA60E52'
    """
    letters = list(code)
    for place in DIGIT_PLACES:
        if place < len(letters) and letters[place] in OMOCODIC:
            letters[place] = str(OMOCODIC.index(letters[place]))
    return "".join(letters)


def _temporary(code: str) -> TaxCode:
    try:
        luhn.validate(code)
    except ValidationError:
        raise WrongTaxCode("check") from None
    return TaxCode(text=code, temporary=True)


def _possible(year: int, month: int, day: int) -> bool:
    return any(day_or_none(century + year, month, day) for century in (1900, 2000))


def day_or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def surname_letters(surname: str) -> str:
    """The three letters of a surname: consonants, then vowels, then X.

    >>> [surname_letters(each) for each in ("Rossi", "Fo", "D'Aà", "De Luca")]
    ['RSS', 'FOX', 'DAA', 'DLC']
    """
    consonants, vowels = _letters(surname)
    return (consonants + vowels + "XXX")[:3]


def given_name_letters(given_name: str) -> str:
    """The three letters of a name: of four consonants or more, the first, third and fourth.

    >>> [given_name_letters(each) for each in ("Maria", "Gianfranco", "Ugo")]
    ['MRA', 'GFR', 'GUO']
    """
    consonants, vowels = _letters(given_name)
    if len(consonants) >= 4:
        consonants = consonants[0] + consonants[2:4]
    return (consonants + vowels + "XXX")[:3]


def _letters(name: str) -> tuple[str, str]:
    letters = [c for c in fold(name).upper() if "A" <= c <= "Z"]
    return (
        "".join(c for c in letters if c not in _VOWELS),
        "".join(c for c in letters if c in _VOWELS),
    )


def disagreements(
    code: TaxCode,
    *,
    surname: str = "",
    given_name: str = "",
    sex: str = "",
    born_on: dt.date | None = None,
    birth_place_code: str = "",
) -> list[str]:
    """The fields that tell another story than the code: worth a look, never a refusal.

    A name may have changed, a code may have been given before a correction of the birth date.

    >>> disagreements(read_tax_code("RSSMRA60E52A794X"), surname="Rossi", given_name="Mario", sex="M")
    ['sex']
    >>> day = dt.date(1960, 5, 13)
    >>> disagreements(read_tax_code("RSSMRA60E52A794X"), surname="Bianchi", born_on=day)
    ['surname', 'born_on']
    """
    if code.temporary:
        return []
    stories = {
        "surname": bool(surname) and surname_letters(surname) != code.text[:3],
        "given_name": bool(given_name) and given_name_letters(given_name) != code.text[3:6],
        "sex": sex in {"F", "M"} and sex != code.sex,
        "born_on": born_on is not None
        and (born_on.year % 100, born_on.month, born_on.day) != (code.year, code.month, code.day),
        "birth_place_code": bool(birth_place_code) and birth_place_code != code.place,
    }
    return [name for name, differs in stories.items() if differs]
