"""Referrals (invii): to whose service, what was shared by whose agreement, and what came of it."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import (
    OPEN_REFERRALS,
    AgreementKind,
    ReferralOutcome,
    ReferralState,
    RefusedWhy,
    SharedField,
    Urgency,
)
from prossimo.access.models.contacts import Contact
from prossimo.access.models.desks import Desk
from prossimo.access.models.orientation import Orientation
from prossimo.access.models.steps import STEP_CLASSES, Step
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.catalogue.models import Need, Service
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito, Municipality, Neighbourhood


class ReferralQuerySet(PersonalQuerySet["Referral"]):
    def visible_to(self, actor: Actor, right: Right = Right.REFERRAL_READ) -> Self:
        """The ambito's; or one's own, one's desks' and those sent to one's organisation.

        The set twin of `policies.may_read_referral`.
        """
        reach = actor.reach(right)
        if reach is None:
            return self.none().scoped("nobody")
        rows = self.filter(ambito=actor.ambito_id)
        if reach is Reach.AMBITO:
            if actor.municipality_id:
                rows = rows.filter(Q(municipality=None) | Q(municipality=actor.municipality_id))
            return rows.scoped("actor")
        mine = Q(sender=actor.user_id) | Q(desk__in=Desk.objects.within(actor, right))
        if actor.organisation_id:
            mine |= Q(organisation=actor.organisation_id)
        return rows.filter(mine).scoped("actor")

    def sent_to(self, actor: Actor) -> Self:
        """What one's own organisation was asked for."""
        return self.visible_to(actor).filter(organisation=actor.organisation_id)

    def by_link(self, referral_id: uuid.UUID) -> Self:
        """The one whose link is being followed; the second wall shows the door no other."""
        return self.filter(pk=referral_id).scoped("the link being followed")

    def open(self) -> Self:
        return self.filter(state__in=OPEN_REFERRALS)

    def for_list(self) -> Self:
        """What a line says; the person is asked apart, for who was sent to may not see the file."""
        return self.select_related("service", "organisation", "sender", "desk", "need")


@tracked()
class Referral(Versioned):
    """Somebody is sent to a service of any organisation, with what they agreed to share."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "municipality", "desk",
             "contact", "orientation", "sender", "post", "link_serial", "link_until",
             "link_opened_at", "link_to", "reopens"],
            TECHNICAL,
        ),
        "person": IDENTITY,
        **dict.fromkeys(
            ["organisation", "service", "need", "neighbourhood", "state", "urgency", "sent_at",
             "answer_due_on", "received_at", "answered_at", "started_on", "ended_on", "outcome",
             "refused_why", "agreement", "agreed_on", "agreed_by", "shared_fields"],
            CONTACT,
        ),
        **dict.fromkeys(["request", "shared", "answer"], NARRATIVE),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    desk = models.ForeignKey(
        Desk, models.PROTECT, verbose_name=_("da quale sportello"), null=True, blank=True,
        related_name="referrals",
    )  # fmt: skip
    contact = models.ForeignKey(
        Contact, models.PROTECT, verbose_name=_("contatto"), null=True, blank=True,
        related_name="referrals",
    )  # fmt: skip
    orientation = models.ForeignKey(
        Orientation, models.PROTECT, verbose_name=_("richiesta al segretariato"), null=True,
        blank=True, related_name="referrals",
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("persona"), related_name="referrals"
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, verbose_name=_("quartiere"), null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("a chi"), related_name="referrals"
    )
    service = models.ForeignKey(
        Service, models.PROTECT, verbose_name=_("servizio"), related_name="referrals"
    )
    need = models.ForeignKey(
        Need, models.PROTECT, verbose_name=_("bisogno"), null=True, blank=True, related_name="+"
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgenza"), choices=Urgency, default=Urgency.ORDINARY
    )
    request = models.TextField(_("che cosa si chiede"), max_length=4000)
    shared_fields = ArrayField(
        models.CharField(max_length=10, choices=SharedField),
        verbose_name=_("che cosa si condivide"),
        default=list,
    )
    shared = models.JSONField(_("dati condivisi"), default=dict)  # as they were when sent
    agreement = models.CharField(_("accordo della persona"), max_length=8, choices=AgreementKind)
    agreed_on = models.DateField(_("accordo dato il"))
    agreed_by = models.CharField(_("accordo dato da"), max_length=200, blank=True)
    state = models.CharField(
        _("stato"), max_length=11, choices=ReferralState, default=ReferralState.SENT
    )
    sent_at = models.DateTimeField(_("inviato il"), default=timezone.now)
    answer_due_on = models.DateField(_("risposta attesa entro il"))
    received_at = models.DateTimeField(_("ricevuto il"), null=True, blank=True)
    answered_at = models.DateTimeField(_("risposta del"), null=True, blank=True)
    started_on = models.DateField(_("avviato il"), null=True, blank=True)
    ended_on = models.DateField(_("concluso il"), null=True, blank=True)
    refused_why = models.CharField(
        _("perché rifiutato"), max_length=12, choices=RefusedWhy, blank=True
    )
    outcome = models.CharField(_("esito"), max_length=8, choices=ReferralOutcome, blank=True)
    answer = models.TextField(_("risposta"), blank=True, max_length=4000)
    link_to = models.EmailField(_("collegamento inviato a"), blank=True)
    link_serial = models.PositiveSmallIntegerField(default=1, editable=False)
    link_until = models.DateTimeField(_("collegamento valido fino al"), null=True, blank=True)
    link_opened_at = models.DateTimeField(_("collegamento aperto il"), null=True, blank=True)
    reopens = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("riapre"), null=True, blank=True,
        related_name="reopened_by",
    )  # fmt: skip
    sender = models.ForeignKey(User, models.PROTECT, verbose_name=_("inviato da"), related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("incarico"), related_name="+")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("invio")
        verbose_name_plural = _("invii")
        ordering = ["-sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ReferralState.REFUSED) | ~Q(refused_why=""),
                name="referral_refused_with_a_reason",
                violation_error_message=_("Indica perché l'invio è rifiutato."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReferralState.STARTED) | Q(started_on__isnull=False),
                name="referral_started_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReferralState.ENDED)
                | (Q(ended_on__isnull=False) & ~Q(outcome="")),
                name="referral_ended_with_an_outcome",
                violation_error_message=_("Indica che cosa ne è venuto."),
            ),
            models.UniqueConstraint(
                fields=["person", "service"],
                condition=Q(state__in=OPEN_REFERRALS),
                name="referral_one_open_a_person_and_service",
                violation_error_message=_(
                    "C'è già un invio aperto di questa persona a questo servizio."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-sent_at"], name="referral_by_person"),
            models.Index(fields=["organisation", "state"], name="referral_by_receiver"),
            models.Index(fields=["ambito", "-sent_at"], name="referral_by_time"),
            models.Index(
                fields=["answer_due_on"],
                condition=Q(state__in=["sent", "received", "more_needed"]),
                name="referral_to_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} ({self.get_state_display()})"

    def get_absolute_url(self) -> str:
        return reverse("access:referral", args=[self.pk])


class ReferralStepQuerySet(PersonalQuerySet["ReferralStep"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(referral__in=Referral.objects.visible_to(actor)).scoped("actor")


@tracked()
class ReferralStep(Step):
    """A move in the life of a referral: sent, received, answered, started, ended, reopened."""

    field_classes: ClassVar[dict[str, FieldClass]] = {"referral": TECHNICAL, **STEP_CLASSES}

    referral = models.ForeignKey(
        Referral, models.CASCADE, verbose_name=_("invio"), related_name="steps"
    )

    objects = ReferralStepQuerySet.as_manager()

    class Meta(Step.Meta):
        verbose_name = _("passo di un invio")
        verbose_name_plural = _("passi degli invii")
