"""Text still being typed: kept on the server, so that neither a pause nor a crash loses it.

Of the text of a form that could not be taken (session over, stale anti-forgery token) the owner is
whoever the page was made for: their signed name travels in the form, and nobody else sees it.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from prossimo.accounts import identity
from prossimo.accounts.models import Draft, User
from prossimo.accounts.rules import NOBODY, Actor
from prossimo.core.prepared import prepared
from prossimo.core.text import clean

FIELD = "draft_key"
SALT = "prossimo.accounts.drafts"
TOKEN_AGE = 3 * 24 * 60 * 60  # a form left open over a week-end
MOST_FIELDS = 300
MOST_VALUES = 200
MOST_TEXT = 100_000
MOST_DRAFTS = 200  # a person
NEVER = {"csrfmiddlewaretoken", "idempotency_key", "version", FIELD}


def key_of(*parts: object) -> str:
    """The name of a form: `key_of("contact", desk.pk)` is `contact:…`."""
    return ":".join(str(part) for part in parts)[:120]


def token(actor: Actor, key: str) -> str:
    """What the form carries so that its text finds its way home."""
    return signing.dumps([str(actor.user_id), key], salt=SALT)


def keep(actor: Actor, key: str, fields: Mapping[str, Iterable[Any]]) -> Draft:
    """Keep what is typed so far, in place of what was kept before.

    Raises `ValidationError` where it is too much to be a form of ours.
    """
    text, key = cleaned(fields), clean(key)[:120]
    mine = Draft.objects.filter(user=actor.user_id)
    if mine.exclude(key=key).count() >= MOST_DRAFTS:
        mine.filter(pk__in=mine.order_by("saved_at").values("pk")[:1]).delete()
    draft, _new = Draft.objects.update_or_create(
        user_id=actor.user_id, key=key, defaults={"fields": text}
    )
    return draft


def cleaned(fields: Mapping[str, Iterable[Any]]) -> dict[str, list[str]]:
    """Only names and texts that a database can keep; no secret, no technical field."""
    kept: dict[str, list[str]] = {}
    for name, values in fields.items():
        if name in NEVER or "password" in name.lower():
            continue
        texts = [clean(str(value)) for value in values]
        if len(texts) > MOST_VALUES:
            raise ValidationError(_("Troppi valori in un campo solo."))
        kept[clean(name)[:100]] = texts
    total = sum(len(text) for texts in kept.values() for text in texts)
    if len(kept) > MOST_FIELDS or total > MOST_TEXT:
        raise ValidationError(_("Il testo è troppo lungo per essere conservato come bozza."))
    return kept


def restore(actor: Actor, key: str) -> dict[str, list[str]] | None:
    """What was being typed in this form, or nothing."""
    draft = draft_of.first(actor, key)
    return draft.fields if draft else None


@prepared
def draft_of(actor: Actor, key: str) -> "QuerySet[Draft]":
    return Draft.objects.filter(user=actor.user_id, key=key)


def discard(actor: Actor, key: str) -> None:
    """The form is saved: its draft has no reason to be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM accounts_draft WHERE user_id = %s AND key = %s", [actor.user_id, key]
        )


def fill(form: BaseForm, actor: Actor, key: str) -> bool:
    """Put the draft back into an unbound form; whether there was one."""
    return put(form, restore(actor, key))


def put(form: BaseForm, kept: Mapping[str, list[str]] | None) -> bool:
    """The same with a draft already read."""
    if not kept or form.is_bound:
        return False
    data = QueryDict(mutable=True)
    for name, values in kept.items():
        data.setlist(name, values)
    for name, field in form.fields.items():
        shown = form.add_prefix(name)
        if name not in NEVER and not field.widget.value_omitted_from_data(data, {}, shown):
            form.initial[name] = field.widget.value_from_datadict(data, {}, shown)
    return True


def rescue(request: HttpRequest, posted: Mapping[str, Iterable[Any]], signed: str) -> bool:
    """Keep the text of a form that could not be taken, for the person the page was made for."""
    try:
        owner, key = signing.loads(signed, salt=SALT, max_age=TOKEN_AGE)
        user = User.objects.filter(pk=uuid.UUID(owner), is_active=True).first()
    except (signing.BadSignature, ValueError):
        return False
    if user is None:
        return False
    present: Actor = getattr(request, "actor", NOBODY)
    with identity.lent(user.pk, back_to=present) as actor:
        try:
            keep(actor, key, posted)
        except ValidationError:
            return False
    return True


def rescue_posted(request: HttpRequest) -> bool:
    """The same for an ordinary form: whether its text is now safe."""
    if request.method != "POST" or not request.POST.get(FIELD):
        return False
    return rescue(request, dict(request.POST.lists()), request.POST[FIELD])
