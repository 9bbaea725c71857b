"""Questionnaires of an analysis: editions, blocks, questions; what is answered, what changed. No Django."""

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["level", "one", "several", "words"]
About = Literal["household", "adult", "child"]
OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: Any  # translated when shown
    weight: int = 0  # how heavy: 0 nothing, 1 mild, 2 medium, 3 serious


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `themes` are those of the needs that fill it and that its answer proposes.

    `known` names what the house knows already and need not be asked again.
    """

    key: str
    label: Any
    kind: Kind = "words"
    choices: tuple[Choice, ...] = ()
    themes: tuple[str, ...] = ()
    known: str = ""
    health: bool = False  # seen only by who was given that part of the case
    needed: bool = True  # without it the analysis is not complete
    help: Any = ""

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the questionnaire, on a page of its own; asked once, or of each adult or child."""

    key: str
    label: Any
    questions: tuple[Question, ...]
    about: About = "household"
    intro: Any = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The questionnaire as it was from a day on, with the outcomes it may come to."""

    key: str
    since: dt.date
    norm: str
    blocks: tuple[Block, ...]
    outcomes: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    key: str
    label: Any
    what: Any  # what it is for, in a sentence
    editions: tuple[Edition, ...]
    order: int = 0

    def on(self, day: dt.date) -> Edition:
        """The edition in force on a day; raises `LookupError` before the first."""
        in_force = [each for each in self.editions if each.since <= day]
        if not in_force:
            raise LookupError(f"no edition of {self.key} on {day}")
        return max(in_force, key=lambda each: each.since)

    def edition(self, key: str) -> Edition:
        found = next((each for each in self.editions if each.key == key), None)
        if found is None:
            raise LookupError(f"{self.key} has no edition {key}")
        return found


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the case: whoever tells them apart, their name, whether they are of age."""

    key: Hashable
    name: str
    adult: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """A block asked of the household, or of one member."""

    block: Block
    member: Member | None = None

    @property
    def slug(self) -> str:
        return f"{self.block.key}_{self.member.key}" if self.member else self.block.key

    @property
    def who(self) -> Hashable | None:
        return self.member.key if self.member else None


@dataclass(frozen=True, slots=True)
class Answered:
    """What was said to a question: chosen options, words, and where it was known from."""

    chosen: tuple[str, ...] = ()
    text: str = ""
    source: str = ""

    def __bool__(self) -> bool:
        return bool(self.chosen or self.text)


Answers = Mapping[tuple[str, Hashable | None], Answered]
NOTHING = Answered()


def age_on(born: dt.date, day: dt.date) -> int:
    """Completed years.

    >>> age_on(dt.date(2008, 6, 3), dt.date(2026, 6, 2)), age_on(dt.date(2008, 6, 3), dt.date(2026, 6, 3))
    (17, 18)
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def pages_of(edition: Edition, members: Sequence[Member]) -> list[Page]:
    """The pages in the order of the form: the household's once, the others for each of their people."""
    pages = []
    for block in edition.blocks:
        if block.about == "household":
            pages.append(Page(block))
        else:
            wanted = block.about == "adult"
            pages.extend(Page(block, each) for each in members if each.adult is wanted)
    return pages


def answer_to(answers: Answers, page: Page, question: Question) -> Answered:
    return answers.get((question.key, page.who), NOTHING)


def is_answered(question: Question, answer: Answered) -> bool:
    """A question with options wants one of them: a note beside it is not an answer.

    >>> level = Question("home", "", "level", (Choice("none", ""),))
    >>> is_answered(level, Answered(text="vive sola")), is_answered(level, Answered(("none",)))
    (False, True)
    """
    return bool(answer.chosen) if question.kind != "words" else bool(answer.text.strip())


def lacking(page: Page, answers: Answers) -> list[Question]:
    """The questions of a page that the analysis needs and that have no answer yet."""
    return [
        question
        for question in page.block.questions
        if question.needed and not is_answered(question, answer_to(answers, page, question))
    ]


def done_of(page: Page, answers: Answers) -> tuple[int, int]:
    """How many of the needed questions are answered, of how many."""
    needed = sum(question.needed for question in page.block.questions)
    return needed - len(lacking(page, answers)), needed


def weight_of(question: Question, answer: Answered) -> int | None:
    """How heavy what was answered is; nothing where nothing was."""
    weights = [choice.weight for key in answer.chosen if (choice := question.choice(key))]
    return max(weights) if weights else None


def levels_of(edition: Edition, answers: Answers) -> dict[str, int]:
    """The heaviest answer of each block, whoever it is of."""
    found: dict[str, int] = {}
    people = {who for _key, who in answers}
    for block in edition.blocks:
        for question in block.questions:
            if question.kind != "level":
                continue
            for who in people | {None}:
                weight = weight_of(question, answers.get((question.key, who), NOTHING))
                if weight is not None:
                    found[block.key] = max(found.get(block.key, 0), weight)
    return found


def themes_of(edition: Edition, answers: Answers, *, least: int = 2) -> dict[str, int]:
    """The themes of needs that the answers speak of, with the heaviest: what to propose."""
    found: dict[str, int] = {}
    questions = {each.key: each for block in edition.blocks for each in block.questions}
    for (key, _who), answer in answers.items():
        question = questions.get(key)
        weight = weight_of(question, answer) if question else None
        if question is None or weight is None or weight < least:
            continue
        for theme in question.themes:
            found[theme] = max(found.get(theme, 0), weight)
    return found


# --- what it comes to ---------------------------------------------------------------------------

TEAM, SPECIALIST, JOB_CENTRE, SIMPLE = "team", "specialist", "cpi", "simple"


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """From when, and how much it takes for a complex need."""

    since: dt.date
    touched: int = 3  # dimensions with a medium or serious difficulty
    serious: int = 2  # dimensions with a serious one


@dataclass(frozen=True, slots=True)
class Proposed:
    outcome: str
    because: tuple[str, ...]  # the blocks that weighed


OUTCOME_RULES = (OutcomeRule(dt.date(2018, 1, 1)),)


def outcome_rule_on(day: dt.date, rules: Sequence[OutcomeRule] = OUTCOME_RULES) -> OutcomeRule:
    in_force = [each for each in rules if each.since <= day]
    if not in_force:
        raise LookupError(f"no rule of outcomes on {day}")
    return max(in_force, key=lambda each: each.since)


def propose_outcome(levels: Mapping[str, int], rule: OutcomeRule = OUTCOME_RULES[0]) -> Proposed:
    """Where the preliminary analysis leads (D.Lgs. 147/2017, artt. 5 e 6; D.L. 48/2023, art. 6).

    >>> propose_outcome({"work": 2, "home": 1}).outcome
    'cpi'
    >>> propose_outcome({"health": 3, "work": 0}).outcome
    'specialist'
    >>> propose_outcome({"home": 2, "work": 2}).outcome
    'simple'
    >>> propose_outcome({"home": 2, "work": 2, "economy": 2})
    Proposed(outcome='team', because=('home', 'work', 'economy'))
    >>> propose_outcome({"vulnerable": 3}).outcome
    'team'
    """
    touched = tuple(key for key, weight in levels.items() if weight >= 2)
    serious = tuple(key for key, weight in levels.items() if weight >= 3)
    if len(touched) >= rule.touched or len(serious) >= rule.serious or "vulnerable" in touched:
        return Proposed(TEAM, touched)
    if touched == ("health",):
        return Proposed(SPECIALIST, touched)
    if touched == ("work",):
        return Proposed(JOB_CENTRE, touched)
    return Proposed(SIMPLE, touched)


# --- twice over time ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """One question twice: what was said before, what now, and whether it weighs less or more."""

    page: Page
    question: Question
    before: Answered
    now: Answered

    @property
    def differs(self) -> bool:
        return (sorted(self.before.chosen), self.before.text.strip()) != (
            sorted(self.now.chosen),
            self.now.text.strip(),
        )

    @property
    def step(self) -> int:
        """Below nothing: it weighs less than before; above: more; nothing: the same, or unknown."""
        was = weight_of(self.question, self.before)
        now = weight_of(self.question, self.now)
        return 0 if was is None or now is None else now - was


def compared(pages: Iterable[Page], before: Answers, now: Answers) -> list[Compared]:
    """Every question of these pages, side by side."""
    return [
        Compared(page, question, answer_to(before, page, question), answer_to(now, page, question))
        for page in pages
        for question in page.block.questions
    ]
