"""A verification, goal by goal."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.cases.forms.monitoring import GoalsForm
from prossimo.cases.operations.monitoring import look_at
from prossimo.cases.policies import meetings as policies
from prossimo.cases.queries import meetings as reads
from prossimo.cases.views.answering import METHODS, answered, form_page
from prossimo.cases.views.meetings import meeting_or_404
from prossimo.core.http import Request
from prossimo.core.workflow import IllegalMove


@require_http_methods(METHODS)
def meeting_goals(request: Request, case_id: UUID, meeting_id: UUID) -> HttpResponse:
    """How each goal and each commitment went, from what one sees it, and what comes next."""
    actor, meeting = request.actor, meeting_or_404(request, case_id, meeting_id)
    policies.may_write_meeting(actor, meeting).enforce()
    if meeting.kind != "review" or meeting.state != "held":
        raise IllegalMove(_("Gli obiettivi si guardano in una verifica tenuta, a verbale aperto."))
    form = GoalsForm(
        request.POST or None,
        actor=actor,
        goals=reads.goals_to_look_at(actor, meeting.case),
        commitments=reads.commitments_to_look_at(actor, meeting.case),
        known=reads.findings_in(actor, meeting),
    )

    def run() -> str:
        look_at(meeting, by=actor, rows=form.looked())
        return meeting.get_absolute_url()

    done = answered(request, form, run, done=_("Scritto, anche sugli obiettivi."))
    return done or form_page(
        request, meeting.case, form, title=_("Obiettivo per obiettivo"), label=_("Salva"),
        meeting=meeting, back_url=meeting.get_absolute_url(), template="cases/goals_form.html",
    )  # fmt: skip
