"""The face of Prossimo by itself: no database, no other app, collected and fingerprinted files.

`python -m tests.ui.alone FOLDER PORT` collects the static files into FOLDER and serves the component
page under the strict policy, as a proof that the frame needs nothing else to stand.
"""

import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings

SELF, NONE = "'self'", "'none'"
STRICT = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "object-src": [NONE],
    "frame-ancestors": [NONE],
    "form-action": [SELF],
    "base-uri": [SELF],
}


def configure(folder: Path, *, debug: bool = True) -> None:
    settings.configure(
        DEBUG=debug,
        SECRET_KEY="alone",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.ui.alone_urls",
        INSTALLED_APPS=[
            "prossimo.ui",
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.messages",
            "django.contrib.staticfiles",
            "django.forms",
            "csp",
            "django_htmx",
            "django_tables2",
        ],
        MIDDLEWARE=[
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "csp.middleware.CSPMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "DIRS": [Path(__file__).parent / "templates"],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.messages.context_processors.messages",
                        "tests.ui.alone_urls.frame",
                    ]
                },
            }
        ],
        FORM_RENDERER="prossimo.ui.forms.BootstrapItaliaRenderer",
        DJANGO_TABLES2_TEMPLATE="ui/table.html",
        STATIC_URL="/static/",
        STATIC_ROOT=str(folder),
        STATICFILES_FINDERS=[
            "prossimo.ui.assets.OwnAppsFinder",
            "prossimo.ui.assets.BorrowedFinder",
        ],
        STORAGES={"staticfiles": {"BACKEND": "prossimo.ui.assets.StaticStorage"}},
        WHITENOISE_AUTOREFRESH=debug,
        WHITENOISE_USE_FINDERS=debug,
        CONTENT_SECURITY_POLICY={"DIRECTIVES": STRICT},
        LANGUAGE_CODE="it",
        LANGUAGES=[("it", "Italiano"), ("en", "English"), ("ar", "العربية")],
        TIME_ZONE="Europe/Rome",
        USE_TZ=True,
    )
    django.setup()


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        return


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    configure(folder, debug="--debug" in sys.argv)
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("collectstatic", interactive=False, verbosity=0)
    server = make_server(
        "127.0.0.1", port, get_wsgi_application(), server_class=Threaded, handler_class=Quiet
    )
    print(server.server_port, flush=True)
    threading.Thread(target=stop_with_parent, args=(server,), daemon=True).start()
    server.serve_forever()


def stop_with_parent(server: WSGIServer) -> None:
    """Whoever started this holds its standard input; when it closes, the server goes too."""
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main()
