"""Where Django meets this app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "prossimo.cases"
    label = "cases"

    def ready(self) -> None:
        import prossimo.cases.panels  # noqa: F401  (declares itself)
