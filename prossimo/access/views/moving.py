"""A contact goes to the other of two files that were separated."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from prossimo.access.models import Contact
from prossimo.access.operations.moving import move_contact
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Right
from prossimo.citizens.models import Merge, Person
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request


@require_POST
def contact_move(request: Request, contact_id: UUID, merge_id: UUID) -> HttpResponse:
    """Move it, and say where it is now; the page offers the way back."""
    actor = request.actor
    may(actor, Right.PERSON_MERGE).enforce()
    contact = Contact.objects.visible_to(actor).filter(pk=contact_id).first()
    merge = Merge.objects.visible_to(actor).filter(pk=merge_id).first()
    if contact is None or merge is None:
        raise Http404
    to = _other(request, merge)
    typed = request.POST.get("version", "")
    expected = int(typed) if typed.isascii() and typed.isdigit() else 0
    if to is None:
        messages.error(request, _("Scegli su quale delle due schede va il contatto."))
    elif to.pk == contact.person_id:  # pressed twice
        messages.info(request, _("Il contatto è già sulla scheda di %(name)s.") % _named(to))
    else:
        try:
            move_contact(contact, merge, to, by=actor, expected=expected)
        except StaleVersion:
            messages.error(request, _("Qualcuno ha cambiato il contatto: guardalo di nuovo."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Contatto spostato sulla scheda di %(name)s.") % _named(to))
    return redirect("citizens:merge", merge.pk)


def _other(request: Request, merge: Merge) -> Person | None:
    """The file chosen, if it is one of the two and in sight."""
    chosen = request.POST.get("to", "")
    if chosen not in {str(merge.kept_id), str(merge.gone_id)}:
        return None
    return Person.objects.visible_to(request.actor).filter(pk=chosen).first()


def _named(person: Person) -> dict[str, str]:
    return {"name": person.full_name}
