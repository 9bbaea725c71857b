"""The examples in docstrings are true."""

import doctest
import importlib
from pathlib import Path

import pytest

WITH_EXAMPLES = [
    ".".join(file.with_suffix("").parts)
    for file in sorted(Path("prossimo").rglob("*.py"))
    if ">>> " in file.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_hold(name):
    done = doctest.testmod(importlib.import_module(name))

    assert done.failed == 0
    assert done.attempted > 0


def test_there_are_examples_to_hold():
    assert len(WITH_EXAMPLES) > 5
