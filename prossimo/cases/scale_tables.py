"""The items of a scale in a table: one sheet, or several side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from prossimo.cases.scoring import Option, Scale, Sheet, counted, is_asked


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item with what was chosen; `asked` is false where the other answers leave it out."""

    label: object
    option: Option | None
    most: int
    asked: bool


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """An item time by time: its points, and whether they changed."""

    label: object
    points: tuple[int | None, ...]

    @property
    def changed(self) -> bool:
        return len({each for each in self.points if each is not None}) > 1


def items_of(scale: Scale, sheet: Sheet, convention: str) -> list[ItemLine]:
    return [
        ItemLine(item.label, item.option(sheet.get(item.key, "")), item.most, is_asked(item, sheet))
        for item in counted(scale, convention)
    ]


def compared_items(scale: Scale, sheets: Sequence[Sheet]) -> list[ComparedItem]:
    found = []
    for item in scale.items:
        options = [item.option(sheet.get(item.key, "")) for sheet in sheets]
        found.append(
            ComparedItem(item.label, tuple(each.points if each else None for each in options))
        )
    return found
