"""Appointments, the hours they keep, who waits for an earlier one, and the worker's feed."""

from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import (
    AppointmentState,
    BookedBy,
    CancelledBy,
    MessageChannel,
    Mode,
    WishState,
)
from prossimo.access.models.contacts import Contact
from prossimo.access.models.desks import Desk
from prossimo.access.models.openings import Motive, Opening
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.territory.models import Ambito


class AppointmentQuerySet(PersonalQuerySet["Appointment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the desks whose agenda the post reads, or booked by oneself, or with oneself.

        The set twin of `policies.may_read_appointment`.
        """
        if not actor.has(Right.AGENDA_READ) and not actor.has(Right.AGENDA_WRITE):
            return self.none().scoped("nobody")
        mine = Q(author=actor.user_id)
        if actor.has(Right.AGENDA_READ):
            mine |= Q(desk__in=Desk.objects.within(actor, Right.AGENDA_READ))
            with_me = AppointmentSeat.objects.filter(post=actor.post_id)
            mine |= Q(pk__in=with_me.values("appointment"))
        return self.filter(mine, ambito=actor.ambito_id).scoped("actor")

    def for_list(self) -> Self:
        return self.select_related("desk", "motive", "person", "author")


@tracked()
class Appointment(Versioned):
    """Somebody is expected: when, where, with whom, for what; with or without a file."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            [
                "id", "version", "created_at", "changed_at", "ambito", "author", "post",
                "link_serial", "held_until",
            ],
            TECHNICAL,
        ),
        **dict.fromkeys(["person", "name"], IDENTITY),
        **dict.fromkeys(
            [
                "desk", "motive", "mode", "place", "starts_at", "ends_at", "state", "booked_by",
                "phone", "email", "remind_by", "cancelled_by", "contact", "instead_of",
            ],
            CONTACT,
        ),
        **dict.fromkeys(["note", "why"], NARRATIVE),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    desk = models.ForeignKey(
        Desk, models.PROTECT, verbose_name=_("sportello"), related_name="appointments"
    )
    motive = models.ForeignKey(
        Motive, models.PROTECT, verbose_name=_("motivo"), related_name="appointments"
    )
    mode = models.CharField(_("come"), max_length=6, choices=Mode, default=Mode.OFFICE)
    place = models.CharField(
        _("dove"), max_length=200, blank=True, help_text=_("Vuoto: allo sportello.")
    )
    starts_at = models.DateTimeField(_("inizio"))
    ends_at = models.DateTimeField(_("fine"))
    state = models.CharField(
        _("stato"), max_length=9, choices=AppointmentState, default=AppointmentState.BOOKED
    )
    booked_by = models.CharField(
        _("prenotato"), max_length=8, choices=BookedBy, default=BookedBy.OPERATOR
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("persona"),
        null=True,
        blank=True,
        related_name="appointments",
    )
    name = models.CharField(
        _("nome di chi prenota"),
        max_length=200,
        blank=True,
        help_text=_("Per chi non ha ancora una scheda."),
    )
    phone = models.CharField(_("telefono"), max_length=32, blank=True)
    email = models.EmailField(_("posta elettronica"), blank=True)
    remind_by = models.CharField(_("promemoria"), max_length=5, choices=MessageChannel, blank=True)
    note = models.TextField(_("nota"), blank=True, max_length=2000)
    held_until = models.DateTimeField(_("tenuto fino alle"), null=True, blank=True)
    cancelled_by = models.CharField(_("annullato"), max_length=8, choices=CancelledBy, blank=True)
    why = models.CharField(_("perché"), max_length=300, blank=True)
    contact = models.OneToOneField(
        Contact,
        models.PROTECT,
        verbose_name=_("contatto"),
        null=True,
        blank=True,
        related_name="appointment",
    )
    instead_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("al posto di"),
        null=True,
        blank=True,
        related_name="followed_by",
    )
    link_serial = models.PositiveSmallIntegerField(default=1, editable=False)
    author = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("prenotato da"), related_name="+"
    )
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("incarico"), related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appuntamento")
        verbose_name_plural = _("appuntamenti")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""),
                name="appointment_is_for_somebody",
                violation_error_message=_("Indica per chi è l'appuntamento."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AppointmentState.HELD, AppointmentState.OFFERED],
                            held_until__isnull=False)
                | ~Q(state__in=[AppointmentState.HELD, AppointmentState.OFFERED]),
                name="appointment_held_only_for_a_time",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["desk", "starts_at"], name="appointment_by_desk"),
            models.Index(fields=["person", "-starts_at"], name="appointment_by_person"),
            models.Index(
                fields=["held_until"],
                condition=Q(state__in=["held", "offered"]),
                name="appointment_to_confirm",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%d/%m/%Y %H:%M} {self.desk}"


class AppointmentSeatQuerySet(models.QuerySet["AppointmentSeat"]):
    def live(self) -> Self:
        """Hours that are kept: nobody else may have them."""
        return self.filter(is_live=True)


class AppointmentSeat(Record):
    """An hour kept for an appointment: of one worker, or of one place of an opening.

    Two live seats of the same worker, or of the same place, never overlap: the database refuses.
    """

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    appointment = models.ForeignKey(
        Appointment, models.CASCADE, verbose_name=_("appuntamento"), related_name="seats"
    )
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        verbose_name=_("con chi"),
        null=True,
        blank=True,
        related_name="seats",
    )
    opening = models.ForeignKey(
        Opening,
        models.SET_NULL,
        verbose_name=_("fascia"),
        null=True,
        blank=True,
        related_name="kept_seats",
    )
    seat = models.PositiveSmallIntegerField(_("posto"), default=1)
    during = DateTimeRangeField(_("quando"))
    is_live = models.BooleanField(_("tiene l'ora"), default=True)

    objects = AppointmentSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("posto di un appuntamento")
        verbose_name_plural = _("posti degli appuntamenti")
        ordering = ["during", "pk"]
        constraints = [
            ExclusionConstraint(
                name="seat_one_appointment_a_worker_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(is_live=True, post__isnull=False),
                violation_error_message=_("A quell'ora ha già un appuntamento."),
            ),
            ExclusionConstraint(
                name="seat_one_appointment_a_place_at_a_time",
                expressions=[
                    ("opening", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(is_live=True, post=None),
                violation_error_message=_("Quel posto è appena stato preso."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.during)


@tracked()
class BookingProof(Record):
    """The code sent to who books without an account: kept as a digest, short-lived, few attempts."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "appointment", "digest", "expires_at", "attempts", "proved_at"], TECHNICAL
        ),
        **dict.fromkeys(["channel", "sent_to"], CONTACT),
    }

    appointment = models.OneToOneField(
        Appointment, models.CASCADE, verbose_name=_("appuntamento"), related_name="proof"
    )
    channel = models.CharField(_("canale"), max_length=5, choices=MessageChannel)
    sent_to = models.CharField(_("inviato a"), max_length=254)
    digest = models.CharField(_("impronta"), max_length=128)
    expires_at = models.DateTimeField(_("scade il"))
    attempts = models.PositiveSmallIntegerField(_("tentativi"), default=0)
    proved_at = models.DateTimeField(_("confermato il"), null=True, blank=True)

    objects = PersonalQuerySet["BookingProof"].as_manager()

    class Meta:
        verbose_name = _("codice di prenotazione")
        verbose_name_plural = _("codici di prenotazione")
        ordering = ["expires_at"]

    def __str__(self) -> str:
        return str(self.appointment_id)


class EarlierWishQuerySet(PersonalQuerySet["EarlierWish"]):
    def visible_to(self, actor: Actor) -> Self:
        """Wishes of the appointments the actor may see."""
        seen = Appointment.objects.visible_to(actor)
        return self.filter(appointment__in=seen).scoped("actor")

    def waiting(self) -> Self:
        """Who asked first comes first."""
        return self.filter(state=WishState.WAITING).order_by("created_at", "pk")


@tracked()
class EarlierWish(Versioned):
    """Who has an appointment and would come sooner if an hour were freed (lista d'attesa)."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "appointment", "offer"], TECHNICAL
        ),
        **dict.fromkeys(["any_desk", "before", "state", "offered_at"], CONTACT),
    }

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, verbose_name=_("appuntamento"), related_name="wishes"
    )
    any_desk = models.BooleanField(_("va bene anche un altro sportello"), default=False)
    before = models.DateTimeField(_("prima di"))
    state = models.CharField(_("stato"), max_length=9, choices=WishState, default=WishState.WAITING)
    offer = models.ForeignKey(
        Appointment,
        models.PROTECT,
        verbose_name=_("posto proposto"),
        null=True,
        blank=True,
        related_name="offered_for",
    )
    offered_at = models.DateTimeField(_("proposto il"), null=True, blank=True)

    objects = EarlierWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("richiesta di un posto prima")
        verbose_name_plural = _("lista d'attesa degli appuntamenti")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(state__in=[WishState.WAITING, WishState.OFFERED]),
                name="wish_one_open_an_appointment",
                violation_error_message=_("È già in lista d'attesa."),
            )
        ]

    def __str__(self) -> str:
        return str(self.appointment)


class AgendaFeed(Versioned):
    """The address at which a worker's calendar program reads the agenda; revoked by a new serial."""

    user = models.OneToOneField(
        User, models.CASCADE, verbose_name=_("persona"), related_name="agenda_feed"
    )
    post = models.ForeignKey(Post, models.CASCADE, verbose_name=_("incarico"), related_name="+")
    serial = models.PositiveIntegerField(default=1, editable=False)
    is_open = models.BooleanField(_("attivo"), default=True)

    class Meta:
        verbose_name = _("calendario in abbonamento")
        verbose_name_plural = _("calendari in abbonamento")
        ordering = ["user"]

    def __str__(self) -> str:
        return str(self.user)
