"""The rows of a file of the registry as a table, for the screen and for the office that mends them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.citizens.models import RegistryRow
from prossimo.citizens.registry import wording
from prossimo.core import tables
from prossimo.core.privacy import FieldClass

WHO, T = FieldClass.IDENTITY, FieldClass.TECHNICAL


def why(row: RegistryRow) -> str:
    return " ".join(wording.sentences(row.problems))


def page_of_person(record: Any) -> str | None:
    return reverse("citizens:person", args=[record.person]) if record.person else None


class RowTable(tables.Table):
    line = tables.Integer(grade=T, label=_("riga"), orderable=False)
    state = tables.Choice(of=RegistryRow, grade=T, orderable=False)
    surname = tables.Text(
        grade=WHO,
        label=_("cognome"),
        orderable=False,
        linkify=page_of_person,
        attrs={"cell": {"class": "ui-main"}},
    )
    given_name = tables.Text(grade=WHO, label=_("nome"), orderable=False)
    born_on = tables.Day(grade=WHO, label=_("nata o nato il"), orderable=False)
    registry_id = tables.Text(grade=WHO, label=_("codice in anagrafe"), orderable=False)
    problems = tables.Text(
        grade=WHO, label=_("che cosa c'è da sapere"), orderable=False, accessor=why
    )

    caption = _("Le righe del file e il loro esito")
    empty_title = _("Nessuna riga con questo esito")
    empty_text = _("Scegli un altro esito, o tutte le righe.")
