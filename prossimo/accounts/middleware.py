"""One transaction a request, with the identity inside it and the journal written before the answer."""

from collections.abc import Callable

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from prossimo.accounts import identity, journal, second_factor
from prossimo.accounts.choices import Action, Result
from prossimo.accounts.rules import NOBODY

POST_IN_SESSION = "post"
Answer = Callable[[HttpRequest], HttpResponse]


class OneTransaction:
    """Open the transaction, say who asks, run the view, write the journal, commit.

    An answer of the 5xx kind undoes everything; a refusal is journalled in a transaction of its
    own after that, so that the rollback cannot eat it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        with transaction.atomic(), journal.collecting() as lines:
            self._enter(request)
            response = self.get_response(request)
            if response.streaming:
                raise TypeError("a streamed answer would run outside the transaction")
            if response.status_code >= 500:
                transaction.set_rollback(True)
            else:
                journal.write(lines, address=address)
        refusal = getattr(request, "refusal", None)
        if refusal is not None and response.status_code == 403:
            self._journal_refusal(request, refusal, address)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember why the view refused; what it wrote before refusing is undone."""
        if isinstance(exception, PermissionDenied):
            request.refusal = str(exception)  # type: ignore[attr-defined]
            transaction.set_rollback(True)

    def _enter(self, request: HttpRequest) -> None:
        user = request.user
        if not user.is_authenticated:
            request.actor = NOBODY  # type: ignore[attr-defined]
            return
        actor = identity.enter(
            user.pk,
            request.session.get(POST_IN_SESSION),
            request.META.get("prossimo.request_id", ""),
        )
        structlog.contextvars.bind_contextvars(user_id=str(actor.user_id))
        request.actor = actor  # type: ignore[attr-defined]

    def _journal_refusal(self, request: HttpRequest, reason: str, address: str) -> None:
        with transaction.atomic():
            self._enter(request)
            match = request.resolver_match
            where = match.view_name if match else ""
            line = journal.Line(
                Action.REFUSED, where, result=Result.REFUSED, note=reason
            )
            journal.write([line], address=address)


class RequiredSecondFactor:
    """Until a second factor is set, a role that must have one sees only the page that sets it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        open_door = match is None or match.view_name.startswith(second_factor.OPEN_VIEWS)
        if open_door or not second_factor.is_missing(request):
            return None
        return redirect(reverse("mfa_index"))
