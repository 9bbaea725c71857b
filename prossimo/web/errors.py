"""What goes wrong, said in a sentence: where, why, what to do, and who can."""

import sys
from typing import Any

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from prossimo.core.moved import Moved
from prossimo.core.workflow import IllegalMove

DATABASE_FAULTS = (OperationalError, InterfaceError)
RETRY_AFTER = "5"  # seconds


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The reason of the verdict, and who can do what was refused."""
    reason = str(exception) or _("Il tuo ruolo non lo prevede.")
    back = {"reason": reason, "back_url": "/", "who_can": ""}
    return render(request, "ui/refusal.html", back, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page whether the thing is absent or not for these eyes."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is out of reach, 500 for a fault of ours; both need nothing at all."""
    if isinstance(sys.exc_info()[1], DATABASE_FAULTS):
        return database_away()
    return HttpResponse(get_template("500.html").render(), status=500)


def database_away() -> HttpResponse:
    answer = HttpResponse(get_template("503.html").render(), status=503)
    answer["Retry-After"] = RETRY_AFTER
    return answer


class Faults:
    """Turns what views may raise into pages: an illegal move is 409, a lost database is 503, and
    what went elsewhere is followed there."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer: HttpResponseBase = self.get_response(request)
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, IllegalMove):
            context = {"reason": str(exception), "back_url": request.META.get("HTTP_REFERER", "/")}
            return render(request, "409.html", context, status=409)
        if isinstance(exception, DATABASE_FAULTS):
            return database_away()
        if isinstance(exception, Moved):
            messages.warning(request, exception.sentence)
            return redirect(exception.address)
        return None
