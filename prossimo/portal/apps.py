"""Where Django meets this app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "prossimo.portal"
    label = "portal"
