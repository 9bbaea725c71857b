"""Two people on one record: the second is shown both texts, field by field, and loses nothing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst

from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.ui.parts import ConflictField


def conflict_page(
    request: Request, error: StaleVersion, *, title: str, action_url: str, back_url: str,
    hidden: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """409 with a choice field by field; choosing saves over the version that is there now.

    `hidden` travels along: what the form needs besides the fields on which the two disagree.
    """
    record = error.record
    fields = [_both(record, name, mine) for name, mine in error.mine.items()]
    context = {
        "title": title,
        "when": record.changed_at,
        "fields": fields,
        "version": record.version,
        "action_url": action_url,
        "back_url": back_url,
        "hidden": hidden or {},
    }
    return render(request, "ui/conflict.html", context, status=409)


def _both(record: Any, name: str, mine: Any) -> ConflictField:
    label = capfirst(str(record._meta.get_field(name).verbose_name))
    theirs = getattr(record, name)
    return ConflictField(name, label, _typed(mine), _typed(theirs))


def _typed(value: Any) -> str:
    return "" if value is None else str(value)
