"""Pieces of a page drawn once and remembered, with holes for what belongs to one person or one click.

A hole is a word that the template is given in the place of the value; what was drawn is cut there,
and each page fills the cuts with its own. So nothing of anybody is kept: not a name, not a token,
not an address asked for. A template may write a hole out and ask whether it is there, no more.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_MARK = f"hole{secrets.token_hex(16)}"  # nobody can write it into a name or an address
_CUT = re.compile(f"{_MARK}_([a-z_]+)_")


def holes(names: Iterable[str]) -> dict[str, str]:
    """What the template is given in the place of the values."""
    return {name: f"{_MARK}_{name}_" for name in names}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn, cut at its holes: text, name of a hole, text, name of a hole… text."""

    pieces: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> "Drawn":
        return cls(tuple(_CUT.split(html)))

    def filled(self, values: Mapping[str, str]) -> SafeString:
        """The page's own values in their places, escaped as a template escapes them."""
        if len(self.pieces) == 1:
            return mark_safe(self.pieces[0])
        filled = list(self.pieces)
        for place in range(1, len(filled), 2):
            filled[place] = conditional_escape(values[filled[place]])
        return mark_safe("".join(filled))
