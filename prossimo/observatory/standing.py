"""Where a reader stands: the photograph, their ambito in it, the years and places it speaks of."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.core.facts import facts
from prossimo.core.indicators import MOST_DIMENSIONS, Drill, Indicator, Measure, dimensions
from prossimo.core.periods import today
from prossimo.observatory import engine
from prossimo.observatory.answers import Answer
from prossimo.observatory.questions import UNKNOWN, BadQuestion, Question
from prossimo.observatory.snapshots import NoSnapshot, Snapshot, current
from prossimo.territory.models import Municipality, Neighbourhood


@dataclass(frozen=True, slots=True)
class Standing:
    """All numbers are of one ambito: that of the post in use."""

    snapshot: Snapshot
    ambito: str
    places: tuple[tuple[str, str], ...]  # neighbourhoods, and Comuni without any: id, name
    schematic: bool  # their boundaries are only sketched
    drawn: frozenset[str]  # the places with a boundary to draw

    @property
    def ambito_name(self) -> str:
        return self.snapshot.ambiti[self.ambito]

    def years(self, *shown: Indicator) -> tuple[int, ...]:
        """The years of which any of the indicators has something to say."""
        return tuple(sorted(set().union(*(self._years_of(indicator) for indicator in shown))))

    def _years_of(self, indicator: Indicator) -> set[int]:
        yearly = [fact for fact in indicator.reads if facts[fact].by_year]
        return set.intersection(*(set(self.snapshot.years(f, self.ambito)) for f in yearly))

    def year(self, *shown: Indicator) -> int | None:
        """The year shown first: the last whole one, or this one where only what stands is counted."""
        known = self.years(*shown)
        whole = [year for year in known if year < today().year]
        stands = all(indicator.standing for indicator in shown)
        return max((known if stands else whole) or known, default=None)

    def ask(self, question: Question) -> Answer:
        return engine.ask(question, self.snapshot)


def standing_of(actor: Actor) -> Standing:
    """Raises `NoSnapshot` where there is nothing to read yet."""
    snapshot = current()
    ambito = snapshot.ambito_ids.get(str(actor.ambito_id))
    if ambito is None:
        raise NoSnapshot(
            _("Il tuo Ambito non è ancora nella fotografia dei dati: si fa con «Aggiorna i dati».")
        )
    fields = ("pk", "name", "schematic", "boundary__type")
    quarters = Neighbourhood.objects.filter(municipality__ambito=actor.ambito_id)
    towns = Municipality.objects.filter(ambito=actor.ambito_id).undivided()
    divided = list(quarters.values_list(*fields))
    whole = list(towns.values_list(*fields))
    on_map = [place for place in divided or whole if place[3]]  # as `facts.neighbourhood` has it
    return Standing(
        snapshot=snapshot,
        ambito=ambito,
        places=tuple((str(pk), name) for pk, name, _schematic, _type in [*divided, *whole]),
        schematic=any(schematic for _pk, _name, schematic, _type in on_map),
        drawn=frozenset(str(place[0]) for place in on_map),
    )


def question_of(asked: QueryDict, indicator: Indicator, standing: Standing) -> Question:
    """The question of an address; what is not said is the last whole year, and a day is told whole.

    Raises `BadQuestion`, and `NoSnapshot` where there is nothing to ask about yet.
    """
    year = standing.year(indicator)
    if year is None:
        raise NoSnapshot(_("Nella fotografia non c'è ancora nulla da contare nel tuo Ambito."))
    if day := _day(asked.get("giorno", "")):
        return Question(key=indicator.key, ambito=standing.ambito, day=day)
    return Question(
        key=indicator.key,
        ambito=standing.ambito,
        by=tuple(filter(None, asked.getlist("per")[: MOST_DIMENSIONS + 1])),
        where=tuple(_where(text) for text in asked.getlist("dove")[: MOST_DIMENSIONS + 1] if text),
        year=year_asked(asked) or year,
        since=_year(asked.get("dal", "")),
    )


def year_asked(asked: QueryDict) -> int | None:
    """The year of an address. Raises `BadQuestion` where it is none."""
    return _year(asked.get("anno", ""))


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise BadQuestion(
            _("«%(text)s» non è un anno: scriverlo con quattro cifre.") % {"text": text[:20]}
        )
    return int(text)


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadQuestion(
            _("«%(text)s» non è un giorno: scriverlo così, 2018-05-31.") % {"text": text[:20]}
        ) from None


def _where(text: str) -> tuple[str, str]:
    name, colon, value = text[:200].partition(":")
    if not colon:
        raise BadQuestion(_("Il filtro «%(text)s» non si capisce.") % {"text": text[:60]})
    return name, value


def drill_of(question: Question) -> Drill:
    """The live records that a question speaks of. Raises `BadQuestion` for a value that is none."""
    if question.year is None:
        raise BadQuestion(_("Indicare l'anno di cui aprire le schede."))
    return Drill(
        where={name: _live_value(name, text) for name, text in question.where},
        first=dt.date(question.year, 1, 1),
        last=dt.date(question.year, 12, 31),
    )


def _live_value(name: str, text: str) -> str | None:
    if text == UNKNOWN:
        return None
    dimension = dimensions[name]
    known: Sequence[str] = [value for value, _label in dimension.choices]
    if dimension.entity:
        try:
            return str(uuid.UUID(text))
        except ValueError:
            known = []
    if text not in known:
        raise BadQuestion(
            _("«%(text)s» non è un valore di «%(name)s».")
            % {"text": text[:60], "name": dimension.label}
        )
    return text


def years_of(question: Question, indicator: Indicator) -> Question:
    """The same question about every year, for what is shown year after year."""
    since = None if indicator.measure is Measure.GROWTH else question.since
    return question.about(year=None, since=since, day=None)
