"""Where Django meets this app."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "prossimo.territory"
    label = "territory"
