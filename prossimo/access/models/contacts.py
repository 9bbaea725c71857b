"""The contact: somebody knocked, with the reasons they gave."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import Channel, Given, Speaker, Subject, TargetGroup
from prossimo.access.models.desks import Desk
from prossimo.access.models.reasons import Reason
from prossimo.access.rules import civil_day
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Household, Person
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.territory.models import Ambito, Neighbourhood


class ContactQuerySet(PersonalQuerySet["Contact"]):
    def visible_to(self, actor: Actor, right: Right = Right.CONTACT_READ) -> Self:
        """Contacts of the desks the post reaches: the set twin of `policies.may_read_contact`."""
        if not actor.has(right):
            return self.none().scoped("nobody")
        desks = Desk.objects.within(actor, right)
        return self.filter(ambito=actor.ambito_id, desk__in=desks).scoped("actor")

    def correctable_by(self, actor: Actor) -> Self:
        """The author's own, until midnight: the set twin of `policies.may_correct_contact`."""
        start, end = civil_day(today())
        return self.visible_to(actor).filter(
            author=actor.user_id,
            created_at__gte=start,
            created_at__lt=end,
            desk__in=Desk.objects.within(actor, Right.CONTACT_WRITE),
        )

    def amendable_by(self, actor: Actor) -> Self:
        """The author's own at a desk still theirs, or any where the post may amend.

        The set twin of `policies.may_amend_contact`.
        """
        own = Q(author=actor.user_id, desk__in=Desk.objects.within(actor, Right.CONTACT_WRITE))
        within = Q(desk__in=Desk.objects.within(actor, Right.CONTACT_AMEND))
        return self.visible_to(actor).filter(own | within)

    def forwarded(self) -> Self:
        return self.filter(given__contains=[Given.FORWARDED])

    def unanswered(self) -> Self:
        """What people needed and nobody offers: raw matter of planning."""
        return self.filter(no_service=True)

    def for_list(self) -> Self:
        """What one row of a list shows, and no more."""
        return self.select_related("desk", "person", "household", "author", "main_reason")

    def with_reasons(self) -> Self:
        """All the reasons of each contact in one more query."""
        reasons = ContactReason.objects.unscoped("reasons of contacts already within reach")
        return self.prefetch_related(Prefetch("reasons", reasons.select_related("reason")))


@tracked()
class Contact(Versioned):
    """Somebody knocked: who, where, why, what they need, what they were given."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "author", "post"], TECHNICAL
        ),
        **dict.fromkeys(["person", "household", "subject"], IDENTITY),
        **dict.fromkeys(
            [
                "desk",
                "channel",
                "happened_at",
                "day",
                "speaker",
                "main_reason",
                "target_group",
                "given",
                "no_service",
                "minutes",
                "neighbourhood",
            ],
            CONTACT,
        ),
        **dict.fromkeys(["speaker_name", "needs", "missing_service", "note"], NARRATIVE),
    }

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    desk = models.ForeignKey(Desk, models.PROTECT, verbose_name=_("sportello"))
    channel = models.CharField(_("canale"), max_length=10, choices=Channel, default=Channel.PERSON)
    happened_at = models.DateTimeField(_("quando"), default=timezone.now)
    day = models.DateField(_("giorno"), default=today)
    speaker = models.CharField(_("chi parla"), max_length=10, choices=Speaker, default=Speaker.SELF)
    speaker_name = models.CharField(_("nome di chi parla"), max_length=200, blank=True)
    subject = models.CharField(_("per chi"), max_length=10, choices=Subject, default=Subject.PERSON)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("persona"),
        null=True,
        blank=True,
        related_name="contacts",
    )
    household = models.ForeignKey(
        Household, models.PROTECT, verbose_name=_("nucleo familiare"), null=True, blank=True
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.PROTECT,
        verbose_name=_("quartiere"),
        null=True,
        blank=True,
        help_text=_("Il quartiere della persona in quel giorno."),
    )
    main_reason = models.ForeignKey(
        Reason, models.PROTECT, verbose_name=_("motivo principale"), related_name="+"
    )
    target_group = models.CharField(
        _("gruppo di riferimento"), max_length=10, choices=TargetGroup, blank=True
    )
    needs = models.TextField(_("che cosa serve"), blank=True)
    given = ArrayField(
        models.CharField(max_length=12, choices=Given),
        verbose_name=_("che cosa è stato dato"),
        default=list,
        blank=True,
    )
    no_service = models.BooleanField(_("nessun servizio esiste per questo"), default=False)
    missing_service = models.CharField(_("servizio che manca"), max_length=200, blank=True)
    note = models.TextField(_("nota condivisa"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minuti"), null=True, blank=True)
    author = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("registrato da"), related_name="+"
    )
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("incarico"), related_name="+")

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contatto")
        verbose_name_plural = _("contatti")
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(subject=Subject.PERSON, person__isnull=False)
                    | Q(subject=Subject.HOUSEHOLD, household__isnull=False)
                    | Q(subject=Subject.NOBODY, person=None, household=None)
                ),
                name="contact_is_for_whom_it_says",
                violation_error_message=_("Indica per chi è il contatto, o «nessuno nominato»."),
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__lte=600),
                name="contact_lasts_at_most_ten_hours",
                violation_error_message=_("Un contatto non dura più di 600 minuti."),
            ),
        ]
        indexes = [
            models.Index(fields=["ambito", "-happened_at"], name="contact_by_time"),
            models.Index(fields=["person", "-happened_at"], name="contact_by_person"),
            models.Index(fields=["desk", "day"], name="contact_by_desk_and_day"),
            models.Index(fields=["author", "day"], name="contact_by_author_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.desk}"

    def get_absolute_url(self) -> str:
        return reverse("access:contact", args=[self.pk])


class ContactReasonQuerySet(PersonalQuerySet["ContactReason"]):
    def visible_to(self, actor: Actor) -> Self:
        """Reasons of the contacts the actor may see: twin of `policies.may_read_contact`."""
        return self.filter(contact__in=Contact.objects.visible_to(actor)).scoped("actor")


@tracked()
class ContactReason(Record):
    """One of the reasons of a contact, the main one among them."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "contact"], TECHNICAL),
        "reason": CONTACT,
    }

    contact = models.ForeignKey(
        Contact, models.CASCADE, verbose_name=_("contatto"), related_name="reasons"
    )
    reason = models.ForeignKey(Reason, models.PROTECT, verbose_name=_("motivo"), related_name="+")

    objects = ContactReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("motivo del contatto")
        verbose_name_plural = _("motivi del contatto")
        ordering = ["contact", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "reason"], name="contact_reason_once")
        ]

    def __str__(self) -> str:
        return str(self.reason)
