"""The first free hour of a motive across fifty desks with a year of openings, mostly taken."""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.rows import Row
from bench.search import _at_work
from bench.town import Options, cloned_town

ACCOUNT = "segretariato"
DESKS, ROUNDS, BAR_MS = 50, 30, 200.0
FULL_WEEKS = 3  # nothing is free before: the search has to read so far
MOTIVE, PREFIX = "Misura", "Misura, sportello"
BUILD = (
    # a motive, fifty desks, a morning and an afternoon a day with two places each
    "INSERT INTO access_motive (id, version, created_at, changed_at, ambito_id, label, minutes,"
    " modes, is_online, notice_hours, horizon_days, workers, to_bring, period)"
    " SELECT gen_random_uuid(), 1, now(), now(), %(ambito)s, %(motive)s, 30, '{office}', true, 0,"
    " 365, 1, '', daterange('2020-01-01', NULL)",
    "INSERT INTO access_desk (id, version, created_at, changed_at, ambito_id, name, kind,"
    " part_of_pass, place, phone, email, period, has_queue, letter, is_supervised, door_serial)"
    " SELECT gen_random_uuid(), 1, now(), now(), %(ambito)s, %(desk)s || n, 'seat', false, '', '',"
    " '', daterange('2020-01-01', NULL), false, 'A', false, 1 FROM generate_series(1, %(desks)s) n",
    "INSERT INTO access_opening (id, version, created_at, changed_at, desk_id, modes, weekday,"
    " starts_at, ends_at, every_weeks, seats, period)"
    " SELECT gen_random_uuid(), 1, now(), now(), d.id, '{office}', w, h, h + interval '3 hours',"
    " 1, 2, daterange('2020-01-06', NULL) FROM access_desk d, generate_series(1, 5) w,"
    " unnest(ARRAY['09:00'::time, '14:00'::time]) h WHERE d.name LIKE %(desk)s || '%%'",
    "INSERT INTO access_opening_motives (opening_id, motive_id)"
    " SELECT o.id, m.id FROM access_opening o JOIN access_desk d ON d.id = o.desk_id,"
    " access_motive m WHERE d.name LIKE %(desk)s || '%%' AND m.label = %(motive)s",
)
TAKEN = """
WITH day AS (SELECT (current_date + n)::date AS day FROM generate_series(0, %(days)s) n),
made AS (SELECT gen_random_uuid() AS id, o.id AS opening, s AS seat, d.id AS desk,
    (day + o.starts_at + step * interval '30 minutes') AT TIME ZONE 'Europe/Rome' AS starts
  FROM access_opening o JOIN access_desk d ON d.id = o.desk_id
  JOIN day ON extract(isodow FROM day) = o.weekday, generate_series(1, 2) s,
       generate_series(0, 5) step
 WHERE d.name LIKE %(desk)s || '%%'),
kept AS (INSERT INTO access_appointment (id, version, created_at, changed_at, ambito_id, desk_id,
    motive_id, mode, place, starts_at, ends_at, state, booked_by, name, phone, email, remind_by,
    note, cancelled_by, why, link_serial, author_id, post_id)
  SELECT made.id, 1, now(), now(), %(ambito)s, desk, m.id, 'office', '', starts,
    starts + interval '30 minutes', 'booked', 'operator', 'X', '', '', '', '', '', '', 1,
    %(user)s, %(post)s FROM made, access_motive m WHERE m.label = %(motive)s RETURNING id)
INSERT INTO access_appointmentseat (id, ambito_id, appointment_id, opening_id, seat, during, is_live)
SELECT gen_random_uuid(), %(ambito)s, made.id, opening, seat,
       tstzrange(starts, starts + interval '30 minutes'), true FROM made
"""


def run(options: Options) -> Iterator[Row]:
    from prossimo_launch import cluster

    server = cluster.ensure_running()
    with cloned_town("0.02") as name:
        with server.connect("loader", name) as loader:
            told = _told(loader)
            for statement in BUILD:
                loader.execute(statement, told)
            loader.commit()
        yield from _measured(name, told, "an empty agenda")
        with server.connect("loader", name) as loader:
            loader.execute(TAKEN, {**told, "days": FULL_WEEKS * 7})
            loader.commit()
            loader.autocommit = True
            loader.execute("ANALYZE access_appointmentseat")
        yield from _measured(name, told, f"{FULL_WEEKS} weeks full")


def _told(loader: Any) -> dict[str, Any]:
    row = loader.execute(
        "SELECT p.ambito_id, p.user_id, p.id FROM accounts_post p JOIN accounts_user u"
        " ON u.id = p.user_id WHERE u.username = %s",
        [ACCOUNT],
    ).fetchone()
    ambito, user, post = row
    return {
        "ambito": ambito, "user": user, "post": post, "motive": MOTIVE, "desk": PREFIX,
        "desks": DESKS,
    }  # fmt: skip


def _measured(name: str, told: dict[str, Any], what: str) -> Iterator[Row]:
    with _at_work(name, (told["user"], told["post"])):
        from prossimo.access.models import Motive
        from prossimo.access.queries.slots import Wanted, first_free, free_hours

        motive = Motive.objects.get(label=MOTIVE)
        for label, act in (
            ("first free hour", lambda: first_free(Wanted(motive))),
            ("first 24", lambda: free_hours(Wanted(motive), 24)),
        ):
            times = _timed(act)
            median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            found = first_free(Wanted(motive))
            ahead = (found[0].starts - dt.datetime.now(dt.UTC)).days if found else -1
            detail = f"{median:.0f}/{p95:.0f} ms, {DESKS} desks, found {ahead} days ahead"
            yield Row(f"agenda: {label}, {what}", "p95 ≤ 200 ms", p95 / BAR_MS, detail)


def _timed(act: Callable[[], object]) -> list[float]:
    act()
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1e3)
    return times
