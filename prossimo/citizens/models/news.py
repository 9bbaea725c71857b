"""What the national registry of residents has told of late: one line for each time it was asked."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import LookState
from prossimo.core.records import Record
from prossimo.territory.models import Ambito, Municipality

SILENT = dt.timedelta(minutes=5)  # a reading that says nothing for so long was interrupted


class NewsReadingQuerySet(models.QuerySet["NewsReading"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the ambito, or of the only municipality of the post."""
        if not (actor.has(Right.REGISTRY_IMPORT) or actor.has(Right.REGISTRY_APPROVE)):
            return self.none()
        readings = self.filter(ambito=actor.ambito_id)
        if actor.municipality_id:
            readings = readings.filter(municipality=actor.municipality_id)
        return readings

    def under_way(self) -> Self:
        """Queued or running, and heard of lately."""
        return self.filter(
            state__in=[LookState.QUEUED, LookState.RUNNING], heard_at__gte=timezone.now() - SILENT
        )


class NewsReading(Record):
    """One reading of the changes: up to where, for whom, how many checks came of it.

    It names nobody but who asked, in whose name it is repeated every night.
    """

    ambito = models.ForeignKey(Ambito, models.CASCADE, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, verbose_name=_("Comune"), null=True, blank=True
    )  # none: the whole Ambito
    origin = models.CharField(_("da dove"), max_length=120, blank=True)
    state = models.CharField(_("stato"), max_length=8, choices=LookState, default=LookState.QUEUED)
    asked_at = models.DateTimeField(_("chiesta il"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("chiesta da"), related_name="+"
    )
    asked_from = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("con l'incarico"), related_name="+"
    )
    heard_at = models.DateTimeField(_("ultimo segno di vita"), default=timezone.now)
    ended_at = models.DateTimeField(_("finita il"), null=True, blank=True)
    cursor = models.CharField(_("fin dove"), max_length=40, blank=True, editable=False)
    told = models.PositiveIntegerField(_("novità"), default=0)
    fresh = models.PositiveIntegerField(_("controlli nuovi"), default=0)
    gap = models.BooleanField(_("qualcosa può essere sfuggito"), default=False)
    error = models.CharField(_("perché non è riuscita"), max_length=400, blank=True)

    objects = NewsReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("lettura delle novità dell'anagrafe")
        verbose_name_plural = _("letture delle novità dell'anagrafe")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%d/%m/%Y %H:%M} {self.get_state_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.ended_at is None and not self.is_interrupted

    @property
    def is_interrupted(self) -> bool:
        return self.ended_at is None and self.heard_at < timezone.now() - SILENT
