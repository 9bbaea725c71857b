"""A clock told in words: what is due next, how long is left, what has lapsed."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.cases.choices import RemovalAct
from prossimo.cases.queries.protection import NEAR, Watched
from prossimo.cases.removal_rules import ROME, Clock, ClockStep, Standing
from prossimo.core import wording
from prossimo.ui.parts import Tone

HOUR = dt.timedelta(hours=1)
TONES: dict[Standing, Tone] = {
    Standing.DONE: "good",
    Standing.DONE_LATE: "bad",
    Standing.DUE: "warning",
    Standing.MISSED: "bad",
    Standing.AHEAD: "neutral",
}
ICONS = {
    Standing.DONE: "check-circle",
    Standing.DONE_LATE: "warning-circle",
    Standing.DUE: "clock",
    Standing.MISSED: "warning-circle",
    Standing.AHEAD: "clock",
}


@dataclass(frozen=True, slots=True)
class StepSaid:
    """One step as the page shows it."""

    key: str
    label: str
    standing: str
    tone: Tone
    icon: str
    detail: str


@dataclass(frozen=True, slots=True)
class ClockSaid:
    """The clock of a removal in words."""

    sentence: str
    tone: Tone
    steps: list[StepSaid]
    next_key: str


def clock_in_words(watched: Watched) -> ClockSaid | None:
    """The sentence and the line of steps; nothing for one that ended or stands before the law."""
    if watched.clock is None:
        return None
    following = watched.clock.next
    return ClockSaid(
        sentence=sentence(watched.clock),
        tone=tone_of(watched.clock),
        steps=[_step(step) for step in watched.clock.steps],
        next_key=following.key if following else "",
    )


def sentence(clock: Clock) -> str:
    """«Ora tocca a: trasmissione scritta al pubblico ministero, entro … (mancano 4 ore)»."""
    said = []
    if clock.fallen:
        said.append(
            _("Il termine per «%(act)s» non è stato rispettato: il collocamento perde efficacia.")
            % {"act": _label(clock.fallen.key)}
        )
    if clock.next is None:
        said.append(_("Tutti gli atti sono registrati: si conclude con l'esito."))
    elif clock.next.key == RemovalAct.TOLD:
        said.append(_("Subito: l'avviso orale al pubblico ministero."))
    else:
        told = {"act": _label(clock.next.key), "due": ends(clock.next), "left": left(clock)}
        said.append(_("Ora tocca a: %(act)s, entro %(due)s (%(left)s).") % told)
    return " ".join(said)


def tone_of(clock: Clock) -> Tone:
    if clock.fallen:
        return "bad"
    near = clock.left is not None and clock.left <= NEAR
    return "warning" if near else "info"


def left(clock: Clock) -> str:
    """How long until the next term, in whole hours or days, never rounded up."""
    span = clock.left or dt.timedelta()
    if span < dt.timedelta():
        return _("scaduto da %(span)s") % {"span": _span(-span)}
    return _("resta %(span)s") % {"span": _span(span)}


def _span(span: dt.timedelta) -> str:
    if span >= dt.timedelta(days=3):
        return ngettext("%(n)s giorno", "%(n)s giorni", span.days) % {"n": span.days}
    hours = span // HOUR
    if hours:
        return ngettext("%(n)s ora", "%(n)s ore", hours) % {"n": hours}
    minutes = span // dt.timedelta(minutes=1)
    return ngettext("%(n)s minuto", "%(n)s minuti", minutes) % {"n": minutes}


def ends(step: ClockStep) -> str:
    """The end of a term as one says it: an hour, or a whole day."""
    local = step.due.astimezone(ROME)
    if step.key in {RemovalAct.HEARD, RemovalAct.DECIDED}:
        return wording.day(local.date() - dt.timedelta(days=1))
    return _("%(day)s alle %(hour)s") % {
        "day": wording.day(local.date()), "hour": f"{local:%H:%M}"
    }  # fmt: skip


def _label(key: str) -> str:
    return str(RemovalAct(key).label)


def _step(step: ClockStep) -> StepSaid:
    words = {
        Standing.DONE: _("fatto"),
        Standing.DONE_LATE: _("fatto in ritardo"),
        Standing.DUE: _("da fare"),
        Standing.MISSED: _("scaduto"),
        Standing.AHEAD: _("più avanti"),
    }
    if step.done is not None:
        local = step.done.astimezone(ROME)
        detail = f"{wording.day(local.date())}, {local:%H:%M}"
    elif step.key == RemovalAct.TOLD:
        detail = _("subito")
    elif step.foreseen:
        detail = _("al più tardi %(due)s") % {"due": ends(step)}
    else:
        detail = _("entro %(due)s") % {"due": ends(step)}
    return StepSaid(
        step.key, _label(step.key), words[step.standing], TONES[step.standing],
        ICONS[step.standing], detail,
    )  # fmt: skip
