"""A private note is opened by law: the author and the DPO are told, and the reason stays."""

import uuid

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action, Result, RoleKey
from prossimo.accounts.models import Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.cases.choices.diary import NoteGround
from prossimo.cases.models import Case, NoteAccess
from prossimo.cases.policies.note_access import may_open_note
from prossimo.core.records import new_id

KIND = "cases.casenote"


@transaction.atomic
def open_note(case: Case, note_id: uuid.UUID, *, by: Actor, ground: str, why: str) -> NoteAccess:
    """Read one note for an hour, with a reason that its author and the DPO read.

    Raises `ValidationError` without a reason, or where there is no such note to open.
    """
    may_open_note(by, case).enforce()
    at_work(by)
    check_ground(ground, why)
    made = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall.open_note(%s, %s, %s, %s, %s)",
            [made, case.pk, note_id, ground, why.strip()],
        )
        (done,) = cursor.fetchone()
    if not done:
        journal.note(Action.UNSEAL, KIND, note_id, result=Result.REFUSED, note=ground)
        raise ValidationError({"note": _("Questa annotazione non c'è più.")})
    journal.note(Action.UNSEAL, KIND, note_id, note=ground)
    access = NoteAccess.objects.visible_to(by).get(pk=made)
    for user_id in {access.author_id, *_dpo(by)}:
        outbox.put(by, NEWS, user_id)
    return access


def check_ground(ground: str, why: str) -> None:
    if ground not in NoteGround.values:
        raise ValidationError({"ground": _("Scegli per quale legge.")})
    if len(why.strip()) < 10:  # "x" is no reason
        raise ValidationError({"why": _("Scrivi il motivo: lo legge chi l'ha scritta.")})


def _dpo(by: Actor) -> set[uuid.UUID]:
    posts = Post.objects.in_force().of_ambito(by.ambito_id)
    posts = posts.filter(role=RoleKey.DPO, user__is_active=True).exclude(user=by.user_id)
    return set(posts.values_list("user", flat=True))
