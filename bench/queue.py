"""A busy morning of the queue: twenty operators press «next» at once, two hundred look at the board."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator

from bench.bare_server import bare_server
from bench.operators import Operator, Unexpected
from bench.rows import Row, children_of, cpu_of, spend
from bench.town import DESK_ACCOUNT, PASSWORD, Options, Town, cloned_town, served_town

OPERATORS, CLIENTS = 20, 200


def a_full_room(town: Town, number: int) -> str:
    """The desk of the demo's operator with so many people waiting; nobody at a counter."""
    [(desk,)] = town.site.sql(
        """SELECT d.id::text FROM access_desk d JOIN access_deskduty u ON u.desk_id = d.id
             JOIN accounts_post p ON p.id = u.post_id JOIN accounts_user w ON w.id = p.user_id
            WHERE w.username = %s AND d.period @> current_date ORDER BY d.has_queue DESC LIMIT 1""",
        DESK_ACCOUNT,
    )
    town.site.sql(
        "UPDATE access_ticket SET state = 'left', left_why = 'mistake', ended_at = now() WHERE desk_id"
        " = %s AND state IN ('waiting', 'called', 'serving')",
        desk,
    )
    town.site.sql("UPDATE access_desk SET has_queue = true WHERE id = %s", desk)
    town.site.sql(
        """INSERT INTO access_ticket (id, version, created_at, changed_at, ambito_id, desk_id, day,
                  number, code, reason_group, priority, arrived_by, state, taken_at, due_at, calls,
                  counter, left_why)
           SELECT gen_random_uuid(), 1, now(), now(), d.ambito_id, d.id,
                  (now() AT TIME ZONE 'Europe/Rome')::date,
                  greatest(10000, (SELECT max(number) FROM access_ticket WHERE desk_id = d.id)) + n,
                  'Z' || n, '', 40, 'kiosk',
                  'waiting', now(), now(), 0, '', ''
             FROM access_desk d, generate_series(1, %s) n WHERE d.id = %s""",
        number,
        desk,
    )
    return str(desk)


def colleagues(town: Town, desk: str) -> list[Operator]:
    """Twenty operators on duty at the desk, each with a session of their own."""
    town.site.sql(
        """WITH one AS (SELECT w.*, p.id AS post, p.ambito_id AS ambito FROM accounts_user w
                          JOIN accounts_post p ON p.user_id = w.id WHERE w.username = %s LIMIT 1),
           made AS (INSERT INTO accounts_user (id, version, created_at, changed_at, password, username,
                      first_name, last_name, email, is_active, language, shortcuts, sessions_from)
                    SELECT gen_random_uuid(), 1, now(), now(), password, 'bench.' || n, 'Prova',
                           n::text, 'bench.' || n || '@prossimo.example', true, 'it', true,
                           sessions_from FROM one, generate_series(1, %s) n RETURNING id),
           posts AS (INSERT INTO accounts_post (id, version, created_at, changed_at, user_id, role,
                       ambito_id, user_area, period)
                     SELECT gen_random_uuid(), 1, now(), now(), made.id, 'front_desk', one.ambito, '',
                            daterange('2020-01-01', NULL) FROM made, one RETURNING id)
           INSERT INTO access_deskduty (id, desk_id, post_id, period)
           SELECT gen_random_uuid(), %s, id, daterange('2020-01-01', NULL) FROM posts""",
        DESK_ACCOUNT,
        OPERATORS,
        desk,
    )
    entered = []
    for number in range(1, OPERATORS + 1):
        operator = Operator("127.0.0.1", town.port)
        operator.log_in(f"bench.{number}", PASSWORD)
        entered.append(operator)
    return entered


def together(works: list[Callable[[], float]]) -> list[float]:
    """Each in its thread, all at once; how long each waited."""
    gate, waits = threading.Barrier(len(works)), [0.0] * len(works)

    def one(at: int) -> None:
        gate.wait()
        waits[at] = works[at]()

    threads = [threading.Thread(target=one, args=(at,)) for at in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits


def timed(work: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    return run


def p95(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.95)]


def next_under_crowd(town: Town, rounds: int) -> Row:
    """`next` against a page with nothing in it, by the same twenty at the same instant."""
    desk = a_full_room(town, OPERATORS * rounds * 2)
    operators = colleagues(town, desk)
    page = f"/sportelli/{desk}/coda/"
    forms = [operator.get(page) for operator in operators]

    def press(operator: Operator, form: str) -> Callable[[], float]:
        return timed(lambda: operator.post(f"{page}prossimo/", form, {}))

    nexts: list[float] = []
    empties: list[float] = []
    for _round in range(rounds):
        nexts += together([press(*pair) for pair in zip(operators, forms, strict=True)])
        town.site.sql(  # who was called sits down: the next press ends them and calls another
            "UPDATE access_ticket SET state = 'serving', started_at = now()"
            " WHERE desk_id = %s AND state = 'called'",
            desk,
        )
        empties += together(
            [
                timed(lambda operator=operator: operator.get("/accessibilita/"))
                for operator in operators
            ]
        )
    [(called, twice)] = town.site.sql(
        "SELECT count(*) FILTER (WHERE calls > 0), count(*) FILTER (WHERE calls > 1)"
        " FROM access_ticket WHERE desk_id = %s AND number > 10000",
        desk,
    )
    ratio = p95(nexts) / p95(empties)
    return Row(
        f"«next», {OPERATORS} operators at one desk",
        "p95 ≤ 3 × empty page",
        ratio,
        f"p95 {p95(nexts) * 1e3:.0f} ms against {p95(empties) * 1e3:.0f}; {called} called in "
        f"{len(nexts)} presses, {twice} called twice",
    )


def board_address(town: Town, desk: str) -> str:
    """The address that hangs in the waiting room, as the page of the desk prints it."""
    operator = Operator("127.0.0.1", town.port)
    operator.log_in(DESK_ACCOUNT, PASSWORD)
    text = operator.get(f"/sportelli/{desk}/coda/collegamenti/")
    return "/sala/" + text.split("/sala/", 1)[1].split('"', 1)[0]


def board_with_a_crowd(town: Town, seconds: float) -> Iterator[Row]:
    desk = a_full_room(town, 30)
    path = f"{board_address(town, desk)}adesso/"
    waits: list[float] = []
    faults: list[str] = []
    until = time.monotonic() + seconds
    pids = children_of(town.site.process.pid)
    before, started = cpu_of(pids), time.perf_counter()

    def client(number: int) -> None:
        browser = Operator("127.0.0.1", town.port)
        time.sleep(2 * number / CLIENTS)  # as they were opened, one after the other
        while time.monotonic() < until:
            asked = time.perf_counter()
            try:
                browser.get(path)
            except (Unexpected, OSError) as error:
                faults.append(str(error)[:80])
            waits.append(time.perf_counter() - asked)
            time.sleep(max(0.0, 2 - (time.perf_counter() - asked)))

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cpu = (cpu_of(pids) - before) / (time.perf_counter() - started)
    yield Row(
        f"board with {CLIENTS} open clients",
        "no error",
        None,
        f"{cpu:.0%} of a core, p95 {p95(waits) * 1e3:.0f} ms, {len(waits) / seconds:.0f} "
        f"requests/s, {len(faults)} errors",
    )


def fragment(town: Town, options: Options) -> Row:
    desk = a_full_room(town, 30)
    path = f"{board_address(town, desk)}adesso/"
    browser = Operator("127.0.0.1", town.port)
    times = 100 if options.quick else 500
    with bare_server() as (bare, bare_pids):
        pids = children_of(town.site.process.pid)
        for _ in itertools.repeat(None, 20):
            browser.get(path)
        ours = spend(lambda: browser.get(path), times, pids)
        base = spend(lambda: bare.get("/"), times, bare_pids)
    return Row(
        "what the board asks, drawn once a second",
        "no bar",
        ours.cpu / base.cpu,
        f"CPU {ours.cpu * 1e3:.2f} ms against {base.cpu * 1e3:.3f}",
    )


def run(options: Options) -> Iterator[Row]:
    with cloned_town(options.scale) as name, served_town(name, workers=2) as town:
        yield next_under_crowd(town, 2 if options.quick else 10)
        yield from board_with_a_crowd(town, 4 if options.quick else 15)
        yield fragment(town, options)
