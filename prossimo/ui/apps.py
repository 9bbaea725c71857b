"""Registers the face of Prossimo with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "prossimo.ui"
    label = "ui"
    verbose_name = _("Aspetto")
