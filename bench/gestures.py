"""What an operator of the desk does, page by page: the gestures that the bench measures."""

import itertools
import random
import re
from urllib.parse import quote

from bench.operators import Operator
from bench.rows import Work
from bench.town import Town

DESK = re.compile(r'<option value="([^"]+)" selected')


def contact_form(page: str, person: str, reason: str) -> dict[str, object]:
    """What a hurried operator sends: the desk proposed, one reason, a few words."""
    desk = DESK.search(page)
    return {
        "desk": desk.group(1) if desk else "",
        "channel": "person",
        "speaker": "self",
        "person": person,
        "reasons": [reason],
        "given": ["information"],
        "minutes": "5",
        "needs": "Misura di prova",
    }


def save_a_contact(operator: Operator, person: str, reason: str) -> str:
    """The whole gesture of a desk: open the form for a person, send it, be sent on."""
    page = operator.get(f"/contatti/nuovo/?person={person}")
    return operator.post("/contatti/nuovo/", page, contact_form(page, person, reason))


def reasons_of(town: Town) -> list[str]:
    return [
        row[0]
        for row in town.site.sql(
            "SELECT id::text FROM access_reason WHERE period @> current_date ORDER BY rank LIMIT 5"
        )
    ]


def gestures(operator: Operator, town: Town) -> dict[str, Work]:
    """Each asks for another person, another name, every time."""
    people, names = itertools.cycle(town.people), itertools.cycle(town.surnames)
    reason = reasons_of(town)[0]

    def opened() -> tuple[str, str]:
        person = next(people)
        return person, operator.get(f"/contatti/nuovo/?person={person}")

    def saved(made: tuple[str, str]) -> str:
        person, page = made
        return operator.post("/contatti/nuovo/", page, contact_form(page, person, reason))

    return {
        "contact page": Work(lambda: operator.get("/contatti/nuovo/")),
        "contact page for a person": Work(
            lambda: operator.get(f"/contatti/nuovo/?person={next(people)}")
        ),
        "save of a contact": Work(saved, opened),
        "person page": Work(lambda: operator.get(f"/persone/{next(people)}/")),
        "search": Work(lambda: operator.get(f"/persone/?q={quote(next(names)[:4])}")),
        "suggestions while typing": Work(
            lambda: operator.get(f"/persone/suggerimenti/?q={quote(next(names)[:4])}")
        ),
        "list of contacts": Work(lambda: operator.get("/contatti/")),
        "«Oggi»": Work(lambda: operator.get("/oggi/")),
    }


def work_a_while(operator: Operator, town: Town, reasons: list[str], dice: random.Random) -> int:
    """One gesture of the mix of a busy morning; answers how many contacts it saved.

    60 % searches, 30 % person pages, 10 % contacts.
    """
    roll = dice.random()
    if roll < 0.6:
        operator.get(f"/persone/?q={quote(dice.choice(town.surnames)[:5])}")
    elif roll < 0.9:
        operator.get(f"/persone/{dice.choice(town.people)}/")
    else:
        save_a_contact(operator, dice.choice(town.people), dice.choice(reasons))
        return 1
    return 0
