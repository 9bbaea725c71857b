"""Registers the checks every app must pass before it starts; remembers words, lightens migrations."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "prossimo.core"
    label = "core"

    def ready(self) -> None:
        from django.core import checks

        from prossimo.core import redrawing
        from prossimo.core.privacy import unclassified_fields
        from prossimo.core.tongues import remember_words

        checks.register(unclassified_fields, "prossimo")
        remember_words()
        redrawing.install()
