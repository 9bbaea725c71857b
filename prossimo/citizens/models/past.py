"""What a person was called by before: former fiscal codes, citizenships with their dates."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from prossimo.citizens.choices import TaxCodeEnd
from prossimo.citizens.models.people import Person
from prossimo.citizens.models.reached import OfPersonQuerySet
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField, today
from prossimo.core.privacy import IDENTITY, TECHNICAL, FieldClass
from prossimo.core.records import Record


@tracked()
class FormerTaxCode(Record):
    """A fiscal code that the person had before: temporary, replaced for homocody, or mistyped.

    The one in force is on `Person`; under this one the person is still found.
    """

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "person"], TECHNICAL),
        **dict.fromkeys(["code", "ended_on", "why"], IDENTITY),
    }

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="former_tax_codes"
    )
    code = models.CharField(_("codice fiscale"), max_length=16)
    ended_on = models.DateField(_("sostituito il"), default=today)
    why = models.CharField(_("perché"), max_length=10, choices=TaxCodeEnd)

    objects = OfPersonQuerySet["FormerTaxCode"].as_manager()

    class Meta:
        verbose_name = _("codice fiscale precedente")
        verbose_name_plural = _("codici fiscali precedenti")
        ordering = ["person", "-ended_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "code"], name="former_tax_code_once_a_person")
        ]
        indexes = [models.Index(fields=["code"], name="former_tax_code_by_code")]

    def __str__(self) -> str:
        return self.code


@tracked()
class Citizenship(Record):
    """Since when, and until when, a person holds a citizenship; those of today are on `Person`."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "person"], TECHNICAL),
        **dict.fromkeys(["country", "period"], IDENTITY),
    }

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="dated_citizenships"
    )
    country = models.CharField(_("Paese"), max_length=2)  # ISO 3166-1 alpha-2; «XX» for stateless
    period = PeriodField()

    objects = OfPersonQuerySet["Citizenship"].as_manager()

    class Meta:
        verbose_name = _("cittadinanza")
        verbose_name_plural = _("cittadinanze")
        ordering = ["person", "-period", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "country"], name="citizenship_once_a_person")
        ]

    def __str__(self) -> str:
        return self.country
