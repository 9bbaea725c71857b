"""Desks with their hours and posts, the vocabulary of reasons, and the contact."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import (
    Channel,
    DeskKind,
    Given,
    ReasonGroup,
    Speaker,
    Subject,
    TargetGroup,
    Weekday,
)
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.citizens.models import Household, Person
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField, today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, SEALED, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito, Municipality, Neighbourhood


class DeskQuerySet(models.QuerySet["Desk"]):
    def open_now(self) -> Self:
        return self.filter(period__contains=today())

    def within(self, actor: Actor, right: Right) -> Self:
        """Desks that a right reaches from the post: the twin of `wall.desks(right)`."""
        reach = actor.reach(right)
        if reach is None:
            return self.none()
        desks = self.filter(ambito=actor.ambito_id)
        if reach is Reach.AMBITO:
            if actor.municipality_id:
                desks = desks.filter(
                    Q(municipality=None) | Q(municipality=actor.municipality_id)
                )
            return desks
        on_duty = DeskDuty.objects.filter(post=actor.post_id, period__contains=today())
        mine = Q(pk__in=on_duty.values("desk"))
        if actor.organisation_id:
            mine |= Q(organisation=actor.organisation_id)
        if actor.neighbourhood_id:
            mine |= Q(neighbourhood=actor.neighbourhood_id)
        return desks.filter(mine)


class Desk(Versioned):
    """Where people are heard: the Pass, a dedicated desk, a seat in the districts, a Punto per Te."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, verbose_name=_("quartiere"), null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("tenuto da"), null=True, blank=True
    )
    name = models.CharField(_("nome"), max_length=120)
    kind = models.CharField(_("tipo"), max_length=12, choices=DeskKind)
    part_of_pass = models.BooleanField(
        _("fa parte del Pass"),
        default=False,
        help_text=_("Le persone che vi arrivano contano fra chi si è rivolto al Pass."),
    )
    place = models.CharField(_("luogo"), max_length=200, blank=True)
    phone = models.CharField(_("telefono"), max_length=32, blank=True)
    email = models.EmailField(_("posta elettronica"), blank=True)
    longitude = models.FloatField(_("longitudine"), null=True, blank=True)
    latitude = models.FloatField(_("latitudine"), null=True, blank=True)
    period = PeriodField(_("periodo di apertura"))

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("sportello")
        verbose_name_plural = _("sportelli")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["ambito", "name"], name="desk_one_name_an_ambito")
        ]

    def __str__(self) -> str:
        return self.name


class DeskHours(Record):
    """A weekly opening of a desk."""

    desk = models.ForeignKey(Desk, models.CASCADE, verbose_name=_("sportello"), related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("giorno"), choices=Weekday)
    opens_at = models.TimeField(_("apre alle"))
    closes_at = models.TimeField(_("chiude alle"))

    class Meta:
        verbose_name = _("orario di apertura")
        verbose_name_plural = _("orari di apertura")
        ordering = ["desk", "weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="desk_closes_after_it_opens",
                violation_error_message=_("L'ora di chiusura viene prima di quella di apertura."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"


class DeskDuty(Record):
    """Who serves at which desk, and in which period."""

    desk = models.ForeignKey(Desk, models.CASCADE, verbose_name=_("sportello"), related_name="duties")
    post = models.ForeignKey(Post, models.CASCADE, verbose_name=_("incarico"), related_name="duties")
    period = PeriodField()

    class Meta:
        verbose_name = _("turno allo sportello")
        verbose_name_plural = _("turni allo sportello")
        ordering = ["desk", "post"]
        constraints = [
            ExclusionConstraint(
                name="duty_no_overlap_of_one_post_at_one_desk",
                expressions=[
                    ("desk", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.desk}"


class ReasonQuerySet(models.QuerySet["Reason"]):
    def usable_in(self, ambito_id: uuid.UUID | None) -> Self:
        return self.filter(
            Q(ambito=None) | Q(ambito=ambito_id), period__contains=today()
        )


class Reason(Versioned):
    """A reason for knocking (motivo): a dated vocabulary that the office keeps."""

    ambito = models.ForeignKey(
        Ambito,
        models.PROTECT,
        verbose_name=_("Ambito"),
        null=True,
        blank=True,
        help_text=_("Vuoto: vale per tutti gli Ambiti."),
    )
    key = models.SlugField(_("chiave"), max_length=40, unique=True)
    label = models.CharField(_("motivo"), max_length=120)
    group = models.CharField(_("famiglia"), max_length=12, choices=ReasonGroup)
    rank = models.PositiveSmallIntegerField(_("ordine"), default=100)
    period = PeriodField(_("in uso"))

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("motivo")
        verbose_name_plural = _("motivi")
        ordering = ["rank", "label"]

    def __str__(self) -> str:
        return self.label


class ContactQuerySet(PersonalQuerySet["Contact"]):
    def visible_to(self, actor: Actor, right: Right = Right.CONTACT_READ) -> Self:
        """Contacts of the desks the post reaches: the set twin of `policies.may_read_contact`."""
        if not actor.has(right):
            return self.none().scoped("nobody")
        desks = Desk.objects.within(actor, right)
        return self.filter(ambito=actor.ambito_id, desk__in=desks).scoped("actor")

    def on_day(self, day: Any) -> Self:
        return self.filter(day=day)

    def for_list(self) -> Self:
        """What one row of a list shows, and no more."""
        return self.select_related("desk", "person", "household", "author", "main_reason")


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
    channel = models.CharField(
        _("canale"), max_length=10, choices=Channel, default=Channel.PERSON
    )
    happened_at = models.DateTimeField(_("quando"), default=timezone.now)
    day = models.DateField(_("giorno"), default=today)
    speaker = models.CharField(
        _("chi parla"), max_length=10, choices=Speaker, default=Speaker.SELF
    )
    speaker_name = models.CharField(_("nome di chi parla"), max_length=200, blank=True)
    subject = models.CharField(
        _("per chi"), max_length=10, choices=Subject, default=Subject.PERSON
    )
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


class PrivateNoteQuerySet(PersonalQuerySet["PrivateNote"]):
    def visible_to(self, actor: Actor) -> Self:
        """Only one's own: the set twin of `policies.may_read_private_note`."""
        return self.filter(author=actor.user_id).scoped("actor")


@tracked()
class PrivateNote(Versioned):
    """What the author keeps for themselves about a contact; nobody else reads it."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "contact", "author"], TECHNICAL
        ),
        "text": SEALED,
    }

    contact = models.OneToOneField(
        Contact, models.CASCADE, verbose_name=_("contatto"), related_name="private_note"
    )
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("autore"), related_name="+")
    text = models.TextField(_("nota privata"))

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("nota privata")
        verbose_name_plural = _("note private")
        ordering = ["contact"]

    def __str__(self) -> str:
        return str(_("nota privata"))


class AmendmentQuerySet(PersonalQuerySet["Amendment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Amendments of the contacts the actor may see: twin of `policies.may_read_contact`."""
        return self.filter(contact__in=Contact.objects.visible_to(actor)).scoped("actor")


@tracked()
class Amendment(Record):
    """A correction made after the day of the contact, with its reason (rettifica)."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "contact", "author", "amended_at"], TECHNICAL),
        **dict.fromkeys(["why", "changes"], NARRATIVE),
    }

    contact = models.ForeignKey(
        Contact, models.CASCADE, verbose_name=_("contatto"), related_name="amendments"
    )
    author = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("rettificato da"), related_name="+"
    )
    amended_at = models.DateTimeField(_("rettificato il"), auto_now_add=True)
    why = models.CharField(_("perché"), max_length=300)
    changes = models.JSONField(_("che cosa cambia"), default=list)  # [{field, before, after}]

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("rettifica")
        verbose_name_plural = _("rettifiche")
        ordering = ["contact", "amended_at"]

    def __str__(self) -> str:
        return self.why
