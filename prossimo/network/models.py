"""Organisations of every kind: cooperatives, associations, parishes, schools, health bodies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from prossimo.core.records import Versioned
from prossimo.network.choices import OrganisationKind
from prossimo.territory.models import Ambito


class Organisation(Versioned):
    ambito = models.ForeignKey(
        Ambito, models.PROTECT, verbose_name=_("Ambito"), related_name="organisations"
    )
    name = models.CharField(_("nome"), max_length=200)
    kind = models.CharField(_("tipo"), max_length=20, choices=OrganisationKind)
    tax_code = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    email = models.EmailField(_("posta elettronica"), blank=True)
    phone = models.CharField(_("telefono"), max_length=32, blank=True)
    active = models.BooleanField(_("attiva"), default=True)

    class Meta:
        verbose_name = _("organizzazione")
        verbose_name_plural = _("organizzazioni")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "name"], name="organisation_one_name_an_ambito"
            )
        ]

    def __str__(self) -> str:
        return self.name
