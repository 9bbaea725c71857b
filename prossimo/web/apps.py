"""Where Django meets this app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "prossimo.web"
    label = "web"

    def ready(self) -> None:
        import prossimo.web.places  # noqa: F401  (declares itself)
        from prossimo.core import letterheads
        from prossimo.web.paper import letterhead

        letterheads.provide(letterhead)
