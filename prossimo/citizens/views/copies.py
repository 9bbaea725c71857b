"""The copy of one's data, handed over at the desk: on paper, or as a file for another system."""

import json
import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Right
from prossimo.citizens import panels
from prossimo.citizens.queries.copying import copy_number, openings_section
from prossimo.citizens.views.person import frame_of, person_or_404
from prossimo.core import pdf
from prossimo.core.http import Request
from prossimo.core.periods import today

NOTE = "GDPR 15"


@require_safe
@states_purpose(Right.PERSON_READ, "person_id")
def person_copy(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """What the copy holds and how to hand it over; `?formato=pdf` or `json` makes it."""
    may(request.actor, Right.PERSON_COPY).enforce()
    person = person_or_404(request, person_id)
    wanted = request.GET.get("formato", "")
    if wanted not in {"pdf", "json"}:
        journal.shown(Action.READ, [person], purpose=request.purpose)
        context = frame_of(request, person, "") | {
            "apps": sorted(panels.person_copies, key=lambda copied: copied.order)
        }
        return render(request, "citizens/person_copy.html", context)
    journal.note(Action.EXPORT, "citizens.person", person.pk, purpose=request.purpose, note=NOTE)
    sections = [*panels.copied_for(request.actor, person), openings_section(person)]
    title = _("Copia dei dati di %(name)s") % {"name": person.full_name}
    sheet = pdf.Sheet(
        title=title,
        subtitle=_("Regolamento (UE) 2016/679, articolo 15 · copia %(number)s")
        % {"number": copy_number(person.pk, today())},
        notes=[_("Sono indicati uffici e ruoli, non i nomi di chi vi lavora.")],
        sections=sections,
    )
    if wanted == "pdf":
        return pdf.respond(request, sheet, name="copia-dei-dati")
    body = json.dumps(sheet.as_data(), ensure_ascii=False, indent=2)
    answer = HttpResponse(body, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="copia-dei-dati.json"'
    return answer
