"""A body follows no case any more: its agreement is over, or it is trusted no longer."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.operations.opening import KIND
from prossimo.cases.policies.bodies import may_end_shares
from prossimo.network.models import Organisation


@transaction.atomic
def end_shares(organisation: Organisation, *, by: Actor) -> int:
    """From now on none of its people sees any case; answers how many were taken away.

    Reserved ones too: the database ends them, and tells of none.
    """
    may_end_shares(by).enforce()
    if organisation.ambito_id != by.ambito_id:
        raise ValidationError(_("Appartiene a un altro Ambito."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.end_shares(%s)", [organisation.pk])
        ended = {row[0] for row in cursor.fetchall()}
    for number in ended:
        journal.note(Action.CHANGE, KIND, number)
    return len(ended)
