"""Where Django meets this app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "prossimo.access"
    label = "access"
