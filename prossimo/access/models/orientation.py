"""The segretariato sociale: the request it received, the needs it found, whom it proposed to."""

from typing import ClassVar, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import (
    OPEN_ORIENTATIONS,
    AccompanimentState,
    Intensity,
    OrientationState,
    TargetGroup,
    Urgency,
)
from prossimo.access.models.contacts import Contact
from prossimo.access.models.desks import Desk
from prossimo.access.models.steps import STEP_CLASSES, Step
from prossimo.accounts.choices import UserArea
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.catalogue.models import Need, Service
from prossimo.citizens.models import Household, Person
from prossimo.core.history import tracked
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned
from prossimo.territory.models import Ambito, Municipality, Neighbourhood

M = TypeVar("M", bound=models.Model)


class OrientationQuerySet(PersonalQuerySet["Orientation"]):
    def visible_to(self, actor: Actor, right: Right = Right.ORIENTATION_READ) -> Self:
        """Of the ambito, or of the municipality: the set twin of `policies.may_read_orientation`."""
        if not actor.has(right):
            return self.none().scoped("nobody")
        rows = self.filter(ambito=actor.ambito_id)
        if actor.municipality_id:
            rows = rows.filter(Q(municipality=None) | Q(municipality=actor.municipality_id))
        return rows.scoped("actor")

    def open(self) -> Self:
        return self.filter(state__in=OPEN_ORIENTATIONS)

    def by_urgency(self) -> Self:
        """The inbox: what is urgent first, then what has waited longest."""
        return self.order_by("urgency", "received_at", "pk")

    def for_list(self) -> Self:
        return self.select_related("person", "household", "desk", "neighbourhood", "owner")


@tracked()
class Orientation(Versioned):
    """A request in the hands of the segretariato sociale, from the door to its outcome."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "municipality", "contact",
             "owner", "source"],
            TECHNICAL,
        ),
        **dict.fromkeys(["person", "household"], IDENTITY),
        **dict.fromkeys(
            ["desk", "neighbourhood", "received_at", "urgency", "target_group", "user_area",
             "state", "taken_at", "decided_at", "due_on", "notice_sent_on"],
            CONTACT,
        ),
        **dict.fromkeys(["request", "summary", "refusal"], NARRATIVE),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    contact = models.OneToOneField(
        Contact,
        models.PROTECT,
        verbose_name=_("contatto"),
        null=True,
        blank=True,
        related_name="orientation",
    )
    source = models.CharField(max_length=20, default="contact", editable=False)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("persona"),
        null=True,
        blank=True,
        related_name="orientations",
    )
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        verbose_name=_("nucleo familiare"),
        null=True,
        blank=True,
        related_name="orientations",
    )
    desk = models.ForeignKey(
        Desk, models.PROTECT, verbose_name=_("da quale sportello"), null=True, blank=True,
        related_name="orientations",
    )  # fmt: skip
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, verbose_name=_("quartiere"), null=True, blank=True
    )
    received_at = models.DateTimeField(_("ricevuta il"), default=timezone.now)
    urgency = models.PositiveSmallIntegerField(
        _("urgenza"), choices=Urgency, default=Urgency.ORDINARY
    )
    target_group = models.CharField(
        _("gruppo di riferimento"), max_length=10, choices=TargetGroup, blank=True
    )
    user_area = models.CharField(_("area"), max_length=3, choices=UserArea, blank=True)
    request = models.TextField(_("che cosa chiede"), blank=True, max_length=4000)
    state = models.CharField(
        _("stato"), max_length=12, choices=OrientationState, default=OrientationState.TO_ASSESS
    )
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("in mano a"),
        null=True,
        blank=True,
        related_name="orientations",
    )
    taken_at = models.DateTimeField(_("presa in mano il"), null=True, blank=True)
    due_on = models.DateField(_("da concludere entro il"))
    notice_sent_on = models.DateField(
        _("preavviso di rigetto inviato il"), null=True, blank=True
    )  # L. 241/1990, art. 10-bis
    summary = models.TextField(_("che cosa è emerso"), blank=True, max_length=8000)
    decided_at = models.DateTimeField(_("conclusa il"), null=True, blank=True)
    refusal = models.TextField(_("perché non è accolta"), blank=True, max_length=2000)

    objects = OrientationQuerySet.as_manager()

    class Meta:
        verbose_name = _("richiesta al segretariato")
        verbose_name_plural = _("richieste al segretariato")
        ordering = ["urgency", "received_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN_ORIENTATIONS, decided_at=None)
                | (~Q(state__in=OPEN_ORIENTATIONS) & Q(decided_at__isnull=False)),
                name="orientation_decided_iff_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrientationState.REFUSED) | ~Q(refusal=""),
                name="orientation_refused_with_a_reason",
                violation_error_message=_("Scrivi perché la richiesta non è accolta."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["ambito", "urgency", "received_at"],
                condition=Q(state__in=OPEN_ORIENTATIONS),
                name="orientation_inbox",
            ),
            models.Index(fields=["person", "-received_at"], name="orientation_by_person"),
            models.Index(fields=["ambito", "-received_at"], name="orientation_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%d/%m/%Y} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("access:orientation", args=[self.pk])


class OfOrientation(PersonalQuerySet[M], Generic[M]):
    """Rows of an orientation: seen by who sees it."""

    def visible_to(self, actor: Actor) -> Self:
        """The set twin of `policies.may_read_orientation`."""
        return self.filter(orientation__in=Orientation.objects.visible_to(actor)).scoped("actor")


@tracked()
class OrientationStep(Step):
    """A move or a note in the life of a request: taken, interviewed, oriented, decided."""

    field_classes: ClassVar[dict[str, FieldClass]] = {"orientation": TECHNICAL, **STEP_CLASSES}

    orientation = models.ForeignKey(
        Orientation, models.CASCADE, verbose_name=_("richiesta"), related_name="steps"
    )

    objects = OfOrientation["OrientationStep"].as_manager()

    class Meta(Step.Meta):
        verbose_name = _("passo di una richiesta")
        verbose_name_plural = _("passi delle richieste")


@tracked()
class AssessedNeed(Versioned):
    """A need that the segretariato found, with how heavy it is and what already answers it."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "version", "created_at", "changed_at", "orientation"], TECHNICAL),
        **dict.fromkeys(["need", "intensity", "answered_by", "note"], NARRATIVE),
    }

    orientation = models.ForeignKey(
        Orientation, models.CASCADE, verbose_name=_("richiesta"), related_name="needs"
    )
    need = models.ForeignKey(Need, models.PROTECT, verbose_name=_("bisogno"), related_name="+")
    intensity = models.PositiveSmallIntegerField(_("intensità"), choices=Intensity)
    answered_by = models.CharField(_("che cosa riceve già"), max_length=300, blank=True)
    note = models.CharField(_("nota"), max_length=500, blank=True)

    objects = OfOrientation["AssessedNeed"].as_manager()

    class Meta:
        verbose_name = _("bisogno rilevato")
        verbose_name_plural = _("bisogni rilevati")
        ordering = ["orientation", "-intensity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["orientation", "need"],
                name="need_once_a_request",
                violation_error_message=_("Questo bisogno c'è già."),
            )
        ]

    def __str__(self) -> str:
        return str(self.need)


@tracked()
class Accompaniment(Versioned):
    """Somebody goes along with the person: where, with whom, when, and whether it happened."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "orientation", "by_post"], TECHNICAL
        ),
        **dict.fromkeys(["where", "service", "by_whom", "when", "state"], CONTACT),
        "note": NARRATIVE,
    }

    orientation = models.ForeignKey(
        Orientation, models.CASCADE, verbose_name=_("richiesta"), related_name="accompaniments"
    )
    where = models.CharField(_("dove"), max_length=200)
    service = models.ForeignKey(
        Service, models.PROTECT, verbose_name=_("servizio"), null=True, blank=True, related_name="+"
    )
    by_post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("chi dell'ufficio"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    by_whom = models.CharField(_("chi accompagna"), max_length=160, blank=True)
    when = models.DateTimeField(_("quando"))
    state = models.CharField(
        _("stato"), max_length=7, choices=AccompanimentState, default=AccompanimentState.PLANNED
    )
    note = models.CharField(_("nota"), max_length=500, blank=True)

    objects = OfOrientation["Accompaniment"].as_manager()

    class Meta:
        verbose_name = _("accompagnamento")
        verbose_name_plural = _("accompagnamenti")
        ordering = ["when", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_post__isnull=False) | ~Q(by_whom=""),
                name="accompaniment_says_who",
                violation_error_message=_("Indica chi accompagna."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.when:%d/%m/%Y %H:%M} {self.where}"
