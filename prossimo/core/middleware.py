"""First at the door: a number for each request, and text that no database could keep is refused."""

import re
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from prossimo.core.records import new_id

UNKEEPABLE = re.compile(r"%00|\x00|%ED%[AB][0-9A-F]%[89AB][0-9A-F]", re.IGNORECASE)


class RequestGuard:
    """Give the request its id; answer in a sentence what is too large, or an address with NUL in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = str(new_id())
        request.META["prossimo.request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        if UNKEEPABLE.search(request.META.get("RAW_URI", "") or request.get_full_path()):
            return render(request, "400.html", status=400)
        if _announced(request) > settings.REQUEST_MOST_BYTES:
            # Nothing of it is read: without a length, the server gives us no body at all.
            most = settings.REQUEST_MOST_BYTES // 1024 // 1024
            return render(request, "413.html", {"most": most}, status=413)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


def _announced(request: HttpRequest) -> int:
    """How many bytes the request says it carries."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdecimal() else 0
