"""Tasks of a case: given, changed, ended; and somebody heard again after their case was closed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.cases.forms.tasks import EndTaskForm, HearAgainForm, TaskForm
from prossimo.cases.models import Case, CaseMeeting, CaseTask
from prossimo.cases.operations import tasks as operations
from prossimo.cases.policies import meetings as policies
from prossimo.cases.queries.meetings import callable_posts
from prossimo.cases.queries.workers import in_the_case
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.core.http import Request
from prossimo.core.workflow import IllegalMove


@require_http_methods(METHODS)
def task_new(request: Request, case_id: UUID) -> HttpResponse:
    """Somebody will do something by a day; from a meeting where it is in the address."""
    actor, case = request.actor, case_or_404(request, case_id)
    policies.may_write_meetings(actor, case).enforce()
    meeting = _meeting(request, case)
    posts, people = callable_posts(actor), in_the_case(actor, case)
    form = TaskForm(request.POST or None, actor=actor, posts=posts, people=people)
    back = meeting.get_absolute_url() if meeting else reverse("cases:meetings", args=[case.pk])

    def run() -> str:
        operations.give_task(case, by=actor, meeting=meeting, **form.given())
        return back

    done = answered(request, form, run, done=_("Scritto: si vede fra le cose promesse."))
    return done or form_page(
        request, case, form, title=_("Chi fa che cosa"), label=_("Salva"), back_url=back,
        template="cases/meeting_act.html",
    )  # fmt: skip


def _meeting(request: Request, case: Case) -> CaseMeeting | None:
    asked = request.GET.get("incontro", "")
    rows = CaseMeeting.objects.visible_to(request.actor, case).for_list()
    try:
        return rows.filter(pk=UUID(asked)).first() if asked else None
    except ValueError:
        return None


@require_http_methods(METHODS)
def task_end(request: Request, case_id: UUID, task_id: UUID) -> HttpResponse:
    """It is done, dropped, or somebody else goes on with it."""
    task = _task(request, case_id, task_id)
    policies.may_read_task(request.actor, task).enforce()
    if task.state != "open":
        raise IllegalMove(_("È già concluso: «%(what)s».") % {"what": task.what})
    policies.may_end_task(request.actor, task).enforce()
    initial = {"version": task.version}
    form = EndTaskForm(request.POST or None, actor=request.actor, initial=initial)
    back = reverse("cases:case", args=[case_id])

    def run() -> str:
        told = form.cleaned_data
        operations.end_task(
            task, by=request.actor, expected=told["version"], state=told["state"],
            closing=told["closing"],
        )  # fmt: skip
        return back

    done = answered(request, form, run, done=_("Concluso."))
    return done or form_page(
        request, task.case, form, title=task.what, label=_("Salva"), back_url=back, task=task,
        may_give=bool(policies.may_give_task(request.actor, task)), template="cases/meeting_act.html",
    )  # fmt: skip


@require_http_methods(METHODS)
def task_change(request: Request, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Another day, or other hands."""
    actor, task = request.actor, _task(request, case_id, task_id)
    policies.may_give_task(actor, task).enforce()
    names = ("version", "what", "due_on", "post", "person", "name")
    initial = {name: getattr(task, name) for name in names}
    posts, people = callable_posts(actor), in_the_case(actor, task.case)
    form = TaskForm(request.POST or None, actor=actor, posts=posts, people=people, initial=initial)
    back = reverse("cases:meetings", args=[case_id])

    def run() -> str:
        expected = form.cleaned_data["version"] or 0
        operations.change_task(task, by=actor, expected=expected, values=form.values())
        return back

    done = answered(request, form, run, done=_("Aggiornato."))
    return done or form_page(
        request, task.case, form, title=_("Cambia il compito"), label=_("Salva"), back_url=back,
        template="cases/meeting_act.html",
    )  # fmt: skip


@require_http_methods(METHODS)
def hear_again(request: Request, case_id: UUID) -> HttpResponse:
    """How somebody goes after their case was closed: again on a day, or open again."""
    case = case_or_404(request, case_id)
    policies.may_follow_up(request.actor, case).enforce()
    initial = {"version": case.version}
    form = HearAgainForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        told = form.cleaned_data
        operations.hear_again(
            case, by=request.actor, expected=told["version"], values=form.values(),
            reopen=told["reopen"],
        )  # fmt: skip
        return case.get_absolute_url()

    done = answered(request, form, run, done=_("Scritto: resta nella storia della persona."))
    title = _("Come va, dopo la chiusura?")
    return done or form_page(request, case, form, title=title, label=_("Salva"))


def _task(request: Request, case_id: UUID, task_id: UUID) -> CaseTask:
    case = case_or_404(request, case_id)
    rows = CaseTask.objects.visible_to(request.actor).for_list().select_related("meeting")
    task = get_object_or_404(rows, pk=task_id, case=case)
    task.case = case  # at hand already: the policies ask for it
    return task
