"""The network around a case: who counts is added, and said to count no more."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case, CaseTie
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.operations.opening import KIND
from prossimo.cases.policies.ties import may_write_network
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import between, since, today


@transaction.atomic
def add_tie(case: Case, *, by: Actor, values: Mapping[str, Any], since_on: dt.date) -> CaseTie:
    """Somebody counts for the case, from a day on: a file, an organisation, a colleague or a name."""
    held = locked_case(case, by, may_write_network)
    me, *_rest = at_work(by)
    if since_on > today():
        raise ValidationError({"since_on": _("Si segna quando è cominciato: non nel futuro.")})
    row = CaseTie(case=held, by_id=me, period=since(since_on), **values)
    for end in (row.person, row.organisation, row.post):
        if end is not None and end.ambito_id != held.ambito_id:
            raise ValidationError(_("Appartiene a un altro Ambito."))
    if row.person_id == held.person_id:
        raise ValidationError({"person": _("È la persona di cui si occupa la presa in carico.")})
    row.clean_fields(exclude={"case", "by", "person", "organisation", "post"})
    with in_words(CaseTie):
        row.save(force_insert=True)
    journal.note(Action.CHANGE, KIND, held.pk)
    return row


@transaction.atomic
def end_tie(tie: CaseTie, *, by: Actor, expected: int, last: dt.date) -> CaseTie:
    """They count no more; the tie stays in the past of the case."""
    held = locked_case(tie.case, by, may_write_network)
    if last > today():
        raise ValidationError({"last": _("Si segna quando è accaduto: non nel futuro.")})
    if tie.period.lower and last < tie.period.lower:
        raise ValidationError({"last": _("Non può finire prima di cominciare.")})
    changes = {"period": between(tie.period.lower or last, last)}
    saved = save_versioned(tie, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, held.pk)
    return saved
