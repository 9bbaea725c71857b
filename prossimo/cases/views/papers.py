"""The documents of a case: the sheet, new ones, one of them, its file, a correction, a withdrawal."""

from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.cases.case_words import paper_facts, told_beside
from prossimo.cases.choices import DocumentKind, Part
from prossimo.cases.forms.papers import PaperForm, PapersFilter, PapersForm, WithdrawForm
from prossimo.cases.models import Case, CaseDocument, CaseMeeting, CourtOrder, DiaryEntry
from prossimo.cases.operations import papers as operations
from prossimo.cases.policies import papers as policies
from prossimo.cases.queries.papers import papers_of
from prossimo.cases.tables import PapersTable
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.cases.views.framing import frame_of
from prossimo.core import exports, vault
from prossimo.core.http import Request
from prossimo.core.uploads.kinds import KINDS

log = structlog.get_logger(__name__)


@require_safe
def papers(request: Request, case_id: UUID) -> HttpResponse:
    """The documents one may see, the latest first; as a file, their index."""
    case = case_or_404(request, case_id)
    policies.may_read_papers(request.actor, case).enforce()
    rows = papers_of(request.actor, case)
    narrowed = PapersFilter(request.GET, rows)
    table = PapersTable(narrowed.qs, ceiling=request.actor.ceiling)
    if narrowed.shows_withdrawn:
        table.columns.show("withdrawn_why")
    if format_ := exports.asked(request):
        return exports.respond(
            request, table, format_, name=f"documenti-{case.number.replace('/', '-')}",
            title=_("Documenti della cartella %(number)s") % {"number": case.number},
            filters=narrowed.sentence(),
            seen=lambda row: journal.shown(Action.EXPORT, [row]),
        )  # fmt: skip
    table.configure(request)
    table.caption = narrowed.sentence()
    journal.shown(Action.LIST, [row.record for row in table.page.object_list])
    adds = any(policies.may_add_document(request.actor, case, part) for part in Part)
    context = {"table": table, "filter": narrowed, "case": case, "adds": case.is_live and adds}
    if request.htmx:
        return render(request, "cases/papers.html#rows", context)
    journal.shown(Action.READ, [case])
    return render(request, "cases/papers.html", context | frame_of(request, case, "papers"))


@require_http_methods(METHODS)
def papers_new(request: Request, case_id: UUID) -> HttpResponse:
    """Put files among the documents, or beside a page of diary: all of them, or none."""
    case = case_or_404(request, case_id)
    parts = {part for part in Part if policies.may_add_document(request.actor, case, part)}
    if not parts:
        policies.may_add_document(request.actor, case).enforce()
    beside, usual, kind = _beside_asked(request, case)
    initial = {"part": usual if usual in parts else next(iter(sorted(parts)), ""), "kind": kind}
    form = PapersForm(
        request.POST or None, request.FILES or None, actor=request.actor, parts=sorted(parts),
        initial=initial,
    )  # fmt: skip
    said = ngettext(
        "Documento salvato.", "Documenti salvati.", len(request.FILES.getlist("papers"))
    )
    done = answered(request, form, lambda: _added(request, case, form, beside), done=said)
    if done is not None:
        return done
    return form_page(
        request, case, form, title=_("Aggiungi documenti"), label=_("Salva"),
        template="cases/papers_new.html", beside=told_beside(beside), back_url=_back(case, beside),
    )  # fmt: skip


# What the address may name: the model, the part it belongs to, what is usually attached to it.
BESIDE: dict[str, tuple[Any, str, str]] = {
    "pagina": (DiaryEntry, Part.DIARY, ""),
    "provvedimento": (CourtOrder, Part.ORDERS, DocumentKind.COURT),
    "incontro": (CaseMeeting, Part.PLAN, DocumentKind.MINUTES),
}


def _beside_asked(request: Request, case: Case) -> tuple[operations.Beside | None, str, str]:
    """What the files are attached to, if the address names something that may be seen."""
    for name, (model, part, kind) in BESIDE.items():
        try:
            key = UUID(request.GET.get(name, ""))
        except ValueError:
            continue
        row = model.objects.visible_to(request.actor).filter(case=case, pk=key).first()
        if row is not None:
            return row, part, kind
    return None, Part.PAPERS, ""


def _added(request: Request, case: Case, form: PapersForm, beside: operations.Beside | None) -> str:
    operations.attach_documents(
        case, by=request.actor, files=form.cleaned_data["papers"], beside=beside, **form.values()
    )
    return _back(case, beside)


def _back(case: Case, beside: operations.Beside | None) -> str:
    """Where the documents that were attached are listed."""
    if isinstance(beside, DiaryEntry):
        return reverse("cases:entry", args=[case.pk, beside.pk])
    if isinstance(beside, CaseMeeting):
        return reverse("cases:meeting", args=[case.pk, beside.pk])
    return reverse("cases:protection" if beside else "cases:papers", args=[case.pk])


@require_safe
def paper(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    """One document: what it is, who put it there, whether it was checked for viruses."""
    actor = request.actor
    case, document = _paper_or_404(request, case_id, document_id)
    journal.shown(Action.READ, [document])
    opens = policies.may_open_document(actor, document)
    keeps = document.withdrawn_at is None and bool(policies.may_keep_document(actor, document))
    context = {
        "case": case,
        "document": document,
        "facts": paper_facts(actor, document),
        "opens": opens,
        "keeps": keeps,
    }
    return render(request, "cases/paper_detail.html", context)


@require_safe
def paper_file(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    """The file, to be kept and never shown inside the page."""
    _case, document = _paper_or_404(request, case_id, document_id)
    try:
        data = operations.open_document(document, by=request.actor)
    except vault.Unreadable as error:
        log.error("documento illeggibile", document=str(document.pk), error=str(error))
        said = _(
            "Questo file non si apre più: avvisa chi gestisce il sistema, con il numero %(id)s."
        )
        messages.error(request, said % {"id": document.pk})
        return redirect(document)
    answer = HttpResponse(data, content_type=KINDS[document.file.media].media_type)
    answer["Content-Disposition"] = content_disposition_header(True, document.file.name) or ""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(METHODS)
def paper_change(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Another title, kind, date."""
    case, document = _paper_or_404(request, case_id, document_id)
    policies.may_keep_document(request.actor, document).enforce()
    names = ("version", "title", "kind", "dated_on")
    initial = {name: getattr(document, name) for name in names}
    form = PaperForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        expected = form.cleaned_data["version"]
        return operations.change_document(
            document, by=request.actor, expected=expected, values=form.values()
        ).get_absolute_url()

    done = answered(request, form, run, done=_("Corretto."))
    title = _("Correggi il documento")
    return done or form_page(request, case, form, title=title, label=_("Salva"))


@require_http_methods(METHODS)
def paper_withdraw(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    """It no longer counts: kept, with the reason."""
    case, document = _paper_or_404(request, case_id, document_id)
    policies.may_keep_document(request.actor, document).enforce()
    initial = {"version": document.version}
    form = WithdrawForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        told = form.cleaned_data
        operations.withdraw_document(
            document, by=request.actor, expected=told["version"], why=told["why"]
        )
        return reverse("cases:papers", args=[case.pk])

    done = answered(request, form, run, done=_("Ritirato: resta qui con il motivo."))
    title = _("Ritira «%(title)s»") % {"title": document.title}
    return done or form_page(request, case, form, title=title, label=_("Ritira"))


def _paper_or_404(request: Request, case_id: UUID, document_id: UUID) -> tuple[Case, CaseDocument]:
    case = case_or_404(request, case_id)
    rows = papers_of(request.actor, case).select_related("entry", "withdrawn_by")
    document = get_object_or_404(rows, pk=document_id)
    document.case = case  # at hand already: the policies ask for it
    return case, document
