"""Organisations of every kind: cooperatives, associations, parishes, schools, health bodies."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from prossimo.core.records import Versioned
from prossimo.network.choices import OrganisationKind
from prossimo.territory.models import Ambito


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Any) -> Self:
        """Organisations of the ambito: the set twin of `policies.may_read_organisation`."""
        if not actor.has("network.read"):
            return self.none()
        return self.filter(ambito=actor.ambito_id)


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

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organizzazione")
        verbose_name_plural = _("organizzazioni")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "name"],
                name="organisation_one_name_an_ambito",
                violation_error_message=_("C'è già un'organizzazione con questo nome."),
            )
        ]

    def __str__(self) -> str:
        return self.name
