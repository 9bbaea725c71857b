"""What the pages of the observatory show: a headline, charts with their tables, and the foot."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.core import wording
from prossimo.core.indicators import Indicator, Measure, dimensions, indicators
from prossimo.core.periods import today
from prossimo.observatory import drawings, engine
from prossimo.observatory.answers import Answer, Row
from prossimo.observatory.drawings import Drawing
from prossimo.observatory.fronts import Front, Part, Shape
from prossimo.observatory.headlines import Headline, headline, headline_of_day
from prossimo.observatory.questions import Question
from prossimo.observatory.standing import Standing, years_of
from prossimo.observatory.tables import AnswerTable, table_of

ONE_PLACE = "neighbourhood"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and the table of the same numbers."""

    title: str
    svg: SafeString
    trouble: str
    note: str
    more: str
    table: AnswerTable


@dataclass(frozen=True, slots=True)
class Figure:
    """The page of one indicator."""

    indicator: Indicator
    question: Question
    headline: Headline | None
    charts: tuple[Chart, ...]
    answer: Answer
    command: str

    @property
    def source_rows(self) -> int | None:
        return self.answer.records

    @property
    def source_rows_said(self) -> str:
        return wording.number(self.answer.records or 0)

    @property
    def has_hidden(self) -> bool:
        return any(chart.table.answer.has_hidden for chart in self.charts)

    @property
    def hidden_reason(self) -> str:
        return self.answer.hidden_reason

    @property
    def url(self) -> str:
        return address_of(self.question)

    @property
    def of_years_url(self) -> str:
        day = self.question.day
        return address_of(self.question.about(day=None, year=day.year if day else None))

    @property
    def chart_url(self) -> str:
        return f"{reverse('observatory:chart', args=[self.question.key])}?{urlencode(_said(self.question))}"


@dataclass(frozen=True, slots=True)
class Section:
    """One question of the front page, with the way to its own page."""

    question: str
    url: str
    headline: Headline | None
    chart: Chart
    answer: Answer


class Pages:
    """Builds pages for one reader: what they may open decides which numbers are links."""

    def __init__(self, standing: Standing, *, drills: bool) -> None:
        self.standing, self.drills = standing, drills

    # --- one indicator ---------------------------------------------------------------------------

    def figure(self, question: Question) -> Figure:
        indicator = indicators[question.key]
        total = self.standing.ask(years_of(question.about(by=()), indicator))
        charts = self._split(question) if question.by else (self._by_year(question, total),)
        answer = self.standing.ask(question)
        shown = (
            headline_of_day(indicator, answer, question.day)
            if question.day
            else headline(indicator, total, question.year)
        )
        return Figure(
            indicator=indicator,
            question=question,
            headline=shown,
            charts=charts,
            answer=answer,
            command=command_of(exported(question), dict(self.standing.places)),
        )

    def _by_year(self, question: Question, total: Answer) -> Chart:
        year = question.day.year if question.day else question.year
        drawing = drawings.columns(total, self.standing.ambito, year)
        standing = indicators[question.key].standing
        under_way = _("* Alla data della fotografia.") if standing else _("* L'anno non è finito.")
        note = under_way if today().year in total.years else ""
        return self._chart(_("Anno per anno"), drawing, total, question, note=note)

    def _split(self, question: Question) -> tuple[Chart, ...]:
        every = self.standing.ask(years_of(question, indicators[question.key]))
        of_year = self.standing.ask(question)
        charts = []
        if self._is_drawn(question):
            charts.append(self._map(question, of_year))
        charts.append(self._bars(question, of_year))
        if len(every.years) > 1 and len(question.by) == 1:
            charts.append(self._multiples(question, every))
        return tuple(charts)

    def _is_drawn(self, question: Question) -> bool:
        growth = indicators[question.key].measure is Measure.GROWTH
        return question.by == (ONE_PLACE,) and bool(self.standing.drawn) and not growth

    def _bars(self, question: Question, answer: Answer) -> Chart:
        drawing = drawings.bars(answer, self.standing.ambito, question.year or 0)
        title = _("Nel %(year)s") % {"year": question.year}
        return self._chart(title, drawing, answer, question)

    def _multiples(self, question: Question, every: Answer) -> Chart:
        drawing = drawings.multiples(every, self.standing.ambito, question.year or 0)
        return self._chart(_("Anno per anno"), drawing, every, question)

    def _map(self, question: Question, answer: Answer) -> Chart:
        drawing = drawings.chart_map(answer, self.standing.ambito, question.year or 0)
        notes = [_("Confini schematici.")] if self.standing.schematic else []
        for row in answer.of_year(question.year):
            if row.at[ONE_PLACE] not in self.standing.drawn:
                notes.append(f"{row.label.capitalize()}: {answer.shown(row)}.")
        return self._chart(_("Nei quartieri"), drawing, answer, question, note=" ".join(notes))

    # --- the front pages -------------------------------------------------------------------------

    def sections(self, front: Front, year: int | None) -> list[Section]:
        """The questions of a front page, about one year."""
        return [self._part(part, year) for part in front.parts]

    def _part(self, part: Part, year: int | None) -> Section:
        indicator = indicators[part.key]
        by = (part.by,) if part.by else ()
        question = Question(part.key, self.standing.ambito, by=by, year=year)
        every = year is None or part.shape in {Shape.YEARS, Shape.MULTIPLES}
        answer = self.standing.ask(years_of(question, indicator) if every else question)
        return Section(
            question=str(part.question or indicator.question),
            url=address_of(question),
            headline=None if part.by else headline(indicator, answer, year),
            chart=self._painted(part.shape, question, answer),
            answer=answer,
        )

    def _painted(self, shape: Shape, question: Question, answer: Answer) -> Chart:
        if shape is Shape.YEARS:
            return self._by_year(question, answer)
        if shape is Shape.MULTIPLES:
            return self._multiples(question, answer)
        drawn = shape is Shape.MAP and self._is_drawn(question)
        return self._map(question, answer) if drawn else self._bars(question, answer)

    # --- parts -----------------------------------------------------------------------------------

    def _chart(
        self, title: str, drawing: Drawing, answer: Answer, question: Question, *, note: str = ""
    ) -> Chart:
        svg, trouble = SafeString(""), ""
        try:
            # The engine rebuilds the drawing from shapes and words only: `charts.cleaned`.
            svg = mark_safe(engine.draw(drawing.as_json(), self.standing.snapshot))
        except engine.EngineTrouble as error:
            trouble = str(error)
        left = len(answer.of_year(question.year)) - len({mark.at for mark in drawing.marks})
        more = ngettext("Un'altra voce nella tabella.", "Altre %(count)s voci nella tabella.", left)
        more = more % {"count": left} if left > 0 else ""
        return Chart(title, svg, trouble, note, more, self._table(answer, question))

    def _table(self, answer: Answer, question: Question) -> AnswerTable:
        opens = self.drills and indicators[question.key].records is not None
        link = (lambda row: records_address(question, row)) if opens else None
        return table_of(answer, link=link)

    def summary(self, indicator: Indicator) -> Headline | None:
        """The number of the last whole year, for the list of indicators."""
        question = Question(indicator.key, self.standing.ambito)
        return headline(indicator, self.standing.ask(question), self.standing.year(indicator))


def exported(question: Question) -> Question:
    """What the files of a page hold: the year that is split, the day, or all the years."""
    kept = question.by or question.day
    return question if kept else years_of(question, indicators[question.key])


def address_of(question: Question) -> str:
    """The page of a question."""
    url = reverse("observatory:indicator", args=[question.key])
    return f"{url}?{urlencode(_said(question))}"


def records_address(question: Question, row: Row) -> str:
    """The records behind one row; nothing stands behind a number that is not shown."""
    if row.hidden or not row.value:
        return ""
    narrowed = question.about(
        by=(), year=row.year, since=None, where=(*question.where, *row.at.items())
    )
    url = reverse("observatory:records", args=[question.key])
    return f"{url}?{urlencode(_said(narrowed))}"


def _said(question: Question) -> list[tuple[str, str]]:
    said = [("anno", str(question.year))] if question.year else []
    said += [("giorno", question.day.isoformat())] if question.day else []
    said += [("dal", str(question.since))] if question.since else []
    said += [("per", name) for name in question.by]
    return [*said, *(("dove", f"{name}:{value}") for name, value in question.where)]


def command_of(question: Question, names: Mapping[str, str]) -> str:
    """The same question from a terminal; places by their names."""
    words = ["prossimo", "ask", question.key, "--ambito", question.ambito]
    words += ["--year", str(question.year)] if question.year else []
    words += ["--since", str(question.since)] if question.since else []
    words += ["--on", question.day.isoformat()] if question.day else []
    for name in question.by:
        words += ["--by", name]
    for name, value in question.where:
        words += ["--where", f"{name}={names.get(value, value)}"]
    return shlex.join(words)


def filters_in_words(question: Question, standing: Standing) -> str:
    """«nel 2018, per motivo, a Redona»: what a page or a file says of itself."""
    said = [_("nel %(year)s") % {"year": question.year}] if question.year else []
    said += [_("il %(day)s") % {"day": wording.day(question.day)}] if question.day else []
    said += [_("per %(name)s") % {"name": dimensions[name].label} for name in question.by]
    return ", ".join([*said, *where_in_words(question, standing)])


def where_in_words(question: Question, standing: Standing) -> list[str]:
    """The filters as people read them, by the labels of the photograph."""
    return [_value_in_words(question, standing, name, value) for name, value in question.where]


def _value_in_words(question: Question, standing: Standing, name: str, value: str) -> str:
    split = standing.ask(question.about(by=(name,), where=()))
    for row in split.rows:
        if value in {row.at[name], row.labels[name]}:
            return row.labels[name]
    known = {**dimensions[name].labels(), **dict(standing.places)}
    return known.get(value, value)


def taken_in_words(answer: Answer) -> str:
    return _("Dati al %(moment)s.") % {"moment": wording.moment(answer.at)}
