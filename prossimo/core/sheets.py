"""What a file says about itself: title, filters, who made it, when, how many rows."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.core import cells, wording

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\n\t']+")


@dataclass(frozen=True, slots=True)
class About:
    title: str
    made_at: dt.datetime
    filters: str = ""
    by: str = ""
    body: str = ""
    rows: int = 0
    notes: tuple[str, ...] = ()
    maker: str = "Prossimo"

    @property
    def sheet_name(self) -> str:
        """The title as a spreadsheet accepts it: 31 characters, some forbidden."""
        bare = _NOT_IN_SHEET_NAMES.sub(" ", cells.plain(self.title))
        name = " ".join(bare.split())[:31].strip()
        return name if name and name != self.facts_name else _("Dati")

    @property
    def facts_name(self) -> str:
        return _("Informazioni")

    def facts(self) -> list[tuple[str, str]]:
        """Label and value, without what is empty."""
        pairs = [
            (_("Titolo"), self.title),
            (_("Ente"), self.body),
            (_("Filtri"), self.filters),
            (_("Righe"), wording.number(self.rows)),
            (_("Preparato il"), wording.moment(self.made_at)),
            (_("Preparato da"), self.by),
            *((_("Nota"), note) for note in self.notes),
            (_("Programma"), self.maker),
        ]
        return [(label, cells.plain(value)) for label, value in pairs if value]


def about(title: str, **more: object) -> About:
    return About(title=str(title), made_at=timezone.now(), **more)  # type: ignore[arg-type]
