"""Two people on one record: nobody's text is lost, the second is shown both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from prossimo.core.records import Versioned

V = TypeVar("V", bound=Versioned)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which the two texts disagree, ready for the screen."""

    name: str
    label: str
    mine: str
    theirs: str


class StaleVersion(Exception):
    """The record changed after it was opened: answered 409 with both texts.

    `record` is the row as it is now, `mine` the values that could not be saved.
    """

    def __init__(self, record: Versioned, mine: Mapping[str, Any]) -> None:
        self.record = record
        self.mine = dict(mine)
        super().__init__(f"{record._meta.verbose_name} modificato da altri nel frattempo")

    def differences(self) -> list[Difference]:
        found = []
        for name, value in self.mine.items():
            theirs = getattr(self.record, name)
            if (value or "") != (theirs or ""):
                label = str(getattr(self.record._meta.get_field(name), "verbose_name", name))
                found.append(Difference(name, label, _shown(value), _shown(theirs)))
        return found


def _shown(value: Any) -> str:
    if value in (None, "", []):
        return "—"
    if isinstance(value, list | tuple | set):
        return ", ".join(str(item) for item in value)
    return str(value)


def save_versioned(record: V, values: Mapping[str, Any], *, expected: int) -> V:
    """Write the values if nobody changed the record since version `expected`, in one UPDATE.

    Raises `StaleVersion` with the row as it is now; the caller has already asked the policy.
    """
    model = type(record)
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean(exclude=_all_but(model, values))
    fresh = {name: getattr(record, name) for name in values}
    written = model._base_manager.filter(pk=record.pk, version=expected).update(
        **fresh, version=expected + 1, changed_at=timezone.now()
    )
    if not written:
        raise StaleVersion(model._base_manager.get(pk=record.pk), fresh)
    record.version = expected + 1
    return record


def _all_but(model: type[Model], names: Iterable[str]) -> set[str]:
    return {field.name for field in model._meta.fields} - set(names)
