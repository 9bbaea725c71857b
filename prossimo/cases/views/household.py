"""The page that brings the family of a case up to date with the household of today."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.cases.forms.household import HouseholdForm
from prossimo.cases.operations.household import follow_household
from prossimo.cases.policies.household import may_follow_household
from prossimo.cases.queries.household import change_of
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.core.http import Request


@require_http_methods(METHODS)
def household(request: Request, case_id: UUID) -> HttpResponse:
    """Each person is said of; where nothing differs, back to the case."""
    actor, case = request.actor, case_or_404(request, case_id)
    may_follow_household(actor, case).enforce()
    change = change_of(actor, case)
    if not (change.gone or change.new or change.back) and request.method != "POST":
        messages.info(request, _("La famiglia del caso è quella di oggi."))
        return redirect(case.get_absolute_url())
    journal.shown(Action.LIST, [each.person for each in change.new])
    initial: dict[str, Any] = {"version": case.version}
    form = HouseholdForm(request.POST or None, actor=actor, change=change, initial=initial)

    def run() -> str:
        follow_household(case, by=actor, expected=form.cleaned_data["version"], **form.told())
        return case.get_absolute_url()

    done = answered(request, form, run, done=_("La famiglia del caso è aggiornata."))
    title = _("La famiglia è cambiata")
    return done or form_page(request, case, form, title=title, label=_("Aggiorna la famiglia"))
