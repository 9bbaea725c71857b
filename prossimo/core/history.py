"""History of every personal row, written by triggers, with who changed it and in which request."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Cast, NullIf
from pghistory.models import Event

M = TypeVar("M", bound=type[models.Model])


def current(name: str, output: "models.Field[Any, Any]") -> Cast:
    """The value that the request's transaction carries under this name, NULL outside one."""
    setting = Func(Value(f"prossimo.{name}"), Value(value=True), function="current_setting")
    return Cast(NullIf(setting, Value(""), output_field=models.TextField()), output)


class HistoryEvent(Event):
    """One change: what the row was or became, when, by whom, in which request."""

    pgh_id = models.BigAutoField(primary_key=True)
    pgh_user = models.UUIDField(null=True, db_default=current("user_id", models.UUIDField()))
    pgh_request = models.TextField(  # noqa: DJ001 (NULL: changed outside any request)
        null=True, db_default=current("request_id", models.TextField())
    )

    class Meta:
        abstract = True


def tracked(*, in_crowds: bool = False) -> Callable[[M], M]:
    """Keep every insertion, change and deletion of the model in its own event table.

    Rows that arrive by the million (`in_crowds`) are kept once a statement rather than one by one.
    """
    level = pghistory.Statement if in_crowds else pghistory.Row
    decorate: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(level=level),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        base_model=HistoryEvent,
        context_field=None,  # type: ignore[arg-type]  # documented as «no context»
        obj_field=pghistory.ObjForeignKey(related_name="events"),
        meta={"indexes": [models.Index(fields=["pgh_obj", "-pgh_id"])]},
    )
    return decorate
