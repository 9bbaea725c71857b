"""What meetings and tasks lend to the page of a case: the sheet, the next one, the story, the promises."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices.meetings import MeetingKind, MeetingState, TaskState
from prossimo.cases.models import Case, CaseFollowUp, CaseMeeting, CaseTask
from prossimo.cases.page import (
    CaseMoments,
    CasePanel,
    CasePromises,
    CaseTab,
    Promise,
    case_moments,
    case_panels,
    case_promises,
    case_tabs,
)
from prossimo.cases.policies import meetings as policies
from prossimo.cases.policies.cases import may_read_case, may_read_plan
from prossimo.cases.queries import meetings as reads
from prossimo.citizens.models import Person
from prossimo.citizens.panels import Copied, person_copies
from prossimo.core import pdf, wording
from prossimo.core.policy import Verdict
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.parts import Entry


def may_see_sheet(actor: Actor, case: Case) -> Verdict:
    return policies.may_read_meetings(actor, case)


def next_panel(actor: Actor, case: Case) -> dict[str, Any] | None:
    """The meeting that is ahead; nothing where there is none."""
    meeting = reads.next_meeting(actor, case)
    if meeting is None:
        return None
    journal.shown(Action.LIST, [meeting])
    return {"meeting": meeting, "chairs": reads.chairs_in(actor, meeting)}


def held(actor: Actor, case: Case, most: int) -> Sequence[Entry]:
    """Meetings in the story, the last first: those that took place, and those that did not."""
    rows = CaseMeeting.objects.visible_to(actor, case)
    rows = rows.exclude(state=MeetingState.PLANNED).select_related("by")[:most]
    journal.shown(Action.LIST, rows)
    return [
        Entry(
            title=str(row.get_kind_display()).capitalize(),
            when=row.starts_at,
            text=row.cancelled_why or row.decisions or row.discussed[:300],
            kind=_("incontri"),
            icon="user",
            url=row.get_absolute_url(),
            by=row.by.get_full_name(),
            badge=str(row.get_state_display()),
        )
        for row in rows
    ]


def heard_again(actor: Actor, case: Case, most: int) -> Sequence[Entry]:
    """Who was heard after the case was closed."""
    tells = actor.ceiling >= NARRATIVE
    rows = CaseFollowUp.objects.visible_to(actor, case).select_related("by")[:most]
    journal.shown(Action.LIST, rows)
    return [
        Entry(
            title=_("Risentita: %(goes)s") % {"goes": row.get_goes_display()},
            when=row.heard_on,
            text=row.text if tells else "",
            kind=_("dopo la chiusura"),
            icon="telephone",
            by=row.by.get_full_name(),
        )
        for row in rows
    ]


def task_promises(actor: Actor, case: Case) -> Sequence[Promise]:
    """What somebody said they would do, and has not done yet."""
    rows = CaseTask.objects.visible_to(actor, case).filter(state=TaskState.OPEN).for_list()
    journal.shown(Action.LIST, rows)
    return [
        Promise(
            title=row.what, due=row.due_on, who=row.who, url=row.get_absolute_url(),
            kind=_("compito"),
        )
        for row in rows
    ]  # fmt: skip


def meeting_promises(actor: Actor, case: Case) -> Sequence[Promise]:
    """The next meeting, and the verification that the project or the rule asks for."""
    meeting = reads.next_meeting(actor, case)
    found = []
    if meeting is not None:
        title = _("%(kind)s: %(when)s") % {
            "kind": str(meeting.get_kind_display()).capitalize(),
            "when": wording.moment(meeting.starts_at),
        }
        found.append(
            Promise(title, meeting.day, url=meeting.get_absolute_url(), kind=_("incontro"))
        )
    review = reads.next_review(actor, case) if may_read_plan(actor, case) else None
    fixed = meeting is not None and meeting.kind == MeetingKind.REVIEW
    if review is not None and not (fixed and not review.late):
        url = reverse("cases:meetings", args=[case.pk])
        found.append(Promise(_("Verifica da fare"), review.due, url=url, kind=_("verifica")))
    return found


def follow_up_promises(actor: Actor, case: Case) -> Sequence[Promise]:
    """After the closure, the day on which somebody is to be heard again."""
    if case.is_live or case.follow_up_on is None:
        return []
    may = policies.may_follow_up(actor, case)
    url = reverse("cases:hear_again", args=[case.pk]) if may else ""
    return [Promise(_("Risentirla dopo la chiusura"), case.follow_up_on, url=url)]


def meetings_copied(actor: Actor, person: Person) -> list[pdf.Section]:
    """The meetings about a person and what they were told after the closure (GDPR art. 15).

    Decisions, never what the others said: whoever keeps the file gives the minutes after reading them.
    """
    rows = CaseMeeting.objects.visible_to(actor).filter(case__person=person)
    rows = rows.exclude(state=MeetingState.CANCELLED).order_by("starts_at", "pk")
    heard = CaseFollowUp.objects.visible_to(actor).filter(case__person=person)
    journal.shown(Action.EXPORT, [*rows, *heard])
    moments = [
        pdf.Moment(
            when=f"{row.day:%d/%m/%Y}", title=str(row.get_kind_display()), text=row.decisions
        )
        for row in rows
    ]
    moments += [
        pdf.Moment(
            when=f"{row.heard_on:%d/%m/%Y}", title=str(row.get_goes_display()), text=row.text
        )
        for row in heard.order_by("heard_on", "pk")
    ]
    title = _("Incontri, e contatti dopo la chiusura")
    return [pdf.Section(title, moments=moments, empty=_("Nessuno."))]


case_tabs.add(
    CaseTab(
        key="meetings",
        label=gettext_lazy("Incontri e verifiche"),
        order=30,
        url_name="cases:meetings",
        policy=may_see_sheet,
    )
)
case_panels.add(
    CasePanel(
        key="next_meeting",
        label=gettext_lazy("Prossimo incontro"),
        order=10,
        build=next_panel,
        template="cases/parts/next_meeting.html",
        policy=may_see_sheet,
    )
)
case_moments.add(
    CaseMoments(
        key="incontri",
        label=gettext_lazy("Incontri"),
        order=30,
        build=held,
        policy=may_see_sheet,
    )
)
case_moments.add(
    CaseMoments(
        key="dopo",
        label=gettext_lazy("Dopo la chiusura"),
        order=80,
        build=heard_again,
        policy=may_read_case,
    )
)
case_promises.add(CasePromises(key="tasks", order=20, build=task_promises))
case_promises.add(
    CasePromises(key="meetings", order=30, build=meeting_promises, policy=may_see_sheet)
)
case_promises.add(CasePromises(key="follow_up", order=40, build=follow_up_promises))
person_copies.add(
    Copied(key="meetings", label=gettext_lazy("Incontri"), order=45, build=meetings_copied)
)
