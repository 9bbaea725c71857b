"""The photographs of the data: who asked for each, how far it is, how it ended."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.core.records import Record
from prossimo.observatory.choices import RunState

SILENT = dt.timedelta(minutes=2)  # a run that says nothing for so long was interrupted


class SnapshotRunQuerySet(models.QuerySet["SnapshotRun"]):
    def under_way(self) -> Self:
        """Queued or running, and heard of lately."""
        return self.filter(
            state__in=[RunState.QUEUED, RunState.RUNNING],
            heard_at__gte=timezone.now() - SILENT,
        )


class SnapshotRun(Record):
    """One photograph of the whole installation, from the request to its end.

    It names nobody: who asked is in the journal.
    """

    state = models.CharField(_("stato"), max_length=8, choices=RunState, default=RunState.QUEUED)
    asked_at = models.DateTimeField(_("chiesta il"), default=timezone.now)
    heard_at = models.DateTimeField(_("ultimo segno di vita"), default=timezone.now)
    ended_at = models.DateTimeField(_("finita il"), null=True, blank=True)
    done = models.PositiveIntegerField(_("righe lette"), default=0)
    total = models.PositiveIntegerField(_("righe da leggere"), default=0)
    folder = models.CharField(_("cartella"), max_length=60, blank=True)
    error = models.CharField(_("perché non è riuscita"), max_length=300, blank=True)

    objects = SnapshotRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("fotografia dei dati")
        verbose_name_plural = _("fotografie dei dati")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(ended_at=None, state__in=[RunState.QUEUED, RunState.RUNNING])
                    | Q(ended_at__isnull=False, state__in=[RunState.DONE, RunState.FAILED])
                ),
                name="snapshot_ended_iff_dated",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%d/%m/%Y %H:%M} {self.get_state_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.ended_at is None and not self.is_interrupted

    @property
    def is_interrupted(self) -> bool:
        return self.ended_at is None and self.heard_at < timezone.now() - SILENT

    @property
    def is_fresh(self) -> bool:
        """Whether it has just ended well: who waited for it is told."""
        return self.state == RunState.DONE and self.heard_at >= timezone.now() - SILENT
