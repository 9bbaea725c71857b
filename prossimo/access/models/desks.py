"""Desks with their weekly hours, and who serves at them in which period."""

import datetime as dt
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import DeskKind, Weekday
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.core.periods import PeriodField, last_day, today
from prossimo.core.records import Record, Versioned
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito, Municipality, Neighbourhood


class DeskQuerySet(models.QuerySet["Desk"]):
    def in_service(self, day: dt.date | None = None) -> Self:
        """Desks that exist on the day, whatever their hours."""
        return self.filter(period__contains=day or today())

    def of_ambito(self, actor: Actor) -> Self:
        """Every desk of the ambito at work: where and when people are heard is no secret."""
        return self.filter(ambito=actor.ambito_id)

    def for_list(self) -> Self:
        """What one row of a list shows, and no more."""
        return self.select_related("neighbourhood", "organisation").prefetch_related("hours")

    def within(self, actor: Actor, right: Right) -> Self:
        """Desks that a right reaches from the post: the twin of `wall.desks(right)`."""
        reach = actor.reach(right)
        if reach is None:
            return self.none()
        desks = self.filter(ambito=actor.ambito_id)
        if reach is Reach.AMBITO:
            if actor.municipality_id:
                desks = desks.filter(Q(municipality=None) | Q(municipality=actor.municipality_id))
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
    has_queue = models.BooleanField(
        _("con la coda a biglietti"),
        default=False,
        help_text=_("Chi arriva prende un biglietto e aspetta di essere chiamato."),
    )
    letter = models.CharField(_("lettera dei biglietti"), max_length=2, default="A")
    is_supervised = models.BooleanField(
        _("con la supervisione del segretariato"),
        default=False,
        help_text=_("Ogni contatto registrato qui passa da chi lo supervisiona."),
    )
    door_serial = models.PositiveSmallIntegerField(default=1, editable=False)  # of QR and board

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("sportello")
        verbose_name_plural = _("sportelli")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "name"],
                name="desk_one_name_an_ambito",
                violation_error_message=_("C'è già uno sportello con questo nome."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("access:desk", args=[self.pk])

    @property
    def closes_on(self) -> dt.date | None:
        """The last day of service, where one is set."""
        return last_day(self.period)


class DeskHours(Record):
    """A weekly opening of a desk."""

    desk = models.ForeignKey(
        Desk, models.CASCADE, verbose_name=_("sportello"), related_name="hours"
    )
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


class DeskDutyQuerySet(models.QuerySet["DeskDuty"]):
    def in_force(self, day: dt.date | None = None) -> Self:
        return self.filter(period__contains=day or today())


class DeskDuty(Record):
    """Who serves at which desk, and in which period."""

    desk = models.ForeignKey(
        Desk, models.CASCADE, verbose_name=_("sportello"), related_name="duties"
    )
    post = models.ForeignKey(
        Post, models.CASCADE, verbose_name=_("incarico"), related_name="duties"
    )
    period = PeriodField()

    objects = DeskDutyQuerySet.as_manager()

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
                violation_error_message=_("Serve già a questo sportello in quei giorni."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.desk}"
