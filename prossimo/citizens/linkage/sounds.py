"""One key for all the ways in which a name is heard and transliterated."""

import re

from prossimo.core.text import fold

# From many spellings to one sound, the longer first: Shevchenko, Ševčenko, Scevcenko, Chevtchenko.
_SPELLINGS = (
    ("tsch", "s"), ("tch", "s"), ("sch", "s"), ("shch", "s"), ("dzh", "s"), ("chr", "kr"),
    ("ch", "s"), ("sh", "s"), ("zh", "s"), ("cz", "s"), ("sz", "s"), ("ts", "s"), ("dz", "s"),
    ("dj", "s"), ("gli", "l"), ("gn", "n"), ("ny", "n"), ("nh", "n"), ("ph", "f"), ("kh", "k"),
    ("gh", "g"), ("ck", "k"), ("qu", "k"), ("x", "ks"),
)  # fmt: skip
_SOFT_C = re.compile("s?c(?=[eiy])")
_SOFT_G = re.compile("g(?=[eiy])")
_FIRST_Y = re.compile("^[jy](?=[aeiou])")
_ONE_FOR_ALL = str.maketrans({"c": "k", "q": "k", "z": "s", "w": "f", "v": "f"})
_SILENT = re.compile("[aeiouyjh]")
_AGAIN = re.compile(r"(.)\1+")
LONGEST = 6


def sound(name: str) -> str:
    """The consonants of a name as they sound, with a mark for a vowel at the beginning.

    >>> sound("Shevchenko"), sound("Ševčenko"), sound("Scevcenko")
    ('sfsnk', 'sfsnk', 'sfsnk')
    >>> sound("Mohamed"), sound("Muhammad"), sound("Mouhammed")
    ('md', 'md', 'md')
    >>> sound("Yuliia"), sound("Giulia"), sound("Julija")
    ('sl', 'sl', 'sl')
    """
    word = fold(name).replace(" ", "")
    word = _SOFT_G.sub("s", _SOFT_C.sub("s", _FIRST_Y.sub("s", word)))
    opening = "a" if word[:1] in set("aeiouy") else ""
    for spelling, heard in _SPELLINGS:
        word = word.replace(spelling, heard)
    word = _SILENT.sub("", word.translate(_ONE_FOR_ALL))
    return (opening + _AGAIN.sub(r"\1", word))[:LONGEST]
