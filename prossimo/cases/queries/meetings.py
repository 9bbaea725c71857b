"""Reads of meetings, tasks and findings: what is ahead, what is to be done, how each goal went."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post, PostQuerySet
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import FORCE_STATES
from prossimo.cases.choices.meetings import MeetingKind, MeetingState
from prossimo.cases.models import (
    Case,
    CaseFollowUp,
    CaseMeeting,
    CaseTask,
    CaseWorker,
    Commitment,
    Finding,
    Goal,
    MeetingPresence,
    MeetingSignature,
    Plan,
)
from prossimo.cases.rules import attention_on
from prossimo.core.periods import today

NOT_PEOPLE = (RoleKey.PORTAL, RoleKey.ADMINISTRATOR, RoleKey.DPO, RoleKey.ACCOUNTING)


def meetings_of(actor: Actor, case: Case) -> list[CaseMeeting]:
    rows = CaseMeeting.objects.visible_to(actor, case)
    return list(rows.for_list().order_by("-starts_at", "pk"))


def next_meeting(actor: Actor, case: Case) -> CaseMeeting | None:
    """The one that is ahead, or whose hour passed and of which nobody said how it went."""
    rows = CaseMeeting.objects.visible_to(actor, case).ahead()
    return rows.for_list().order_by("starts_at", "pk").first()


def chairs_in(actor: Actor, meeting: CaseMeeting) -> list[MeetingPresence]:
    rows = MeetingPresence.objects.visible_to(actor).filter(meeting=meeting)
    return list(rows.select_related("person", "post__user", "post__organisation"))


def signatures_on(actor: Actor, meeting: CaseMeeting) -> list[MeetingSignature]:
    return list(MeetingSignature.objects.visible_to(actor).filter(meeting=meeting))


def tasks_of(actor: Actor, case: Case, meeting: CaseMeeting | None = None) -> "QuerySet[CaseTask]":
    rows = CaseTask.objects.visible_to(actor, case)
    return (rows.filter(meeting=meeting) if meeting else rows).for_list()


def follow_ups_of(actor: Actor, case: Case) -> list[CaseFollowUp]:
    return list(CaseFollowUp.objects.visible_to(actor, case).select_related("by"))


def callable_posts(actor: Actor) -> PostQuerySet:
    """Who of the ambito, of whatever body, may be called to a meeting by post."""
    posts = Post.objects.in_force().of_ambito(actor.ambito_id).exclude(role__in=NOT_PEOPLE)
    return posts.filter(user__is_active=True).select_related("user", "organisation").order_by(
        "user__last_name", "user__first_name", "pk"
    )  # fmt: skip


def following(actor: Actor, case: Case) -> PostQuerySet:
    """Who follows the case today."""
    given = CaseWorker.objects.visible_to(actor, case).filter(period__contains=today())
    return callable_posts(actor).filter(pk__in=list(given.values_list("post", flat=True)))


def plans_in_force(actor: Actor, case: Case) -> list[Plan]:
    return list(Plan.objects.visible_to(actor, case).filter(state__in=FORCE_STATES))


def goals_to_look_at(actor: Actor, case: Case) -> list[Goal]:
    """Of the projects in force, each goal: what a monitoring goes through."""
    rows = Goal.objects.visible_to(actor).filter(plan__in=plans_in_force(actor, case))
    return list(rows.select_related("plan").order_by("plan", "position", "pk"))


def commitments_to_look_at(actor: Actor, case: Case) -> list[Commitment]:
    rows = Commitment.objects.visible_to(actor).filter(plan__in=plans_in_force(actor, case))
    return list(rows.select_related("plan").order_by("plan", "side", "position", "pk"))


def findings_in(actor: Actor, meeting: CaseMeeting) -> list[Finding]:
    rows = Finding.objects.visible_to(actor).filter(meeting=meeting)
    return list(rows.select_related("goal", "commitment"))


@dataclass(slots=True)
class Thread:
    """One goal through its versions: how it stands, and how it was found each time."""

    goal: Goal
    findings: list[Finding] = field(default_factory=list)


def threads_of(actor: Actor, case: Case) -> list[Thread]:
    """Goal by goal, how it went verification by verification: the last version of each."""
    goals = Goal.objects.visible_to(actor, case).select_related("plan")
    threads: dict[Any, Thread] = {}
    for goal in goals.order_by("plan__number", "position", "pk"):
        threads[goal.line] = Thread(goal)  # the later version stands for the thread
    found = Finding.objects.visible_to(actor, case).filter(goal__isnull=False)
    by_line: dict[Any, list[Finding]] = defaultdict(list)
    for finding in found.select_related("goal", "meeting").order_by("meeting__starts_at", "pk"):
        if finding.goal is not None and finding.meeting.state != MeetingState.CANCELLED:
            by_line[finding.goal.line].append(finding)
    for line, thread in threads.items():
        thread.findings = by_line.get(line, [])
    return list(threads.values())


@dataclass(frozen=True, slots=True)
class Review:
    """The next verification of a case: by when, and why then."""

    due: dt.date
    every: int  # days
    by_plan: bool

    @property
    def late(self) -> bool:
        return self.due < today()


def review_of(
    case: Case, plans: Sequence[Plan] = (), held: CaseMeeting | None = None
) -> Review | None:
    """By when the case is to be looked at again: as agreed, else as often as the project or the rule.

    Only of a case in charge: what is not begun, suspended or closed is not verified.
    """
    if case.state != "in_charge" or case.taken_on is None:
        return None
    by_plan = [plan.review_every for plan in plans]
    every = min(by_plan) if by_plan else attention_on(today()).review_within(case.intensity)
    agreed = [day for day in (case.review_on, *(plan.review_on for plan in plans)) if day]
    since = max([case.taken_on, *([held.day] if held else [])])
    due = min(agreed) if agreed else since + dt.timedelta(days=every)
    return Review(due, every, bool(by_plan))


def last_review(actor: Actor, case: Case) -> CaseMeeting | None:
    rows = CaseMeeting.objects.visible_to(actor).filter(
        case=case, kind=MeetingKind.REVIEW,
        state__in=[MeetingState.HELD, MeetingState.WRITTEN, MeetingState.SIGNED],
    )  # fmt: skip
    return rows.order_by("-starts_at").first()


def next_review(actor: Actor, case: Case) -> Review | None:
    return review_of(case, plans_in_force(actor, case), last_review(actor, case))
