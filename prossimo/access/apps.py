"""Where Django meets this app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "prossimo.access"
    label = "access"

    def ready(self) -> None:
        import prossimo.access.notices  # noqa: F401  (declares itself)
