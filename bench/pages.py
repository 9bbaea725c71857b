"""What one page costs in a web process, against a Django view that does nothing; and the walls."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from bench.operators import Operator
from bench.rows import Row, Spent, alternate, children_of, memory_of, resident_of, spend
from bench.town import PASSWORD, Town, cloned_town, served_town
from tests import databases, serving

Work = Callable[[], object]


@contextlib.contextmanager
def bare_server() -> Iterator[tuple[Operator, list[int]]]:
    port = serving.free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "bench.bare:application"),
            *(f"--bind=127.0.0.1:{port}", "--workers=1", "--log-level=error"),
        ],
        cwd=databases.ROOT,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
    )
    try:
        operator = Operator("127.0.0.1", port)
        for _ in range(100):
            with contextlib.suppress(OSError):
                operator.get("/")
                break
            time.sleep(0.1)
        yield operator, children_of(process.pid)
    finally:
        process.terminate()
        process.wait(10)


def save_a_contact(operator: Operator, person: str, reason: str) -> str:
    """The whole gesture of a desk: open the form for a person, post it, be sent on."""
    page = operator.get(f"/contatti/nuovo/?person={person}")
    return operator.post("/contatti/nuovo/", page, contact_form(person, reason))


def contact_form(person: str, reason: str) -> dict[str, object]:
    return {
        "subject": "person",
        "speaker": "self",
        "person": person,
        "reasons": [reason],
        "channel": "person",
        "given": ["information"],
        "minutes": "5",
        "needs": "Misura di prova",
        "save": "1",
    }


def reasons_of(town: Town) -> list[str]:
    return [
        row[0]
        for row in town.site.sql(
            "SELECT id::text FROM access_reason WHERE period @> current_date ORDER BY rank LIMIT 5"
        )
    ]


def run(quick: bool) -> list[Row]:
    times = 30 if quick else 150
    scale = "0.02" if quick else "1.0"
    rows = []
    with cloned_town(scale) as name, bare_server() as (bare, bare_pids):
        with served_town(name) as town:
            operator = Operator("127.0.0.1", town.port)
            operator.log_in("sportello", PASSWORD)
            pids = children_of(town.site.process.pid)
            works = _works(operator, town)
            for work in works.values():
                work()
            yardstick: Callable[[], Spent] = lambda: spend(lambda: bare.get("/"), 400, bare_pids)  # noqa: E731
            for label, work in works.items():
                ours, base = alternate(lambda w=work: spend(w, times, pids), yardstick)  # type: ignore[misc]
                detail = (
                    f"{ours.cpu * 1e3:.2f} ms CPU v. {base.cpu * 1e3:.3f}; {ours.wall * 1e3:.1f} ms"
                )
                rows.append(Row(label, "CPU ≤ 12 × bare view", ours.cpu / base.cpu, detail))
            detail = (
                f"{resident_of(pids[0]):.0f} MB resident, {memory_of(pids[0]):.0f} MB proportional"
            )
            rows.append(
                Row("memory of a web process", "≤ 110 MB", resident_of(pids[0]) / 110, detail)
            )
        rows += _walls(name, times)
    return rows


def _works(operator: Operator, town: Town) -> dict[str, Work]:
    people, reasons = iter(town.people * 50), reasons_of(town)
    return {
        "contact page": lambda: operator.get("/contatti/nuovo/"),
        "person page": lambda: operator.get(f"/persone/{next(people)}/"),
        "contact page and save (two requests)": lambda: save_a_contact(
            operator, next(people), reasons[0]
        ),
    }


def _walls(name: str, times: int) -> list[Row]:
    """The same pages with the second wall (role app) and without it (a role that passes it)."""
    rows = []
    with served_town(name) as walled, served_town(name, role="loader") as open_town:
        pair = []
        for town in (walled, open_town):
            operator = Operator("127.0.0.1", town.port)
            operator.log_in("sportello", PASSWORD)
            people, names = iter(town.people * 50), iter(town.surnames * 50)
            pair.append(
                {
                    "person page": lambda o=operator, p=people: o.get(f"/persone/{next(p)}/"),
                    "search": lambda o=operator, n=names: o.get(f"/persone/?q={next(n)[:4]}"),
                    "list of contacts": lambda o=operator: o.get("/contatti/"),
                }
            )
        for label in pair[0]:
            contenders = [lambda w=works[label]: spend(w, times, []) for works in pair]
            up, down = alternate(*contenders)
            detail = f"{up.wall * 1e3:.1f} ms with the wall, {down.wall * 1e3:.1f} without"
            rows.append(Row(f"second wall: {label}", "≤ 1.5 ×", up.wall / down.wall, detail))
    return rows
