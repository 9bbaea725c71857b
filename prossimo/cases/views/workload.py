"""How much everybody carries, what nobody has, and what somebody leaves behind."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access.queries.allocation import caseworkers
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.forms.workload import HandOverForm
from prossimo.cases.operations.handover import hand_over
from prossimo.cases.operations.moving import assign_case
from prossimo.cases.policies.cases import may_assign_case, sees_all
from prossimo.cases.policies.transfer import may_pass_cases
from prossimo.cases.queries import workload as queries
from prossimo.cases.queries.twins import twins
from prossimo.cases.rules import weights_on
from prossimo.cases.tables import LoadTable
from prossimo.cases.views.answering import METHODS, answered, case_or_404
from prossimo.core import exports, pdf, wording
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove
from prossimo.ui.parts import Tab
from prossimo.ui.telling import told_of


@require_safe
def workload(request: Request) -> HttpResponse:
    """Cases and their weight, by worker, area or neighbourhood; who only has cases sees their own."""
    actor: Actor = request.actor
    may_pass_cases(actor).enforce()
    asked = request.GET.get("per", "chi")
    by = asked if asked in queries.BY else "chi"
    loads = queries.loads_by(actor, by)
    coordinates = sees_all(actor) and actor.has(Right.CASE_ASSIGN)
    if coordinates and by == "chi":
        for load in loads:
            load.url = reverse("cases:handover", args=[load.key])
    table = LoadTable(loads, ceiling=actor.ceiling)
    if format_ := exports.asked(request):
        return exports.respond(
            request, table, format_, name="carichi", title=_("Carichi di lavoro")
        )
    table.configure(request)
    free = queries.unowned(actor) if coordinates else []
    journal.shown(Action.LIST, [each.case for each in free])
    context = {
        "table": table,
        "loads": loads,
        "most": max((load.weight for load in loads), default=1),
        "tabs": _tabs(by),
        "weights": weights_on(today()),
        "coordinates": coordinates,
        "unowned": free,
        "twins": twins(actor) if coordinates else [],
        "leaving": queries.leaving(actor) if coordinates else [],
        "staffing": queries.staffing(actor) if coordinates else None,
        "silent_total": sum(load.silent for load in loads),
    }
    return render(request, "cases/workload.html", context)


def _tabs(by: str) -> list[Tab]:
    here = reverse("cases:workload")
    labels = {
        "chi": _("Per assistente sociale"),
        "area": _("Per area"),
        "quartiere": _("Per quartiere"),
    }
    return [Tab(label, f"{here}?per={key}", key == by) for key, label in labels.items()]


@require_POST
def workload_assign(request: Request, case_id: UUID) -> HttpResponse:
    """Give a case without owner to whom the rules propose, in one move."""
    case = case_or_404(request, case_id)
    may_assign_case(request.actor, case).enforce()
    posts = caseworkers(request.actor, case.municipality_id)
    try:
        to = get_object_or_404(posts, pk=UUID(request.POST.get("to", "")))
        version = int(request.POST.get("version", ""))
        assign_case(case, by=request.actor, expected=version, to=to, why=_("Secondo le regole"))
    except ValueError:
        messages.error(request, _("Scegli a chi."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except (StaleVersion, IllegalMove) as error:
        messages.error(request, told_of(error))
    else:
        said = _("Assegnata a %(name)s.") % {"name": to.user.get_full_name()}
        messages.success(request, said)
    return redirect("cases:workload")


@require_http_methods(METHODS)
def handover(request: Request, post_id: UUID) -> HttpResponse:
    """All the live cases of a post: to whom each passes, all together or one by one."""
    post = _post_or_404(request, post_id)
    actor = request.actor
    cases = queries.cases_of_post(actor, post)
    journal.shown(Action.LIST, cases)
    form = HandOverForm(request.POST or None, actor=actor, leaving=post, cases=cases)
    done = answered(request, form, lambda: _handed(request, form), done=_("Consegnate."))
    if done is not None:
        return done
    rows = [(case, form[f"to_{case.pk}"]) for case in cases]
    context: dict[str, Any] = {"post": post, "rows": rows, "form": form, "cases": cases}
    status = 422 if form.is_bound else 200
    return render(request, "cases/handover.html", context, status=status)


def _handed(request: Request, form: HandOverForm) -> str:
    number = hand_over(form.pairs(), by=request.actor, why=form.cleaned_data["why"])
    said = ngettext("Ne è passata una.", "Ne sono passate %(n)s.", number) % {"n": number}
    messages.info(request, said)
    return reverse("cases:workload")


@require_safe
def handover_print(request: Request, post_id: UUID) -> HttpResponse:
    """The list on paper: what is handed over, how each stands, what is due."""
    post = _post_or_404(request, post_id)
    cases = queries.cases_of_post(request.actor, post)
    journal.shown(Action.PRINT, cases)
    body = [
        [
            case.number,
            case.person.listed_name,
            str(case.get_user_area_display()),
            str(case.get_intensity_display()),
            str(case.get_state_display()),
            wording.day(case.last_heard_on),
            wording.day(case.review_on) if case.review_on else "",
        ]
        for case in cases
    ]
    head = [_("numero"), _("persona"), _("area"), _("intensità"), _("stato"),
            _("ultima notizia"), _("da rivedere il")]  # fmt: skip
    title = _("Prese in carico")
    section = (
        pdf.Section(title, rows=pdf.Rows(head, body))
        if body
        else pdf.Section(title, empty=_("Nessuna."))
    )
    sheet = pdf.Sheet(
        title=_("Elenco di consegna"), subtitle=post.user.get_full_name(), sections=[section]
    )
    return pdf.respond(request, sheet, name="elenco-di-consegna")


def _post_or_404(request: Request, post_id: UUID) -> Post:
    """Who coordinates hands over for others; nobody else needs the list of another's cases."""
    actor = request.actor
    if not (actor.has(Right.CASE_ASSIGN) and sees_all(actor)):
        raise PermissionDenied(_("Lo fa chi coordina: per passarne una, aprila."))
    posts = Post.objects.of_ambito(actor.ambito_id).select_related("user")
    return get_object_or_404(posts, pk=post_id)
