"""A whole municipal registry brought in, against a raw COPY of the same rows into the same table.

The way is whole: the file read, checked, compared, written with households, words of search,
histories and what undoes it, as the worker behind both walls. The yardstick is the loader's COPY
into the table of people alone, with its indexes and history, in the way it goes fastest.
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
from pathlib import Path
from typing import Any

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
import json, resource, sys, time, uuid
import django
django.setup()
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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"phase": phase, "seconds": time.perf_counter() - since, "peak": peak}), flush=True)

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


def run(options: Options) -> list[Row]:
    rows = QUICK if options.quick else WHOLE
    with tempfile.TemporaryDirectory() as folder:
        people = list(_people(200_000 if rows > 200_000 else rows))
        raw = _raw_copy(people, rows)
        file = Path(folder) / "anagrafe.csv"
        _write_file(file, people, rows)
        spent = _whole_way(file)
    seconds = spent["keep"]["seconds"] + spent["compare"]["seconds"] + spent["apply"]["seconds"]
    peak = max(phase["peak"] for phase in spent.values())
    told = ", ".join(f"{name} {phase['seconds']:.0f} s" for name, phase in spent.items())
    return [
        Row(
            f"registry of {rows} people, whole way",
            f"≤ {MOST_RATIO:.0f}× raw COPY",
            seconds / raw,
            f"{seconds:.0f} s ({told}); COPY {raw:.0f} s",
        ),
        Row(
            "its peak in the worker",
            f"≤ {MOST_MEMORY} MB",
            peak / MOST_MEMORY,
            f"{peak:.0f} MB resident",
        ),
    ]


def _people(count: int) -> Any:
    """Invented people with right fiscal codes, in households of two or three."""
    from stdnum.it.codicefiscale import calc_check_digit

    from prossimo.citizens.taxcode import MONTHS, given_name_letters, surname_letters

    rng = random.Random(7)
    surnames, given = _words("Cognom", 2_000 + count // 10), _words("Nom", 500 + count // 100)
    family = 0
    for number in range(count):
        family += number % 5 in {0, 2}
        surname, name = rng.choice(surnames), rng.choice(given)
        born = dt.date(1930, 1, 1) + dt.timedelta(days=rng.randrange(34_000))
        day = born.day + 40
        code = surname_letters(surname) + given_name_letters(name)
        code += f"{born.year % 100:02}{MONTHS[born.month - 1]}{day}A794"
        yield (family, surname, name, born, code + calc_check_digit(code), rng.randrange(200))


def _words(stem: str, count: int) -> list[str]:
    """As many different words as a region has: letters only, or they would be no names."""
    letters = "abdefgilmnoprstuv"
    return [
        stem
        + letters[n % 17]
        + letters[n // 17 % 17]
        + letters[n // 289 % 17]
        + letters[n // 4913 % 17]
        for n in range(count)
    ]


def _write_file(file: Path, people: list[Any], rows: int) -> None:
    with file.open("w") as out:
        out.write(HEAD + "\n")
        for number in range(rows):
            family, surname, name, born, code, house = people[number % len(people)]
            lap = number // len(people)
            out.write(
                f"A{number};F{lap}-{family};{surname};{name};F;{born:%d/%m/%Y};{code};"
                f"{'IS' if number % 5 in (0, 2) else 'FG'};italiana;Via Bench {house};{house};24121;"
                "01/01/2010\n"
            )


def _town(connection: Any) -> tuple[uuid.UUID, uuid.UUID]:
    ambito, town = uuid.uuid4(), uuid.uuid4()
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
    return ambito, town


def _raw_copy(people: list[Any], rows: int) -> float:
    server = cluster.ensure_running()
    with databases.cloned(server, "bench_copy") as name, server.connect("loader", name) as link:
        ambito, town = _town(link)
        with link.transaction(), link.cursor() as cursor:
            # Without it each row of history opens a subtransaction and the work grows with the
            # square of the rows: 200 000 take more than ten minutes.
            cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            start = time.perf_counter()
            with cursor.copy(f"COPY citizens_person ({COLUMNS}) FROM STDIN") as stream:
                for first in range(0, rows, 5000):
                    stream.write(_copied(people, first, min(first + 5000, rows), ambito, town))
        return time.perf_counter() - start


def _copied(people: list[Any], first: int, last: int, ambito: uuid.UUID, town: uuid.UUID) -> str:
    from uuid_utils.compat import uuid7

    lines = []
    for number in range(first, last):
        _family, surname, name, born, code, house = people[number % len(people)]
        lines.append(
            f"{uuid7()}\t1\t2026-01-01\t2026-01-01\t{ambito}\t{surname}\t{name}\t"
            f"{surname.lower()} {name.lower()}\tF\t{born}\t\t\t{{IT}}\t{code}\tvalid\tchild\t{town}\t"
            f"Via Bench {house}\t{house}\t24121\t2010-01-01\t{{}}\tf\t\t2026-01-01\tA{number}\tresident\t"
            "2026-01-01\n"
        )
    return "".join(lines)


def _whole_way(file: Path) -> dict[str, Any]:
    server = cluster.ensure_running()
    with databases.cloned(server, "bench_import") as name:
        with server.connect("loader", name) as link:
            ambito, _place = _town(link)
            user, post = uuid.uuid4(), uuid.uuid4()
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
