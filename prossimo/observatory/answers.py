"""An answer of the observatory: rows with their labels, what is hidden, and how it was counted."""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from prossimo.core import wording

Number = int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the answer. `at` holds the values as an address names them, `labels` as people do."""

    year: int
    at: dict[str, str]
    labels: dict[str, str]
    value: Number
    n: int | None
    hidden: bool = False

    @property
    def label(self) -> str:
        return " · ".join(self.labels.values()) or str(self.year)


@dataclass(frozen=True, slots=True)
class Answer:
    """What every door shows: page, command, file."""

    key: str
    label: str
    unit: str
    definition: str
    limits: str
    snapshot_at: str
    by: tuple[str, ...]
    day: str | None
    decimals: int
    signed: bool
    records: int | None  # facts read; None where so few that they are not said
    rows: tuple[Row, ...]

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.snapshot_at)

    @property
    def date(self) -> dt.date | None:
        return dt.date.fromisoformat(self.day) if self.day else None

    @property
    def has_hidden(self) -> bool:
        return any(row.hidden for row in self.rows)

    @property
    def hidden_reason(self) -> str:
        return hidden_reason()

    @property
    def years(self) -> list[int]:
        return sorted({row.year for row in self.rows})

    def of_year(self, year: int | None) -> list[Row]:
        return [row for row in self.rows if row.year == year]

    def shown(self, row: Row) -> str:
        """The value in words: a number, «nascosto», or a dash where there is nothing to compare."""
        if row.hidden:
            return _("nascosto")
        return "—" if row.value is None else self.number(row.value)

    def number(self, value: int | float) -> str:
        """«9.559», «3,4 %», and with its sign where it is a growth: «+2,7 %»."""
        said = wording.number(value, self.decimals)
        if self.unit != "%":
            return said
        return f"+{said} %" if self.signed and value > 0 else f"{said} %"

    def as_document(self) -> dict[str, Any]:
        """The JSON of `ask` and of the export: these keys and no others."""
        return {
            "key": self.key,
            "label": self.label,
            "unit": self.unit,
            "definition": self.definition,
            "snapshot_at": self.snapshot_at,
            "rows": [
                {**self._when(row), **row.labels, "value": row.value, "n": row.n}
                for row in self.rows
            ],
        }

    def _when(self, row: Row) -> dict[str, Any]:
        return {"day": self.day} if self.day else {"year": row.year}

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def from_json(text: str) -> Answer:
    said = json.loads(text)
    rows = tuple(Row(**row) for row in said.pop("rows"))
    return Answer(**{**said, "by": tuple(said["by"]), "rows": rows})


def hidden_reason() -> str:
    return _(
        "Nascosto: dietro ci sono meno di 5 persone (10 per i minori di un quartiere), oppure il "
        "numero farebbe ricavare quello di una cella nascosta."
    )
