"""Rotas: who covers which weekly opening of a desk, shift by shift, with substitutes."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import EveryWeeks, ShiftState, Weekday
from prossimo.access.models.desks import Desk
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import PeriodField
from prossimo.core.records import Record, Versioned

COVERED = (ShiftState.PLANNED, ShiftState.CONFIRMED, ShiftState.HELD)


class RotaPattern(Versioned):
    """Who covers a weekly opening as a rule: the shifts of the coming weeks are made from it."""

    desk = models.ForeignKey(
        Desk, models.CASCADE, verbose_name=_("sportello"), related_name="rota_patterns"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("chi"), related_name="rota_patterns"
    )
    weekday = models.PositiveSmallIntegerField(_("giorno"), choices=Weekday)
    starts_at = models.TimeField(_("dalle"))
    ends_at = models.TimeField(_("alle"))
    every_weeks = models.PositiveSmallIntegerField(
        _("ogni quanto"), choices=EveryWeeks, default=EveryWeeks.ONE
    )
    period = PeriodField(_("in vigore"))  # its first day says which weeks, where not every one

    class Meta:
        verbose_name = _("turno ricorrente")
        verbose_name_plural = _("turni ricorrenti")
        ordering = ["desk", "weekday", "starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="rota_pattern_ends_after_it_starts",
                violation_error_message=_("L'ora di fine viene prima di quella d'inizio."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.desk} {self.get_weekday_display()} {self.starts_at:%H:%M}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, actor: Actor) -> Self:
        """Shifts of the desks whose rota the post reads, and one's own wherever they are."""
        if actor.post_id is None:
            return self.none()
        mine = Q(post=actor.post_id) | Q(covers_for=actor.post_id)
        if not actor.has(Right.ROTA_READ):
            return self.filter(mine)
        within = Desk.objects.within(actor, Right.ROTA_READ)
        return self.filter(Q(desk__in=within) | mine)

    def covered(self) -> Self:
        return self.filter(state__in=COVERED, post__isnull=False)


class Shift(Versioned):
    """One turn at a desk on one date: who, from when to when, in whose stead."""

    desk = models.ForeignKey(
        Desk, models.PROTECT, verbose_name=_("sportello"), related_name="shifts"
    )
    pattern = models.ForeignKey(
        RotaPattern,
        models.SET_NULL,
        verbose_name=_("turno ricorrente"),
        null=True,
        blank=True,
        related_name="shifts",
    )
    day = models.DateField(_("giorno"))
    during = DateTimeRangeField(_("quando"))
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        verbose_name=_("chi"),
        null=True,
        blank=True,
        related_name="shifts",
    )
    covers_for = models.ForeignKey(
        Post,
        models.PROTECT,
        verbose_name=_("al posto di"),
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(
        _("stato"), max_length=9, choices=ShiftState, default=ShiftState.PLANNED
    )
    note = models.CharField(_("nota"), max_length=300, blank=True)

    objects = ShiftQuerySet.as_manager()

    is_away = False  # by the readings of the rota: whoever has it is absent in those hours
    has_left = False  # by the readings of the rota: whoever has it no longer works here

    class Meta:
        verbose_name = _("turno")
        verbose_name_plural = _("turni")
        ordering = ["day", "during", "desk"]
        constraints = [
            ExclusionConstraint(
                name="shift_one_place_a_worker_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=COVERED, post__isnull=False),
                violation_error_message=_("In quelle ore ha già un turno."),
            ),
            models.UniqueConstraint(
                fields=["pattern", "day"],
                name="shift_one_a_pattern_and_day",
                violation_error_message=_("Questo turno c'è già."),
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=False)
                | Q(state__in=[ShiftState.UNCOVERED, ShiftState.MISSED, ShiftState.CANCELLED]),
                name="shift_covered_has_somebody",
            ),
        ]
        indexes = [models.Index(fields=["desk", "day"], name="shift_by_desk_and_day")]

    def __str__(self) -> str:
        return f"{self.desk} {self.day:%d/%m/%Y}"

    @property
    def is_covered(self) -> bool:
        """Somebody has it and, as far as is known, will be there."""
        held = self.post_id is not None and self.state in COVERED
        return held and not (self.is_away or self.has_left)


class RotaNote(Record):
    """What was told of a shift: a substitution asked for, found, or missed."""

    shift = models.ForeignKey(Shift, models.CASCADE, verbose_name=_("turno"), related_name="notes")
    at = models.DateTimeField(_("quando"), auto_now_add=True)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name=_("da chi"), related_name="+"
    )
    text = models.CharField(_("che cosa"), max_length=300)

    class Meta:
        verbose_name = _("annotazione di un turno")
        verbose_name_plural = _("annotazioni dei turni")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text
