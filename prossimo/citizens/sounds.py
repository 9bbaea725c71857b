"""How the words of names are spelled, misspelt and heard by an Italian ear: the keys of the search.

Nobody knows beforehand how a name will be mistyped; but a word and its misspelling, with one or two
letters left out of each, have a remainder in common. Such remainders, and the sounds of a word, are
plain texts: they are looked up one by one in an ordinary index.
"""

import re
from functools import lru_cache
from itertools import combinations

from anyascii import anyascii

from prossimo.core.text import fold

HEAD = 7  # letters of a word in which remainders are made: what follows seldom tells words apart
LONG, SHORT = 6, 3  # letters from which two typing errors, or one, are forgiven
WORD, STREET = "=", "@"  # the kinds of keys: itself, the street,
LEFT, FARTHER, SOUND, BONES = "-", "+", "~", "."  # what is left without one letter, or two; sounds
_ARABIC_ARTICLE = re.compile(r"\b\u0627\u0644(?=\w{2})")  # written as one word with the name
_OTHER_LETTERS = re.compile(r"[^a-z0-9]+")
_LATIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_VOWELS = re.compile(r"(?<!^)[aeiou]")
_DOUBLE = re.compile(r"(.)\1+")
# Letters that sound alike, in this order, by the ear of who reads Italian…
_ITALIAN = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"th", "t"), (r"w", "v"), (r"x|[kc]s", "s"), (r"y", "i"), (r"sch", "sk"),
        (r"sh", "S"), (r"sci(?=[aou])|sc(?=[ei])", "S"), (r"zh|dj", "J"), (r"tch", "C"),
        (r"kh|ch|ck", "k"), (r"gh", "g"), (r"qu|ku(?=[aeio])|cu(?=[aeio])", "ku"),
        (r"ci(?=[aou])|c(?=[ei])", "C"), (r"gi(?=[aou])|gg?(?=[ei])", "J"), (r"j", "i"),
        (r"gn|ni(?=[aeou])", "n"), (r"gl(?=i)|l?li(?=[aeou])", "l"), (r"[cq]", "k"), (r"h", ""),
        (r"ou|oo", "u"), (r"ee", "i"), (r"[tdz]?z|ts", "s"), (r"n(?=[bp])", "m"),
    )
)  # fmt: skip
# …and where a foreign name is read as those who bear it do.
_FOREIGN = ((re.compile(r"tch|ch"), "C"), (re.compile(r"j"), "J"), (re.compile(r"sch"), "S"))


def latin(text: str) -> str:
    """Folded words in the letters of the fiscal code, whatever the alphabet they were written in.

    >>> latin("Шевченко Мар'яна"), latin("D'Èrcole"), latin("王 伟")
    ('shevchenko mar yana', 'd ercole', 'wang wei')
    """
    if _LATIN.fullmatch(text):
        return text  # as people are sorted
    folded = fold(text)
    if not folded.isascii():
        folded = fold(anyascii(_ARABIC_ARTICLE.sub("", folded)))
    return _OTHER_LETTERS.sub(" ", folded).strip()


def words_of(text: str) -> list[str]:
    """The distinct words of a name, in order, as they are looked up.

    >>> words_of("De Rossi  Maria de")
    ['de', 'rossi', 'maria']
    """
    return list(dict.fromkeys(latin(text).split()))


@lru_cache(maxsize=4096)
def sounds(word: str) -> tuple[str, ...]:
    """How a word sounds to an Italian ear, and how it would sound if it were foreign.

    >>> sounds("rozzi") == sounds("rosi"), sounds("filippi") == sounds("philipi")
    (True, True)
    >>> set(sounds("shevchenko")) & set(sounds("scevcenco"))
    {'SevCenko'}
    >>> set(sounds("youssef")) & set(sounds("iusef"))
    {'iusef'}
    """
    found = [_heard(word)]
    foreign = word
    for pattern, sound in reversed(_FOREIGN):
        foreign = pattern.sub(sound, foreign)
    if foreign != word:
        found.append(_heard(foreign))
    return tuple(dict.fromkeys(sound for sound in found if sound))


def _heard(word: str) -> str:
    return _DOUBLE.sub(r"\1", _read(word))


def _read(word: str) -> str:
    for pattern, sound in _ITALIAN:
        word = pattern.sub(sound, word)
    return word


def bones(word: str) -> str:
    """A sound without its vowels: they change from one transcription to the next, or are not written.

    >>> bones("mohamed"), bones("muhammad"), bones("mhmd")
    ('mmd', 'mmd', 'mmd')
    """
    return _VOWELS.sub("", _read(_DOUBLE.sub(r"\1", word)).lower())


def remainders(word: str, fewer: int) -> set[str]:
    """The beginning of the word with so many letters left out.

    >>> sorted(remainders("rosa", 1)), remainders("rosa", 0)
    (['osa', 'roa', 'ros', 'rsa'], {'rosa'})
    """
    head = word[:HEAD]
    return {"".join(letters) for letters in combinations(head, len(head) - fewer)}


def forgiven(word: str) -> int:
    """How many typing errors a word of this length may hold and still be itself.

    >>> forgiven("li"), forgiven("rosa"), forgiven("locatelli")
    (0, 1, 2)
    """
    return (len(word) >= SHORT) + (len(word) >= LONG)


def keys_of(word: str) -> set[str]:
    """Under which keys a word of a name is filed: itself, how it is mistyped, how it sounds."""
    heard = {SOUND + sound for sound in sounds(word)}
    return {WORD + word, BONES + bones(word)} | heard | misspelt(word, forgiven(word))


def misspelt(word: str, errors: int) -> set[str]:
    """The keys of a word and of its misspellings: they meet where the errors are left out of both.

    >>> sorted(misspelt("lia", 1))
    ['-ia', '-la', '-li', '-lia']
    """
    near = remainders(word, 0) | (remainders(word, 1) if errors else set())
    far = remainders(word, 2) if errors > 1 else set()
    return {LEFT + left for left in near} | {FARTHER + left for left in far}


def street_keys(street: str) -> list[str]:
    """Under which keys a street is filed: each of its words.

    >>> street_keys("Via Giuseppe Verdi")
    ['@via', '@giuseppe', '@verdi']
    """
    return [STREET + word for word in words_of(street)]
