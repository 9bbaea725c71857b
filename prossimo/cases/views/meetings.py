"""The sheet of meetings of a case, one of them, and its minutes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access import icsfiles
from prossimo.accounts import drafts, idempotency, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Part
from prossimo.cases.choices.meetings import OPEN_MINUTES, MeetingKind, TaskState
from prossimo.cases.forms.meetings import CallForm, MinutesForm
from prossimo.cases.minutes import sheet_of, short_seal, stands
from prossimo.cases.models import Case, CaseMeeting, MeetingPresence
from prossimo.cases.notices import calendar_of
from prossimo.cases.operations import meetings as operations
from prossimo.cases.policies import meetings as policies
from prossimo.cases.policies.cases import may_read_plan
from prossimo.cases.policies.papers import may_add_document
from prossimo.cases.queries import meetings as reads
from prossimo.cases.queries.papers import beside_meeting
from prossimo.cases.queries.workers import in_the_case
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.cases.views.framing import frame_of
from prossimo.core import exports, pdf
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.records import new_id
from prossimo.core.workflow import IllegalMove
from prossimo.ui.conflicts import conflict_page
from prossimo.ui.telling import told_of


@require_safe
def meeting_list(request: Request, case_id: UUID) -> HttpResponse:
    """What is ahead, what was held, who has to do what, how each goal goes."""
    actor: Actor = request.actor
    case = case_or_404(request, case_id)
    policies.may_read_meetings(actor, case).enforce()
    plans = bool(may_read_plan(actor, case))
    meetings = reads.meetings_of(actor, case)
    tasks = list(reads.tasks_of(actor, case))
    follow_ups = reads.follow_ups_of(actor, case)
    journal.shown(Action.LIST, [*meetings, *tasks, *follow_ups])
    context = {
        **frame_of(request, case, "meetings"),
        "ahead": [each for each in meetings if each.state == "planned"][::-1],
        "past": [each for each in meetings if each.state != "planned"],
        "to_do": [each for each in tasks if each.state == TaskState.OPEN],
        "ended": [each for each in tasks if each.state != TaskState.OPEN],
        "threads": reads.threads_of(actor, case) if plans else [],
        "follow_ups": follow_ups,
        "review": reads.next_review(actor, case) if plans else None,
        "writes": bool(policies.may_write_meetings(actor, case)),
        "hears": bool(policies.may_follow_up(actor, case)),
    }
    return render(request, "cases/meetings.html", context)


@require_http_methods(METHODS)
def meeting_new(request: Request, case_id: UUID) -> HttpResponse:
    """Fix a meeting, and call who should be there."""
    actor: Actor = request.actor
    case = case_or_404(request, case_id)
    policies.may_write_meetings(actor, case).enforce()
    asked = request.GET.get("tipo", "")
    kind = asked if asked in MeetingKind.values else MeetingKind.TEAM
    workers, people = reads.following(actor, case), in_the_case(actor, case)
    form = CallForm(
        request.POST or None, actor=actor, workers=workers, people=people,
        initial={"kind": kind, "workers": workers, "people": people},
    )  # fmt: skip
    called: list[CaseMeeting] = []

    def run() -> str:
        told = form.cleaned_data
        called.append(
            operations.call_meeting(
                case, by=actor, values=form.values(), workers=told["workers"],
                people=told["people"], others=told["others"],
            )
        )  # fmt: skip
        return called[0].get_absolute_url()

    done = answered(request, form, run, done=_("Fissato: chi è invitato riceve l'ora e il luogo."))
    title = _("Fissa una verifica") if kind == MeetingKind.REVIEW else _("Fissa un incontro")
    return done or form_page(request, case, form, title=title, label=_("Fissa"))


@require_safe
def meeting_detail(request: Request, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    """A meeting: who is called, what is on the agenda, the minutes, who does what, who signed."""
    actor: Actor = request.actor
    meeting = meeting_or_404(request, case_id, meeting_id)
    if exports.asked(request) is exports.Format.PDF:
        journal.shown(Action.PRINT, [meeting])
        return pdf.respond(request, sheet_of(actor, meeting), name="verbale")
    journal.shown(Action.READ, [meeting])
    return render(request, "cases/meeting.html", shown(actor, meeting))


def shown(actor: Actor, meeting: CaseMeeting) -> dict[str, Any]:
    """What the page of a meeting holds."""
    from prossimo.cases.views.meeting_acts import offered

    tasks = list(reads.tasks_of(actor, meeting.case, meeting))
    journal.shown(Action.LIST, tasks)
    writes = bool(policies.may_write_meeting(actor, meeting))
    attaches = meeting.case.is_live and may_add_document(actor, meeting.case, Part.PLAN)
    return {
        "case": meeting.case,
        "meeting": meeting,
        "chairs": reads.chairs_in(actor, meeting),
        "signatures": reads.signatures_on(actor, meeting),
        "tasks": tasks,
        "findings": reads.findings_in(actor, meeting),
        "papers": beside_meeting(actor, meeting),
        "attaches": f"incontro={meeting.pk}" if attaches else "",
        "acts": offered(actor, meeting),
        "writes": writes and meeting.state in OPEN_MINUTES,
        "plans": bool(may_read_plan(actor, meeting.case)),
        "seal": short_seal(meeting),
        "stands": stands(meeting),
    }


@require_http_methods(METHODS)
def meeting_minutes(request: Request, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Write the minutes; of two who write at once the second is shown both, field by field."""
    actor: Actor = request.actor
    meeting = meeting_or_404(request, case_id, meeting_id)
    policies.may_write_meeting(actor, meeting).enforce()
    if meeting.state != "held":
        raise IllegalMove(
            _("Il verbale si scrive dopo l'incontro, finché non è pronto da firmare.")
        )
    key = drafts.key_of("minutes", meeting.pk)
    initial = {"base": meeting.version, **{w: getattr(meeting, w) for w in MinutesForm.WORDS}}
    form = MinutesForm(request.POST or None, actor=actor, draft_key=key, initial=initial)
    restored = request.method != "POST" and drafts.fill(form, actor, key)
    title, back = _("Verbale"), meeting.get_absolute_url()
    if form.is_bound and form.is_valid():
        try:
            url = form.once(lambda: _written(actor, meeting, form))
        except StaleVersion as stale:
            hidden = {idempotency.FIELD: str(new_id()), drafts.FIELD: drafts.token(actor, key)}
            return conflict_page(
                request, stale, title=title, action_url=request.path, back_url=back, hidden=hidden
            )
        except IllegalMove as error:
            form.add_error(None, told_of(error))
        else:
            drafts.discard(actor, key)
            messages.success(request, _("Salvato: il verbale resta aperto finché non lo chiudi."))
            return redirect(url)
    return form_page(
        request, meeting.case, form, title=title, label=_("Salva"), back_url=back,
        template="cases/minutes_form.html", draft_key=key, restored=restored, meeting=meeting,
    )  # fmt: skip


def _written(actor: Actor, meeting: CaseMeeting, form: MinutesForm) -> str:
    saved = operations.write_minutes(
        meeting, by=actor, expected=form.expected(), values=form.values()
    )
    return saved.get_absolute_url()


@require_safe
def meeting_calendar(request: Request, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The hour and the place, for a calendar."""
    meeting = meeting_or_404(request, case_id, meeting_id)
    journal.shown(Action.EXPORT, [meeting])
    answer = HttpResponse(calendar_of(meeting), content_type=icsfiles.KIND)
    answer["Content-Disposition"] = 'attachment; filename="incontro.ics"'
    return answer


@require_POST
def chair_end(request: Request, case_id: UUID, meeting_id: UUID, chair_id: UUID) -> HttpResponse:
    """Somebody is not called any more."""
    meeting = meeting_or_404(request, case_id, meeting_id)
    policies.may_write_meeting(request.actor, meeting).enforce()
    rows = MeetingPresence.objects.visible_to(request.actor).select_related("meeting__case")
    chair = get_object_or_404(rows, pk=chair_id, meeting=meeting)
    operations.unseat(chair, by=request.actor)
    messages.success(request, _("Tolto dagli invitati."))
    return redirect(meeting.get_absolute_url())


def meeting_or_404(request: Request, case_id: UUID, meeting_id: UUID) -> CaseMeeting:
    """The meeting of that case, if this reader may know of it."""
    case: Case = case_or_404(request, case_id)
    rows = CaseMeeting.objects.visible_to(request.actor).for_list()
    meeting = get_object_or_404(rows, pk=meeting_id, case=case)
    meeting.case = case  # at hand already: the policies ask for it
    return meeting
