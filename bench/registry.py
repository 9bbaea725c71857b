"""A whole municipal registry brought in, against a raw COPY of the same rows into the same table.

The way is whole: the file read, checked, compared, written with households, words of search,
histories and what undoes it, as the worker behind both walls. The yardstick is a COPY of the same
people, without their households, into the table of people as it is, with its indexes, keys and
history; beside it stand one of the same people each in a household that is there already, which are
the rows that the import writes, and one into a table that has its indexes and nothing else.
"""

import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.rows import Row
from bench.town import Options
from prossimo_launch import cluster
from tests import databases

QUICK, WHOLE = 50_000, 1_000_000
MOST_RATIO, MOST_MEMORY = 2.0, 150  # times the raw COPY, MB
HEAD = (
    "cod_individuo;cod_famiglia;cognome;nome;sesso;data_nascita;codice_fiscale;parentela;cittadinanza;"
    "via;civico;cap;residente_dal"
)
COLUMNS = (
    "id, version, created_at, changed_at, ambito_id, surname, given_name, sort_key, sex, born_on,"
    " birth_place, birth_place_code, citizenships, tax_code, tax_code_state, household_role,"
    " municipality_id, street, street_number, postcode, resides_since, languages, needs_interpreter,"
    " contact_warning, first_known_on, registry_id, registry_state, registry_seen_on"
)
WORK = """
import json, os, resource, sys, time, uuid
import django
django.setup()
from django.db import connection
from prossimo.accounts.identity import acting_as
from prossimo.citizens.models import RegistryBatch
from prossimo.citizens.operations import registry, registry_work
from prossimo.territory.models import Municipality
file, user, post = sys.argv[1], uuid.UUID(sys.argv[2]), uuid.UUID(sys.argv[3])

def pieces():
    with open(file, "rb") as stream:
        while piece := stream.read(1 << 20):
            yield piece

def said(phase, since):
    with open(f"/proc/{connection.connection.info.backend_pid}/stat") as stat:
        server = sum(map(int, stat.read().rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")
    print(json.dumps({
        "phase": phase, "seconds": time.perf_counter() - since,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "worker": time.process_time() - began, "server": server,
    }), flush=True)

began = time.process_time()

start = time.perf_counter()
with acting_as(user, post) as actor:
    town = Municipality.objects.get()
    batch = registry.receive_file(by=actor, name="anagrafe.csv", pieces=pieces(), municipality=town)
    registry.choose_columns(batch.pk, by=actor, chosen=batch.columns, words={})
said("keep", start)
start = time.perf_counter()
registry_work.work(batch.pk, user, post)
said("compare", start)
with acting_as(user, post) as actor:
    registry.approve(batch.pk, by=actor)
start = time.perf_counter()
registry_work.work(batch.pk, user, post)
said("apply", start)
with acting_as(user, post) as actor:
    done = RegistryBatch.objects.get()
    assert done.state == "applied", done.problem
    print(json.dumps({"phase": "counts", "counts": done.counts}), flush=True)
"""


class Invented(NamedTuple):
    """Somebody of the file."""

    number: int
    family: int
    surname: str
    given: str
    born: dt.date
    code: str
    house: int


def run(options: Options) -> list[Row]:
    rows = QUICK if options.quick else WHOLE
    with tempfile.TemporaryDirectory() as folder:
        file, lines = Path(folder) / "anagrafe.csv", Path(folder) / "people.copy"
        places = uuid.uuid4(), uuid.uuid4()
        _write_files(file, lines, rows, *places)
        as_it_is, work = _raw_copy(lines, places)
        homed, homed_work = _raw_copy(lines, places, homes=True)
        bare, bare_work = _raw_copy(lines, places, bare=True)
        spent = _whole_way(file)
    phases = {name: spent[name]["seconds"] for name in ("keep", "compare", "apply")}
    seconds = sum(phases.values())
    worker, server = spent["apply"]["worker"], spent["apply"]["server"]
    peak = max(phase["peak"] for phase in spent.values())
    told = ", ".join(f"{name} {taken:.0f} s" for name, taken in phases.items())
    bar = f"≤ {MOST_RATIO:.0f}× raw COPY"
    return [
        Row(
            f"registry of {rows} people, whole way",
            bar,
            seconds / as_it_is,
            f"{seconds:.0f} s ({told}); COPY {as_it_is:.0f} s",
        ),
        Row(
            "the same in processor time",
            bar,
            (worker + server) / work,
            f"server {server:.0f} s, worker {worker:.0f} s; COPY {work:.0f} s",
        ),
        Row(
            "beside the same people in their households",
            bar,
            (worker + server) / homed_work,
            f"COPY {homed_work:.0f} s of processor, {homed:.0f} s by the clock",
        ),
        Row(
            "beside a table with the indexes alone",
            bar,
            (worker + server) / bare_work,
            f"COPY {bare_work:.0f} s of processor, {bare:.0f} s by the clock",
        ),
        Row(
            "its peak in the worker",
            f"≤ {MOST_MEMORY} MB",
            peak / MOST_MEMORY,
            f"{peak:.0f} MB resident",
        ),
    ]


def _people(count: int) -> Iterator[Invented]:
    """Invented people with right fiscal codes, hardly two alike, in households of two or three."""
    from stdnum.it.codicefiscale import calc_check_digit

    from prossimo.citizens.taxcode import MONTHS, given_name_letters, surname_letters

    rng = random.Random(7)
    known = min(count, 200_000)  # beyond, the same names come back
    surnames, given = _words(2_000 + known // 10, 4), _words(500 + known // 100, 3)
    family = 0
    for number in range(count):
        family += number % 5 in {0, 2}
        surname, name = rng.choice(surnames), rng.choice(given)
        born = dt.date(1930, 1, 1) + dt.timedelta(days=rng.randrange(34_000))
        code = surname_letters(surname) + given_name_letters(name)
        code += f"{born.year % 100:02}{MONTHS[born.month - 1]}{born.day + 40}A794"
        yield Invented(
            number, family, surname, name, born, code + calc_check_digit(code), rng.randrange(200)
        )


def _words(count: int, length: int) -> list[str]:
    """As many different words as a region has: syllables, or they would be no names."""
    syllables = [first + second for first in "bcdfglmnprstvz" for second in "aeio"]
    numbers = random.Random(count).sample(range(len(syllables) ** length), count)
    return [
        "".join(
            syllables[number // len(syllables) ** place % len(syllables)] for place in range(length)
        ).capitalize()
        for number in numbers
    ]


def _write_files(file: Path, lines: Path, rows: int, ambito: uuid.UUID, town: uuid.UUID) -> None:
    """The file of the registry, and the same people as COPY takes them."""
    from uuid_utils.compat import uuid7

    with file.open("w") as registry, lines.open("w") as copied:
        registry.write(HEAD + "\n")
        for each in _people(rows):
            registry.write(
                f"A{each.number};F{each.family};{each.surname};{each.given};F;"
                f"{each.born:%d/%m/%Y};{each.code};{'IS' if each.number % 5 in (0, 2) else 'FG'};"
                f"italiana;Via Bench {each.house};{each.house};24121;01/01/2010\n"
            )
            copied.write(
                f"{uuid7()}\t1\t2026-01-01\t2026-01-01\t{ambito}\t{each.surname}\t{each.given}\t"
                f"{each.surname.lower()} {each.given.lower()}\tF\t{each.born}\t\t\t{{IT}}\t"
                f"{each.code}\tvalid\tchild\t{town}\tVia Bench {each.house}\t{each.house}\t24121\t"
                f"2010-01-01\t{{}}\tf\t\t2026-01-01\tA{each.number}\tresident\t2026-01-01\n"
            )


def _town(connection: Any, ambito: uuid.UUID, town: uuid.UUID) -> None:
    connection.execute(
        "INSERT INTO territory_ambito (id, key, name, invented) VALUES (%s, 'bench', 'Bench', true)",
        [ambito],
    )
    connection.execute(
        "INSERT INTO territory_municipality (id, version, created_at, changed_at, ambito_id, name,"
        " istat_code, cadastral_code, schematic)"
        " VALUES (%s, 1, now(), now(), %s, 'Bergamo', '016024', 'A794', true)",
        [town, ambito],
    )


def _raw_copy(
    lines: Path, places: tuple[uuid.UUID, uuid.UUID], *, homes: bool = False, bare: bool = False
) -> tuple[float, float]:
    """Seconds of a COPY into the table of people, or into one that has its indexes alone.

    By the clock, and of the server's processor. The people stand in no household, or in `homes`
    that are there before.
    """
    server = cluster.ensure_running()
    table = "bare_person" if bare else "citizens_person"
    with databases.cloned(server, "bench_copy") as name, server.connect("admin", name) as link:
        _town(link, *places)
        link.execute(
            "CREATE TABLE bare_person (LIKE citizens_person INCLUDING DEFAULTS"
            " INCLUDING CONSTRAINTS INCLUDING INDEXES)"
        )
        columns = COLUMNS
        if homes:
            columns += ", household_id"
            lines = _housed(link, lines, places[0])
        with link.transaction(), link.cursor() as cursor, lines.open("rb") as source:
            # Without it each row of history opens a subtransaction and the work grows with the
            # square of the rows: 200 000 take more than ten minutes.
            cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            start, before = time.perf_counter(), _server_time(link)
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
                while piece := source.read(1 << 20):
                    stream.write(piece)
        return time.perf_counter() - start, _server_time(link) - before


def _housed(link: Any, lines: Path, ambito: uuid.UUID) -> Path:
    """Writes the households; answers the same people, each in one of them."""
    from uuid_utils.compat import uuid7

    housed, home = lines.with_suffix(".housed"), None
    with (
        link.cursor() as cursor,
        cursor.copy(
            "COPY citizens_household (id, version, created_at, changed_at, ambito_id, label,"
            " registry_id) FROM STDIN"
        ) as stream,
        lines.open() as source,
        housed.open("w") as copied,
    ):
        for number, line in enumerate(source):
            if number % 5 in {0, 2}:
                home = uuid7()
                stream.write_row((home, 1, "2026-01-01", "2026-01-01", ambito, "", f"F{number}"))
            copied.write(f"{line[:-1]}\t{home}\n")
    return housed


def _server_time(link: Any) -> float:
    """What the process of this connection has spent of the processor."""
    stat = Path(f"/proc/{link.info.backend_pid}/stat").read_text()
    spent = stat.rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def _whole_way(file: Path) -> dict[str, Any]:
    server = cluster.ensure_running()
    with databases.cloned(server, "bench_import") as name:
        with server.connect("loader", name) as link:
            ambito, user, post = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
            _town(link, ambito, uuid.uuid4())
            link.execute(
                "INSERT INTO accounts_user (id, version, created_at, changed_at, username, first_name,"
                " last_name, email, password, is_active, language, shortcuts, sessions_from)"
                " VALUES (%s, 1, now(), now(), 'bench', 'Ada', 'Bench', '', '', true, 'it', true, now())",
                [user],
            )
            link.execute(
                "INSERT INTO accounts_post (id, version, created_at, changed_at, user_id, role,"
                " ambito_id, user_area, period)"
                " VALUES (%s, 1, now(), now(), %s, 'social_desk', %s, '', '[2020-01-01,)')",
                [post, user, ambito],
            )
        answer = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", WORK, str(file), str(user), str(post)],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "prossimo_launch.settings",
                "PROSSIMO_TRIAL": "1",
                "PROSSIMO_DB_ROLE": "worker",
                "PROSSIMO_DB_NAME": name,
                "PROSSIMO_LOG_LEVEL": "WARNING",
            },
            cwd=databases.ROOT,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    told = [json.loads(line) for line in answer.stdout.splitlines() if line.startswith("{")]
    return {each["phase"]: each for each in told if each["phase"] != "counts"}
