"""A case on paper: the whole of it, or the parts one chooses among those one may see."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.cases.page import prints_for
from prossimo.cases.views.answering import case_or_404
from prossimo.cases.views.framing import frame_of
from prossimo.citizens.queries import place_line
from prossimo.citizens.queries.reach import reach_of
from prossimo.core import pdf
from prossimo.core.http import Request


@require_safe
def case_print(request: Request, case_id: UUID) -> HttpResponse:
    """Which parts; `?parte=…&parte=…` makes the PDF, and leaves its trace."""
    case = case_or_404(request, case_id)
    parts = prints_for(request.actor, case)
    asked = request.GET.getlist("parte")
    chosen = [part for part in parts if part.key in asked]
    if not chosen:
        journal.shown(Action.READ, [case])
        context = {**frame_of(request, case, ""), "parts": parts}
        return render(request, "cases/case_print.html", context)
    note = ",".join(part.key for part in chosen)
    journal.note(Action.PRINT, "cases.case", case.pk, note=note)
    sheet = pdf.Sheet(
        title=_("Presa in carico di %(name)s") % {"name": case.person.full_name},
        subtitle=" · ".join(filter(None, [case.number, place_line(case.person)])),
        notes=[*reach_of(request.actor, case.person).cautions, *_left_out(len(parts), len(chosen))],
        sections=[section for part in chosen for section in part.build(request.actor, case)],
    )
    return pdf.respond(request, sheet, name=f"presa-in-carico-{case.number.replace('/', '-')}")


def _left_out(whole: int, chosen: int) -> list[str]:
    """Whoever holds the sheet knows that there is more."""
    return [_("Sono solo alcune parti della cartella.")] if chosen < whole else []
