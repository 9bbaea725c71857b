"""The copy of one's data, handed over at the desk: on paper, as data, or everything in one file."""

import json
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Right
from prossimo.citizens import panels
from prossimo.citizens.models import Person
from prossimo.citizens.queries import bundle
from prossimo.citizens.queries.copying import copy_number, openings_section
from prossimo.citizens.views.person import frame_of, person_or_404
from prossimo.core import exports, letterheads, pdf
from prossimo.core.http import Request
from prossimo.core.pdf import Section
from prossimo.core.periods import today

NOTE = "GDPR 15"
NAME = "copia-dei-dati"
WAYS = {"pdf", "json", "zip"}


@require_safe
@states_purpose(Right.PERSON_READ, "person_id")
def person_copy(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """What the copy holds and how to hand it over; `?formato=zip`, `pdf` or `json` makes it."""
    may(request.actor, Right.PERSON_COPY).enforce()
    person = person_or_404(request, person_id)
    wanted = request.GET.get("formato", "")
    if wanted not in WAYS:
        return _page(request, person)
    if wanted == "zip":
        return _bundled(request, person)
    journal.note(Action.EXPORT, "citizens.person", person.pk, purpose=request.purpose, note=NOTE)
    sections = [*panels.copied_for(request.actor, person), openings_section(person)]
    sheet = _sheet(person, sections)
    if wanted == "pdf":
        return pdf.respond(request, sheet, name=NAME)
    body = json.dumps(sheet.as_data(), ensure_ascii=False, indent=2)
    return exports.attachment(body.encode(), name=NAME, format_=exports.Format.JSON)


def _page(request: Request, person: Person) -> HttpResponse:
    journal.shown(Action.READ, [person], purpose=request.purpose)
    files = panels.files_for(request.actor, person)
    size = sum(given.size for given in files)
    context = frame_of(request, person, "") | {
        "apps": sorted(panels.person_copies, key=lambda copied: copied.order),
        "steps": panels.steps_for(request.actor, person),
        "files": len(files),
        "size": filesizeformat(size),
        "too_large": size > bundle.MOST_BYTES,
        "most": filesizeformat(bundle.MOST_BYTES),
    }
    return render(request, "citizens/person_copy.html", context)


def _bundled(request: Request, person: Person) -> HttpResponse:
    """Everything in one file, in Italian; `documenti=no` leaves the documents out."""
    with_files = request.GET.get("documenti") != "no"
    files = panels.files_for(request.actor, person) if with_files else []
    if sum(given.size for given in files) > bundle.MOST_BYTES:
        said = _("I documenti superano %(most)s e non entrano in un file: scarica la copia senza "
                 "documenti e dalli a parte.")  # fmt: skip
        messages.error(request, said % {"most": filesizeformat(bundle.MOST_BYTES)})
        return redirect(request.path)
    journal.note(Action.EXPORT, "citizens.person", person.pk, purpose=request.purpose, note=NOTE)
    with translation.override(pdf.LANGUAGE):
        content = _packed(request, person, files, with_files=with_files)
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{NAME}-{today():%Y-%m-%d}.zip"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _packed(
    request: Request, person: Person, files: list[panels.GivenFile], *, with_files: bool
) -> bytes:
    head = letterheads.of(request)
    chapters = [
        bundle.Chapter(copied.key, str(copied.label), sections)
        for copied, sections in panels.chapters_for(request.actor, person)
    ]
    openings = openings_section(person)
    every = [section for chapter in chapters for section in chapter.sections]
    read = {given.path: given.read() for given in files}
    told = bundle.Contents(
        name=person.full_name,
        number=copy_number(person.pk, today()),
        paper=pdf.sheet(_sheet(person, [*every, openings]), head),
        chapters=chapters,
        openings=openings,
        files={path: data for path, data in read.items() if data is not None},
        unread=[path for path, data in read.items() if data is None],
        with_files=with_files,
    )
    return bundle.packed(told, head)


def _sheet(person: Person, sections: list[Section]) -> pdf.Sheet:
    return pdf.Sheet(
        title=_("Copia dei dati di %(name)s") % {"name": person.full_name},
        subtitle=_("Regolamento (UE) 2016/679, articolo 15 · copia %(number)s")
        % {"number": copy_number(person.pk, today())},
        notes=[_("Sono indicati uffici e ruoli, non i nomi di chi vi lavora.")],
        sections=sections,
    )
