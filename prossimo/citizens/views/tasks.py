"""The checks that wait: what the registry says has changed in a life, and who looked at it."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Right
from prossimo.citizens.choices import TaskState
from prossimo.citizens.forms.tasks import CloseForm, TaskFilter
from prossimo.citizens.models import ReviewTask
from prossimo.citizens.operations.tasks import close_task
from prossimo.citizens.queries.events import open_tasks
from prossimo.citizens.queries.tasks import task_lines, tasks_waiting
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request

ON_PAGE = 25


@require_safe
def task_list(request: Request) -> HttpResponse:
    """Every check that waits, the oldest first."""
    may(request.actor, Right.PERSON_WRITE).enforce()
    form = TaskFilter(request.GET or None, actor=request.actor)
    asked = form.cleaned_data if form.is_valid() else {}
    place = asked.get("quartiere")
    waiting = open_tasks(
        request.actor, kind=asked.get("kind") or "", neighbourhood=place.pk if place else None
    )
    page = Paginator(waiting, ON_PAGE).get_page(request.GET.get("page"))
    journal.shown(Action.LIST, page.object_list)
    journal.shown(Action.LIST, [task.person for task in page.object_list])
    context = {
        "form": form,
        "page": page,
        "lines": task_lines(request.actor, page.object_list),
        "counted": tasks_waiting(request.actor),
        "here": request.get_full_path(),
    }
    return render(request, "citizens/tasks.html", context)


@require_POST
def task_close(request: Request, task_id: uuid.UUID) -> HttpResponse:
    """Somebody looked: done, or not needed; the toast takes it back."""
    may(request.actor, Right.PERSON_WRITE).enforce()
    task = ReviewTask.objects.visible_to(request.actor).filter(pk=task_id).first()
    if task is None:
        raise Http404
    form = CloseForm(request.POST)
    back = _back(request)
    if not form.is_valid():
        messages.error(request, _("Non ho capito che cosa fare di questo controllo: riprova."))
        return redirect(back)
    asked = form.cleaned_data
    try:
        close_task(
            task,
            by=request.actor,
            expected=asked["version"],
            state=TaskState(asked["state"]),
            note=asked["note"],
        )
    except StaleVersion:
        messages.error(request, _("Un'altra persona l'ha già chiuso, o l'ha cambiato: guardalo."))
        return redirect(back)
    said = {
        TaskState.DONE: _("Controllo fatto."),
        TaskState.DISMISSED: _("Controllo tolto dall'elenco: non serviva."),
        TaskState.OPEN: _("Controllo riaperto."),
    }
    messages.success(request, said[TaskState(asked["state"])])
    return redirect(back)


def _back(request: Request) -> str:
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return back
    return reverse("citizens:tasks")
