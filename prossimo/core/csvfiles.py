"""CSV for Italian spreadsheets: semicolons, decimal comma, a BOM, and nothing that computes."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from decimal import Decimal

from prossimo.core import cells, wording
from prossimo.core.cells import Cell, Grid, Kind

BOM = "\ufeff"


def write(grid: Grid) -> bytes:
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([disarmed(heading.label) for heading in grid.headings])
    kinds = [heading.kind for heading in grid.headings]
    writer.writerows(_written(row, kinds) for row in grid.rows)
    return out.getvalue().encode("utf-8")


def _written(row: Iterable[Cell], kinds: list[Kind]) -> list[str]:
    return [written(cell, kind) for cell, kind in zip(row, kinds, strict=True)]


def written(cell: Cell, kind: Kind) -> str:
    """
    >>> written(123450, Kind.MONEY), written(Decimal("-2.70"), Kind.DECIMAL), written("-2", Kind.TEXT)
    ('1234,50', '-2,70', "'-2")
    """
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if kind is Kind.MONEY and isinstance(cell, int):
        return str(wording.euros(cell)).replace(".", ",")
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return cells.digits(cell).replace(".", ",")
    return disarmed(cells.in_words(cell))


def disarmed(text: str) -> str:
    """An apostrophe before what a spreadsheet might compute.

    >>> disarmed("=HYPERLINK(A1)"), disarmed("Rosa")
    ("'=HYPERLINK(A1)", 'Rosa')
    """
    return f"'{text}" if cells.is_formula_like(text) else text
