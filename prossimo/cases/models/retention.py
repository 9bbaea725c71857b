"""The archive of cases: how long each kind is kept, what is held back, what was disposed of and how."""

import datetime as dt
from typing import ClassVar, Generic, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.choices import UserArea
from prossimo.accounts.models import User
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import ArchiveState
from prossimo.cases.models.case import Case
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.territory.models import Ambito

M = TypeVar("M", bound=models.Model)


class OfArchive(PersonalQuerySet[M], Generic[M]):
    """What who keeps the archive sees, and who approves: the set twin of `policies.may_see_archive`."""

    way = "ambito"

    def visible_to(self, actor: Actor) -> Self:
        if not (actor.has(Right.RETENTION_MANAGE) or actor.has(Right.RETENTION_APPROVE)):
            return self.none().scoped("nobody")
        return self.filter(**{self.way: actor.ambito_id}).scoped("actor")


class RetentionClass(Versioned):
    """For how many years after closing the cases of an area are kept, from when, by which act."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    user_area = models.CharField(
        _("area"), max_length=3, choices=UserArea, blank=True
    )  # empty: every area that has no term of its own
    years = models.PositiveSmallIntegerField(_("anni dopo la chiusura"))
    since = models.DateField(_("dal"), default=today)
    act = models.CharField(_("atto che lo stabilisce"), max_length=200)

    class Meta:
        verbose_name = _("termine di conservazione")
        verbose_name_plural = _("termini di conservazione")
        ordering = ["user_area", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "user_area", "since"],
                name="retention_one_a_day",
                violation_error_message=_("C'è già un termine da quel giorno: scegline un altro."),
            ),
            models.CheckConstraint(condition=Q(years__gte=1), name="retention_at_least_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_user_area_display()} {self.years}"


class CaseArchiveQuerySet(OfArchive["CaseArchive"]):
    def not_held(self, day: dt.date | None = None) -> Self:
        return self.exclude(pk__in=LegalHold.objects.binding(day).values("archive"))

    def due(self, day: dt.date | None = None) -> Self:
        return self.filter(state=ArchiveState.ARCHIVED, due_on__lte=day or today())


@tracked()
class CaseArchive(Versioned):
    """A closed case out of ordinary sight, until it is disposed of with an act or called back."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "case", "number", "archived_by",
             "proposed_by", "decided_by", "disposed_at"],
            TECHNICAL,
        ),
        **dict.fromkeys(["user_area", "closed_on", "due_on", "state", "act", "act_on", "signed_after",
                         "minor_years"], CONTACT),
        "why": NARRATIVE,
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=_("presa in carico"), related_name="archives"
    )
    number = models.CharField(_("numero"), max_length=12)
    user_area = models.CharField(_("area"), max_length=3, choices=UserArea)
    closed_on = models.DateField(_("chiusa il"))
    due_on = models.DateField(_("da conservare fino al"), null=True, blank=True)
    state = models.CharField(
        _("stato"), max_length=8, choices=ArchiveState, default=ArchiveState.ARCHIVED
    )
    archived_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("archiviata da"), related_name="+"
    )
    proposed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("proposta da"), related_name="+", null=True, blank=True
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("decisa da"), related_name="+", null=True, blank=True
    )
    why = models.CharField(_("perché"), max_length=300, blank=True)
    act = models.CharField(_("autorizzazione della Soprintendenza"), max_length=160, blank=True)
    act_on = models.DateField(_("autorizzata il"), null=True, blank=True)
    disposed_at = models.DateTimeField(_("scartata alle"), null=True, blank=True)
    # Written by the disposal: what statistics counted of it and would count no more.
    signed_after = models.PositiveSmallIntegerField(
        _("giorni fino al progetto firmato"), null=True, blank=True
    )
    minor_years = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("anni con minorenni il 30 giugno"),
        null=True,
        blank=True,
    )

    objects = CaseArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("presa in carico in archivio")
        verbose_name_plural = _("prese in carico in archivio")
        ordering = ["due_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(state=ArchiveState.RECALLED),
                name="archive_once_a_case",
                violation_error_message=_("È già in archivio."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ArchiveState.DISPOSED)
                | Q(act_on__isnull=False, disposed_at__isnull=False, proposed_by__isnull=False,
                    decided_by__isnull=False) & ~Q(act="") & ~Q(decided_by=F("proposed_by")),
                name="archive_disposed_by_two_with_an_act",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class DisposedFigure(Record):
    """Something that statistics counted of a case that was disposed of: without the case nor the person.

    `key` is drawn by lot at the disposal: it keeps together what was of one case, and leads nowhere.
    """

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    fact = models.CharField(_("che cosa si contava"), max_length=20)
    year = models.PositiveSmallIntegerField(_("anno"))
    key = models.UUIDField(_("chiave a sorte"))
    told = models.JSONField(_("come si ripartisce"))

    class Meta:
        verbose_name = _("cifra di una presa in carico scartata")
        verbose_name_plural = _("cifre delle prese in carico scartate")
        ordering = ["ambito", "fact", "year", "pk"]

    def __str__(self) -> str:
        return f"{self.fact} {self.year}"


class LegalHoldQuerySet(OfArchive["LegalHold"]):
    way = "archive__ambito"

    def binding(self, day: dt.date | None = None) -> Self:
        """Those in force: what they hold is not disposed of."""
        day = day or today()
        lasting = Q(until=None) | Q(until__gte=day)
        return self.filter(lasting, lifted_on=None).scoped("told by the archive")


@tracked()
class LegalHold(Versioned):
    """Why a case may not be disposed of: a trial, an inquiry, a request; until when."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "archive", "by", "until", "lifted_on"],
            TECHNICAL,
        ),
        **dict.fromkeys(["why", "lifted_why"], NARRATIVE),
    }

    archive = models.ForeignKey(
        CaseArchive, models.PROTECT, verbose_name=_("in archivio"), related_name="holds"
    )
    why = models.CharField(_("perché non si scarta"), max_length=300)
    until = models.DateField(_("fino al"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("messo da"), related_name="+")
    lifted_on = models.DateField(_("tolto il"), null=True, blank=True)
    lifted_why = models.CharField(_("perché è tolto"), max_length=300, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("fermo allo scarto")
        verbose_name_plural = _("fermi allo scarto")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.why
