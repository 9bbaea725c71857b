"""The family of a case follows the household of today: who goes, who stays though elsewhere, who comes."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.access.faults import in_words
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import MemberRole
from prossimo.cases.models import Case, CaseMember
from prossimo.cases.operations.moving import locked_case, not_ahead, stepped
from prossimo.cases.operations.opening import KIND
from prossimo.cases.operations.parts import ended
from prossimo.cases.policies.household import may_follow_household
from prossimo.cases.queries.household import HouseholdChange, change_of
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import since

KEEP, END = "keep", "end"


@transaction.atomic
def follow_household(
    case: Case, *, by: Actor, expected: int, day: dt.date, gone: Mapping[UUID, str],
    new: Mapping[UUID, str], back: frozenset[UUID] = frozenset(), note: str = "",
) -> Case:  # fmt: skip
    """Date what changed in the family: one act, in which each person is said of.

    `gone` and `back` are members, `new` are people with their role in the case. The case, its
    story and the past of each member stay as they are. Raises `ValidationError` where the household
    is not what was shown any more.
    """
    held = locked_case(case, by, may_follow_household)
    not_ahead(day)
    change = change_of(by, held)
    _still_so(change, gone, new, back)
    left = [_leaves(each, gone[each.pk], day) for each in change.gone if each.pk in gone]
    came = [
        _comes(held, each.person.pk, new[each.person.pk], day)
        for each in change.new if each.person.pk in new
    ]  # fmt: skip
    home = [each for each in change.back if each.pk in back]
    for member in home:
        save_versioned(member, {"apart_on": None}, expected=member.version)
    said = _said(len(came), left.count(END), left.count(KEEP), len(home), note.strip())
    stepped(held, "household", held.state, by=by, note=said)
    home_now = held.person.household_id or held.household_id
    saved = save_versioned(held, {"household_id": home_now}, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def _still_so(
    change: HouseholdChange, gone: Mapping[UUID, str], new: Mapping[UUID, str],
    back: frozenset[UUID],
) -> None:  # fmt: skip
    told = {each.pk for each in (*change.gone, *change.back)}
    told |= {each.person.pk for each in change.new}
    if not ({*gone, *new, *back} <= told):
        raise ValidationError(_("Intanto la famiglia è cambiata ancora: apri di nuovo la pagina."))


def _leaves(member: CaseMember, what: str, day: dt.date) -> str:
    """Out of the case from that day, or still in it and elsewhere; the dead leave the day they died."""
    died = member.person.died_on
    if what == KEEP and died is None:
        save_versioned(member, {"apart_on": day}, expected=member.version)
        return KEEP
    last = died or day - dt.timedelta(days=1)
    first = member.period.lower or last
    changes = {"period": ended(member.period, max(last, first)), "apart_on": member.apart_on or day}
    save_versioned(member, changes, expected=member.version)
    return END


def _comes(case: Case, person_id: UUID, role: str, day: dt.date) -> CaseMember:
    row = CaseMember(case=case, person_id=person_id, role=role, period=since(day))
    if role == MemberRole.SUBJECT:
        raise ValidationError(_("La persona seguita è un'altra."))
    row.clean_fields(exclude={"case", "person"})
    with in_words(CaseMember):
        row.save(force_insert=True)
    return row


def _said(came: int, left: int, apart: int, back: int, note: str) -> str:
    """How many, without names: who they are is told among the members, to who may know them."""
    parts = []
    if came:
        parts.append(ngettext("una persona entra", "%(n)s persone entrano", came) % {"n": came})
    if left:
        parts.append(ngettext("una esce", "%(n)s escono", left) % {"n": left})
    if apart:
        parts.append(
            ngettext("una resta e vive altrove", "%(n)s restano e vivono altrove", apart)
            % {"n": apart}
        )
    if back:
        parts.append(ngettext("una torna a casa", "%(n)s tornano a casa", back) % {"n": back})
    return ". ".join(filter(None, [", ".join(parts), note]))
