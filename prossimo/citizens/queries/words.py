"""People by the words of their names: first as they were typed, then as they may have been meant.

Each step is a few look-ups in the index of words, and the next one is taken only while there is room
for more people: who types a name right never pays for those who do not.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from django.db.models import Q

from prossimo.citizens.models import PersonQuerySet
from prossimo.citizens.queries import reasons
from prossimo.citizens.queries.probes import (
    AFTER,
    ALL,
    ALWAYS,
    EACH,
    Hit,
    Pair,
    Sieve,
    begun,
    holders,
    names,
)
from prossimo.citizens.queries.scope import Scope
from prossimo.citizens.queries.spelling import (
    BEGUN,
    FAR_SOUND,
    ONE_TYPO,
    SAME,
    SAME_BONES,
    UNLIKE,
    Guesses,
    closeness,
    distance,
    guesses,
    looseness,
)
from prossimo.citizens.sounds import LONG, words_of
from prossimo.core.text import next_prefix

Why = tuple[uuid.UUID, reasons.Reason]
Words = tuple[str, ...]
Named = tuple[uuid.UUID, list[str]]
MOST_PAIRS = 160
FEW, MANY = 20, 400  # people with two words of three, and beside a word that is sure
ALIKE_FROM = (4, 3)  # letters with which a name in the dark may begin as it was typed
SURE = 4  # words that are there, whose bearers are looked through
LOOKED_THROUGH = 20_000  # people shared with a partner, or born on a day


def by_names(words: Words, scope: Scope) -> Iterator[list[Why]]:
    """Steps from the surest to the farthest guess; each gives whom it leads to, and why."""
    sieve = scope.sieve
    whole = False
    for step in _by_one_word(words[0], scope) if len(words) == 1 else _by_words(words, sieve):
        yield step
        whole = whole or any(why in reasons.AS_TYPED for _person, why in step)
    if whole:
        return
    near = guesses(scope.actor, words)
    yield (found := _meant(words, near, sieve))
    if _sure(found):
        return
    yield (beside := _beside_what_is_sure(words, near, sieve))
    if beside:
        return
    near = guesses(scope.actor, words, near)
    yield (farther := _meant(words, near, sieve))
    if len(words) > 1 and not (found or farther):
        yield _by_the_surest(words, near, sieve)


def _sure(found: Iterable[Why]) -> bool:
    return any(why != reasons.LIKE_NAME for _person, why in found)


# --- as it was typed --------------------------------------------------------------------------


def _by_one_word(word: str, scope: Scope) -> Iterator[list[Why]]:
    """Surnames before given names, and whole ones before those that only begin so."""
    sieve = scope.sieve
    always = sieve.years == ALWAYS
    if always:
        listed = scope.people.order_by("sort_key", "pk").values_list("pk", flat=True)
        whole = listed.filter(sort_key__gte=word, sort_key__lt=word + AFTER)
        yield [(pk, reasons.SURNAME) for pk in whole[:EACH]]
    yield _explained(holders(sieve, [Pair.of(word)]), reasons.NAME)
    if always:
        starts = listed.filter(begins("sort_key", word))
        yield [(pk, reasons.SURNAME_BEGUN) for pk in starts[:EACH]]
    yield _explained(begun(sieve, word), reasons.NAME_BEGUN)


def _by_words(words: Words, sieve: Sieve) -> Iterator[list[Why]]:
    """All the words are there, whole; of two, the second perhaps only begun."""
    if len(words) > 2:
        yield among(names(_with_all(words, sieve)), words)
        return
    first, second = words
    hits = holders(sieve, [Pair.of(first, second, begun=True), Pair.of(second, first, begun=True)])
    whole = {1: second, 2: first}
    hits.sort(key=lambda hit: (hit.beside != whole[hit.place], hit.words))
    yield _distinct(
        (
            hit.person,
            reasons.BOTH_BEGUN
            if hit.beside != whole[hit.place]
            else (reasons.FULL_NAME if hit.words == len(words) else reasons.ALL_WORDS),
        )
        for hit in hits
    )


def _with_all(words: Words, sieve: Sieve) -> set[uuid.UUID]:
    """Who bears all of three words or more: told by the two of them that the fewest people bear."""
    pairs = [Pair.of(one, other) for one, other in combinations(words, 2)]
    found: list[set[uuid.UUID]] = [set() for _pair in pairs]
    hits = holders(sieve, pairs, least=len(words), each=FEW, most=FEW * len(pairs))
    for hit in hits:
        found[hit.place - 1].add(hit.person)
    fewest = min(found, key=len)
    if len(fewest) < FEW:
        return fewest
    first, second, *others = sorted(words, key=len, reverse=True)
    hits = holders(sieve, [Pair.of(first, second)], others=others, least=len(words))
    return {hit.person for hit in hits}


# --- as it may have been meant ----------------------------------------------------------------

Ranked = tuple[int, reasons.Reason, Pair]


def _meant(words: Words, near: Guesses, sieve: Sieve) -> list[Why]:
    """Whom the words lead to once they are spelled as names that are really there."""
    if len(words) > 2:
        return _all_meant(words, near, sieve)
    ranked = _ranked(words, near)
    pairs = [pair for _far, _why, pair in ranked]
    hits = holders(sieve, pairs, each=EACH if len(words) == 2 else EACH // 2)
    hits.sort(key=lambda hit: (ranked[hit.place - 1][0], hit.words))
    return _distinct((hit.person, ranked[hit.place - 1][1]) for hit in hits)


def _all_meant(words: Words, near: Guesses, sieve: Sieve) -> list[Why]:
    """Of three words or more, those that are there as typed must be there; the others are guessed.

    Where that leads to nobody, whoever bears most of the words is compared with them all.
    """
    dark = [word for word in words if near.nearest(word) != SAME]
    hits: list[Hit] = []
    if 1 <= len(dark) <= 2:
        clear = sorted(set(words) - set(dark), key=len)
        one, other = dark if len(dark) == 2 else (dark[0], clear.pop())
        pairs = sorted(_guessed_pairs(one, other, near))[:MOST_PAIRS]
        hits = holders(sieve, [pair for *_why, pair in pairs], others=clear, least=len(words))
    if not hits:
        pairs_ = meant_pairs(words, near)
        hits = holders(sieve, pairs_, least=len(words), most=2 * ALL)
    met = Counter(hit.person for hit in hits)
    likely = [person for person, _times in met.most_common(EACH)]
    return among(names(likely), words) if likely else []


def _beside_what_is_sure(words: Words, near: Guesses, sieve: Sieve) -> list[Why]:
    """One word is in the dark, and beside those that are not there is one that begins as it does.

    Two letters wrong are looked for in the whole dictionary only after that.
    """
    dark = [word for word in words if not near.knows(word)]
    if len(dark) != 1 or len(words) == 1 or len(dark[0]) < LONG:
        return []
    sure = min(set(words) - set(dark), key=lambda word: (near.nearest(word), -len(word)))
    spelled = [word for far, word in near.words[sure] if far <= ONE_TYPO][:SURE]
    pairs = [
        Pair.of(word, dark[0][:letters], begun=True) for letters in ALIKE_FROM for word in spelled
    ]
    hits = holders(sieve, pairs, least=len(words), each=MANY, most=MANY)
    far = {word: distance(dark[0], word) for word in {hit.beside for hit in hits}}
    hits = sorted((hit for hit in hits if far[hit.beside] < UNLIKE), key=lambda h: far[h.beside])
    if len(words) > 2:
        return among(names([hit.person for hit in hits[:EACH]]), words)
    return _distinct((hit.person, _reason(far[hit.beside], 2)) for hit in hits)


def meant_pairs(words: Words, near: Guesses) -> list[Pair]:
    return [pair for _far, _why, pair in _ranked(words, near)]


def _ranked(words: Words, near: Guesses) -> list[Ranked]:
    found: list[Ranked] = []
    if len(words) == 1:
        found = [(far, _reason(far), Pair.of(word)) for far, word in near.words[words[0]] if far]
        found += [(BEGUN, reasons.NEAR_NAME, Pair.of(a, b)) for _word, a, b in near.pieces]
    for one, other in _couples(words, near):
        found += _guessed_pairs(one, other, near)
    found += _rejoined(words, near)
    return sorted(found, key=lambda one: one[0])[:MOST_PAIRS]


def _couples(words: Words, near: Guesses) -> list[tuple[str, str]]:
    """Which words are looked for together: of many, the one worst typed beside each of the others.

    Two given names, typed right, would lead to thousands of people and away from the surname.
    """
    if len(words) == 2:
        return [(words[0], words[1])]
    known = [word for word in words if near.nearest(word) < UNLIKE]
    if not known:
        return []
    worst = max(known, key=lambda word: (near.nearest(word), len(word)))
    return [(worst, other) for other in known if other != worst]


def _guessed_pairs(one: str, other: str, near: Guesses) -> Iterator[Ranked]:
    """Two words as they may have been meant; one of them may be only begun, or both."""
    for word, begun_so in ((one, other), (other, one)):
        if len(begun_so) > 1:
            if near.complete[word] or not near.complete[begun_so]:
                for far, longer in near.begun[word]:
                    yield far, reasons.BOTH_BEGUN, Pair.of(longer, begun_so, begun=True)
            for far, meant in near.words[word]:
                yield far + 1, _reason(far + 1, 2), Pair.of(meant, begun_so, begun=True)
    for far, word in near.words[one]:
        for farther, beside in near.words[other]:
            if far + farther > 2 * SAME_BONES:
                break
            if word != beside:
                yield far + farther, _reason(far + farther, 2), Pair.of(word, beside)


def _rejoined(words: Words, near: Guesses) -> Iterator[Ranked]:
    """One word written as two, and two written as one."""
    for whole, a, b in near.pieces:
        for rest in words:
            if len(words) > 1:
                yield BEGUN, reasons.NEAR_NAME, Pair.of(a, b if rest == whole else rest)
    for left, right in pairwise(words):
        if left + right in near.joined:
            rests = [word for word in words if word not in {left, right}] or [""]
            for rest in rests:
                yield BEGUN, reasons.NEAR_NAME, Pair.of(left + right, rest)


def _by_the_surest(words: Words, near: Guesses, sieve: Sieve) -> list[Why]:
    """One word is there and few bear it: they are compared by the rest, however it was typed."""
    sure = [(far, word) for typed in words for far, word in near.words[typed] if far <= ONE_TYPO]
    pairs = [Pair.of(word) for _far, word in sorted(sure)[:SURE]]
    hits = holders(sieve, pairs, most=ALL // 2)
    few = names({hit.person for hit in hits})
    ranked = sorted((looseness(words, bears), pk) for pk, bears in few)
    return [(pk, reasons.LIKE_NAME) for far, pk in ranked if far < UNLIKE * (len(words) - 1)]


def _reason(far: int, words: int = 1) -> reasons.Reason:
    """Why somebody is found, by how far the name is from the words that were typed."""
    if far <= SAME:
        return reasons.ALL_WORDS
    return reasons.NEAR_NAME if far <= max(ONE_TYPO * words, FAR_SOUND) else reasons.LIKE_NAME


# --- among few people -------------------------------------------------------------------------


def among(people: Iterable[Named], words: Iterable[str]) -> list[Why]:
    """Of few people, those whose name holds the words or resembles them: no index is asked."""
    words = tuple(words)
    ranked = sorted(
        (far, len(bears), not _stand_so(words, bears), pk)
        for pk, bears in people
        if (far := closeness(words, bears)) < UNLIKE
    )
    return [
        (
            pk,
            reasons.FULL_NAME if far == SAME and count == len(words) else _reason(far, len(words)),
        )
        for far, count, _otherwise, pk in ranked
    ]


def _stand_so(words: Words, names: Sequence[str]) -> bool:
    """Whether the words stand in the name as they were typed, surname first or given name first."""
    places = [names.index(word) for word in words if word in names]
    turns = sum(later < earlier for earlier, later in pairwise(places))
    return turns == 0 or (turns == 1 and places[-1] < places[0])


def names_in(people: PersonQuerySet) -> Iterator[Named]:
    """The names of few people, such as those whom a partner met."""
    rows = people.order_by().values_list("pk", "sort_key")[:LOOKED_THROUGH]
    return ((pk, words_of(listed)) for pk, listed in rows)


def begins(field: str, beginning: str) -> Q:
    return Q(**{f"{field}__gte": beginning, f"{field}__lt": next_prefix(beginning)})


def _explained(hits: Iterable[Hit], reason: reasons.Reason) -> list[Why]:
    return _distinct((hit.person, reason) for hit in hits)


def _distinct(found: Iterable[Why]) -> list[Why]:
    once: dict[uuid.UUID, reasons.Reason] = {}
    for person, reason in found:
        once.setdefault(person, reason)
    return list(once.items())
