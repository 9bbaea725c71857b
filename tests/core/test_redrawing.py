"""A migration builds a class anew when it changes, and leaves it where only its lists do."""

import pytest
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
    RunPython,
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


FLOORS = AddField("home", "floors", models.IntegerField(default=1))
PORCH = CreateModel(
    "Porch",
    [
        ("id", models.AutoField(primary_key=True)),
        ("home", models.ForeignKey("core.home", models.CASCADE)),
    ],
)
KEY = AlterField("home", "id", models.BigAutoField(primary_key=True))


def applied(state, *steps):
    """The statements of a migration of these steps, written and not sent."""
    migration = Migration("more", "core")
    migration.operations = list(steps)
    with connection.schema_editor(collect_sql=True) as editor:
        assert migration.apply(state, editor) is state
    return "\n".join(editor.collected_sql)


def drawn(state, *names):
    return [state.apps.get_model("core", name) for name in names]


def test_where_a_migration_only_adds_who_holds_on_to_the_model_waits(state, db):
    before = state.clone()
    home, guest = drawn(state, "Home", "Guest")

    written = applied(state, FLOORS, LISTS[0][0], PORCH)

    assert 'ALTER TABLE "core_home" ADD COLUMN "floors" integer' in written
    assert 'CREATE INDEX "by_name" ON "core_home" ("name")' in written
    assert 'REFERENCES "core_home" ("id")' in written
    again, same, porch = drawn(state, "Home", "Guest", "Porch")
    assert (again is not home, same is guest) == (True, True)
    assert porch._meta.get_field("home").related_model is again
    assert drawn(before, "Home", "Guest") == [home, guest]


def test_a_function_in_a_migration_finds_every_class_as_it_is_by_then(state, db):
    found = []

    def look(apps, _):
        home, guest = apps.get_model("core", "Home"), apps.get_model("core", "Guest")
        found.append(guest._meta.get_field("home").related_model is home)
        found.append({field.name for field in home._meta.get_fields()})

    applied(state, FLOORS, PORCH, RunPython(look))

    assert found == [True, {"id", "name", "floors", "guest", "porch"}]


def test_an_altered_key_is_altered_in_whoever_points_at_it_though_they_had_waited(state, db):
    written = applied(state, FLOORS, PORCH, KEY)

    for table in ("guest", "porch"):
        assert f'ALTER TABLE "core_{table}" ALTER COLUMN "home_id" TYPE bigint' in written
    home, guest, porch = drawn(state, "Home", "Guest", "Porch")
    assert guest._meta.get_field("home").related_model is home
    assert porch._meta.get_field("home").related_model is home


def test_the_next_migration_begins_from_what_the_last_one_added(state, db):
    applied(state, FLOORS, PORCH)

    written = applied(state, AddField("porch", "wide", models.IntegerField(default=1)), KEY)

    assert 'ALTER TABLE "core_porch" ADD COLUMN "wide"' in written
    assert 'ALTER TABLE "core_porch" ALTER COLUMN "home_id" TYPE bigint' in written
