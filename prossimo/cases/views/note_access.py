"""A private note opened by law: which one and why, then the note alone, for an hour."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.cases.forms.note_access import NoteAccessForm
from prossimo.cases.operations.note_access import open_note
from prossimo.cases.policies.note_access import may_open_note
from prossimo.cases.queries.note_access import notes_kept, notes_opened
from prossimo.cases.views.answering import METHODS, case_or_404
from prossimo.core.http import Request
from prossimo.ui.telling import tell


@sensitive_post_parameters("password", "code")
@require_http_methods(METHODS)
def note_open(request: Request, case_id: UUID) -> HttpResponse:
    """Which note, by which law, why, who asks; and what is open for this hour, to read."""
    case = case_or_404(request, case_id)
    may_open_note(request.actor, case).enforce()
    notes = notes_kept(case)
    form = NoteAccessForm(request.POST or None, request=request, notes=notes)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            open_note(
                case, UUID(told["note"]), by=request.actor, ground=told["ground"], why=told["why"]
            )
        except ValidationError as error:
            tell(form, error)
        else:
            return redirect("cases:note_open", case.pk)
    opened = notes_opened(request.actor, case, notes)
    journal.shown(Action.READ, [case, *(each.note for each in opened)])
    context = {"case": case, "form": form, "notes": notes, "opened": opened}
    return render(request, "cases/note_open.html", context, status=422 if form.is_bound else 200)
