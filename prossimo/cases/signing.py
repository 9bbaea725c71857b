"""A signature drawn on the screen: from the points that were kept to a picture, and its words."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from prossimo.cases.models import CaseDocument, PlanSignature
from prossimo.core import wording

NONE: Mapping[Any, CaseDocument] = {}
BOX = 'viewBox="0 0 1000 400" xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed, as what, when and how; with the picture where it was drawn."""

    name: str
    role: str
    how: str
    picture: SafeString
    paper: CaseDocument | None = None


def signed_of(
    rows: Iterable[PlanSignature], papers: Mapping[Any, CaseDocument] = NONE
) -> list[Signed]:
    """`papers`: the signed sheets that the reader may open, by their key."""
    return [
        Signed(
            row.name, str(row.get_role_display()), how_of(row), picture_of(row),
            papers.get(row.document_id),
        )
        for row in rows
    ]  # fmt: skip


def how_of(row: PlanSignature) -> str:
    """«firma sullo schermo, mar 3 giu 2025», with the decree or the place where it is kept."""
    said = [str(row.get_way_display()), wording.day(row.on)]
    if row.representation is not None:
        decree = row.representation
        told = {"court": decree.court, "number": decree.decree_number}
        said.append(_("decreto %(number)s, %(court)s") % told)
    if row.reference:
        said.append(row.reference)
    return ", ".join(filter(None, said))


def picture_of(row: PlanSignature) -> SafeString:
    """An SVG made of numbers only: whoever drew it wrote no word of it."""
    if not row.drawn:
        return mark_safe("")
    strokes = [[(int(x), int(y)) for x, y in stroke] for stroke in json.loads(row.drawn)]
    path = " ".join("M" + " L".join(f"{x} {y}" for x, y in stroke) for stroke in strokes)
    return mark_safe(
        f'<svg {BOX}><path d="{path}" fill="none" stroke="#17324d" stroke-width="7"'
        ' stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
