"""Where Django meets this app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "prossimo.access"
    label = "access"

    def ready(self) -> None:
        import prossimo.access.notices
        import prossimo.access.panels  # noqa: F401  (both declare themselves)
