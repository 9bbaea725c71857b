"""Direct services: what the segretariato grants without a case, from the request to the end."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import DirectState, Urgency
from prossimo.access.models.orientation import Orientation
from prossimo.access.models.steps import STEP_CLASSES, Step
from prossimo.accounts.models import User
from prossimo.accounts.rules import Actor, Right
from prossimo.catalogue.models import Service
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned
from prossimo.territory.models import Ambito, Municipality

LIVE_SERVICES = (
    DirectState.REQUESTED,
    DirectState.WAITING,
    DirectState.ACTIVE,
    DirectState.SUSPENDED,
)


class DirectServiceQuerySet(PersonalQuerySet["DirectService"]):
    def visible_to(self, actor: Actor, right: Right = Right.DIRECT_READ) -> Self:
        """Of the ambito, or of the municipality: the set twin of `policies.may_read_direct`."""
        if not actor.has(right):
            return self.none().scoped("nobody")
        rows = self.filter(ambito=actor.ambito_id)
        if actor.municipality_id:
            rows = rows.filter(Q(municipality=None) | Q(municipality=actor.municipality_id))
        return rows.scoped("actor")

    def live(self) -> Self:
        return self.filter(state__in=LIVE_SERVICES)

    def waiting(self) -> Self:
        """The waiting list: what is urgent first, then who asked first."""
        return self.filter(state=DirectState.WAITING).order_by("urgency", "requested_on", "pk")

    def for_list(self) -> Self:
        return self.select_related("person", "service", "service__organisation")


@tracked()
class DirectService(Versioned):
    """A service granted without a case: meals at home, telecare."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "municipality", "orientation",
             "by"],
            TECHNICAL,
        ),
        "person": IDENTITY,
        **dict.fromkeys(
            ["service", "state", "urgency", "requested_on", "active_on", "suspended_on", "ended_on",
             "review_on"],
            CONTACT,
        ),
        **dict.fromkeys(["quantity", "needs", "why"], NARRATIVE),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    orientation = models.ForeignKey(
        Orientation,
        models.PROTECT,
        verbose_name=_("richiesta"),
        null=True,
        blank=True,
        related_name="direct_services",
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("persona"), related_name="direct_services"
    )
    service = models.ForeignKey(
        Service, models.PROTECT, verbose_name=_("servizio"), related_name="direct_services"
    )
    state = models.CharField(
        _("stato"), max_length=9, choices=DirectState, default=DirectState.REQUESTED
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgenza"), choices=Urgency, default=Urgency.ORDINARY
    )
    quantity = models.CharField(
        _("quanto"), max_length=120, blank=True, help_text=_("Per esempio: «5 pasti a settimana».")
    )
    needs = models.CharField(
        _("attenzioni"), max_length=300, blank=True,
        help_text=_("Per esempio: «dieta senza sale», «citofono al secondo nome»."),
    )  # fmt: skip
    requested_on = models.DateField(_("richiesta il"), default=today)
    active_on = models.DateField(_("attiva dal"), null=True, blank=True)
    suspended_on = models.DateField(_("sospesa dal"), null=True, blank=True)
    ended_on = models.DateField(_("conclusa il"), null=True, blank=True)
    review_on = models.DateField(_("da rivedere il"), null=True, blank=True)
    why = models.CharField(_("perché"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("richiesta da"), related_name="+")

    objects = DirectServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("prestazione diretta")
        verbose_name_plural = _("prestazioni dirette")
        ordering = ["-requested_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "service"],
                condition=Q(state__in=LIVE_SERVICES),
                name="direct_one_live_a_person_and_service",
                violation_error_message=_("Questa persona ha già questa prestazione."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DirectState.ACTIVE, DirectState.SUSPENDED])
                | Q(active_on__isnull=False),
                name="direct_active_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_SERVICES, ended_on=None)
                | (~Q(state__in=LIVE_SERVICES) & Q(ended_on__isnull=False)),
                name="direct_ended_iff_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "state"], name="direct_by_service"),
            models.Index(fields=["person", "-requested_on"], name="direct_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.service)

    def get_absolute_url(self) -> str:
        return reverse("access:direct", args=[self.pk])


class DirectStepQuerySet(PersonalQuerySet["DirectStep"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(direct__in=DirectService.objects.visible_to(actor)).scoped("actor")


@tracked()
class DirectStep(Step):
    """A move in the life of a direct service."""

    field_classes: ClassVar[dict[str, FieldClass]] = {"direct": TECHNICAL, **STEP_CLASSES}

    direct = models.ForeignKey(
        DirectService, models.CASCADE, verbose_name=_("prestazione"), related_name="steps"
    )

    objects = DirectStepQuerySet.as_manager()

    class Meta(Step.Meta):
        verbose_name = _("passo di una prestazione")
        verbose_name_plural = _("passi delle prestazioni")
