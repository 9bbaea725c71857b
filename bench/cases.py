"""The page of a case of twenty years with 3 000 pages of diary, against that of an empty case."""

import datetime as dt
import statistics
import time
from collections.abc import Iterator
from typing import Any

from bench.operators import Operator
from bench.rows import Row
from bench.town import PASSWORD, Options, cloned_town, served_town

ACCOUNT = "assistente"
PAGES, STEPS, CONTACTS, ROUNDS, WARMING = 3000, 200, 200, 40, 3
LONG_AGO = dt.date(2006, 9, 1)
# Two cases of one owner, about two people alike: one has nothing in it yet.
MADE = (
    "INSERT INTO cases_case (id, version, created_at, changed_at, ambito_id, municipality_id,"
    " neighbourhood_id, number, person_id, household_id, user_area, intensity, intensity_why, at_risk,"
    " protected, restricted, archived, source, why, state, owner_id, opened_by_id, reported_on,"
    " taken_on, outcome, closing, last_heard_on)"
    " SELECT %(case)s, 1, now(), now(), p.ambito_id, p.municipality_id, p.neighbourhood_id,"
    " %(number)s, p.id, p.household_id, 'MUL', 'full', '', false, false, false, false,"
    " 'direct', 'Misura',"
    " 'in_charge', %(post)s, %(user)s, %(since)s, %(since)s, '', '', current_date"
    " FROM citizens_person p WHERE p.id = %(person)s",
    "INSERT INTO cases_caseworker (id, version, created_at, changed_at, case_id, post_id, role,"
    " period, parts, why, by_id) VALUES (gen_random_uuid(), 1, now(), now(), %(case)s, %(post)s,"
    " 'owner', daterange(%(since)s, NULL), '{diary,plan,network,health,orders,papers}', '', %(user)s)",
    "INSERT INTO cases_casemember (id, version, created_at, changed_at, case_id, person_id, role,"
    " period, note) VALUES (gen_random_uuid(), 1, now(), now(), %(case)s, %(person)s, 'subject',"
    " daterange(%(since)s, NULL), '')",
)
FILLED = (
    "INSERT INTO cases_diaryentry (id, version, created_at, changed_at, case_id, kind, happened_at,"
    " minutes, place, text, author_id, post_id)"
    " SELECT gen_random_uuid(), 1, at, at, %(case)s, 'interview', at, 45, '',"
    " repeat('Colloquio con la famiglia, come concordato. ', 12), %(user)s, %(post)s"
    " FROM (SELECT now() - n * interval '58 hours' AS at FROM generate_series(1, %(pages)s) n) t",
    # each page moved the day of the last news, and left its line in the history of the case
    "INSERT INTO cases_casehistoryevent SELECT (e).* FROM (SELECT jsonb_populate_record(e,"
    " jsonb_build_object('pgh_id', nextval(pg_get_serial_sequence('cases_casehistoryevent',"
    " 'pgh_id')), 'pgh_created_at', now() - n * interval '58 hours')) AS e"
    " FROM cases_casehistoryevent e, generate_series(1, %(pages)s) n WHERE e.id = %(case)s) t",
    "INSERT INTO cases_casestep (id, case_id, name, source, target, at, by_id, post_id, signed, note)"
    " SELECT gen_random_uuid(), %(case)s, (ARRAY['suspend', 'resume'])[1 + n %% 2], 'in_charge',"
    " 'suspended', now() - n * interval '36 days', %(user)s, %(post)s, '', 'Misura'"
    " FROM generate_series(1, %(steps)s) n",
    "INSERT INTO access_contact SELECT (c).* FROM (SELECT jsonb_populate_record(NULL::access_contact,"
    " to_jsonb(c) || jsonb_build_object('id', gen_random_uuid(), 'person_id', %(person)s::text,"
    " 'day', c.day - n * 20)) AS c FROM (SELECT * FROM access_contact WHERE ambito_id = %(ambito)s"
    " ORDER BY id LIMIT 1) c, generate_series(1, %(contacts)s) n) t",
)


def run(options: Options) -> Iterator[Row]:
    from prossimo_launch import cluster

    server = cluster.ensure_running()
    rounds = 10 if options.quick else ROUNDS
    with cloned_town("0.02") as name:
        with server.connect("loader", name) as loader:
            told = _told(loader)
            for which in ("empty", "full"):
                for statement in MADE:
                    loader.execute(statement, told[which])
            for statement in FILLED:
                loader.execute(statement, told["full"])
            loader.commit()
            loader.autocommit = True
            loader.execute("ANALYZE")
        with served_town(name) as town:
            yield _measured(town.port, told, rounds)


def _told(loader: Any) -> dict[str, dict[str, Any]]:
    row = loader.execute(
        "SELECT p.ambito_id, p.user_id, p.id FROM accounts_post p JOIN accounts_user u"
        " ON u.id = p.user_id WHERE u.username = %s",
        [ACCOUNT],
    ).fetchone()
    people = loader.execute(
        "SELECT p.id FROM citizens_person p WHERE p.ambito_id = %s AND p.merged_into_id IS NULL"
        " AND NOT EXISTS (SELECT FROM access_contact c WHERE c.person_id = p.id)"
        " AND NOT EXISTS (SELECT FROM cases_case c WHERE c.person_id = p.id) ORDER BY p.id LIMIT 2",
        [row[0]],
    ).fetchall()
    common = {
        "ambito": row[0], "user": row[1], "post": row[2], "since": LONG_AGO, "pages": PAGES,
        "steps": STEPS, "contacts": CONTACTS,
    }  # fmt: skip
    return {
        which: {**common, "person": person, "number": f"2006/9999{turn}", "case": _id(turn)}
        for turn, (which, (person,)) in enumerate(zip(("empty", "full"), people, strict=True))
    }


def _id(turn: int) -> str:
    return f"00000000-0000-7000-8000-00000000000{turn}"


def _measured(port: int, told: dict[str, dict[str, Any]], rounds: int) -> Row:
    """The whole page, in turns so that the mood of the machine weighs on both."""
    operator = Operator("127.0.0.1", port)
    operator.log_in(ACCOUNT, PASSWORD)
    times: dict[str, list[float]] = {which: [] for which in told}
    for turn in range(rounds + WARMING):
        for which, row in told.items():
            began = time.perf_counter()
            operator.get(f"/cartelle/{row['case']}/")
            spent = time.perf_counter() - began
            if turn >= WARMING:
                times[which].append(spent * 1e3)
    empty, full = (statistics.median(times[which]) for which in ("empty", "full"))
    detail = (
        f"{full:.0f} ms against {empty:.0f}; {PAGES} pages of diary, {STEPS} moves,"
        f" {CONTACTS} contacts"
    )
    return Row("a case of 20 years opens", "≤ 1.5 × an empty case", full / empty, detail)
