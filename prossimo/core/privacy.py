"""Classes of personal fields: how delicate each is, and who may have it on a screen or in a file."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db.models import Model


class FieldClass(IntEnum):
    """How delicate a field is (0 least). A role sees the classes up to its own ceiling."""

    TECHNICAL = 0  # keys, versions, instants
    IDENTITY = 1  # who the person is
    CONTACT = 2  # where and how they are reached; that they knocked, where, and for which reason
    NARRATIVE = 3  # what they told: needs, shared notes
    SEALED = 4  # private notes, protected addresses


TECHNICAL, IDENTITY, CONTACT, NARRATIVE, SEALED = FieldClass


def classes_of(model: type[Model]) -> dict[str, FieldClass]:
    """The declared class of each field of a personal model (empty for other models)."""
    declared: dict[str, FieldClass] = getattr(model, "field_classes", {})
    return declared


def is_personal(model: type[Model]) -> bool:
    return hasattr(model, "field_classes")


def visible_fields(model: type[Model], ceiling: FieldClass) -> list[str]:
    """Names of the fields that a reader with this ceiling may have."""
    return [name for name, grade in classes_of(model).items() if grade <= ceiling]


def unclassified_fields(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """A personal model with a field that has no class does not start."""
    return [
        Error(
            f"{model._meta.label}: fields without a class of their own: {sorted(wrong)}",
            hint="Add them to (or remove them from) `field_classes`.",
            obj=model,
            id="prossimo.E001",
        )
        for model in apps.get_models()
        if is_personal(model)
        and (wrong := {f.name for f in model._meta.concrete_fields} ^ set(classes_of(model)))
    ]
