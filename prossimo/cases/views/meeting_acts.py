"""The acts of a meeting, one page each: moved, called, held, sealed, opened again, signed, cancelled."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from prossimo.accounts.rules import Actor
from prossimo.cases.choices.meetings import OPEN_MINUTES, MeetingState
from prossimo.cases.forms.cases import VersionForm, WhyForm
from prossimo.cases.forms.meetings import HoldForm, MoveForm, SeatForm, SignForm
from prossimo.cases.models import CaseMeeting
from prossimo.cases.operations import meetings as operations
from prossimo.cases.policies import meetings as policies
from prossimo.cases.queries import meetings as reads
from prossimo.cases.queries.workers import in_the_case
from prossimo.cases.views.answering import METHODS, answered, form_page
from prossimo.cases.views.meetings import meeting_or_404
from prossimo.cases.workflow import MEETING
from prossimo.core.http import Request
from prossimo.core.policy import Verdict
from prossimo.core.workflow import IllegalMove


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done with a meeting: what is asked, what it does."""

    key: str  # as it stands in the address
    label: Any
    form: Callable[[Request, CaseMeeting], Any]
    run: Callable[[CaseMeeting, Actor, Any], object]
    done: Any
    move: str = ""  # of the table, where it is one
    states: tuple[str, ...] = ()  # otherwise, when it makes sense
    policy: Callable[[Actor, CaseMeeting], Verdict] = policies.may_write_meeting
    said: Any = ""  # above the form
    icon: str = ""


def _version(form: type[Any], *names: str) -> Callable[[Request, CaseMeeting], Any]:
    def build(request: Request, meeting: CaseMeeting) -> Any:
        initial = {"version": meeting.version} | {name: getattr(meeting, name) for name in names}
        return form(request.POST or None, actor=request.actor, initial=initial)

    return build


def _seat_form(request: Request, meeting: CaseMeeting) -> SeatForm:
    chairs = reads.chairs_in(request.actor, meeting)
    seated = [chair.post_id for chair in chairs if chair.post_id]
    people = [chair.person_id for chair in chairs if chair.person_id]
    return SeatForm(
        request.POST or None, actor=request.actor,
        posts=reads.callable_posts(request.actor).exclude(pk__in=seated),
        people=in_the_case(request.actor, meeting.case).exclude(pk__in=people),
    )  # fmt: skip


def _hold_form(request: Request, meeting: CaseMeeting) -> HoldForm:
    chairs = reads.chairs_in(request.actor, meeting)
    initial = {"version": meeting.version}
    return HoldForm(request.POST or None, actor=request.actor, chairs=chairs, initial=initial)


def _sign_form(request: Request, meeting: CaseMeeting) -> SignForm:
    signed = {each.name for each in reads.signatures_on(request.actor, meeting)}
    came = [
        each for each in reads.chairs_in(request.actor, meeting) if each.attendance == "present"
    ]
    waiting = [each.who for each in came if each.who not in signed]
    return SignForm(request.POST or None, actor=request.actor, waiting=waiting)


def _hold(meeting: CaseMeeting, by: Actor, form: Any) -> object:
    told, expected = form.attendance(), form.cleaned_data["version"]
    if meeting.state == MeetingState.HELD:
        return operations.mark_attendance(meeting, by=by, attendance=told)
    return operations.hold_meeting(meeting, by=by, expected=expected, attendance=told)


def _moved(meeting: CaseMeeting, by: Actor, form: Any) -> object:
    expected = form.cleaned_data["version"]
    return operations.move_meeting(meeting, by=by, expected=expected, values=form.values())


def _cancelled(meeting: CaseMeeting, by: Actor, form: Any) -> object:
    told = form.cleaned_data
    return operations.cancel_meeting(meeting, by=by, expected=told["version"], why=told["why"])


def _sealed(meeting: CaseMeeting, by: Actor, form: Any) -> object:
    return operations.seal_minutes(meeting, by=by, expected=form.cleaned_data["version"])


def _reopened(meeting: CaseMeeting, by: Actor, form: Any) -> object:
    return operations.reopen_minutes(meeting, by=by, expected=form.cleaned_data["version"])


ACTS = {
    act.key: act
    for act in (
        Act("tenuto", gettext_lazy("Segna chi c'era"), _hold_form, _hold,
            gettext_lazy("Presenze segnate: ora si scrive il verbale."),
            states=OPEN_MINUTES, icon="check-circle"),
        Act("chiudi", gettext_lazy("Chiudi il verbale"), _version(VersionForm), _sealed,
            gettext_lazy("Verbale chiuso: è pronto da stampare e firmare."), move="write",
            said=gettext_lazy("Da qui il testo non cambia più: si stampa e si firma. Finché nessuno "
                              "ha firmato si può riaprire."), icon="locked"),
        Act("firma", gettext_lazy("Registra una firma"), _sign_form,
            lambda meeting, by, form: operations.sign_minutes(meeting, by=by, **form.values()),
            gettext_lazy("Firma registrata."), move="sign", policy=policies.may_sign_meeting,
            icon="pencil"),
        Act("riapri", gettext_lazy("Riapri il verbale"), _version(VersionForm), _reopened,
            gettext_lazy("Riaperto: si può correggere."), move="rewrite",
            said=gettext_lazy("Le copie già stampate non valgono più: l'impronta sarà un'altra.")),
        Act("sposta", gettext_lazy("Sposta o cambia"),
            _version(MoveForm, "starts_at", "lasts", "place", "agenda"), _moved,
            gettext_lazy("Aggiornato: chi è invitato riceve l'ora e il luogo nuovi."),
            states=(MeetingState.PLANNED,), icon="calendar"),
        Act("invita", gettext_lazy("Invita qualcun altro"), _seat_form,
            lambda meeting, by, form: operations.seat(meeting, by=by, **form.values()),
            gettext_lazy("Aggiunto."), states=OPEN_MINUTES, icon="plus"),
        Act("annulla", gettext_lazy("Annulla l'incontro"), _version(WhyForm), _cancelled,
            gettext_lazy("Annullato: chi era invitato lo viene a sapere."), move="cancel"),
    )
}  # fmt: skip


def fits(act: Act, meeting: CaseMeeting) -> bool:
    """Whether the act makes sense for the meeting as it stands."""
    if act.move:
        return meeting.state in next(each for each in MEETING if each.name == act.move).sources
    return meeting.state in act.states


def offered(actor: Actor, meeting: CaseMeeting) -> list[Act]:
    """What this reader may do now with the meeting; the first is the obvious one."""
    return [act for act in ACTS.values() if fits(act, meeting) and act.policy(actor, meeting)]


@require_http_methods(METHODS)
def meeting_act(request: Request, case_id: UUID, meeting_id: UUID, act: str) -> HttpResponse:
    """One act of a meeting: its form, then back to the meeting."""
    if act not in ACTS:
        raise Http404
    meeting, chosen = meeting_or_404(request, case_id, meeting_id), ACTS[act]
    chosen.policy(request.actor, meeting).enforce()
    if not fits(chosen, meeting):
        said = {"move": chosen.label, "state": meeting.get_state_display()}
        raise IllegalMove(_("«%(move)s» non è possibile: lo stato attuale è «%(state)s».") % said)
    form = chosen.form(request, meeting)

    def run() -> str:
        chosen.run(meeting, request.actor, form)
        return meeting.get_absolute_url()

    done = answered(request, form, run, done=str(chosen.done))
    if done is not None:
        return done
    label = str(chosen.label)
    return form_page(
        request, meeting.case, form, title=label, label=label, said=str(chosen.said),
        meeting=meeting, back_url=meeting.get_absolute_url(), template="cases/meeting_act.html",
    )  # fmt: skip
