"""Where Django meets this app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "prossimo.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        import prossimo.catalogue.places  # noqa: F401  (declares itself)
