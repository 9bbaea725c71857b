"""Where Django meets this app."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "prossimo.network"
    label = "network"
