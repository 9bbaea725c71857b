"""Where Django meets this app."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "prossimo.territory"
    label = "territory"

    def ready(self) -> None:
        import prossimo.territory.panels
        import prossimo.territory.places  # noqa: F401  (they declare themselves)
