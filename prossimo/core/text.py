"""How typed text is cleaned before it is kept, and folded before it is compared."""

import re
import unicodedata

_NO_DECOMPOSITION = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ð": "d"}
)
_SEPARATORS = re.compile(r"[\s\-'’`´.,;:/()\"]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Typed text as it may be kept: NFC, without NUL, control characters and lone surrogates.

    >>> clean("Ros\x00a\ud800 Bianchi\r\n")
    'Rosa Bianchi\n'
    """
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text.replace("\r\n", "\n")))


def fold(text: str) -> str:
    """Lower case without accents: the key by which people are sorted and searched.

    >>> fold("  Niccolò  D'Èrcole-Łukasz ")
    'niccolo d ercole lukasz'
    """
    if text.isascii():
        return _SEPARATORS.sub(" ", _CONTROLS.sub("", text).lower()).strip()
    lowered = clean(text).casefold().translate(_NO_DECOMPOSITION)
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c)
    )
    return _SEPARATORS.sub(" ", bare).strip()


def tokens(text: str) -> list[str]:
    """The distinct folded words of a text, in order.

    >>> tokens("De Rossi  Maria de")
    ['de', 'rossi', 'maria']
    """
    return list(dict.fromkeys(fold(text).split()))


def next_prefix(prefix: str) -> str:
    r"""The smallest text above every text with this prefix: turns «begins with» into a range.

    A range of plain comparisons is leakproof, so that PostgreSQL may use its index below the wall.

    >>> next_prefix("ros")
    'rot'
    >>> next_prefix("a\U0010ffff")
    'b'
    """
    prefix = prefix.rstrip("\U0010ffff")
    following = ord(prefix[-1]) + 1 if prefix else 0x10FFFF
    # No text holds the surrogates: after the last letter before them comes the first one behind.
    return prefix[:-1] + chr(0xE000 if following == 0xD800 else following)
