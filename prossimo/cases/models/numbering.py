"""The numbers of cases: one a case, none twice, starting again each year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from prossimo.core.records import Record
from prossimo.territory.models import Ambito


class CaseNumber(Record):
    """The last number given in a year, so that two cases opened together never share one."""

    ambito = models.ForeignKey(Ambito, models.CASCADE, verbose_name=_("Ambito"))
    year = models.PositiveSmallIntegerField(_("anno"))
    last = models.PositiveIntegerField(_("ultimo numero"), default=0)

    class Meta:
        verbose_name = _("numerazione delle prese in carico")
        verbose_name_plural = _("numerazioni delle prese in carico")
        ordering = ["ambito", "year"]
        constraints = [
            models.UniqueConstraint(fields=["ambito", "year"], name="case_number_one_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
