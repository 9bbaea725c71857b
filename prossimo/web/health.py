"""Whether the process lives and whether it can serve, asked by whoever keeps it running."""

from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse


class Health:
    """Answers /health/live and /health/ready before sessions, users and transactions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/health/"):
            return self.get_response(request)
        request.get_host()  # an unknown host is refused here too
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        if request.path == "/health/live":
            return JsonResponse({"status": "alive"})
        if request.path == "/health/ready":
            return self._ready()
        return self.get_response(request)

    def _ready(self) -> JsonResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM accounts_rolegrant")
                ready = cursor.fetchone()[0] > 0
        except Error:
            connection.close()
            return JsonResponse({"status": "database out of reach"}, status=503)
        if not ready:
            return JsonResponse({"status": "not migrated"}, status=503)
        return JsonResponse({"status": "ready"})
