"""The glossary is the contract between the words of the office and those of the code."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

GLOSSARY = Path("docs/glossary.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.splitlines()
    if line.startswith("| ") and not line.startswith(("| Italian", "|---"))
]
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("prossimo.") and not model.__name__.endswith("Historyevent")
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_each_of_our_models_is_in_the_glossary(model):
    with translation.override("it"):
        name = str(model._meta.verbose_name)

    row = next((row for row in ROWS if f"`{model.__name__}`" in row[1]), None)
    assert row is not None, f"{model.__name__} («{name}») has no row"
    assert name.lower() in GLOSSARY.lower()


def test_there_are_models_to_look_for():
    assert len(OURS) > 20


def test_each_term_has_one_row():
    terms = [row[0].lower() for row in ROWS]

    assert sorted(terms) == sorted(set(terms))
    assert all(len(row) == 3 and row[0] and row[1] for row in ROWS)


def test_names_in_code_are_written_as_code():
    assert all(re.fullmatch(r"(`[^`]+`(, )?)+", row[1]) for row in ROWS)
