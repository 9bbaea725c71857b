"""The family and the network of a case: drawn, as a list, and what is added to it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.cases.forms.cases import EndForm
from prossimo.cases.forms.ties import TieForm
from prossimo.cases.models import CaseTie
from prossimo.cases.operations import ties as operations
from prossimo.cases.policies.ties import may_read_network, may_write_network
from prossimo.cases.queries import ties as reads
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.cases.views.framing import frame_of
from prossimo.core.http import Request


@require_safe
def network(request: Request, case_id: UUID) -> HttpResponse:
    """Who counts for this case: the family drawn, the network drawn, and the same as a list."""
    case = case_or_404(request, case_id)
    may_read_network(request.actor, case).enforce()
    journal.shown(Action.READ, [case])
    context = {
        **frame_of(request, case, "people"),
        "network": reads.network_of(request.actor, case),
        "writes": case.is_live and bool(may_write_network(request.actor, case)),
    }
    return render(request, "cases/ties_network.html", context)


@require_http_methods(METHODS)
def tie_new(request: Request, case_id: UUID) -> HttpResponse:
    """Somebody counts for the case."""
    case, actor = case_or_404(request, case_id), request.actor
    may_write_network(actor, case).enforce()
    form = TieForm(
        request.POST or None,
        actor=actor,
        organisations=reads.organisations_near(actor),
        posts=reads.posts_near(actor),
        people=reads.people_near(actor, case),
    )

    def run() -> str:
        since_on = form.cleaned_data["since_on"]
        operations.add_tie(case, by=actor, values=form.values(), since_on=since_on)
        return reverse("cases:network", args=[case.pk])

    done = answered(request, form, run, done=_("Aggiunto alla rete."))
    title = _("Chi conta per loro?")
    return done or form_page(request, case, form, title=title, label=_("Aggiungi"))


@require_http_methods(METHODS)
def tie_end(request: Request, case_id: UUID, tie_id: UUID) -> HttpResponse:
    """They count no more, from a day."""
    case = case_or_404(request, case_id)
    may_write_network(request.actor, case).enforce()
    rows = CaseTie.objects.visible_to(request.actor).select_related("case")
    tie = get_object_or_404(
        rows.select_related("person", "organisation", "post__user"), pk=tie_id, case=case
    )
    initial = {"version": tie.version}
    form = EndForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        told = form.cleaned_data
        operations.end_tie(tie, by=request.actor, expected=told["version"], last=told["last"])
        return reverse("cases:network", args=[case.pk])

    done = answered(request, form, run, done=_("Resta nella storia della rete."))
    title = _("%(name)s non c'è più") % {"name": tie.called}
    return done or form_page(request, case, form, title=title, label=_("Conferma"))
