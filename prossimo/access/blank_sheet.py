"""The contact as it opens, with nothing told yet: drawn once, filled with what each click brings.

The page opens hundreds of times an hour, and most of its cost was drawing the same empty fields.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from prossimo.access.forms.contacts import NewContactForm
from prossimo.access.models import Desk, Reason
from prossimo.access.queries.contacts import ReasonName
from prossimo.access.queries.desks import DeskName
from prossimo.access.queries.unmet import NeedName
from prossimo.accounts import drafts, idempotency
from prossimo.accounts.rules import Actor, Right, Role
from prossimo.core.records import new_id
from prossimo.ui.holes import Drawn, holes

PARTS = ("before", "after")  # of the card of the person
OF_THE_CLICK = ("opened", "person", "person_text", drafts.FIELD, idempotency.FIELD)
NOWHERE = uuid.UUID(
    int=0
)  # what an empty sheet says does not depend on the ambito but by its words


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that an empty sheet depends on: who shares it reads the same words."""

    language: str | None
    role: Role | None
    desk: DeskName
    group: str
    desks: tuple[DeskName, ...]
    reasons: tuple[ReasonName, ...]
    needs: tuple[NeedName, ...]


def blank_sheet(
    request: HttpRequest,
    actor: Actor,
    *,
    key: str,
    desk: DeskName,
    desks: Sequence[DeskName],
    reasons: Sequence[ReasonName],
    needs: Sequence[NeedName],
    person: tuple[str, str] = ("", ""),
    group: str = "",
) -> dict[str, SafeString]:
    """The two halves of the page around the card: `person` is a number and a name, if known."""
    sheet = Sheet(
        get_language(), actor.role, desk, group, tuple(desks), tuple(reasons), tuple(needs)
    )
    values = {
        "csrf_token": get_token(request),
        "opened": str(int(timezone.now().timestamp())),
        "person": person[0],
        "person_text": person[1],
        drafts.FIELD: drafts.token(actor, key),
        idempotency.FIELD: str(new_id()),
    }
    return {part: half.filled(values) for part, half in _drawn(sheet).items()}


@lru_cache(maxsize=128)
def _drawn(sheet: Sheet) -> dict[str, Drawn]:
    nobody = Actor(role=sheet.role, ambito_id=NOWHERE)
    form = NewContactForm(
        actor=nobody,
        desks=[Desk(pk=one.pk, kind=one.kind, name=one.name) for one in sheet.desks],
        reasons=[Reason(pk=one.pk, label=one.label) for one in sheet.reasons],
        needs=lambda: sheet.needs,
        draft_key="holes",
        initial={
            "desk": str(sheet.desk.pk),
            "target_group": sheet.group,
            **holes(OF_THE_CLICK),
        },
    )
    context = {
        "form": form,
        "desk": sheet.desk,
        "may_register": nobody.has(Right.PERSON_WRITE),
        **holes(["csrf_token"]),
    }
    page = "access/contact_sheet.html"
    return {part: Drawn.cut(render_to_string(f"{page}#{part}", context)) for part in PARTS}
