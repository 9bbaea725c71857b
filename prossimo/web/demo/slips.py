"""Slips of the pen: how one name comes to be written in two ways at two desks."""

import re

from prossimo.web.demo.draws import Dice

NEIGHBOURS = {
    "a": "sqe", "b": "vn", "c": "xv", "d": "sf", "e": "rw", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "kò", "m": "n", "n": "mb", "o": "ip", "p": "o", "q": "w",
    "r": "et", "s": "ad", "t": "ry", "u": "iy", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
# Two ways of writing one sound, as passports, permits and operators write it.
TRANSLITERATIONS = (
    ("Sh", "Sc"), ("sh", "sc"), ("Kh", "H"), ("kh", "h"), ("Yu", "Ju"), ("yu", "iu"), ("Ya", "Ja"),
    ("ya", "ia"), ("ii", "iy"), ("ks", "x"), ("Oleks", "Alex"), ("Mohamed", "Muhammad"),
    ("Muhammad", "Mohammed"), ("Mohammad", "Mohamed"), ("Ahmed", "Ahmad"), ("Hossain", "Hussain"),
    ("Hussain", "Hossain"), ("Youssef", "Yusuf"), ("Abdel", "Abdul "), ("El-", "El "), ("ou", "u"),
    ("Ndi", "N'Di"), ("Gu", "Ghe"), ("Cheikh", "Sheikh"), ("chenko", "cenko"), ("chuk", "ciuk"),
    ("ch", "c"), ("dj", "gi"), ("w", "v"), ("W", "V"), ("y", "i"), ("ee", "i"), ("oo", "u"),
    ("Ț", "Ts"), ("ș", "s"), ("ñ", "gn"), ("x", "sc"), ("Zh", "Gi"), ("q", "k"), ("Q", "K"),
)  # fmt: skip
SECOND_NAMES = (
    ("Maria", "Rosa", "Anna", "Lucia", "Teresa", "Grazia", "Pia", "Paola", "Elena", "Luisa"),
    ("Maria", "Antonio", "Carlo", "Luigi", "Paolo", "Pietro", "Giovanni", "Franco", "Marco"),
)


def misspelt(rng: Dice, name: str) -> str:
    """One letter wrong, missing, doubled or exchanged with the next; never the first one."""
    letters = list(name)
    places = [n for n in range(1, len(letters)) if letters[n].isalpha()]
    if len(places) < 2:
        return name + name[-1:]
    at = int(places[int(rng.integers(0, len(places)))])
    match int(rng.integers(0, 4)):
        case 0:
            near = NEIGHBOURS.get(letters[at].lower(), "e")
            letters[at] = near[int(rng.integers(0, len(near)))]
        case 1:
            del letters[at]
        case 2:
            letters.insert(at, letters[at])
        case _:
            other = at + 1 if at + 1 < len(letters) else at - 1
            if letters[other].isalpha() and other > 0 and letters[other] != letters[at]:
                letters[at], letters[other] = letters[other], letters[at]
            else:
                del letters[at]
    return "".join(letters)


def transliterated(rng: Dice, name: str) -> str:
    """The same name through another alphabet, or misspelt where there is nothing to change."""
    ways = [(one, two) for one, two in TRANSLITERATIONS if one in name]
    if not ways:
        return misspelt(rng, name)
    for place in rng.permutation(len(ways))[: int(rng.integers(1, 3))].tolist():
        one, two = ways[place]
        name = name.replace(one, two, 1)
    return name


def with_second_name(rng: Dice, given: str, *, male: bool) -> str:
    """A second given name that the other desk wrote down; or the first of two alone."""
    if " " in given:
        return given.split(maxsplit=1)[0]
    names = [name for name in SECOND_NAMES[male] if name != given]
    return f"{given} {names[int(rng.integers(0, len(names)))]}"


def wrong_day(rng: Dice, day: str) -> str:
    """Day and month exchanged where that is a date, otherwise one digit of the year.

    >>> import numpy as np
    >>> wrong_day(np.random.default_rng(1), "1980-03-12")
    '1980-12-03'
    """
    year, month, number = day.split("-")
    if int(number) <= 12 and number != month:
        return f"{year}-{number}-{month}"
    digits = re.sub(r"\d$", lambda last: str((int(last[0]) + int(rng.integers(1, 4))) % 10), year)
    return f"{digits}-{month}-{min(int(number), 28):02}"
