"""Chiede un indicatore all'osservatorio: la stessa risposta della pagina, da riga di comando."""

import csv
import datetime as dt
import io
import json
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from prossimo.core import csvfiles, wording
from prossimo.core.indicators import dimensions, indicators
from prossimo.observatory import memory
from prossimo.observatory.answers import Answer, from_json, hidden_reason
from prossimo.observatory.questions import BadQuestion, Question, checked
from prossimo.observatory.snapshots import NoSnapshot, Snapshot, current

WRONG = 2  # the exit code of a question that cannot be answered


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "key", nargs="?", default="", help="l'indicatore, per esempio access.users"
        )
        parser.add_argument("--ambito", default="", help="chiave dell'Ambito, per esempio bergamo")
        parser.add_argument("--year", default="", help="un anno solo")
        parser.add_argument("--on", default="", metavar="DAY", help="un giorno solo, AAAA-MM-GG")
        parser.add_argument(
            "--since", default="", metavar="YEAR", help="il primo anno, o quello di confronto"
        )
        parser.add_argument("--by", action="append", default=[], metavar="DIM", help="divide per")
        parser.add_argument(
            "--where", action="append", default=[], metavar="DIM=VALORE", help="soltanto dove"
        )
        parser.add_argument("--format", default="table", choices=["table", "json", "csv"])

    def handle(self, *, format: str, **said: Any) -> None:
        try:
            snapshot = current()
            question = checked(_question(said, snapshot), snapshot)
            answer = _answered(question, snapshot)
        except (BadQuestion, NoSnapshot) as error:
            self._refuse(str(error))
        writer = {"table": as_table, "json": as_json, "csv": as_csv}[format]
        self.stdout.write(writer(answer))

    def _refuse(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(WRONG)


def _answered(question: Question, snapshot: Snapshot) -> Answer:
    """As the page does, but counting in this very process."""
    text = question.as_json()
    said = memory.recall(snapshot, "answer", text)
    if said is not None:
        return from_json(said)
    from prossimo.observatory import compute

    answer = compute.answer(question, compute.opened(snapshot))
    memory.keep(snapshot, "answer", text, answer.as_json())
    return answer


def _question(said: dict[str, Any], snapshot: Snapshot) -> Question:
    if not said["key"]:
        known = "".join(f"\n  {i.key}: {i.label}" for i in indicators)
        raise BadQuestion(_("Quale indicatore? Ci sono:%(known)s") % {"known": known})
    return Question(
        key=said["key"],
        ambito=said["ambito"] or _only_ambito(snapshot),
        by=tuple(name for name in said["by"] if name != "year"),  # every answer stands in a year
        where=tuple(_filter(text) for text in said["where"]),
        year=_year(said["year"]),
        since=_year(said["since"]),
        day=_day(said["on"]),
    )


def _only_ambito(snapshot: Snapshot) -> str:
    if len(snapshot.ambiti) == 1:
        return next(iter(snapshot.ambiti))
    known = "".join(f"\n  {key}: {name}" for key, name in snapshot.ambiti.items())
    raise BadQuestion(_("Quale Ambito? Indicarlo con --ambito:%(known)s") % {"known": known})


def _filter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise BadQuestion(_("«%(text)s»: scrivere --where dimensione=valore.") % {"text": text})
    return name, value


def _year(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) != 4:
        raise BadQuestion(
            _("«%(text)s» non è un anno: scriverlo con quattro cifre.") % {"text": text}
        )
    return int(text)


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadQuestion(
            _("«%(text)s» non è un giorno: scriverlo così, 2018-05-31.") % {"text": text}
        ) from None


# --- the three ways to write an answer -------------------------------------------------------------


def as_json(answer: Answer) -> str:
    return json.dumps(answer.as_document(), ensure_ascii=False, indent=2)


def as_csv(answer: Answer) -> str:
    """For programs: commas, names of columns as in the JSON, nothing that a spreadsheet computes."""
    out = io.StringIO()
    when = "day" if answer.day else "year"
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([when, *answer.by, "value", "n"])
    for row in answer.as_document()["rows"]:
        cells = [csvfiles.disarmed(row[name]) for name in answer.by]
        writer.writerow([row[when], *cells, row["value"], row["n"]])
    return out.getvalue()


def as_table(answer: Answer) -> str:
    heads = [
        _("giorno") if answer.day else _("anno"),
        *(str(dimensions[name].label) for name in answer.by),
        answer.unit,
        "n",
    ]
    rows = [
        [
            answer.day or str(row.year),
            *row.labels.values(),
            answer.shown(row),
            "" if row.n is None else wording.number(row.n),
        ]
        for row in answer.rows
    ]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    numbers = {len(heads) - 2, len(heads) - 1}
    lines = [
        "  ".join(
            cell.rjust(width) if index in numbers else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in [heads, *rows]
    ]
    body = lines if rows else [_("Nessun dato per questa domanda.")]
    return "\n".join([answer.label, "", *body, "", *_foot(answer)])


def _foot(answer: Answer) -> list[str]:
    foot = [answer.definition]
    if answer.has_hidden:
        foot.append(hidden_reason())
    if answer.records:
        foot.append(
            _("Contato su %(records)s registrazioni.") % {"records": wording.number(answer.records)}
        )
    foot.append(_("Dati al %(moment)s.") % {"moment": wording.moment(answer.at)})
    return foot
