"""What files remember of a life: a provisional code, a second citizenship, a death, a departure."""

import json
from collections.abc import Iterator

import numpy as np
from django.apps import apps

from prossimo.citizens.choices import RegistryState, TaskKind, TaskState, TaxCodeEnd
from prossimo.web.demo import taxcodes
from prossimo.web.demo.copying import NULL, Sheet
from prossimo.web.demo.draws import DAY_MS, Dice
from prossimo.web.demo.families import VERSIONED, Families, day_text, made, period, written
from prossimo.web.demo.foreign_names import COMMUNITIES
from prossimo.web.demo.people import BOTH, VALID
from prossimo.web.demo.sheets import instants

DIED, LEFT = 0.0006, 0.0005  # of all
GONE_TO = ("Milano", "Brescia", "Torino", "Genova", "Monaco di Baviera", "Lione")


def sheets(families: Families) -> list[Sheet]:
    return [former_codes_sheet(families), citizenships_sheet(families), tasks_sheet(families)]


def former_codes_sheet(families: Families) -> Sheet:
    """Newcomers had a provisional code at first; a few codes had been typed wrong."""
    rng = families.dice("former")
    people = families.people
    has_one = people.tax_state == VALID
    came = families.some(rng, has_one & people.foreign & (people.members.age > 1), 0.006, 3)
    wrong = families.some(rng, has_one & ~people.foreign, 0.0008, 1)
    rows, at = [], []
    for row, code in zip(came.tolist(), taxcodes.temporary(rng, len(came)), strict=True):
        ended = int(families.known[row]) + int(rng.integers(40, 700))
        if ended < families.today:
            at.append(ended)
            rows.append((families.ids[row], code, day_text(ended), TaxCodeEnd.TEMPORARY.value))
    for row in wrong.tolist():
        ended = min(int(families.known[row]) + int(rng.integers(1, 900)), families.today - 1)
        code = people.tax_code[row].decode()
        mistyped = code[:6] + f"{(int(code[6]) + 1) % 10}" + code[7:] if code[6].isdigit() else ""
        if mistyped:
            at.append(ended)
            rows.append((families.ids[row], mistyped, day_text(ended), TaxCodeEnd.MISTAKE.value))
    names = ("person_id", "code", "ended_on", "why")
    return written("citizens_formertaxcode", names, rows, at, families.dice("former codes"))


def citizenships_sheet(families: Families) -> Sheet:
    """Who holds two: the first since birth, the Italian one since they took it."""
    rng = families.dice("citizenships")
    people = families.people
    rows, at = [], []
    for row in np.flatnonzero((people.citizenship == BOTH) & families.own).tolist():
        born = int(families.born[row])
        grown = people.members.age[row] >= 18
        since = max(born, families.today - int(rng.integers(90, 9000))) if grown else born
        iso = COMMUNITIES[int(people.community[row]) - 1].iso
        for country, first in ((iso, born), ("IT", since)):
            at.append(int(families.known[row]))
            rows.append((families.ids[row], country, period(first)))
    names = ("person_id", "country", "period")
    return written("citizens_citizenship", names, rows, at, families.dice("dated"))


# --- who died, who left -----------------------------------------------------------------------


def tasks_sheet(families: Families) -> Sheet:
    """What the registry told and somebody has to look at; `afterwards` writes it on the files."""
    rng = families.dice("gone")
    people = families.people
    last = np.full(len(people), families.today - 500, dtype=np.int64)
    named = np.flatnonzero(families.contacts.person >= 0)
    np.maximum.at(last, families.contacts.person[named], families.contacts.day[named])
    quiet = (last < families.today - 40) & (families.known < families.today - 600)
    old = families.some(rng, quiet & (people.members.age >= 74), DIED, 3)
    moved = families.some(rng, quiet & (people.members.age < 60) & ~np.isin(
        np.arange(len(people)), people.homes.reference), LEFT, 3)  # fmt: skip
    rows, at = [], []
    for kind, chosen in ((TaskKind.DIED, old), (TaskKind.LEFT, moved)):
        for row in chosen.tolist():
            happened = int(rng.integers(last[row] + 5, families.today - 10))
            told = min(happened + int(rng.integers(4, 30)), families.today - 1)
            seen = families.today - told > 60 and rng.random() < 0.8
            (moment,) = instants(np.array([(told + 3) * DAY_MS]))
            after = {"died_on": day_text(happened)} if kind is TaskKind.DIED else _gone(rng)
            at.append(told)
            rows.append(
                (
                    *made(told), families.ids[row], kind.value, "",
                    json.dumps({"before": {}, "after": after}), day_text(happened),
                    (TaskState.DONE if seen else TaskState.OPEN).value, "",
                    moment if seen else NULL,
                )
            )  # fmt: skip
    names = (
        *VERSIONED, "person_id", "kind", "source_key", "facts", "happened_on", "state", "note",
        "done_at",
    )  # fmt: skip
    return written("citizens_reviewtask", names, rows, at, families.dice("tasks"))


def _gone(rng: Dice) -> dict[str, str]:
    return {"municipality": GONE_TO[int(rng.integers(0, len(GONE_TO)))]}


def afterwards() -> Iterator[str]:
    """Once the histories are opened: deaths, departures and first codes, on files and in their past."""
    event = apps.get_model("citizens", "PersonHistoryEvent")
    names = [f'"{f.column}"' for f in event._meta.concrete_fields if f.column != "pgh_id"]
    now = {'"pgh_created_at"': "f.ended_on + time '09:00'", '"pgh_label"': "'update'"}
    yield (
        f"INSERT INTO citizens_personhistoryevent ({', '.join(names)})"
        f" SELECT {', '.join(now.get(name, f'e.{name}') for name in names)}"
        " FROM citizens_personhistoryevent e"
        " JOIN citizens_formertaxcode f ON f.person_id = e.pgh_obj_id AND f.why = 'temporary'"
        " WHERE e.pgh_label = 'insert'"
    )
    yield (
        "UPDATE citizens_personhistoryevent e SET tax_code = f.code, tax_code_state = 'temporary'"
        " FROM citizens_formertaxcode f"
        " WHERE f.person_id = e.pgh_obj_id AND f.why = 'temporary' AND e.pgh_label = 'insert'"
    )
    dead, left = RegistryState.DEAD.value, RegistryState.LEFT.value
    yield (
        "UPDATE citizens_person p SET version = 2, changed_at = t.created_at,"
        f" registry_state = CASE t.kind WHEN 'died' THEN '{dead}' ELSE '{left}' END,"
        " died_on = CASE t.kind WHEN 'died' THEN t.happened_on END"
        " FROM citizens_reviewtask t WHERE t.person_id = p.id AND t.kind IN ('died', 'left')"
    )
    yield (
        "UPDATE citizens_personhistoryevent e SET pgh_created_at = e.changed_at"
        f" WHERE e.pgh_label = 'update' AND e.registry_state IN ('{dead}', '{left}')"
    )
