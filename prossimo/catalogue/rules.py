"""How close a service comes to what somebody said, word by word. No Django in here."""

from collections.abc import Iterable

from prossimo.core.text import tokens

SHORT = 3  # a shorter word says nothing by itself
EMPTY = {
    "che", "chi", "come", "con", "cosa", "cui", "dal", "dei", "del", "della", "delle",
    "dello", "dove", "essere", "fare", "gli", "hai", "han", "hanno", "per", "piu", "poi",
    "puo", "qua", "quello", "questo", "sta", "sua", "sue", "sui", "suo", "sul", "una", "uno",
    "vuole", "non", "nel", "nella", "sono", "alla", "alle", "allo", "anche", "bisogno",
    "servizio", "chiede", "serve",
}  # fmt: skip
WHOLE, BEGUN, LIKE = 3.0, 2.0, 1.0
ALIKE = 0.55


def asked(text: str) -> list[str]:
    """The words of a question that mean something.

    >>> asked("Non riesce a pagare la bolletta")
    ['riesce', 'pagare', 'bolletta']
    """
    return [word for word in tokens(text) if len(word) >= SHORT and word not in EMPTY]


def closeness(words: Iterable[str], known: Iterable[str]) -> float:
    """How much of what was asked is found among the known words: nothing, or the sum of the best.

    >>> closeness(["bolletta"], ["bollette", "affitto"])
    2.0
    >>> closeness(["scuola"], ["affitto"])
    0.0
    """
    there = set(known)
    return sum(max((_near(word, one) for one in there), default=0.0) for word in words)


def _near(word: str, known: str) -> float:
    if word == known:
        return WHOLE
    if known.startswith(word) or _stem(word, known) >= max(5, len(word) - 2):
        return BEGUN
    if min(len(word), len(known)) >= 5 and _alike(word, known) >= ALIKE:
        return LIKE
    return 0.0


def _stem(word: str, known: str) -> int:
    """How many letters two words begin with together."""
    length = 0
    for one, other in zip(word, known, strict=False):
        if one != other:
            break
        length += 1
    return length


def _alike(word: str, known: str) -> float:
    """Trigrams that two words share: what the keyboard or the ear got wrong."""
    one, other = _trigrams(word), _trigrams(known)
    return 2 * len(one & other) / (len(one) + len(other))


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
