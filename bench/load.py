"""A town's worth of operators at once: nothing fails, nothing is lost or doubled, nothing collapses."""

import itertools
import random
import threading
import time
from dataclasses import dataclass, field

from bench.gestures import reasons_of, work_a_while
from bench.operators import Operator, Unexpected
from bench.rows import Row
from bench.town import DESK_ACCOUNT, PASSWORD, Options, Town, cloned_town, served_town

CLIENTS = (1, 2, 4, 8, 16, 50, 200)


@dataclass
class Tally:
    done: int = 0
    saved: int = 0
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def work(operator: Operator, town: Town, reasons: list[str], tally: Tally, until: float) -> None:
    """60 % searches, 30 % person pages, 10 % contacts, one after the other, no pause."""
    dice = random.Random(threading.get_ident())
    while time.monotonic() < until:
        try:
            saved = work_a_while(operator, town, reasons, dice)
        except (Unexpected, OSError) as error:
            with tally.lock:
                tally.errors.append(str(error)[:200])
        else:
            with tally.lock:
                tally.done += 1
                tally.saved += saved


def contacts_in(town: Town) -> int:
    return int(town.site.sql("SELECT count(*) FROM access_contact")[0][0])


def run(options: Options) -> list[Row]:
    seconds = 3 if options.quick else 12
    rows: list[Row] = []
    with cloned_town(options.scale) as name, served_town(name, workers=2) as town:
        reasons = reasons_of(town)
        session = Operator("127.0.0.1", town.port)
        session.log_in(DESK_ACCOUNT, PASSWORD)
        speeds: dict[int, float] = {}
        for clients in CLIENTS:
            tally, before = Tally(), contacts_in(town)
            until = time.monotonic() + seconds
            threads = [
                threading.Thread(
                    target=work,
                    args=(
                        Operator("127.0.0.1", town.port, dict(session.cookies)),
                        *(town, reasons, tally, until),
                    ),
                )
                for _ in itertools.repeat(None, clients)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            written = contacts_in(town) - before
            speeds[clients] = tally.done / seconds
            faults = f"{len(tally.errors)} errors, {written - tally.saved:+d} rows lost or doubled"
            sample = f" ({tally.errors[0]})" if tally.errors else ""
            best = max(speed for number, speed in speeds.items() if number <= clients)
            rows.append(
                Row(
                    f"{clients} operators in a closed loop",
                    "≥ 0.90 of the best" if clients >= 50 else "no error",
                    speeds[clients] / best,
                    f"{speeds[clients]:.1f} gestures/s, {tally.saved} contacts, {faults}{sample}",
                )
            )
    return rows
