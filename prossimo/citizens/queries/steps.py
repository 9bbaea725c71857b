"""Where the search looks, and in which order: the surest and cheapest look-up first."""

from collections.abc import Iterable, Iterator

from prossimo.accounts.rules import Reach, Right
from prossimo.citizens.asking import Asked
from prossimo.citizens.queries import marks, reasons, words
from prossimo.citizens.queries.scope import Scope
from prossimo.citizens.queries.words import Why, begins

Steps = Iterator[list[Why]]
SHORTEST_WHOLE = 14  # characters of a code that may lack some
ROUGHLY = 200  # people born in a month or a year: who asks for no more means nobody in particular


def steps(asked: Asked, scope: Scope) -> Steps:
    if asked.number:
        yield marks.by_number(scope, asked.number)
    elif asked.street:
        yield from marks.by_address(scope, asked)
    elif asked.code or asked.phone:
        yield from _by_marks(asked, scope)
    elif asked.words:
        yield from _by_words(asked, scope)
    else:
        listed = scope.people.order_by("born_on", "sort_key", "pk").values_list("pk", flat=True)
        yield [(pk, _born_reason(asked)) for pk in listed[:ROUGHLY]]


def code_reason(code: str) -> reasons.Reason:
    return reasons.CODE if len(code) in marks.WHOLE else reasons.CODE_BEGUN


def _born_reason(asked: Asked) -> reasons.Reason:
    return reasons.BIRTH if asked.one_day else reasons.BIRTH_YEAR


def _by_marks(asked: Asked, scope: Scope) -> Steps:
    if asked.phone:
        yield _named(scope, marks.by_phone(scope.actor, asked.phone), asked)
    if not (code := asked.code):
        return
    listed = scope.people.filter(begins("tax_code", code)).order_by("tax_code", "pk")
    exact = [(pk, code_reason(code)) for pk in listed.values_list("pk", flat=True)[:ROUGHLY]]
    yield _named(scope, exact, asked)
    if not exact:
        yield from other_codes(asked, scope)


def other_codes(asked: Asked, scope: Scope) -> Steps:
    """Nobody has this code: who had it, or has nearly the same."""
    if len(asked.code) < SHORTEST_WHOLE:
        yield _named(scope, marks.by_former_code(scope.actor, asked.code), asked)
        return
    for step in marks.by_near_code(scope.actor, asked.code):
        yield _named(scope, step, asked)
        if step:
            return


def _named(scope: Scope, found: list[Why], asked: Asked) -> list[Why]:
    """Of those found, who also bears the words that were typed."""
    if not (asked.words and found):
        return found
    because = dict(found)
    few = words.names_in(scope.people.filter(pk__in=because))
    return [(pk, why + because[pk]) for pk, why in words.among(few, asked.words)]


def _by_words(asked: Asked, scope: Scope) -> Steps:
    if scope.actor.reach(Right.PERSON_READ) is Reach.DESKS or asked.one_day:
        # Few people: those whom a partner met, those born on a day. They are looked through.
        yield _dated(words.among(words.names_in(scope.people), asked.words), asked)
        return
    for step in words.by_names(asked.words, scope):
        yield _dated(step, asked)
    if len(asked.words) == 1 and 3 <= len(asked.words[0]) <= 6 and not asked.born:
        code = begins("tax_code", asked.words[0].upper())
        listed = scope.people.filter(code).order_by("tax_code", "pk").values_list("pk", flat=True)
        yield [(pk, reasons.CODE_BEGUN) for pk in listed[:ROUGHLY]]


def _dated(found: Iterable[Why], asked: Asked) -> list[Why]:
    if not asked.born:
        return list(found)
    return [(pk, why + _born_reason(asked)) for pk, why in found]
