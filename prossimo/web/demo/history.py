"""The first line of every row's history: the triggers rest while the rows arrive, so it is written here."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

# When and by whom a row was made, seen from the row (`now`) and from what it belongs to (`of`).
PERSON = "JOIN citizens_person of ON of.id = now.person_id"
CONTACT = "JOIN access_contact of ON of.id = now.contact_id"
MADE = {
    "citizens_household": ("now.created_at", "NULL::uuid", ""),
    "citizens_person": ("now.created_at", "NULL::uuid", ""),
    "citizens_phone": ("of.created_at", "NULL::uuid", PERSON),
    "access_contact": ("now.created_at", "now.author_id", ""),
    "access_contactreason": ("of.created_at", "of.author_id", CONTACT),
    "access_privatenote": ("now.created_at", "now.author_id", ""),
    "access_amendment": ("now.amended_at", "now.author_id", ""),
}


def histories() -> list[type[Model]]:
    """The models of history, by the tables they follow."""
    found = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    return sorted(found, key=lambda model: model._meta.db_table)


def tables() -> list[str]:
    return [model._meta.db_table for model in histories()]


def first_lines() -> Iterator[str]:
    """For each table that the demo fills, the statement that opens the history of its rows."""
    for model in histories():
        tracked: Any = model
        table = tracked.pgh_tracked_model._meta.db_table
        if table not in MADE:
            continue
        at, user, join = MADE[table]
        fields = tracked.pgh_tracked_model._meta.concrete_fields
        names = ", ".join(f'"{field.column}"' for field in fields)
        values = ", ".join(f'now."{field.column}"' for field in fields)
        yield (
            f"INSERT INTO {model._meta.db_table}"
            f" ({names}, pgh_obj_id, pgh_created_at, pgh_label, pgh_user)"
            f" SELECT {values}, now.id, {at}, 'insert', {user} FROM {table} now {join}"
        )
