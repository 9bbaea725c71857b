"""What people type when they look for somebody: ten kinds of it, drawn from the people themselves."""

import random
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass

FEW = 10  # as many as the first page of results holds
# By the ear of who never saw the name written; each is tried in turn, from a random one on.
HEARD = (
    (r"([bcdfglmnprstvz])\1", r"\1"), (r"(?<=[aeiou])([cfglmnprstvz])(?=[aeiou])", r"\1\1"),
    (r"ch(?=[ei])", "k"), (r"c(?=[aou])", "k"), (r"k", "ch"), (r"sh", "sc"), (r"j", "gi"),
    (r"y", "i"), (r"w", "v"), (r"qu", "cu"), (r"h", ""), (r"ph", "f"), (r"z(?=[aeiou])", "s"),
    (r"x", "cs"), (r"gn", "ni"), (r"ou", "u"), (r"gg(?=[ei])", "g"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody of the town, who can be told from the others by what is typed."""

    id: str
    surname: str
    given: str
    born: str  # yyyy-mm-dd
    code: str


Typed = tuple[str, Sought]
Kind = Callable[[Sought, random.Random], str]


def exact(who: Sought, dice: random.Random) -> str:
    return f"{who.surname} {who.given}"


def swapped(who: Sought, dice: random.Random) -> str:
    return f"{who.given} {who.surname}"


def begun(who: Sought, dice: random.Random) -> str:
    share = dice.choice([0.5, 0.6, 0.7, 0.8])
    return " ".join(word[: max(3, round(len(word) * share))] for word in exact(who, dice).split())


def one_typo(who: Sought, dice: random.Random) -> str:
    return mistyped(exact(who, dice), dice)


def two_typos(who: Sought, dice: random.Random) -> str:
    return mistyped(mistyped(exact(who, dice), dice), dice)


def phonetic(who: Sought, dice: random.Random) -> str:
    name = exact(who, dice)
    rules = [rule for rule in HEARD if re.search(rule[0], name)]
    for pattern, sound in dice.sample(rules, min(len(rules), 2)):
        name = re.sub(pattern, sound, name, count=1)
    return name if rules else ""


def with_year(who: Sought, dice: random.Random) -> str:
    return f"{who.surname} {who.born[:4]}"


def whole_code(who: Sought, dice: random.Random) -> str:
    return who.code


def code_begun(who: Sought, dice: random.Random) -> str:
    return who.code[: dice.randint(9, 13)]


def code_mistyped(who: Sought, dice: random.Random) -> str:
    return mistyped(who.code, dice, letters=string.ascii_uppercase + string.digits, spare=0)


KINDS: dict[str, Kind] = {
    "exact": exact, "prefix": begun, "one typo": one_typo, "two typos": two_typos,
    "phonetic": phonetic, "swapped order": swapped, "surname and year": with_year,
    "code whole": whole_code, "code beginning": code_begun, "code with a typo": code_mistyped,
}  # fmt: skip


def mistyped(
    text: str, dice: random.Random, *, letters: str = string.ascii_lowercase, spare: int = 1
) -> str:
    """One letter wrong, too many, missing, or changed with the next; first letters mostly hold."""
    places = [at for at, letter in enumerate(text) if letter != " "]
    if spare and dice.random() < 0.8:
        places = [at for at in places if at and text[at - 1] != " "]
    at = dice.choice(places)
    other = dice.choice([letter for letter in letters if letter != text[at]])
    slips = [text[:at] + other + text[at + 1 :], text[:at] + other + text[at:]]
    slips.append(text[:at] + text[at + 1 :])
    if at + 1 < len(text) and text[at + 1] not in {" ", text[at]}:
        slips.append(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    return dice.choice(slips)


def draw(
    people: list[Sought], kind: str, count: int, many: Callable[[str, str], int]
) -> Iterator[Typed]:
    """So many queries of a kind, each of which means few enough people to be shown at once."""
    dice = random.Random(f"search {kind}")
    for who in dice.sample(people, len(people)):
        typed = KINDS[kind](who, dice)
        if typed and many(kind, typed) <= FEW:
            yield typed, who
            count -= 1
        if not count:
            return
