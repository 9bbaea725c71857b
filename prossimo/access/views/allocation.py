"""The rules of allocation: in their order, with a trial of to whom somebody would be proposed."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.access.allocating import Asked
from prossimo.access.forms.proposals import PreviewForm, RuleForm
from prossimo.access.models import AllocationRule
from prossimo.access.operations.proposals import keep_rule
from prossimo.access.policies.requests import may_manage_allocation
from prossimo.access.queries.allocation import caseworkers, for_whom, loads, suggested
from prossimo.access.views.requests import METHODS
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.periods import today
from prossimo.ui.telling import tell, told_of


@require_safe
def rule_list(request: Request) -> HttpResponse:
    """The rules in their order, with the load of each worker, and the trial."""
    actor: Actor = request.actor
    may_manage_allocation(actor).enforce()
    rules = AllocationRule.objects.visible_to(actor).select_related(
        "post__user", "municipality", "neighbourhood"
    )
    burden = loads(actor)
    form = PreviewForm(request.GET if "area" in request.GET else None, actor=actor)
    found = None
    if form.is_bound and form.is_valid():
        quarter = form.cleaned_data["quarter"]
        asked = Asked(
            form.cleaned_data["area"],
            quarter.municipality_id if quarter else actor.municipality_id,
            quarter.pk if quarter else None,
        )
        found = suggested(actor, asked)
    shown = rules.defer("municipality__boundary", "neighbourhood__boundary")
    lines = [(rule, for_whom(rule), burden[rule.post_id], today() in rule.period) for rule in shown]
    context = {"lines": lines, "form": form, "found": found}
    return render(request, "access/rule_list.html", context)


@require_http_methods(METHODS)
def rule_new(request: Request) -> HttpResponse:
    """A rule more."""
    may_manage_allocation(request.actor).enforce()
    return _rule_page(request, None)


@require_http_methods(METHODS)
def rule_edit(request: Request, rule_id: UUID) -> HttpResponse:
    """Change a rule, or say until when it holds."""
    may_manage_allocation(request.actor).enforce()
    rules = AllocationRule.objects.visible_to(request.actor)
    return _rule_page(request, get_object_or_404(rules, pk=rule_id))


def _rule_page(request: Request, rule: AllocationRule | None) -> HttpResponse:
    posts = caseworkers(request.actor)
    form = RuleForm(
        request.POST or None, actor=request.actor, posts=posts, instance=_copy_of(request, rule)
    )

    def run() -> str:
        expected = form.cleaned_data["opened_version"] or 0
        keep_rule(rule, by=request.actor, expected=expected, values=form.values())
        messages.success(request, _("Regola salvata."))
        return reverse("access:allocation")

    if form.is_bound and form.is_valid():
        try:
            return redirect(form.once(run))
        except ValidationError as error:
            tell(form, error)
        except StaleVersion as error:
            form.add_error(None, told_of(error))
    status = 422 if form.is_bound else 200
    return render(request, "access/rule_form.html", {"form": form, "rule": rule}, status=status)


def _copy_of(request: Request, rule: AllocationRule | None) -> AllocationRule:
    """The form writes on a row of its own: what is saved passes by the operation."""
    if rule is None:
        return AllocationRule(ambito_id=request.actor.ambito_id)
    return AllocationRule.objects.get(pk=rule.pk)
