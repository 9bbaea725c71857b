"""Where Django meets this app."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "prossimo.network"
    label = "network"

    def ready(self) -> None:
        import prossimo.network.places  # noqa: F401  (declares itself)
