"""The data-protection officer's screens: the journal, and who opened a person's file."""

import uuid
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from prossimo.accounts import journal, policies, queries, wording
from prossimo.accounts.choices import Action
from prossimo.accounts.forms import FileNumberForm, JournalFilter
from prossimo.accounts.models import JournalLine
from prossimo.accounts.numbers import numbers_of
from prossimo.accounts.rules import Right
from prossimo.accounts.tables import JournalTable, OpeningTable
from prossimo.core import exports
from prossimo.core.http import Request

KIND = "accounts.journalline"


@require_safe
def journal_list(request: Request) -> HttpResponse:
    """The journal, searched; that it was read is written in it too."""
    policies.may(request.actor, Right.JOURNAL_READ).enforce()
    form = JournalFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    table = JournalTable(queries.journal_lines(request.actor, asked))
    sought = urlencode({name: value for name, value in asked.items() if value})
    if format_ := exports.asked(request):
        journal.note(Action.EXPORT, KIND, asked.get("file"), note=sought)
        return exports.respond(
            request, table, format_, name="registro", title=_("Registro degli accessi"),
            filters=_sentence(form),
        )  # fmt: skip
    table.configure(request)
    journal.note(Action.LIST, KIND, asked.get("file"), note=sought)
    template = "accounts/journal_list.html#rows" if request.htmx else "accounts/journal_list.html"
    return render(request, template, {"form": form, "table": table})


def _sentence(form: JournalFilter) -> str:
    said = [
        f"{form.fields[name].label} {value}"
        for name, value in (form.cleaned_data if form.is_valid() else {}).items()
        if value
    ]
    return ", ".join(said)


@require_safe
def journal_line(request: Request, line_id: int) -> HttpResponse:
    policies.may(request.actor, Right.JOURNAL_READ).enforce()
    line = get_object_or_404(JournalLine.objects.visible_to(request.actor), pk=line_id)
    journal.note(Action.READ, KIND, line.object_id, note=str(line.pk))
    context = {"line": line, "kind": wording.kind_in_words(line.object_kind)}
    return render(request, "accounts/journal_line.html", context)


@require_safe
def who_opened(request: Request) -> HttpResponse:
    """«Chi ha aperto la mia scheda»: one number in, one file out, ready for the person."""
    policies.may(request.actor, Right.JOURNAL_READ).enforce()
    form = FileNumberForm(request.GET or None)
    if not (form.is_bound and form.is_valid()):
        return render(request, "accounts/who_opened.html", {"form": form})
    file_id = form.cleaned_data["file"]
    numbers = numbers_of(file_id)
    table = OpeningTable(queries.who_opened(request.actor, numbers))
    if format_ := exports.asked(request):
        journal.note(Action.EXPORT, KIND, file_id)
        return exports.respond(
            request, table, format_, name="chi-ha-aperto-la-scheda",
            title=_("Chi ha aperto la scheda"),
            filters=_("Scheda numero %(number)s") % {"number": file_id},
            notes=[_("Sono indicati uffici e ruoli, non i nomi di chi vi lavora, né i contenuti."),
                   *_merged_too(numbers)],
        )  # fmt: skip
    journal.note(Action.SEARCH, KIND, file_id)
    table.configure(request, per_page=50)
    context = {"form": form, "table": table, "merged": _merged_too(numbers)}
    return render(request, "accounts/who_opened.html", context)


def _merged_too(numbers: list[uuid.UUID]) -> list[str]:
    """That the answer holds also for the files that went into this one."""
    others = [str(number) for number in numbers[1:]]
    if not others:
        return []
    said = ngettext(
        "Comprende anche la scheda confluita in questa: %(numbers)s.",
        "Comprende anche le schede confluite in questa: %(numbers)s.",
        len(others),
    )
    return [said % {"numbers": ", ".join(others)}]
