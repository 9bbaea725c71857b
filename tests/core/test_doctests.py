"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import prossimo

WITH_EXAMPLES = [
    name
    for _, name, _ in pkgutil.walk_packages(prossimo.__path__, "prossimo.")
    if ".migrations" not in name and ".management" not in name and name != "prossimo.core.press"
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_hold(name):
    module = importlib.import_module(name)

    assert doctest.testmod(module).failed == 0


def test_there_are_examples_to_hold():
    finder = doctest.DocTestFinder()
    rules = importlib.import_module("prossimo.core.text")

    assert sum(len(test.examples) for test in finder.find(rules)) >= 4
