"""Where Django meets this app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "prossimo.web"
    label = "web"
