"""First at the door: a number for each request, and text that no database could keep is refused."""

import re
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from prossimo.core.records import new_id

UNKEEPABLE = re.compile(r"%00|\x00|%ED%[AB][0-9A-F]%[89AB][0-9A-F]", re.IGNORECASE)


class RequestGuard:
    """Give the request its id; answer 400 in a sentence to addresses with NUL or lone surrogates."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = str(new_id())
        request.META["prossimo.request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        if UNKEEPABLE.search(request.META.get("RAW_URI", "") or request.get_full_path()):
            return render(request, "400.html", status=400)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response
