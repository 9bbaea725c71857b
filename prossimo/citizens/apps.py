"""Where Django meets this app."""

from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "prossimo.citizens"
    label = "citizens"

    def ready(self) -> None:
        import prossimo.citizens.cards
        import prossimo.citizens.moments
        import prossimo.citizens.places  # noqa: F401  (both declare themselves)
