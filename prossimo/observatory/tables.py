"""The rows of an answer, and the records behind one, as tables for screen and files."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.models import Contact, ContactReason
from prossimo.citizens.models import Person
from prossimo.core import tables
from prossimo.core.cells import Cell
from prossimo.core.indicators import dimensions
from prossimo.core.privacy import FieldClass
from prossimo.observatory.answers import Answer, Row, hidden_reason

Address = Callable[[Row], str]
NOTHING_PERSONAL = FieldClass.TECHNICAL


class Year(tables.Integer):
    """A year is no quantity: no point among its thousands."""

    def shown(self, cell: Any) -> str:
        return str(cell)


class Whole(tables.Integer):
    """A count on the screen as in the files; in words where it is hidden."""

    def render(self, record: Any, bound_column: Any, table: Any) -> Any:
        return table.answer.shown(record)


class Hundredths(tables.Decimal):
    def render(self, record: Any, bound_column: Any, table: Any) -> Any:
        return table.answer.shown(record)


class Plain:
    """In the order of the answer: the largest first, or as the values are declared."""

    orderable = False


class AnswerTable(tables.Table):
    """What every table of an answer shares; its columns depend on the question."""

    answer: Answer
    empty_title = gettext_lazy("Nessun dato per questa domanda")
    empty_text = gettext_lazy("Prova un altro anno, o togli un filtro.")


def why_hidden(row: Row) -> Cell:
    return hidden_reason() if row.hidden else None


def table_of(answer: Answer, *, link: Address | None = None, caption: str = "") -> AnswerTable:
    """The table of an answer: when, each dimension, the value, how many stand behind it."""
    columns: dict[str, Any] = {"year": Year(label=_("anno"), grade=NOTHING_PERSONAL)}
    if answer.day:
        columns = {
            "day": tables.Day(
                label=_("giorno"), grade=NOTHING_PERSONAL, accessor=lambda _row: answer.date
            )
        }
    for name in answer.by:
        columns[name] = tables.Text(
            label=str(dimensions[name].label),
            grade=NOTHING_PERSONAL,
            accessor=f"labels__{name}",
            attrs={"cell": {"class": "ui-main"}},
        )
    figure = {"label": answer.unit, "grade": NOTHING_PERSONAL, "linkify": _behind(link)}
    columns["value"] = Hundredths(places=1, **figure) if answer.decimals else Whole(**figure)
    columns["n"] = tables.Integer(label=_("persone dietro il numero"), grade=NOTHING_PERSONAL)
    columns["note"] = tables.Text(
        label=_("nota"), grade=NOTHING_PERSONAL, accessor=why_hidden, visible=False
    )
    said = {"caption": caption or answer.label, "answer": answer, "Meta": Plain}
    made: type[AnswerTable] = type("Answered", (AnswerTable,), {**columns, **said})
    return made(answer.rows)


def _behind(link: Address | None) -> Any:
    """The number opens to its records, for who may open them."""
    if link is None:
        return False
    return lambda record: link(record) or None


def reasons_of(contact: Contact) -> list[str]:
    return [named.reason.label for named in contact.reasons.all()]


class ContactRecords(tables.Table):
    """The contacts behind a figure: enough to know what was counted, and the way to each."""

    happened_at = tables.Instant(
        of=Contact,
        label=gettext_lazy("quando"),
        orderable=False,
        linkify=lambda record: reverse("access:contact", args=[record.pk]),
    )
    desk = tables.Text(of=Contact, orderable=False)
    reasons = tables.Many(
        of=ContactReason, field="reason", label=gettext_lazy("motivi"), accessor=reasons_of
    )
    channel = tables.Choice(of=Contact, orderable=False)
    target_group = tables.Choice(of=Contact, orderable=False)
    subject = tables.Choice(of=Contact, orderable=False)

    empty_title = gettext_lazy("Nessuna scheda che tu possa vedere")
    empty_text = gettext_lazy(
        "Le schede possono essere di sportelli di altri Comuni, o corrette dopo la fotografia."
    )


class PersonRecords(tables.Table):
    """The files behind a figure, in the order of their names."""

    surname = tables.Text(
        of=Person,
        label=gettext_lazy("persona"),
        accessor="listed_name",
        orderable=False,
        linkify=lambda record: reverse("citizens:person", args=[record.pk]),
        attrs={"cell": {"class": "ui-main"}},
    )
    born_on = tables.Day(of=Person, orderable=False)
    neighbourhood = tables.Text(of=Person, orderable=False)
    tax_code_state = tables.Choice(of=Person, orderable=False)

    empty_title = gettext_lazy("Nessuna scheda che tu possa vedere")
    empty_text = gettext_lazy("Le schede possono essere di altri Comuni, o corrette nel frattempo.")


def record_table(records: QuerySet[Any], *, ceiling: Any) -> tables.Table:
    """The table of the live records, whichever they are."""
    kinds: dict[type[Any], type[tables.Table]] = {Contact: ContactRecords, Person: PersonRecords}
    return kinds[records.model](records, ceiling=ceiling)
