"""The diary of a case: a new page, one that was written, its correction, one's own note."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action
from prossimo.cases.choices import Part
from prossimo.cases.forms.diary import AmendForm, EntryForm, NoteForm
from prossimo.cases.models import Case, CaseNote, DiaryEntry, EntryTemplate
from prossimo.cases.operations import diary as operations
from prossimo.cases.policies.cases import may_read_diary, may_write_diary
from prossimo.cases.policies.diary import may_amend_entry
from prossimo.cases.policies.papers import may_add_document
from prossimo.cases.queries.diary import as_it_was, presences_of
from prossimo.cases.queries.mentions import may_be_told, told_of
from prossimo.cases.queries.note_access import accesses_to
from prossimo.cases.queries.papers import attached_to
from prossimo.cases.queries.workers import in_the_case
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request


@require_http_methods(METHODS)
def entry_new(request: Request, case_id: UUID) -> HttpResponse:
    """Write what happened; what is typed is kept while one types."""
    case = case_or_404(request, case_id)
    may_write_diary(request.actor, case).enforce()
    key = drafts.key_of("diary", case.pk)
    form = EntryForm(
        request.POST or None,
        request.FILES or None,
        actor=request.actor,
        people=in_the_case(request.actor, case),
        told=may_be_told(request.actor, case),
        draft_key=key,
    )
    restored = request.method != "POST" and drafts.fill(form, request.actor, key)
    models = list(EntryTemplate.objects.visible_to(request.actor).in_use())
    form.begin_from(next((m for m in models if str(m.pk) == request.GET.get("modello")), None))
    done = answered(
        request, form, lambda: _written(request, case, form), done=_("Scritto nel diario.")
    )
    if done is not None:
        return done
    return form_page(
        request,
        case,
        form,
        title=_("Che cosa è successo?"),
        label=_("Salva"),
        template="cases/entry_new.html",
        draft_key=key,
        restored=restored,
        models=models,
    )


def _written(request: Request, case: Case, form: EntryForm) -> str:
    told = form.cleaned_data
    operations.write_entry(
        case,
        by=request.actor,
        values=form.values(),
        people=told["people"],
        others=told["others"],
        private=told["private"],
        papers=told["papers"],
        told=told.get("told", ()),
    )
    drafts.discard(request.actor, drafts.key_of("diary", case.pk))
    return case.get_absolute_url()


@require_safe
def entry_detail(request: Request, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """One page of diary: what it says, what it said before, who was there, one's own note."""
    actor = request.actor
    case, entry = _entry_or_404(request, case_id, entry_id)
    papers = attached_to(actor, entry)
    journal.shown(Action.READ, [entry, *papers])
    note = CaseNote.objects.written_by(actor).filter(entry=entry).first()
    initial = {"text": note.text, "version": note.version} if note else {}
    context = {
        "case": case,
        "entry": entry,
        "presences": presences_of(actor, entry),
        "before": as_it_was(entry),
        "papers": papers,
        "told": told_of(actor, entry),
        "attaches": case.is_live and bool(may_add_document(actor, case, Part.DIARY)),
        "may_amend": bool(may_amend_entry(actor, entry)),
        "note_form": NoteForm(actor=actor, initial=initial)
        if may_write_diary(actor, case)
        else None,
        "has_note": note is not None,
        "opened": accesses_to(actor, note) if note else [],
    }
    return render(request, "cases/entry_detail.html", context)


@require_http_methods(METHODS)
def entry_amend(request: Request, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """Correct one's own page; the second of two savers is told."""
    case, entry = _entry_or_404(request, case_id, entry_id)
    may_amend_entry(request.actor, entry).enforce()
    names = ("kind", "happened_at", "minutes", "place", "text")
    initial = {"version": entry.version} | {name: getattr(entry, name) for name in names}
    form = AmendForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        expected = form.cleaned_data["version"]
        operations.amend_entry(entry, by=request.actor, expected=expected, values=form.values())
        return case.get_absolute_url()

    title = _("Correggi la pagina di diario")
    done = answered(request, form, run, done=_("Corretta: quello che diceva prima resta."))
    return done or form_page(request, case, form, title=title, label=_("Salva"))


@require_POST
def entry_note(request: Request, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """What the author keeps for themselves."""
    _case, entry = _entry_or_404(request, case_id, entry_id)
    form = NoteForm(request.POST, actor=request.actor)
    if form.is_valid():
        told = form.cleaned_data
        try:
            operations.keep_note(
                entry, by=request.actor, expected=told["version"] or 1, text=told["text"]
            )
        except StaleVersion:
            said = _("L'hai già cambiata da un'altra pagina: rileggila, poi riprova.")
            messages.error(request, said)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Annotazione riservata salvata."))
    return redirect("cases:entry", case_id, entry_id)


def _entry_or_404(request: Request, case_id: UUID, entry_id: UUID) -> tuple[Case, DiaryEntry]:
    case = case_or_404(request, case_id)
    may_read_diary(request.actor, case).enforce()
    rows = DiaryEntry.objects.visible_to(request.actor).for_list()
    entry = get_object_or_404(rows, pk=entry_id, case=case)
    entry.case = case  # at hand already: the policies ask for it
    return case, entry
