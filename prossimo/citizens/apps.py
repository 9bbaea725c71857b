"""Where Django meets this app."""

from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "prossimo.citizens"
    label = "citizens"

    def ready(self) -> None:
        import prossimo.citizens.cards
        import prossimo.citizens.moments
        import prossimo.citizens.notices
        import prossimo.citizens.places
        import prossimo.citizens.seal_cards  # noqa: F401  (all declare themselves)
