"""Foreign keys named by a string escape the import linter; they obey the same staircase."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

CONTRACTS = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
STEP = {
    app.strip(" ()"): -height
    for height, line in enumerate(CONTRACTS[0]["layers"])
    for app in line.split("|")
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("prossimo.")]


def test_every_app_of_the_house_has_a_step():
    folders = {p.parent.name for p in Path("prossimo").glob("*/__init__.py")}

    assert folders <= set(STEP)
    assert len(OURS) > 10


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_look_down(model):
    app = model._meta.app_label
    for field in model._meta.get_fields():
        other = field.related_model and field.related_model._meta.app_label
        if field.concrete and other in STEP and other != app:
            assert STEP[other] < STEP[app], f"{field} looks up the staircase"
