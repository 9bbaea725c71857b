"""When somebody can be met: motives of appointments, recurring openings, exceptions, absences."""

import datetime as dt
import uuid
from typing import Self

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import AbsenceKind, EveryWeeks, ExceptionKind, Mode, Weekday
from prossimo.access.models.desks import Desk, DeskDuty
from prossimo.access.models.reasons import Reason
from prossimo.access.models.rotas import RotaPattern
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.core.periods import PeriodField, today
from prossimo.core.records import Record, Versioned
from prossimo.territory.models import Ambito, Municipality


class MotiveQuerySet(models.QuerySet["Motive"]):
    def of_ambito(self, ambito_id: uuid.UUID | None) -> Self:
        return self.filter(ambito=ambito_id)

    def in_use(self) -> Self:
        return self.filter(period__contains=today())

    def online(self) -> Self:
        """What a citizen may book without being helped."""
        return self.in_use().filter(is_online=True)


class Motive(Versioned):
    """What an appointment is for: how long, in which ways, who may book it and how far ahead."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    label = models.CharField(_("motivo dell'appuntamento"), max_length=120)
    reason = models.ForeignKey(
        Reason,
        models.PROTECT,
        verbose_name=_("motivo del contatto"),
        null=True,
        blank=True,
        related_name="+",
    )
    minutes = models.PositiveSmallIntegerField(_("durata in minuti"), default=30)
    modes = ArrayField(
        models.CharField(max_length=6, choices=Mode), verbose_name=_("come"), default=list
    )
    is_online = models.BooleanField(_("si prenota anche da soli, in linea"), default=False)
    notice_hours = models.PositiveSmallIntegerField(_("ore di preavviso"), default=24)
    horizon_days = models.PositiveSmallIntegerField(_("si prenota fino a giorni prima"), default=60)
    workers = models.PositiveSmallIntegerField(_("quante persone dell'ufficio servono"), default=1)
    to_bring = models.TextField(_("che cosa portare"), blank=True, max_length=1000)
    period = PeriodField(_("in uso"))

    objects = MotiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("motivo di appuntamento")
        verbose_name_plural = _("motivi di appuntamento")
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "label"],
                name="motive_one_label_an_ambito",
                violation_error_message=_("C'è già un motivo con questo nome."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480),
                name="motive_lasts_between_five_minutes_and_a_day",
                violation_error_message=_("La durata va da 5 a 480 minuti."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, actor: Actor) -> Self:
        """When one may be met is no secret: every opening of the ambito."""
        return self.filter(desk__ambito=actor.ambito_id)

    def for_motive(self, motive: Motive) -> Self:
        return self.filter(motives=motive)


class Opening(Versioned):
    """A recurring range in which appointments are given at a desk, by one worker or by several places."""

    desk = models.ForeignKey(
        Desk, models.CASCADE, verbose_name=_("sportello"), related_name="openings"
    )
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        verbose_name=_("con chi"),
        null=True,
        blank=True,
        related_name="openings",
        help_text=_("Vuoto: con chi è di turno, per tanti posti quanti ne indichi."),
    )
    motives = models.ManyToManyField(Motive, verbose_name=_("motivi"), related_name="openings")
    modes = ArrayField(
        models.CharField(max_length=6, choices=Mode), verbose_name=_("come"), default=list
    )
    weekday = models.PositiveSmallIntegerField(_("giorno"), choices=Weekday)
    starts_at = models.TimeField(_("dalle"))
    ends_at = models.TimeField(_("alle"))
    every_weeks = models.PositiveSmallIntegerField(
        _("ogni quanto"), choices=EveryWeeks, default=EveryWeeks.ONE
    )
    seats = models.PositiveSmallIntegerField(_("posti insieme"), default=1)
    period = PeriodField(_("in vigore"))  # its first day says which weeks, where not every one

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("fascia di appuntamenti")
        verbose_name_plural = _("fasce di appuntamenti")
        ordering = ["desk", "weekday", "starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="opening_ends_after_it_starts",
                violation_error_message=_("L'ora di fine viene prima di quella d'inizio."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=50) & (Q(post=None) | Q(seats=1)),
                name="opening_of_one_worker_has_one_seat",
                violation_error_message=_("Con una persona sola i posti insieme sono uno."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H:%M}-{self.ends_at:%H:%M}"


class OpeningException(Record):
    """One date on which an opening is not there, or has other hours."""

    opening = models.ForeignKey(
        Opening, models.CASCADE, verbose_name=_("fascia"), related_name="exceptions"
    )
    day = models.DateField(_("giorno"))
    kind = models.CharField(_("che cosa cambia"), max_length=6, choices=ExceptionKind)
    starts_at = models.TimeField(_("dalle"), null=True, blank=True)
    ends_at = models.TimeField(_("alle"), null=True, blank=True)
    why = models.CharField(_("perché"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("eccezione di una fascia")
        verbose_name_plural = _("eccezioni delle fasce")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "day"],
                name="exception_one_a_day",
                violation_error_message=_("Per quel giorno c'è già un'eccezione."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ExceptionKind.CLOSED, starts_at=None, ends_at=None)
                | Q(kind=ExceptionKind.MOVED, ends_at__gt=F("starts_at")),
                name="exception_has_hours_only_when_moved",
                violation_error_message=_("Indica dalle e alle, con la fine dopo l'inizio."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.get_kind_display()}"


SEES_ABSENCES = (Right.AGENDA_WRITE, Right.AGENDA_MANAGE, Right.ROTA_READ, Right.PUBLIC_DOOR)


def colleagues(actor: Actor, right: Right) -> "models.QuerySet[Post]":
    """The posts that a right reaches: of the ambito, or those that keep one's own desks.

    The twin of `wall.colleagues(right)`.
    """
    reach = actor.reach(right)
    if reach is None:
        return Post.objects.none()
    posts = Post.objects.filter(ambito=actor.ambito_id)
    if reach is Reach.AMBITO:
        return posts
    desks = Desk.objects.within(actor, right).values("pk")
    on_duty = DeskDuty.objects.filter(desk__in=desks, period__contains=today())
    near = Q(pk__in=on_duty.values("post"))
    near |= Q(pk__in=Opening.objects.filter(desk__in=desks, post__isnull=False).values("post"))
    near |= Q(pk__in=RotaPattern.objects.filter(desk__in=desks).values("post"))
    if actor.organisation_id:
        near |= Q(organisation=actor.organisation_id)
    return posts.filter(near)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, actor: Actor) -> Self:
        """Who books or plans with somebody sees that they are away; never why beyond the kind.

        The set twin of `policies.may_read_absence`.
        """
        mine = Q(post=actor.post_id)
        for right in SEES_ABSENCES:
            mine |= Q(post__in=colleagues(actor, right))
        return self.filter(mine)


class Absence(Versioned):
    """A time in which somebody gives no appointments."""

    post = models.ForeignKey(Post, models.CASCADE, verbose_name=_("chi"), related_name="absences")
    kind = models.CharField(
        _("perché"), max_length=8, choices=AbsenceKind, default=AbsenceKind.OTHER
    )
    during = DateTimeRangeField(_("quando"))
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("segnata da"), related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("assenza")
        verbose_name_plural = _("assenze")
        ordering = ["during"]
        constraints = [
            models.CheckConstraint(
                condition=Q(during__startswith__isnull=False, during__endswith__isnull=False),
                name="absence_begins_and_ends",
                violation_error_message=_("Un'assenza ha un inizio e una fine."),
            )
        ]
        indexes = [GistIndex(fields=["during"], name="absence_by_time")]

    def __str__(self) -> str:
        return f"{self.post} {self.get_kind_display()}"


class LocalHolidayQuerySet(models.QuerySet["LocalHoliday"]):
    def of_ambito(self, ambito_id: uuid.UUID | None) -> Self:
        return self.filter(ambito=ambito_id)


class LocalHoliday(Record):
    """A day on which a town's offices are closed: the patron saint every year, or one date."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        verbose_name=_("Comune"),
        null=True,
        blank=True,
        help_text=_("Vuoto: vale per tutto l'Ambito."),
    )
    name = models.CharField(_("nome"), max_length=120)
    month = models.PositiveSmallIntegerField(_("mese"))
    day = models.PositiveSmallIntegerField(_("giorno"))
    year = models.PositiveSmallIntegerField(
        _("anno"), null=True, blank=True, help_text=_("Vuoto: ogni anno.")
    )

    objects = LocalHolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("chiusura locale")
        verbose_name_plural = _("chiusure locali")
        ordering = ["month", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "municipality", "month", "day", "year"],
                name="local_holiday_once",
                nulls_distinct=False,
                violation_error_message=_("Questa chiusura c'è già."),
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31),
                name="local_holiday_is_a_date",
                violation_error_message=_("Questa data non esiste."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def falls_on(self, day: dt.date) -> bool:
        return (self.month, self.day) == (day.month, day.day) and self.year in (None, day.year)
