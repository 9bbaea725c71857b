"""The queue of a desk: the day's counter, the tickets, and what happened to each when."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import (
    IN_THE_ROOM,
    ArrivedBy,
    LeftWhy,
    Priority,
    ReasonGroup,
    TicketState,
)
from prossimo.access.models.agenda import Appointment
from prossimo.access.models.contacts import Contact
from prossimo.access.models.desks import Desk
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, IDENTITY, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.territory.models import Ambito


class QueueDayQuerySet(models.QuerySet["QueueDay"]):
    def visible_to(self, actor: Actor) -> Self:
        """Days of the queues the post reads: the set twin of `policies.may_read_queue`."""
        return self.filter(desk__in=Desk.objects.within(actor, Right.QUEUE_READ))


class QueueDay(Record):
    """The queue of a desk on one civil day: how many tickets, and whether it is still open."""

    desk = models.ForeignKey(
        Desk, models.PROTECT, verbose_name=_("sportello"), related_name="queue_days"
    )
    day = models.DateField(_("giorno"), default=today)
    issued = models.PositiveSmallIntegerField(_("biglietti dati"), default=0)
    closed_at = models.DateTimeField(_("chiusa alle"), null=True, blank=True)
    closed_why = models.CharField(_("perché"), max_length=200, blank=True)

    objects = QueueDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("giornata della coda")
        verbose_name_plural = _("giornate della coda")
        ordering = ["-day", "desk"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "day"], name="queue_one_a_desk_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.desk} {self.day:%d/%m/%Y}"


class TicketQuerySet(PersonalQuerySet["Ticket"]):
    def visible_to(self, actor: Actor) -> Self:
        """Tickets of the desks whose queue the post reads: twin of `policies.may_read_ticket`."""
        desks = Desk.objects.within(actor, Right.QUEUE_READ)
        return self.filter(ambito=actor.ambito_id, desk__in=desks).scoped("actor")

    def at_the_door(self, actor: Actor) -> Self:
        """Codes of today for boards and kiosks: no name ever leaves with them."""
        if not actor.has(Right.PUBLIC_DOOR):
            return self.none().scoped("nobody")
        return self.filter(ambito=actor.ambito_id, day=today()).scoped("door")

    def of_today(self) -> Self:
        return self.filter(day=today())

    def in_the_room(self) -> Self:
        return self.filter(state__in=IN_THE_ROOM)

    def waiting(self) -> Self:
        """In the order of the call."""
        return self.filter(state=TicketState.WAITING).order_by("priority", "due_at", "number")


@tracked()
class Ticket(Versioned):
    """A place in the queue (biglietto): a code on the board, never a name."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "called_by", "called_post"],
            TECHNICAL,
        ),
        "person": IDENTITY,
        **dict.fromkeys(
            [
                "desk", "day", "number", "code", "reason_group", "priority", "arrived_by", "state",
                "taken_at", "due_at", "called_at", "started_at", "ended_at", "calls", "counter",
                "left_why", "appointment", "contact",
            ],
            CONTACT,
        ),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    desk = models.ForeignKey(
        Desk, models.PROTECT, verbose_name=_("sportello"), related_name="tickets"
    )
    day = models.DateField(_("giorno"), default=today)
    number = models.PositiveSmallIntegerField(_("numero"))
    code = models.CharField(_("codice"), max_length=8)
    reason_group = models.CharField(
        _("per che cosa"), max_length=12, choices=ReasonGroup, blank=True
    )
    priority = models.PositiveSmallIntegerField(
        _("precedenza"), choices=Priority, default=Priority.ORDINARY
    )
    arrived_by = models.CharField(_("preso da"), max_length=12, choices=ArrivedBy)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("persona"),
        null=True,
        blank=True,
        related_name="tickets",
    )
    appointment = models.OneToOneField(
        Appointment,
        models.PROTECT,
        verbose_name=_("appuntamento"),
        null=True,
        blank=True,
        related_name="ticket",
    )
    contact = models.OneToOneField(
        Contact,
        models.PROTECT,
        verbose_name=_("contatto"),
        null=True,
        blank=True,
        related_name="ticket",
    )
    state = models.CharField(
        _("stato"), max_length=8, choices=TicketState, default=TicketState.WAITING
    )
    taken_at = models.DateTimeField(_("preso alle"), default=timezone.now)
    due_at = models.DateTimeField(
        _("da chiamare dalle"),
        default=timezone.now,
        help_text=_("L'ora dell'appuntamento, altrimenti quella del biglietto."),
    )
    called_at = models.DateTimeField(_("chiamato alle"), null=True, blank=True)
    started_at = models.DateTimeField(_("allo sportello dalle"), null=True, blank=True)
    ended_at = models.DateTimeField(_("finito alle"), null=True, blank=True)
    calls = models.PositiveSmallIntegerField(_("chiamate"), default=0)
    counter = models.CharField(_("postazione"), max_length=40, blank=True)
    called_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("chiamato da"), null=True, blank=True, related_name="+"
    )
    called_post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("incarico"), null=True, blank=True, related_name="+"
    )
    left_why = models.CharField(_("perché è andato via"), max_length=8, choices=LeftWhy, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("biglietto")
        verbose_name_plural = _("biglietti")
        ordering = ["-day", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "day", "number"], name="ticket_one_number_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state=TicketState.WAITING, ended_at=None)
                | Q(state=TicketState.CALLED, ended_at=None, called_at__isnull=False)
                | Q(state=TicketState.SERVING, ended_at=None, started_at__isnull=False)
                | Q(state=TicketState.SERVED, ended_at__isnull=False)
                | (Q(state=TicketState.LEFT, ended_at__isnull=False) & ~Q(left_why="")),
                name="ticket_times_tell_its_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk", "day", "priority", "due_at", "number"],
                condition=Q(state=TicketState.WAITING),
                name="ticket_by_turn",
            ),
            models.Index(fields=["desk", "day", "state"], name="ticket_by_desk_and_day"),
            models.Index(fields=["person", "-taken_at"], name="ticket_by_person"),
        ]

    def __str__(self) -> str:
        return self.code


class TicketStepQuerySet(models.QuerySet["TicketStep"]):
    def visible_to(self, actor: Actor) -> Self:
        """Steps of the tickets the actor may see."""
        return self.filter(ticket__in=Ticket.objects.visible_to(actor))


class TicketStep(Record):
    """What happened to a ticket and when: taken, called, called again, served, returned, left."""

    ticket = models.ForeignKey(
        Ticket, models.CASCADE, verbose_name=_("biglietto"), related_name="steps"
    )
    name = models.CharField(_("passo"), max_length=12)
    at = models.DateTimeField(_("quando"), default=timezone.now)
    by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("da chi"), null=True, blank=True, related_name="+"
    )
    counter = models.CharField(_("postazione"), max_length=40, blank=True)

    objects = TicketStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("passo di un biglietto")
        verbose_name_plural = _("passi dei biglietti")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["ticket", "at"], name="ticket_step_by_time")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M} {self.name}"
