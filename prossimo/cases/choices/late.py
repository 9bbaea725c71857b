"""Closed vocabulary of what can be late in a case."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LateKind(TextChoices):
    SILENT = "silent", _("senza notizie")
    REVIEW = "review", _("verifica da fare")
    TASK = "task", _("compito")
    GOAL = "goal", _("obiettivo")
    FOLLOW_UP = "heard", _("da risentire dopo la chiusura")
