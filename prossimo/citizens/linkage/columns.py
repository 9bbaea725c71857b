"""Raw columns of people made comparable: folded, sounded, split, checked. Missing stays missing."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from prossimo.citizens.linkage import codes
from prossimo.citizens.linkage.sounds import sound
from prossimo.citizens.sounds import latin

Made = str | list[str] | None
Maker = Callable[..., Made]
MAKERS: dict[str, Maker] = {}
WHOLE: dict[str, Callable[..., pa.Array]] = {}  # those that look at a column as a whole
LONGEST_WORD = 3  # letters of a word too common to stand for a name: de, la, van
fold = functools.lru_cache(maxsize=1 << 18)(latin)  # without accents, in Latin letters


def maker(function: Maker) -> Maker:
    MAKERS[function.__name__] = function
    return function


@maker
def text(value: str) -> Made:
    """Blanks and capitals put aside.

    >>> text("  Via  ROMA ")
    'via roma'
    """
    return fold(value) or None


@maker
def solid(value: str) -> Made:
    """Without blanks at all.

    >>> solid("Shopping  Village")
    'shoppingvillage'
    """
    return fold(value).replace(" ", "") or None


@maker
def first(value: str) -> Made:
    """The first word that is a name.

    >>> first("De Rossi"), first("Maria Grazia"), first("Li")
    ('rossi', 'maria', 'li')
    """
    words = fold(value).split()
    return next((word for word in words if len(word) > LONGEST_WORD), "".join(words)) or None


@maker
def last(value: str) -> Made:
    """The last word.

    >>> last("García Flores")
    'flores'
    """
    return next(reversed(fold(value).split()), None)


@maker
@functools.lru_cache(maxsize=1 << 18)
def sounding(value: str) -> Made:
    """How the first word sounds, or the word itself where nothing sounds."""
    word = first(value)
    return (sound(word) or word) if isinstance(word, str) else None


@maker
def initial(value: str) -> Made:
    return fold(value)[:1] or None


@maker
def bag(*values: str) -> Made:
    """All the words in order: the same, however they were shared out between two boxes.

    >>> bag("Rossi", "Maria") == bag("Maria", "Rossi")
    True
    """
    return " ".join(sorted(word for value in values for word in fold(value).split())) or None


@maker
def soundbag(*values: str) -> Made:
    """The same by sound: one key for names swapped, misspelt or transliterated."""
    heard = [found for value in values if isinstance(found := sounding(value), str)]
    return " ".join(sorted(heard)) if len(heard) == len(values) else None


@maker
def day(value: str) -> Made:
    """A date of eight digits as a date; anything else as it is.

    >>> day("19801231"), day("1980-12-31")
    ('1980-12-31', '1980-12-31')
    """
    if len(value) == 8 and value.isdigit():
        return f"{value[:4]}-{value[4:6]}-{value[6:]}"
    return value.strip() or None


@maker
def swapped_day(value: str) -> Made:
    """The date with day and month exchanged, where that is another date.

    >>> swapped_day("1980-03-12"), swapped_day("1980-03-31"), swapped_day("1980-03-03")
    ('1980-12-03', None, None)
    """
    found = day(value)
    if not isinstance(found, str) or len(found) != 10:
        return None
    year, month, number = found.split("-")
    return f"{year}-{number}-{month}" if month != number and int(number) <= 12 else None


@maker
def year(value: str) -> Made:
    found = day(value)
    return found[:4] if isinstance(found, str) else None


@maker
def month_and_day(value: str) -> Made:
    found = day(value)
    return found[5:] if isinstance(found, str) else None


@maker
def origin(value: str) -> Made:
    """The foreign state of a birth place code, or Italy.

    >>> origin("Z330"), origin("A794")
    ('Z330', 'IT')
    """
    return value if value.startswith("Z") else "IT"


@maker
def sex(value: str) -> Made:
    return value if value in {"F", "M"} else None


@maker
def several(value: str) -> Made:
    """A list written with commas."""
    return [each for each in value.split(",") if each] or None


def whole(function: Callable[..., pa.Array]) -> Callable[..., pa.Array]:
    WHOLE[function.__name__] = function
    return function


@whole
def joined(*columns: pa.Array) -> pa.Array:
    """Several texts as one, missing where the first is.

    >>> joined(pa.array(["Via Roma", None]), pa.array(["3", "4"])).to_pylist()
    ['via roma 3', None]
    """
    begins, *others = (_by_value(text, column) for column in columns)
    return _beside(begins, *(pc.fill_null(other, "") for other in others))


@whole
def from_there(places: pa.Array, names: pa.Array) -> pa.Array:
    """A name among those born where it is common or rare: in Italy, or in one foreign state.

    >>> from_there(pa.array(["Z343", "A794", None]), pa.array(["Diop", "Diop", "Diop"])).to_pylist()
    ['Z343 diop', 'IT diop', '? diop']
    """
    return _beside(pc.fill_null(_by_value(origin, places), "?"), _by_value(text, names))


@whole
def code(column: pa.Array) -> pa.Array:
    """A code as it is written, whatever it is."""
    return pc.utf8_upper(pc.utf8_trim_whitespace(column))


def _beside(*columns: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(*columns, " ", null_handling="emit_null")


def _reading(part: Callable[[codes.Codes], Any]) -> Callable[[pa.Array], pa.Array]:
    return lambda column: pa.array(part(codes.read(column)), pa.string())


WHOLE["valid_code"] = _reading(lambda found: found.valid)
WHOLE["base_code"] = _reading(lambda found: found.base)
WHOLE["temporary_code"] = _reading(lambda found: found.temporary)


def standard(raw: pa.Table, columns: Mapping[str, Sequence[str]]) -> pa.Table:
    """The columns that a model declares, from those of a raw table: `{"surname": ["text", "surname"]}`."""
    made = {}
    for name, (how, *sources) in columns.items():
        given = [raw[source].combine_chunks().cast(pa.string()) for source in sources]
        if how == "as_is":
            made[name] = given[0]
        elif how in WHOLE:
            made[name] = WHOLE[how](*given)
        elif len(given) == 1:
            made[name] = _by_value(MAKERS[how], given[0])
        else:
            made[name] = _by_row(MAKERS[how], given)
    return pa.table(made)


def _by_value(make: Maker, column: pa.Array) -> pa.Array:
    """Each distinct value is worked on once."""
    encoded = column.dictionary_encode()
    found = pa.array([make(value) for value in encoded.dictionary.to_pylist()], _type_of(make))
    return found.take(encoded.indices)


def _by_row(make: Maker, columns: list[pa.Array]) -> pa.Array:
    lists = [pc.fill_null(column, "").to_pylist() for column in columns]
    return pa.array([make(*values) for values in zip(*lists, strict=True)], pa.string())


def _type_of(make: Maker) -> pa.DataType:
    return pa.list_(pa.string()) if make is several else pa.string()


def frequencies(
    people: pa.Table, column: str, usual: float, *, within: str = "", weight: int
) -> pa.Table:
    """How common each value is, drawn towards the usual where little was seen.

    Within a group, where one is named: a surname of Dakar is rare in the town and common among those
    born in Senegal, whose birth place has already been counted.
    """
    key = [within] if within else []
    counted = people.select([column, *key]).filter(pc.is_valid(people[column]))
    counted = counted.group_by([column, *key]).aggregate([([], "count_all")])
    totals = _totals(counted, within)
    shares = (counted["count_all"].to_numpy() + weight * usual) / (totals + weight)
    table = pa.table({column: counted[column], f"tf_{column}": shares})
    # A value met in several groups is as common as in the group where it is commonest.
    found = table.group_by(column).aggregate([(f"tf_{column}", "max")])
    return found.rename_columns([column, f"tf_{column}"])


def _totals(counted: pa.Table, within: str) -> Any:
    if not within:
        return pc.sum(counted["count_all"]).as_py() or 0
    sums = counted.group_by(within).aggregate([("count_all", "sum")])
    by_group = dict(
        zip(*(sums[name].to_pylist() for name in (within, "count_all_sum")), strict=True)
    )
    return np.array([by_group[group] for group in counted[within].to_pylist()])
