"""Where Django meets this app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "prossimo.catalogue"
    label = "catalogue"
