"""One transaction a request, with the identity inside it and the journal written before the answer."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from prossimo.accounts import drafts, identity, journal, second_factor
from prossimo.accounts.addresses import client_of, page_of
from prossimo.accounts.choices import Action, Result
from prossimo.accounts.idempotency import AlreadyDone, KeyReused
from prossimo.accounts.rules import NOBODY

POST_IN_SESSION = "post"
SEEN_IN_SESSION = "seen"
SEEN_EVERY = 60  # seconds: a click prolongs the session, and is written at most once a minute
READINGS = {Action.LIST, Action.READ, Action.SEARCH}
Answer = Callable[[HttpRequest], HttpResponse]


class OneTransaction:
    """Open the transaction, say who asks, run the view, write the journal, commit.

    An answer of the 5xx kind undoes everything. A refusal (403) and a conflict (409) undo what was
    written before them, and are journalled in a transaction of their own, so that the rollback
    cannot eat the trace of what was tried or shown.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = client_of(request)
        with transaction.atomic(), journal.collecting() as lines:
            self._enter(request)
            response = self.get_response(request)
            if response.streaming:
                raise TypeError("a streamed answer would run outside the transaction")
            if self._is_undone(request, response):
                transaction.set_rollback(True)
            else:
                journal.write(lines, address=address)
                lines.clear()
        self._journal_what_was_undone(request, response, lines, address)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a view wrote before it raised is undone, once the page that says so is built."""
        request.undo = True  # type: ignore[attr-defined]
        if isinstance(exception, PermissionDenied):
            request.refusal = str(exception)  # type: ignore[attr-defined]
        if isinstance(exception, AlreadyDone):
            if request.headers.get("HX-Request"):
                return HttpResponse(headers={"HX-Redirect": exception.answer})
            return redirect(exception.answer)
        if isinstance(exception, KeyReused):
            context = {"first_answer": exception.answer, "back_url": page_of(request)}
            return render(request, "accounts/already_sent.html", context, status=422)
        return None

    def _is_undone(self, request: HttpRequest, response: HttpResponse) -> bool:
        raised: bool = getattr(request, "undo", False) or transaction.get_rollback()
        return raised or response.status_code >= 500 or response.status_code == 409

    def _enter(self, request: HttpRequest) -> None:
        user = request.user
        if not user.is_authenticated:
            request.actor = NOBODY  # type: ignore[attr-defined]
            return
        prolong(request)
        actor = identity.enter(
            user.pk,
            request.session.get(POST_IN_SESSION),
            request.META.get("prossimo.request_id", ""),
        )
        structlog.contextvars.bind_contextvars(user_id=str(actor.user_id))
        request.actor = actor  # type: ignore[attr-defined]

    def _journal_what_was_undone(
        self, request: HttpRequest, response: HttpResponse, noted: list[journal.Line], address: str
    ) -> None:
        lines = [line for line in noted if line.action in READINGS]
        refusal = getattr(request, "refusal", None)
        if refusal is not None and response.status_code == 403:
            match = request.resolver_match
            where = match.view_name if match else ""
            lines.append(journal.Line(Action.REFUSED, where, result=Result.REFUSED, note=refusal))
        if lines and response.status_code < 500:
            with transaction.atomic():
                self._enter(request)
                journal.write(lines, address=address)


def prolong(request: HttpRequest) -> None:
    """Half an hour without a click closes the session: each click moves its end forward."""
    now = int(time.time())
    if now - request.session.get(SEEN_IN_SESSION, 0) >= SEEN_EVERY:
        request.session[SEEN_IN_SESSION] = now


class LoginRequired(LoginRequiredMiddleware):
    """Who has not entered is sent to the login page; the text of a posted form is kept for them."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if request.content_type == "application/json":
            return JsonResponse({"login": True}, status=401)
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        if drafts.rescue_posted(request):
            messages.info(request, kept_words())
        return redirect_to_login(page_of(request))


def kept_words() -> str:
    return _("La sessione era scaduta. Quello che stavi scrivendo è al sicuro: entra e lo ritrovi.")


class RequiredSecondFactor:
    """Until a second factor is given, a role that demands one sees only the page that takes it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or second_factor.is_open(match.view_name):
            return None
        page = second_factor.page_owed(request)
        if not page:
            return None
        onward = urlencode({"next": page_of(request)})
        return redirect(f"{reverse(page)}?{onward}")
