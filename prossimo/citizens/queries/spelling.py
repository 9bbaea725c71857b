"""Which words that are really there may have been meant by those that were typed, and how surely."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from prossimo.accounts.rules import Actor
from prossimo.citizens import sounds
from prossimo.citizens.queries.probes import WORDS_EACH, resembling

# How far a word is from what was typed.
SAME, BEGUN, SAME_SOUND, ONE_TYPO, FAR_SOUND, TWO_TYPOS, SAME_BONES = 0, 2, 2, 3, 4, 6, 7
UNLIKE = 12
MOST_WORDS = 12  # that one typed word may mean
TOLD = {sounds.SOUND, sounds.BONES}  # of words that are near by these keys, however spelled
Guess = tuple[int, str]


@lru_cache(maxsize=4096)  # of a hundred people who are compared, half have the same names
def distance(typed: str, word: str, *, heard: bool | None = None, bones: bool = False) -> int:
    """How far a word is from what was typed; `heard` and `bones` where the dictionary told already.

    >>> [distance("locatelli", word) for word in ("locatelli", "locateli", "loccateli", "rossi")]
    [0, 2, 4, 12]
    >>> distance("loca", "locatelli"), distance("muhammad", "mohamed", bones=True)
    (2, 7)
    """
    if typed == word:
        return SAME
    if len(typed) > 1 and word.startswith(typed):
        return BEGUN
    errors = OSA.distance(typed, word, score_cutoff=3)
    if heard is None:
        heard = errors <= 3 and not set(sounds.sounds(typed)).isdisjoint(sounds.sounds(word))
    if heard:
        return SAME_SOUND if errors <= 1 else FAR_SOUND
    shorter, longer = sorted((len(typed), len(word)))
    if errors <= 1 and shorter >= sounds.SHORT:
        return ONE_TYPO
    if errors == 2 and longer >= sounds.LONG:
        return TWO_TYPOS
    return SAME_BONES if bones and (errors <= 3 or len(typed) <= len(word) // 2 + 1) else UNLIKE


@dataclass
class Guesses:
    """What the dictionary offers for each typed word, the surest first."""

    words: dict[str, list[Guess]] = field(default_factory=dict)  # itself, misspelt, misheard
    begun: dict[str, list[Guess]] = field(default_factory=dict)  # of which it is the beginning
    complete: dict[str, bool] = field(default_factory=dict)  # all the words that begin so are there
    pieces: list[tuple[str, str, str]] = field(default_factory=list)  # a word that is two
    joined: set[str] = field(default_factory=set)  # two words that are one

    def nearest(self, word: str) -> int:
        """How far the nearest of the words is that may have been meant."""
        if near := self.words.get(word):
            return near[0][0]
        return BEGUN if self.begun.get(word) else UNLIKE

    def knows(self, word: str) -> bool:
        """Whether a word is there as it was typed, or nearly."""
        return self.nearest(word) <= ONE_TYPO


def guesses(actor: Actor, typed: Sequence[str], nearer: Guesses | None = None) -> Guesses:
    """Look the words up: their beginnings, their misspellings, their sounds.

    What was found `nearer` stands, and only the words that it left in the dark are looked for
    farther away: with two letters wrong.
    """
    dark = [word for word in typed if nearer and not nearer.knows(word)]
    asked = _Asked(dark or typed, far=nearer is not None)
    beginnings = [] if nearer else [sounds.WORD + word for word in typed if len(word) > 1]
    rows = resembling(actor, asked.keys, beginnings)
    there = {word for key, word in rows if key[0] == sounds.WORD}
    reached: dict[str, dict[str, str]] = {word: {} for word in asked.splits}
    for key, word in rows:
        for one in asked.keys.get(key, ()):
            reached[one][word] = reached[one].get(word, "") + key[0]
    found = nearer or Guesses(joined={a + b for a, b in pairwise(typed) if a + b in there})
    for one in asked.splits:
        found.words[one] = _nearest(one, reached[one])
        if nearer:
            continue
        begun = sorted((BEGUN, word) for word in there if word.startswith(one) and word != one)
        found.begun[one], found.complete[one] = begun, len(begun) < WORDS_EACH
        found.pieces += [(one, a, b) for a, b in asked.splits[one] if a in there and b in there]
    return found


def _nearest(typed: str, reached: dict[str, str]) -> list[Guess]:
    """Of the words that the dictionary reached, and by which keys, those that may be meant.

    Most of them only share some letters: they are put aside all at once.
    """
    alike = process.extract(typed, list(reached), scorer=OSA.distance, limit=None, score_cutoff=2)
    kept = {word for word, _errors, _place in alike}
    kept |= {word for word, kinds in reached.items() if not TOLD.isdisjoint(kinds)}
    kept |= {word for word in reached if word.startswith(typed)}
    near = ((_how_far(typed, word, reached[word]), word) for word in kept)
    return sorted(guess for guess in near if guess[0] < UNLIKE)[:MOST_WORDS]


def _how_far(typed: str, word: str, kinds: str) -> int:
    return distance(typed, word, heard=sounds.SOUND in kinds, bones=sounds.BONES in kinds)


class _Asked:
    """The keys under which typed words are looked up, and by which word each is asked."""

    def __init__(self, typed: Sequence[str], *, far: bool) -> None:
        self.keys: dict[str, list[str]] = defaultdict(list)
        self.splits: dict[str, list[tuple[str, str]]] = {}
        for word in typed:
            for key in _keys(word, far=far):
                self.keys[key].append(word)
            self.splits[word] = []
            if not far:
                self.splits[word] = [(word[:cut], word[cut:]) for cut in range(1, len(word) - 2)]
            for part in {part for parts in self.splits[word] for part in parts}:
                self.keys.setdefault(sounds.WORD + part, [])
        for one, other in pairwise(typed):
            self.keys.setdefault(sounds.WORD + one + other, [])


def _keys(word: str, *, far: bool) -> Iterable[str]:
    errors = sounds.forgiven(word)
    if far and errors > 1:
        # Two letters left out of one, of the other, or of both: each may be filed as either.
        for fewer in range(3):
            for left in sounds.remainders(word, fewer):
                yield from (sounds.LEFT + left, sounds.FARTHER + left)
    else:
        yield from sounds.misspelt(word, min(errors, 1))
    yield from (sounds.SOUND + sound for sound in sounds.sounds(word))
    bones = sounds.bones(word)
    if len(bones) >= 3 and (far or bones == word):
        yield sounds.BONES + bones


def closeness(typed: Iterable[str], names: Sequence[str]) -> int:
    """How far a whole name is from all the words that were typed.

    >>> closeness(["rossi", "maria"], ["maria", "rosi"]), closeness(["rossi"], ["bianchi"])
    (2, 12)
    >>> closeness(["derossi", "ugo"], ["de", "rossi", "ugo"]), closeness(["gian", "luca"], ["gianluca"])
    (1, 1)
    """
    typed = list(typed)
    joined = [one + other for one, other in pairwise(names)]
    far, at = 0, 0
    while at < len(typed):
        if at + 1 < len(typed) and typed[at] + typed[at + 1] in names:
            far, at = far + 1, at + 2
            continue
        found = min((distance(typed[at], name) for name in names), default=UNLIKE)
        if found > ONE_TYPO and joined:
            found = min(found, 1 + min(distance(typed[at], name) for name in joined))
        far, at = far + found, at + 1
    return far


def looseness(typed: Iterable[str], words: Sequence[str]) -> int:
    """The same where only the order matters: unlike words differ by their letters too.

    >>> looseness(["lisla"], ["elisa"]) < looseness(["lisla"], ["roberto"])
    True
    """
    return sum(
        min((_loosely(one, word) for word in words), default=UNLIKE + len(one)) for one in typed
    )


def _loosely(typed: str, word: str) -> int:
    """Half of the letters may be wrong, and no more."""
    if (far := distance(typed, word)) < UNLIKE:
        return far
    errors = OSA.distance(typed, word, score_cutoff=len(typed) // 2)
    return SAME_BONES + errors if errors <= len(typed) // 2 else 2 * UNLIKE
