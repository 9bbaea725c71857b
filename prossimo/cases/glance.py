"""A case at a glance: who they are, what is happening, what was promised, what is late."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import CaseState
from prossimo.cases.models import Case
from prossimo.cases.page import Promise
from prossimo.citizens import rules
from prossimo.citizens.models import Person
from prossimo.citizens.queries import members_of
from prossimo.core.periods import today

NAMES = 3  # of who lives in the house, then how many more
SHOWN = 2  # promises in a line of the glance: all of them stand beside


@dataclass(frozen=True, slots=True)
class Late:
    """Something that should have been done: what, and since how many days."""

    said: str
    days: int
    url: str = ""

    @property
    def since(self) -> str:
        return ngettext("da un giorno", "da %(n)s giorni", self.days) % {"n": self.days}


@dataclass(frozen=True, slots=True)
class Glance:
    """The four answers."""

    household: str
    happening: list[str]
    promises: list[Promise]
    more_promises: int
    late: list[Late]
    more_late: int


def glance_at(actor: Actor, case: Case, promises: list[Promise], *, silent: bool) -> Glance:
    """The four answers, from what the reader may have."""
    kept = [promise for promise in promises if not promise.late]
    late = _late(case, promises, silent=silent)
    others = members_of(actor, case.person.household_id, but=case.person_id)
    return Glance(
        household=household_line(others),
        happening=_happening(case),
        promises=kept[:SHOWN],
        more_promises=max(len(kept) - SHOWN, 0),
        late=late[:SHOWN],
        more_late=max(len(late) - SHOWN, 0),
    )


def next_day(promises: list[Promise]) -> Promise | None:
    """What falls due first, from today on."""
    return next((each for each in promises if each.due and not each.late), None)


def household_line(others: list[Person]) -> str:
    """«In casa sono in 4 (con 2 minorenni): Sara (9), Ugo (41)…»; nothing where none is known."""
    if not others:
        return _("Vive per conto proprio, per quanto ne sappiamo.")
    day = today()
    ages = [rules.age_on(each.born_on, day) for each in others]
    minors = sum(age is not None and age < rules.ADULT for age in ages)
    names = [
        f"{each.given_name} ({age})" if age is not None else each.given_name
        for each, age in zip(others, ages, strict=True)
    ]
    shown = ", ".join(names[:NAMES]) + ("…" if len(names) > NAMES else "")
    said = _("In casa sono in %(n)s") % {"n": len(others) + 1}
    if minors:
        told = ngettext("con un minorenne", "con %(n)s minorenni", minors) % {"n": minors}
        said = f"{said} ({told})"
    return f"{said}: {shown}"


def _happening(case: Case) -> list[str]:
    """How it stands, and when somebody last heard of them."""
    day = today()
    stands = {
        CaseState.PROPOSED: (_("Segnalata il %(day)s: ancora nessuno la segue"), case.reported_on),
        CaseState.ASSIGNED: (_("Assegnata: da prendere in carico, segnalata il %(day)s"),
                             case.reported_on),
        CaseState.IN_CHARGE: (_("In carico dal %(day)s"), case.taken_on),
        CaseState.SUSPENDED: (_("Sospesa dal %(day)s"), case.suspended_on),
        CaseState.CLOSED: (_("Chiusa il %(day)s"), case.closed_on),
    }  # fmt: skip
    said, since = stands[CaseState(case.state)]
    lines = [said % {"day": date_format(since or case.reported_on, "d/m/Y")}]
    if case.outcome:
        lines.append(str(case.get_outcome_display()).capitalize())
    if case.is_live:
        lines.append(_("Ultima notizia %(ago)s") % {"ago": ago(case.last_heard_on, day)})
    return lines


def ago(day: dt.date, now: dt.date) -> str:
    """«oggi», «ieri», «12 giorni fa»."""
    days = (now - day).days
    if days <= 0:
        return _("oggi")
    if days == 1:
        return _("ieri")
    return _("%(n)s giorni fa") % {"n": days}


def _late(case: Case, promises: list[Promise], *, silent: bool) -> list[Late]:
    day = today()
    found = [
        Late(promise.title, (day - promise.due).days, promise.url)
        for promise in promises
        if promise.due and promise.late
    ]
    if silent:
        said = _("Nessuno ha loro notizie")
        found.append(Late(said, (day - case.last_heard_on).days))
    return sorted(found, key=lambda late: -late.days)
