"""Abstract records: identity, version, and the manager that refuses to read without saying for whom."""

import contextlib
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from typing import Any, Generic, Self, TypeVar

import uuid_utils.compat
from django.db import models
from django.utils.translation import gettext_lazy as _

_lifted: ContextVar[str] = ContextVar("unscoped reason", default="")
M = TypeVar("M", bound=models.Model)


def new_id() -> uuid.UUID:
    """A time-ordered identifier (UUID version 7, RFC 9562)."""
    return uuid_utils.compat.uuid7()


class UnscopedQuery(RuntimeError):
    """Personal data was about to be read without saying on whose behalf: a fault of ours."""


@contextlib.contextmanager
def without_scope(reason: str) -> Iterator[None]:
    """Let personal data be read in this block without `visible_to`, for the reason given.

    The second wall stays up: the database still shows only what the current identity may see.
    """
    token = _lifted.set(reason)
    try:
        yield
    finally:
        _lifted.reset(token)


class PersonalQuerySet(models.QuerySet[M], Generic[M]):
    """A queryset of personal data: it answers only after `visible_to` or `unscoped`."""

    _scope: str = ""

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scope = self._scope
        return clone

    @property
    def scope(self) -> str:
        """On whose behalf it reads; empty until it was said."""
        return self._scope

    def scoped(self, scope: str) -> Self:
        clone = self._clone()
        clone._scope = scope
        return clone

    def unscoped(self, reason: str) -> Self:
        """Read what the second wall shows, for the reason given (locks, imports, jobs)."""
        return self.scoped(f"unscoped: {reason}")

    def _demand_scope(self) -> None:
        if not (self._scope or _lifted.get()):
            raise UnscopedQuery(f"{self.model.__name__}: ask `.visible_to(actor)` first")

    def _fetch_all(self) -> None:
        self._demand_scope()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        self._demand_scope()
        return super().iterator(chunk_size)

    def count(self) -> int:
        self._demand_scope()
        return super().count()

    def exists(self) -> bool:
        self._demand_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._demand_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._demand_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._demand_scope()
        return super().delete()


class Record(models.Model):
    """Anything of ours: a time-ordered identifier, nothing guessable in an address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802 (Django's name)
        """The label of a value. Django would translate every label of the field to find one."""
        value = getattr(self, field.attname)
        label = _labels(field).get(value, value)
        return label if label is None else str(label)  # type: ignore[return-value]


@cache
def _labels(field: "models.Field[Any, Any]") -> dict[Any, Any]:
    """The choices of a field as declared: in no language until one is shown."""
    return dict(field.flatchoices)


class Versioned(Record):
    """A record that people edit: the second of two savers is told, not overwritten."""

    version = models.PositiveIntegerField(_("versione"), default=1, editable=False)
    created_at = models.DateTimeField(_("creato il"), auto_now_add=True)
    changed_at = models.DateTimeField(_("modificato il"), auto_now=True)

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        with without_scope("uniqueness is checked on what one may see; the database does the rest"):
            super().full_clean(*args, **kwargs)
