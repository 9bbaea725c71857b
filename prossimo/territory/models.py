"""The ambito, its municipalities, their neighbourhoods with boundaries, and residents by year."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from prossimo.core.records import Record, Versioned
from prossimo.territory.choices import AgeBand, CitizenshipGroup, Sex, StreetSide


class Ambito(Record):
    """A social district: the tenant. Every row of personal data carries its ambito."""

    key = models.SlugField(_("chiave"), unique=True)
    name = models.CharField(_("nome"), max_length=120)
    invented = models.BooleanField(_("dati inventati"), default=False)

    class Meta:
        verbose_name = _("Ambito")
        verbose_name_plural = _("Ambiti")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def visible_to(self, actor: Any) -> Self:
        """Municipalities of the ambito: the set twin of `policies.may_read_place`."""
        if not actor.has("territory.read"):
            return self.none()
        return self.filter(ambito=actor.ambito_id)

    def undivided(self) -> Self:
        """Those without neighbourhoods: on maps and in figures each is one place."""
        return self.filter(neighbourhoods=None)


class Municipality(Versioned):
    ambito = models.ForeignKey(
        Ambito, models.PROTECT, verbose_name=_("Ambito"), related_name="municipalities"
    )
    name = models.CharField(_("nome"), max_length=120)
    istat_code = models.CharField(_("codice ISTAT"), max_length=6, unique=True)
    cadastral_code = models.CharField(_("codice catastale"), max_length=4, unique=True)
    boundary = models.JSONField(_("confine"), null=True, blank=True)  # GeoJSON geometry, WGS84
    schematic = models.BooleanField(_("confine schematico"), default=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Comune")
        verbose_name_plural = _("Comuni")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class NeighbourhoodQuerySet(models.QuerySet["Neighbourhood"]):
    def visible_to(self, actor: Any) -> Self:
        """Neighbourhoods of the ambito: the set twin of `policies.may_read_place`."""
        if not actor.has("territory.read"):
            return self.none()
        return self.filter(municipality__ambito=actor.ambito_id)


class Neighbourhood(Versioned):
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), related_name="neighbourhoods"
    )
    name = models.CharField(_("nome"), max_length=120)
    boundary = models.JSONField(_("confine"), null=True, blank=True)
    schematic = models.BooleanField(_("confine schematico"), default=True)

    objects = NeighbourhoodQuerySet.as_manager()

    class Meta:
        verbose_name = _("quartiere")
        verbose_name_plural = _("quartieri")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="neighbourhood_one_name_a_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Residents(Record):
    """How many people live in a place at the end of a year, by sex, age band and citizenship."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name=_("Comune"))
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, verbose_name=_("quartiere"), null=True, blank=True
    )
    year = models.PositiveSmallIntegerField(_("anno"))
    sex = models.CharField(_("sesso"), max_length=1, choices=Sex)
    age_band = models.CharField(_("classe di età"), max_length=5, choices=AgeBand)
    citizenship = models.CharField(_("cittadinanza"), max_length=2, choices=CitizenshipGroup)
    count = models.PositiveIntegerField(_("residenti"))

    class Meta:
        verbose_name = _("residenti")
        verbose_name_plural = _("residenti")
        ordering = ["year", "municipality", "neighbourhood", "sex", "age_band", "citizenship"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "neighbourhood", "year", "sex", "age_band", "citizenship"],
                name="residents_one_count_a_cell",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1861, year__lte=2200), name="residents_year_is_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year}: {self.count}"


class StreetRangeQuerySet(models.QuerySet["StreetRange"]):
    def visible_to(self, actor: Any) -> Self:
        """Streets of the ambito: the set twin of `policies.may_read_place`."""
        if not actor.has("territory.read"):
            return self.none()
        return self.filter(municipality__ambito=actor.ambito_id)


class StreetRange(Record):
    """A stretch of a street and the neighbourhood it lies in (stradario)."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, verbose_name=_("Comune"), related_name="streets"
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.CASCADE, verbose_name=_("quartiere"), related_name="streets"
    )
    name = models.CharField(_("via"), max_length=200)
    key = models.CharField(max_length=200, editable=False)  # folded, for the look-up
    first = models.PositiveIntegerField(_("dal numero"), default=1)
    last = models.PositiveIntegerField(_("al numero"), null=True, blank=True)
    side = models.CharField(_("lato"), max_length=4, choices=StreetSide, default=StreetSide.BOTH)

    objects = StreetRangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tratto di strada")
        verbose_name_plural = _("stradario")
        ordering = ["municipality", "key", "first", "side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key", "first", "side"], name="street_range_starts_once"
            ),
            models.CheckConstraint(
                condition=Q(last=None) | Q(last__gte=F("first")), name="street_range_goes_up"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BoundaryImport(Record):
    """A file of boundaries read and checked, waiting to be confirmed; kept once it is applied."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    file_name = models.CharField(_("nome del file"), max_length=200)
    fingerprint = models.CharField(_("impronta"), max_length=64)
    rows = models.JSONField(_("esito per riga"), default=list)
    loaded_at = models.DateTimeField(_("letto il"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applicato il"), null=True, blank=True)

    class Meta:
        verbose_name = _("importazione di confini")
        verbose_name_plural = _("importazioni di confini")
        ordering = ["-loaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "fingerprint"], name="boundary_import_one_a_file"
            )
        ]

    def __str__(self) -> str:
        return self.file_name
