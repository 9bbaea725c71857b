"""A migration builds a class anew when it changes, and leaves it where only its lists do."""

import pytest
from django.db import models
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.state import ProjectState
from pgtrigger import Protect
from pgtrigger import Update as OnUpdate
from pgtrigger.migrations import AddTrigger, RemoveTrigger

INDEX = models.Index(fields=["name"], name="by_name")
CONSTRAINT = models.UniqueConstraint(fields=["name"], name="one_name")
TRIGGER = Protect(name="stays", operation=OnUpdate)
LISTS = [
    (AddIndex("home", INDEX), "indexes", ["by_name"]),
    (AddConstraint("home", CONSTRAINT), "constraints", ["one_name"]),
    (AddTrigger("home", TRIGGER), "triggers", ["stays"]),
    (RemoveIndex("home", "by_name"), "indexes", []),
    (RemoveConstraint("home", "one_name"), "constraints", []),
    (RemoveTrigger("home", "stays"), "triggers", []),
]
CHANGES = [
    AddField("home", "floors", models.IntegerField(default=1)),
    AlterField("home", "name", models.CharField(max_length=9)),
]


@pytest.fixture
def state():
    """A home and who lives there, as the migrations so far have left them."""
    state = ProjectState()
    home = [("id", models.AutoField(primary_key=True)), ("name", models.TextField())]
    guest = [
        ("id", models.AutoField(primary_key=True)),
        ("home", models.ForeignKey("core.home", models.CASCADE)),
    ]
    CreateModel("Home", home).state_forwards("core", state)
    CreateModel("Guest", guest).state_forwards("core", state)
    assert state.apps.get_model("core", "Home")
    return state


def test_an_index_a_constraint_or_a_trigger_more_or_less_leaves_the_classes_where_they_are(state):
    home, guest = state.apps.get_model("core", "Home"), state.apps.get_model("core", "Guest")

    for operation, kept_in, names in LISTS:
        operation.state_forwards("core", state)

        assert state.apps.get_model("core", "Home") is home
        assert state.apps.get_model("core", "Guest") is guest
        assert [each.name for each in getattr(home._meta, kept_in)] == names
        in_the_state = state.models["core", "home"].options[kept_in]
        assert [each.name for each in in_the_state] == names


@pytest.mark.parametrize("operation", CHANGES, ids=["added", "altered"])
def test_another_field_is_another_class_for_it_and_for_whoever_holds_on_to_it(state, operation):
    LISTS[0][0].state_forwards("core", state)
    home, guest = state.apps.get_model("core", "Home"), state.apps.get_model("core", "Guest")

    operation.state_forwards("core", state)

    again = state.apps.get_model("core", "Home")
    assert again is not home
    assert state.apps.get_model("core", "Guest") is not guest
    assert state.apps.get_model("core", "Guest")._meta.get_field("home").related_model is again
    assert (
        again._meta.get_field(operation.name).deconstruct()[1:] == operation.field.deconstruct()[1:]
    )
    assert [index.name for index in again._meta.indexes] == ["by_name"]


def test_the_state_before_and_its_copy_after_keep_their_own_lists(state):
    after = state.clone()

    LISTS[0][0].state_forwards("core", after)

    assert [index.name for index in after.models["core", "home"].options["indexes"]] == ["by_name"]
    assert not state.models["core", "home"].options.get("indexes")
