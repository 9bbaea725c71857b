"""For which purpose a file is opened: asked once for each thing, kept an hour, journalled."""

import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from prossimo.accounts import drafts, journal, policies
from prossimo.accounts.addresses import page_of
from prossimo.accounts.choices import Action, Purpose
from prossimo.accounts.rules import Right
from prossimo.core.http import Request

P = ParamSpec("P")
Screen = Callable[Concatenate[Request, P], HttpResponse]
Thing = Model | uuid.UUID | str

IN_SESSION = "purposes"
KEPT = 60 * 60  # seconds
MOST = 100  # a session; the oldest are forgotten, and asked again


def scope_of(thing: Thing) -> str:
    return str(thing.pk if isinstance(thing, Model) else thing)[:120]


def purpose_for(request: Request, right: Right, thing: Thing) -> str | None:
    """The purpose stated for the thing; `""` where none is needed; `None` when it must be asked."""
    if not policies.needs_purpose(request.actor, right):
        return ""
    stated = request.session.get(IN_SESSION, {}).get(_key(request, right, scope_of(thing)))
    return stated[0] if stated and stated[1] > time.time() else None


def state(request: Request, right: Right, scope: str, purpose: Purpose) -> None:
    """Remember the purpose for this thing, in this post, and leave a line in the journal."""
    now = time.time()
    known = request.session.get(IN_SESSION, {})
    fresh = {key: stated for key, stated in known.items() if stated[1] > now}
    fresh[_key(request, right, scope)] = [purpose.value, now + KEPT]
    request.session[IN_SESSION] = dict(list(fresh.items())[-MOST:])
    try:
        object_id, note = uuid.UUID(scope), right.value
    except ValueError:
        object_id, note = None, f"{right.value} {scope}"
    journal.note(Action.PURPOSE, "purpose", object_id, purpose=purpose.value, note=note)


def ask_purpose(request: Request, right: Right, thing: Thing) -> HttpResponse:
    """Ask, and come back; the text of a posted form is kept meanwhile."""
    drafts.rescue_posted(request)
    asked = {"diritto": right.value, "scheda": scope_of(thing), "next": page_of(request)}
    url = f"{reverse('accounts:purpose')}?{urlencode(asked)}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def states_purpose(
    right: Right, argument: str = "", *, scope: str = ""
) -> Callable[[Screen[P]], Screen[P]]:
    """The screen opens once the purpose is known; it finds it in `request.purpose`."""

    def decorate(view: Screen[P]) -> Screen[P]:
        @wraps(view)
        def asking(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            thing: Any = scope or kwargs[argument]
            purpose = purpose_for(request, right, thing)
            if purpose is None:
                return ask_purpose(request, right, thing)
            request.purpose = purpose
            return view(request, *args, **kwargs)

        return cast(Screen[P], asking)

    return decorate


def _key(request: Request, right: Right, scope: str) -> str:
    return f"{request.actor.post_id}|{right.value}|{scope}"
