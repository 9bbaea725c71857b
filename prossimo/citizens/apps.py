"""Where Django meets this app."""

from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "prossimo.citizens"
    label = "citizens"
