"""Where apps declare what others show: indicators, home cards, panels, navigation, exports."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Keyed)


class Registry(Generic[K]):
    """An ordered collection of things declared once, each under its own key.

    Raises `ValueError` when two declarations take one key, `KeyError` for a key nobody declared.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, K] = {}

    def add(self, item: K) -> K:
        if item.key in self._items:
            raise ValueError(f"{self.what}: '{item.key}' is declared twice")
        self._items[item.key] = item
        return item

    def __getitem__(self, key: str) -> K:
        return self._items[key]

    def get(self, key: str) -> K | None:
        return self._items.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[K]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)
