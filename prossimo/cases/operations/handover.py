"""Cases handed over together, when somebody leaves: all of them or none."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case
from prossimo.cases.operations.moving import assign_case


@transaction.atomic
def hand_over(pairs: Iterable[tuple[Case, Post]], *, by: Actor, why: str) -> int:
    """Give each case to whom it was chosen for; answers how many passed.

    Raises `StaleVersion` where one changed meanwhile: then none passes.
    """
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché: resta nella storia di ciascuna.")})
    number = 0
    for case, to in pairs:
        assign_case(case, by=by, expected=case.version, to=to, why=why)
        number += 1
    if not number:
        raise ValidationError(_("Scegli a chi, per una almeno."))
    return number
