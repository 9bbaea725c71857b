"""The texts that pages of diary begin from: those in use, a new one, another in place of one, an end."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.cases.forms.templates import EndTemplateForm, TemplateForm
from prossimo.cases.models import EntryTemplate
from prossimo.cases.operations import templates as operations
from prossimo.cases.policies.templates import may_keep_templates, may_read_templates
from prossimo.cases.views.answering import METHODS, answered
from prossimo.core.http import Request

SHEET = "cases/template_form.html"


@require_safe
def templates(request: Request) -> HttpResponse:
    """Those in use, and those that were."""
    may_read_templates(request.actor).enforce()
    rows = EntryTemplate.objects.visible_to(request.actor)
    context = {
        "in_use": rows.in_use(),
        "past": rows.exclude(until=None).order_by("-until"),
        "keeps": bool(may_keep_templates(request.actor)),
    }
    return render(request, "cases/templates.html", context)


@require_http_methods(METHODS)
def template_new(request: Request) -> HttpResponse:
    may_keep_templates(request.actor).enforce()
    form = TemplateForm(request.POST or None, actor=request.actor)

    def run() -> str:
        operations.add_template(by=request.actor, values=form.values())
        return reverse("cases:templates")

    done = answered(request, form, run, done=_("Modello salvato."))
    return done or _page(request, form, _("Nuovo modello"), _("Salva"))


@require_http_methods(METHODS)
def template_change(request: Request, template_id: UUID) -> HttpResponse:
    """Another text in its place, from today."""
    may_keep_templates(request.actor).enforce()
    row = _in_use_or_404(request, template_id)
    names = ("version", "kind", "title", "text")
    initial = {name: getattr(row, name) for name in names}
    form = TemplateForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        expected = form.cleaned_data["version"] or row.version
        operations.change_template(row, by=request.actor, expected=expected, values=form.values())
        return reverse("cases:templates")

    done = answered(request, form, run, done=_("Da oggi si usa questo; quello di prima resta."))
    return done or _page(request, form, _("Cambia il modello"), _("Salva"))


@require_http_methods(METHODS)
def template_end(request: Request, template_id: UUID) -> HttpResponse:
    may_keep_templates(request.actor).enforce()
    row = _in_use_or_404(request, template_id)
    initial = {"version": row.version}
    form = EndTemplateForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        operations.end_template(row, by=request.actor, expected=form.cleaned_data["version"])
        return reverse("cases:templates")

    done = answered(request, form, run, done=_("Non si propone più."))
    title = _("Non usare più «%(title)s»") % {"title": row.title}
    return done or _page(request, form, title, _("Conferma"))


def _in_use_or_404(request: Request, template_id: UUID) -> EntryTemplate:
    rows = EntryTemplate.objects.visible_to(request.actor).in_use()
    return get_object_or_404(rows, pk=template_id)


def _page(request: Request, form: object, title: str, label: str) -> HttpResponse:
    status = 422 if getattr(form, "is_bound", False) else 200
    return render(request, SHEET, {"form": form, "title": title, "label": label}, status=status)
