"""The vocabulary of reasons for knocking: dated, kept by the office, common or of one ambito."""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import ReasonGroup
from prossimo.core.periods import PeriodField, last_day, today
from prossimo.core.records import Versioned
from prossimo.territory.models import Ambito


class ReasonQuerySet(models.QuerySet["Reason"]):
    def of_ambito(self, ambito_id: uuid.UUID | None) -> Self:
        """Its own and the common ones, whatever their dates."""
        return self.filter(Q(ambito=None) | Q(ambito=ambito_id))

    def usable_in(self, ambito_id: uuid.UUID | None, day: dt.date | None = None) -> Self:
        """What may be chosen for a contact of the day."""
        return self.of_ambito(ambito_id).filter(period__contains=day or today())


class Reason(Versioned):
    """A reason for knocking (motivo): a dated vocabulary that the office keeps."""

    ambito = models.ForeignKey(
        Ambito,
        models.PROTECT,
        verbose_name=_("Ambito"),
        null=True,
        blank=True,
        help_text=_("Vuoto: vale per tutti gli Ambiti."),
    )
    key = models.SlugField(_("chiave"), max_length=40, unique=True)
    label = models.CharField(_("motivo"), max_length=120)
    group = models.CharField(_("famiglia"), max_length=12, choices=ReasonGroup)
    rank = models.PositiveSmallIntegerField(_("ordine"), default=100)
    period = PeriodField(_("in uso"))
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("prende il posto di"),
        null=True,
        blank=True,
        related_name="replaced_by",
    )

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("motivo")
        verbose_name_plural = _("motivi")
        ordering = ["rank", "label"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("access:reason", args=[self.pk])

    @property
    def ends_on(self) -> dt.date | None:
        """The last day of use, where one is set."""
        return last_day(self.period)
