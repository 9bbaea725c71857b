"""The writes of territory: boundaries and residents taken from files, all or nothing."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.core import gate
from prossimo.territory import geojson, policies
from prossimo.territory.models import (
    BoundaryImport,
    Municipality,
    Neighbourhood,
    Residents,
    StreetRange,
)


@transaction.atomic
def read_boundaries(*, by: Any, name: str, content: bytes) -> BoundaryImport:
    """Read and check a file of boundaries; nothing changes until it is confirmed.

    The same file twice is the same import, checked again. Raises `geojson.UnreadableFile`.
    """
    policies.may_manage_places(by, by.ambito_id).enforce()
    outcomes = geojson.checked(
        geojson.features_of(content),
        Municipality.objects.visible_to(by),
        Neighbourhood.objects.visible_to(by),
    )
    read, _new = BoundaryImport.objects.update_or_create(
        ambito_id=by.ambito_id,
        fingerprint=hashlib.sha256(content).hexdigest(),
        defaults={
            "file_name": name[:200],
            "rows": [outcome.as_row() for outcome in outcomes],
            "applied_at": None,
        },
    )
    return read


@transaction.atomic
def apply_boundaries(read: BoundaryImport, *, by: Any) -> int:
    """Write the boundaries of a checked file; returns how many places changed. Safe to repeat."""
    read = BoundaryImport.objects.select_for_update().get(pk=read.pk)
    policies.may_manage_places(by, read.ambito_id).enforce()
    if read.applied_at is not None:
        return 0
    models = {"municipality": Municipality, "neighbourhood": Neighbourhood}
    changed = 0
    for row in read.rows:
        if row["state"] != geojson.CHANGE:
            continue
        places = models[row["place_kind"]].objects.visible_to(by)  # type: ignore[attr-defined]
        place = places.select_for_update(of=("self",)).get(pk=row["place_id"])
        place.boundary, place.schematic = row["geometry"], False
        place.version += 1
        place.save(update_fields=["boundary", "schematic", "version", "changed_at"])
        gate.note("change", f"territory.{row['place_kind']}", place.pk)
        changed += 1
    read.applied_at = timezone.now()
    read.save(update_fields=["applied_at"])
    return changed


@transaction.atomic
def write_residents(cells: Sequence[Residents], *, by: Any) -> int:
    """Write the cells over those of the same place, year, sex, age and citizenship."""
    policies.may_manage_places(by, by.ambito_id).enforce()
    if not cells:
        raise ValidationError(_("Il file non ha righe da scrivere."))
    Residents.objects.bulk_create(
        cells,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["municipality", "neighbourhood", "year", "sex", "age_band", "citizenship"],
        update_fields=["count"],
    )
    gate.note("change", "territory.residents")
    return len(cells)


@transaction.atomic
def write_streets(stretches: Sequence[StreetRange], *, by: Any) -> dict[str, int]:
    """The street directory of each municipality named in the file, in place of the one before.

    Returns how many stretches are new, changed, the same, taken away. Safe to repeat.
    """
    policies.may_manage_places(by, by.ambito_id).enforce()
    if not stretches:
        raise ValidationError(_("Il file non ha righe da scrivere."))
    towns = {stretch.municipality_id for stretch in stretches}
    before = {
        (old.municipality_id, old.key, old.first, old.side): old
        for old in StreetRange.objects.visible_to(by).filter(municipality__in=towns)
    }
    told = dict.fromkeys(("new", "changed", "same", "gone"), 0)
    fresh = []
    for stretch in stretches:
        old = before.pop(
            (stretch.municipality_id, stretch.key, stretch.first, str(stretch.side)), None
        )
        same = old is not None and (old.last, old.neighbourhood_id, old.name) == (
            stretch.last, stretch.neighbourhood_id, stretch.name,
        )  # fmt: skip
        told["same" if same else "changed" if old else "new"] += 1
        if old and not same:
            stretch.pk = old.pk
        if not same:
            fresh.append(stretch)
    told["gone"] = len(before)
    StreetRange.objects.filter(pk__in=[old.pk for old in before.values()]).delete()
    StreetRange.objects.bulk_create(
        fresh,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["municipality", "key", "first", "side"],
        update_fields=["name", "last", "neighbourhood"],
    )
    gate.note("change", "territory.streetrange")
    return told
