"""Protection in a case: orders of an authority, what they prescribe, minors placed in safety."""

import datetime as dt
from typing import ClassVar, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import User
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Part, RemovalAct, RemovalOutcome
from prossimo.cases.models.case import Case
from prossimo.cases.models.sight import cases_seen
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField, last_day, today
from prossimo.core.privacy import IDENTITY, NARRATIVE, SEALED, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned

M = TypeVar("M", bound=models.Model)
KEPT = ["id", "version", "created_at", "changed_at"]


class OfOrders(PersonalQuerySet[M], Generic[M]):
    """Rows of the part «provvedimenti e tutela» of a case: the set twin of `policies.may_read_orders`."""

    way = "case"  # from the row to its case

    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        cases = cases_seen(actor, Part.ORDERS, of)
        return self.filter(**{f"{self.way}__in": cases}).scoped("actor")


class CourtOrderQuerySet(OfOrders["CourtOrder"]):
    def in_force(self, day: dt.date | None = None) -> Self:
        day = day or today()
        begun = self.filter(period__contains=day)
        return begun.filter(Q(revoked_on=None) | Q(revoked_on__gt=day), replaced_by=None)


@tracked()
class CourtOrder(Versioned):
    """An order of an authority about somebody of the case: what it says, from when to when."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys([*KEPT, "case", "by", "replaces"], TECHNICAL),
        "person": IDENTITY,
        **dict.fromkeys(
            ["authority", "kind", "effect", "number", "issued_on", "notified_on", "period", "text",
             "revoked_on", "revoked_why"],
            NARRATIVE,
        ),
    }  # fmt: skip

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="orders"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("per chi"), related_name="court_orders"
    )
    authority = models.CharField(_("autorità"), max_length=120)
    kind = models.CharField(_("che cosa dispone"), max_length=120)
    effect = models.CharField(_("sulla responsabilità genitoriale"), max_length=120, blank=True)
    number = models.CharField(_("numero"), max_length=60, blank=True)
    issued_on = models.DateField(_("emesso il"))
    notified_on = models.DateField(_("ricevuto il"), null=True, blank=True)
    period = PeriodField(_("vale dal, al"))
    text = models.TextField(_("che cosa dice"), blank=True, max_length=8000)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("prende il posto di"),
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    revoked_on = models.DateField(_("revocato il"), null=True, blank=True)
    revoked_why = models.CharField(_("perché è revocato"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("registrato da"), related_name="+")

    objects = CourtOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("provvedimento")
        verbose_name_plural = _("provvedimenti")
        ordering = ["-issued_on", "pk"]
        indexes = [models.Index(fields=["case", "-issued_on"], name="order_by_case")]

    def __str__(self) -> str:
        return self.kind

    @property
    def last(self) -> dt.date | None:
        return last_day(self.period)


class OfOrder(OfOrders["Prescription"]):
    way = "order__case"


@tracked()
class Prescription(Versioned):
    """What an order asks of the services: what, by when, whose it is, when it was done."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys([*KEPT, "order"], TECHNICAL),
        **dict.fromkeys(["what", "whose", "due_on", "done_on", "note"], NARRATIVE),
    }

    order = models.ForeignKey(
        CourtOrder, models.CASCADE, verbose_name=_("provvedimento"), related_name="prescriptions"
    )
    what = models.CharField(_("che cosa chiede"), max_length=300)
    whose = models.CharField(_("a chi"), max_length=160, blank=True)
    due_on = models.DateField(_("entro il"), null=True, blank=True)
    done_on = models.DateField(_("fatto il"), null=True, blank=True)
    note = models.CharField(_("com'è andata"), max_length=500, blank=True)

    objects = OfOrder.as_manager()

    class Meta:
        verbose_name = _("prescrizione")
        verbose_name_plural = _("prescrizioni")
        ordering = ["done_on", "due_on", "pk"]

    def __str__(self) -> str:
        return self.what


@tracked()
class Removal(Versioned):
    """A minor placed in safety (art. 403 c.c.): by which authority, why, and how it ended."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys([*KEPT, "case", "by"], TECHNICAL),
        "person": IDENTITY,
        **dict.fromkeys(["authority", "why", "ended_on", "outcome", "ended_why"], NARRATIVE),
    }

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="removals"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("per chi"), related_name="removals"
    )
    authority = models.CharField(_("chi l'ha disposto"), max_length=160)
    why = models.TextField(_("perché"), max_length=4000)
    ended_on = models.DateField(_("concluso il"), null=True, blank=True)
    outcome = models.CharField(_("esito"), max_length=9, choices=RemovalOutcome, blank=True)
    ended_why = models.CharField(_("com'è finito"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("registrato da"), related_name="+")

    objects = OfOrders["Removal"].as_manager()

    class Meta:
        verbose_name = _("collocamento in luogo sicuro")
        verbose_name_plural = _("collocamenti in luogo sicuro")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(ended_on=None),
                name="removal_one_open_a_person",
                violation_error_message=_("C'è già un collocamento aperto."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="") | Q(ended_on__isnull=False) & ~Q(outcome=""),
                name="removal_ended_iff_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class OfRemoval(OfOrders[M], Generic[M]):
    way = "removal__case"


class RemovalStepQuerySet(OfRemoval["RemovalStep"]):
    def standing(self) -> Self:
        """What counts: the last word on each act, without what was corrected."""
        return self.filter(corrected_by=None)


@tracked()
class RemovalStep(Record):
    """An act done for a minor placed in safety; a correction is a step that takes another's place."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "removal", "by", "written_at", "corrects"], TECHNICAL),
        **dict.fromkeys(["act", "at", "paper", "why"], NARRATIVE),
    }

    removal = models.ForeignKey(
        Removal, models.CASCADE, verbose_name=_("collocamento"), related_name="steps"
    )
    act = models.CharField(_("atto"), max_length=7, choices=RemovalAct)
    at = models.DateTimeField(_("quando"))
    paper = models.CharField(_("estremi dell'atto"), max_length=160, blank=True)
    why = models.CharField(_("perché si corregge"), max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("corregge"),
        null=True,
        blank=True,
        related_name="corrected_by",
    )
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("registrato da"), related_name="+")
    written_at = models.DateTimeField(_("registrato alle"), default=timezone.now)

    objects = RemovalStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("passo di un collocamento")
        verbose_name_plural = _("passi dei collocamenti")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["removal", "act"],
                condition=Q(corrects=None),
                name="removal_step_first_once",
                violation_error_message=_("È già registrato: se è sbagliato, correggilo."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_act_display())


class SafePlaceQuerySet(OfRemoval["SafePlace"]):
    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """The set twin of `policies.may_read_place`: the owner of the case, and who wrote it."""
        near = Q(removal__case__owner=actor.post_id) | Q(by=actor.user_id)
        return super().visible_to(actor, of).filter(near).scoped("actor")


@tracked()
class SafePlace(Versioned):
    """Where a minor was placed: sealed apart from everything else."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys([*KEPT, "removal", "by"], TECHNICAL),
        "place": SEALED,
    }

    removal = models.OneToOneField(
        Removal, models.CASCADE, verbose_name=_("collocamento"), related_name="safe_place"
    )
    place = models.CharField(_("dove"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("registrato da"), related_name="+")

    objects = SafePlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("luogo sicuro")
        verbose_name_plural = _("luoghi sicuri")
        ordering = ["removal"]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
