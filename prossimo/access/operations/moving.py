"""A contact written while two files were one goes to the person it is about, once they are two again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access import policies
from prossimo.access.models import Amendment, Contact
from prossimo.access.wording import label_of
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens.models import Merge, Person
from prossimo.core.concurrency import save_versioned


@transaction.atomic
def move_contact(
    contact: Contact, merge: Merge, to: Person, *, by: Actor, expected: int
) -> Amendment:
    """Move a contact to the other file of a merge that was taken back; moved again, it goes back.

    It is an amendment like any other: who moved it and from whom stays beside it. Raises
    `PermissionDenied`, `ValidationError` for a file that is neither, `StaleVersion`.
    """
    policies.may_move_contact(by, contact, merge).enforce()
    if to.pk not in {merge.kept_id, merge.gone_id} or to.pk == contact.person_id:
        raise ValidationError(_("Il contatto è già su quella scheda, o non è una delle due."))
    me, *_where = policies.at_work(by)
    both = Person.objects.visible_to(by).in_bulk([merge.kept_id, merge.gone_id])
    if len(both) < 2:
        raise Person.DoesNotExist
    other = both.pop(to.pk)
    (held,) = both.values()
    change = {
        "field": "person",
        "label": label_of("person"),
        "before": _told(held),
        "after": _told(other),
    }
    amendment = Amendment(
        contact=contact,
        author_id=me,
        why=_("Le due schede sono state separate: il contatto è dell'altra persona."),
        changes=[change],
    )
    values = {"person": other, "neighbourhood_id": other.neighbourhood_id}
    save_versioned(contact, values, expected=expected)
    amendment.save(force_insert=True)
    journal.note(Action.CHANGE, Contact._meta.label_lower, contact.pk)
    journal.shown(Action.CHANGE, [held, other])
    return amendment


def _told(person: Person) -> str:
    """Two people merged by mistake often bear one name: the birth or the number tells them apart."""
    more = f"{person.born_on:%d/%m/%Y}" if person.born_on else ""
    return ", ".join(filter(None, [person.full_name, more, str(person.pk)[-6:]]))
