"""How a form of a case answers: done and away, or the same page with what is wrong."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Right
from prossimo.cases.models import Case
from prossimo.cases.models.sight import in_sight
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.workflow import IllegalMove
from prossimo.ui.telling import tell, told_of

METHODS = ["GET", "HEAD", "POST"]


def case_or_404(request: Request, case_id: UUID) -> Case:
    """The case, if this reader may know of it; otherwise as if it were not there."""
    may(request.actor, Right.CASE_READ).enforce()
    rows = Case.objects.visible_to(request.actor).for_list()
    rows = rows.select_related("household", "person__municipality", "person__neighbourhood")
    boundaries = ("person__municipality__boundary", "person__neighbourhood__boundary")
    return in_sight(request.actor, get_object_or_404(rows.defer(*boundaries), pk=case_id))


def answered(
    request: Request, form: Any, act: Callable[[], str], *, done: str
) -> HttpResponse | None:
    """Where to go once it is done, or nothing: then the form says what is wrong."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        url = form.once(act)
    except ValidationError as error:
        tell(form, error)
    except (StaleVersion, IllegalMove) as error:
        form.add_error(None, told_of(error))
    else:
        messages.success(request, done)
        return redirect(url)
    return None


def form_page(
    request: Request, case: Case, form: Any, *, title: str, label: str,
    template: str = "cases/case_act.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """The form of one act: 422 where it came back wrong."""
    journal.shown(Action.READ, [case])
    status = 422 if form.is_bound else 200
    context = {"case": case, "form": form, "title": title, "label": label, **more}
    return render(request, template, context, status=status)
