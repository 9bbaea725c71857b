"""Services run together with other bodies (coprogettazione): activities, who is assigned, which cases."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import AssignedKind
from prossimo.cases.models.case import Case, OfCase
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField, today
from prossimo.core.privacy import CONTACT, TECHNICAL, FieldClass
from prossimo.core.records import Record, Versioned
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito


class JointServiceQuerySet(models.QuerySet["JointService"]):
    def visible_to(self, actor: Actor) -> Self:
        """Agreements of the ambito: the set twin of `policies.may_read_joint`."""
        if not actor.has(Right.NETWORK_READ):
            return self.none()
        return self.filter(ambito=actor.ambito_id)


class JointService(Versioned):
    """An agreement among bodies to run a service together: what for, who leads, since when."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    name = models.CharField(_("nome"), max_length=160)
    purpose = models.TextField(_("perché"), max_length=2000, blank=True)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("capofila"), null=True, blank=True,
        related_name="led_services",
    )  # fmt: skip
    period = PeriodField(_("dal, al"))

    objects = JointServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("servizio coprogettato")
        verbose_name_plural = _("servizi coprogettati")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "name"],
                name="joint_service_one_name_an_ambito",
                violation_error_message=_("C'è già un servizio con questo nome."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cases:joint", args=[self.pk])

    @property
    def in_force(self) -> bool:
        return today() in self.period


class JointActivity(Record):
    """One of the things that the service does."""

    service = models.ForeignKey(
        JointService, models.CASCADE, verbose_name=_("servizio"), related_name="activities"
    )
    name = models.CharField(_("attività"), max_length=160)
    position = models.PositiveSmallIntegerField(_("ordine"), default=0)

    class Meta:
        verbose_name = _("attività di un servizio coprogettato")
        verbose_name_plural = _("attività dei servizi coprogettati")
        ordering = ["service", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "name"],
                name="joint_activity_once_a_service",
                violation_error_message=_("Questa attività c'è già."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class JointPlace(Record):
    """A territorial post (presidio): where the service works, and for which towns."""

    service = models.ForeignKey(
        JointService, models.CASCADE, verbose_name=_("servizio"), related_name="places"
    )
    name = models.CharField(_("presidio"), max_length=120)
    covers = models.CharField(_("Comuni serviti"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("presidio territoriale")
        verbose_name_plural = _("presìdi territoriali")
        ordering = ["service", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "name"],
                name="joint_place_once_a_service",
                violation_error_message=_("Questo presidio c'è già."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Assigned(Versioned):
    """Who works in the service for a body, or so many volunteers: no case is opened to them by this."""

    service = models.ForeignKey(
        JointService, models.CASCADE, verbose_name=_("servizio"), related_name="assigned"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("ente"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    activity = models.ForeignKey(
        JointActivity, models.PROTECT, verbose_name=_("attività"), null=True, blank=True,
        related_name="assigned",
    )  # fmt: skip
    place = models.ForeignKey(
        JointPlace, models.PROTECT, verbose_name=_("presidio"), null=True, blank=True,
        related_name="assigned",
    )  # fmt: skip
    kind = models.CharField(_("come"), max_length=9, choices=AssignedKind)
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("incarico"), null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("nome"), max_length=160, blank=True)
    number = models.PositiveSmallIntegerField(_("quante persone"), default=1)
    period = PeriodField(_("dal, al"))

    class Meta:
        verbose_name = _("persona assegnata a un servizio coprogettato")
        verbose_name_plural = _("persone assegnate ai servizi coprogettati")
        ordering = ["service", "kind", "organisation__name", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number=1) | Q(number__gt=1, name="", post=None),
                name="assigned_by_name_or_by_number",
                violation_error_message=_("Un nome vale per una persona."),
            ),
            models.CheckConstraint(
                condition=Q(kind=AssignedKind.VOLUNTEER) | Q(organisation__isnull=False),
                name="assigned_operators_are_of_a_body",
                violation_error_message=_("Di un operatore si dice per quale ente lavora."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.number)


@tracked()
class CaseActivity(Versioned):
    """A case that is followed within a co-designed service: in which activity, since when, why."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "version", "created_at", "changed_at", "case", "by"], TECHNICAL),
        **dict.fromkeys(["activity", "place", "period", "why"], CONTACT),
    }

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="activities"
    )
    activity = models.ForeignKey(
        JointActivity, models.PROTECT, verbose_name=_("attività"), related_name="cases"
    )
    place = models.ForeignKey(
        JointPlace, models.PROTECT, verbose_name=_("presidio"), null=True, blank=True,
        related_name="cases",
    )  # fmt: skip
    period = PeriodField(_("dal, al"))
    why = models.CharField(_("perché"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("scritta da"), related_name="+")

    objects = OfCase["CaseActivity"].as_manager()

    class Meta:
        verbose_name = _("attività coprogettata di una presa in carico")
        verbose_name_plural = _("attività coprogettate delle prese in carico")
        ordering = ["case", "period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "activity"],
                condition=Q(period__endswith=None),
                name="case_activity_once_at_a_time",
                violation_error_message=_("È già in questa attività."),
            )
        ]

    def __str__(self) -> str:
        return str(self.activity)
