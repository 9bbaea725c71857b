"""Arithmetic of people: ages, the words of a name, telephones."""

import datetime as dt
from collections.abc import Sequence
from itertools import permutations

import phonenumbers

from prossimo.citizens.sounds import words_of
from prossimo.core.text import clean, fold

ADULT, OLDER = 18, 65
MAX_SORT_KEY, MAX_TOKEN = 620, 300  # the columns: folding may lengthen a text
MAX_NAME_WORDS, PAIRED_WORDS = 12, 5  # a longer name is known by its first words


def age_on(born_on: dt.date | None, day: dt.date) -> int | None:
    """Years completed on a day; who was born on 29 February completes them on 1 March.

    >>> age_on(dt.date(2004, 2, 29), dt.date(2022, 2, 28))
    17
    >>> age_on(dt.date(2004, 2, 29), dt.date(2022, 3, 1))
    18
    """
    if born_on is None or born_on > day:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def target_groups(age: int | None) -> tuple[str, ...]:
    """The target groups that the age alone proposes; the operator has the last word.

    >>> target_groups(17), target_groups(64), target_groups(65), target_groups(None)
    (('minors',), (), ('older',), ())
    """
    if age is None:
        return ()
    if age < ADULT:
        return ("minors",)
    return ("older",) if age >= OLDER else ()


def sort_key_of(surname: str, given_name: str) -> str:
    """How a person is ordered in lists.

    >>> sort_key_of("D'Èrcole", "Niccolò")
    'd ercole niccolo'
    """
    return fold(f"{surname} {given_name}")[:MAX_SORT_KEY]


def name_tokens(surname: str, given_name: str) -> list[str]:
    """The words under which a person is found.

    >>> name_tokens("De Rossi", "Мария")
    ['de', 'rossi', 'mariya']
    """
    words = (word[:MAX_TOKEN] for word in words_of(f"{surname} {given_name}"))
    return list(dict.fromkeys(words))[:MAX_NAME_WORDS]


def name_pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    """Each word of a name beside each other one; those far down a long name beside the first two.

    >>> name_pairs(["rossi", "maria"]), name_pairs(["fatou"])
    ([('rossi', 'maria'), ('maria', 'rossi')], [('fatou', '')])
    """
    if len(words) == 1:
        return [(words[0], "")]
    near = [
        (a, b)
        for a, b in permutations(range(len(words)), 2)
        if max(a, b) < PAIRED_WORDS or min(a, b) < 2
    ]
    return [(words[a], words[b]) for a, b in near]


def kept_phone(text: str) -> str:
    """A telephone as it is kept: E.164 where it is one, otherwise as it was typed.

    >>> kept_phone("035 / 399.888"), kept_phone("0039 335 1234567"), kept_phone("interno 12")
    ('+39035399888', '+393351234567', 'interno 12')
    """
    typed = " ".join(clean(text).split())
    try:
        number = phonenumbers.parse(typed, "IT")
    except phonenumbers.NumberParseException:
        return typed
    if not phonenumbers.is_possible_number(number):
        return typed
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def shown_phone(number: str) -> str:
    """
    >>> shown_phone("+39035399888"), shown_phone("+40721234567"), shown_phone("interno 12")
    ('035 399888', '+40 721 234 567', 'interno 12')
    """
    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    styles = phonenumbers.PhoneNumberFormat
    style = styles.NATIONAL if parsed.country_code == 39 else styles.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, style))
