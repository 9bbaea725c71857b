"""What is late in the cases one follows, or coordinates."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices.late import LateKind
from prossimo.cases.forms.late import LateFilter
from prossimo.cases.models import Case
from prossimo.cases.policies.cases import sees_all
from prossimo.cases.queries.late import Owed, by_worker, late_in
from prossimo.cases.rules import attention_on
from prossimo.cases.tables_late import LateTable
from prossimo.core import exports
from prossimo.core.http import Request
from prossimo.core.periods import today


@require_safe
def late_list(request: Request) -> HttpResponse:
    """Silent cases, verifications, tasks, goals, who is to be heard: the latest first."""
    actor: Actor = request.actor
    may(actor, Right.CASE_READ).enforce()
    coordinates = sees_all(actor)
    everything = late_in(actor) if coordinates else []
    workers = by_worker(everything)
    owners = [(str(each.owner), each.name) for each in workers if each.owner]
    form = LateFilter(request.GET or {}, owners=owners)
    rows = form.narrow(Case.objects.visible_to(actor))
    table = LateTable(late_in(actor, rows, form.told().get("kind", "")), ceiling=actor.ceiling)
    if format_ := exports.asked(request):
        return exports.respond(
            request, table, format_, name="in-ritardo", title=_("Che cosa è in ritardo"),
            filters=form.sentence(), seen=lambda late: journal.shown(Action.EXPORT, [late.case]),
        )  # fmt: skip
    table.configure(request)
    journal.shown(Action.LIST, [row.record.case for row in table.page.object_list])
    table.caption = form.sentence()
    context = {
        "table": table,
        "form": form,
        "workers": _counted(workers),
        "kinds": [str(label) for _key, label in LateKind.choices],
        "rule": attention_on(today()),
    }
    page = "cases/late.html"
    return render(request, f"{page}#rows" if request.htmx else page, context)


def _counted(workers: list[Owed]) -> list[tuple[str, object, list[int]]]:
    """By worker, a number for each kind."""
    return [
        (each.name or _("nessun titolare"), each.owner, [each.counts[k] for k in LateKind.values])
        for each in workers
    ]
