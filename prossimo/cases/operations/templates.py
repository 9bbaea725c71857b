"""The writes of the texts that pages of diary begin from: a change ends the one in use and begins another."""

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
from prossimo.cases.models import EntryTemplate
from prossimo.cases.policies.templates import may_keep_templates
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

KIND = "cases.entrytemplate"


@transaction.atomic
def add_template(*, by: Actor, values: Mapping[str, Any]) -> EntryTemplate:
    """A text for who writes in diaries, from today."""
    may_keep_templates(by).enforce()
    _me, _post, ambito_id = at_work(by)
    row = EntryTemplate(ambito_id=ambito_id, **values)
    if not row.text.strip():
        raise ValidationError({"text": _("Scrivi il testo da cui si comincia.")})
    row.clean_fields(exclude={"ambito"})
    with in_words(EntryTemplate):
        row.save(force_insert=True)
    journal.note(Action.CONFIGURE, KIND, row.pk)
    return row


@transaction.atomic
def change_template(
    row: EntryTemplate, *, by: Actor, expected: int, values: Mapping[str, Any]
) -> EntryTemplate:
    """The one in use ends today and another takes its place: what was in use when is known."""
    may_keep_templates(by).enforce()
    end_template(row, by=by, expected=expected)
    return add_template(by=by, values=values)


@transaction.atomic
def end_template(row: EntryTemplate, *, by: Actor, expected: int) -> EntryTemplate:
    """Nobody begins from it any more."""
    may_keep_templates(by).enforce()
    if row.until is not None:
        raise ValidationError(_("Non è già più in uso."))
    saved = save_versioned(row, {"until": today()}, expected=expected)
    journal.note(Action.CONFIGURE, KIND, saved.pk)
    return saved
