"""The yardstick: a Django view with no middleware and no query, on the same gunicorn."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="yardstick", LOGGING_CONFIG=None
)


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("bare")


urlpatterns = [path("", bare)]
application = get_wsgi_application()
