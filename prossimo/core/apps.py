"""Registers the checks that every app of the house must pass before it starts; remembers words."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "prossimo.core"
    label = "core"

    def ready(self) -> None:
        from django.core import checks

        from prossimo.core.privacy import unclassified_fields
        from prossimo.core.tongues import remember_words

        checks.register(unclassified_fields, "prossimo")
        remember_words()
