"""The project of a case: its versions, where it wants to arrive, who does what, with which money."""

import uuid
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.access.models.steps import STEP_CLASSES, Step
from prossimo.accounts.models import User
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Part
from prossimo.cases.choices.plan import (
    FORCE_STATES,
    MAKING_STATES,
    OVER_STATES,
    GoalState,
    GoalTheme,
    PlanKind,
    PlanOutcome,
    PlanState,
)
from prossimo.cases.models.case import Case, CaseMember, CaseNeed
from prossimo.cases.models.sight import cases_seen
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned

M = TypeVar("M", bound=models.Model)
VERSIONED = ["id", "version", "created_at", "changed_at"]
PIECE = [*VERSIONED, "plan", "line", "position"]


class PlanQuerySet(PersonalQuerySet["Plan"]):
    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """The set twin of `policies.may_read_plan`."""
        return self.filter(case__in=cases_seen(actor, Part.PLAN, of)).scoped("actor")

    def in_force(self) -> Self:
        return self.filter(state__in=FORCE_STATES)

    def live(self) -> Self:
        return self.filter(state__in=(*MAKING_STATES, *FORCE_STATES))


@tracked()
class Plan(Versioned):
    """A version of a project: where it wants to arrive, from when to when, what was agreed."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys([*VERSIONED, "case", "number", "previous", "fingerprint", "made_by"],
                        TECHNICAL),
        **dict.fromkeys(
            ["kind", "state", "review_every", "review_on", "valid_from", "valid_to", "shared_on",
             "signed_on", "suspended_on", "ended_on", "outcome"],
            CONTACT,
        ),
        **dict.fromkeys(["aim", "reason", "ending", "agreed"], NARRATIVE),
    }  # fmt: skip

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="plans"
    )
    kind = models.CharField(_("che cos'è"), max_length=14, choices=PlanKind)
    number = models.PositiveSmallIntegerField(_("versione del progetto"), default=1)
    previous = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("versione precedente"),
        null=True,
        blank=True,
        related_name="following",
    )
    state = models.CharField(_("stato"), max_length=11, choices=PlanState, default=PlanState.DRAFT)
    aim = models.TextField(_("dove si vuole arrivare"), max_length=2000, blank=True)
    reason = models.CharField(_("perché questa versione"), max_length=500, blank=True)
    review_every = models.PositiveSmallIntegerField(_("si rivede ogni (giorni)"), default=90)
    review_on = models.DateField(_("da rivedere il"), null=True, blank=True)
    valid_from = models.DateField(_("vale dal"), null=True, blank=True)
    valid_to = models.DateField(_("vale fino al"), null=True, blank=True)
    shared_on = models.DateField(_("condiviso il"), null=True, blank=True)
    signed_on = models.DateField(_("firmato il"), null=True, blank=True)
    suspended_on = models.DateField(_("sospeso dal"), null=True, blank=True)
    ended_on = models.DateField(_("finito il"), null=True, blank=True)
    outcome = models.CharField(_("com'è andato"), max_length=7, choices=PlanOutcome, blank=True)
    ending = models.TextField(_("che cosa si è concluso"), max_length=2000, blank=True)
    # What was put before who signs: kept as it was, whatever the registry says later.
    agreed = models.JSONField(_("testo concordato"), null=True, blank=True)
    fingerprint = models.CharField(_("impronta del testo concordato"), max_length=64, blank=True)
    made_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("scritto da"), related_name="+"
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("progetto")
        verbose_name_plural = _("progetti")
        ordering = ["case", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "number"], name="plan_one_of_each_number"
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state__in=FORCE_STATES),
                name="plan_one_in_force_a_kind",
                violation_error_message=_("C'è già un progetto di questo tipo in corso."),
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state__in=MAKING_STATES),
                name="plan_one_in_the_making_a_kind",
                violation_error_message=_("C'è già un progetto di questo tipo da completare."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PlanState.DRAFT, PlanState.INTERRUPTED])
                | ~Q(fingerprint="") & Q(agreed__isnull=False, shared_on__isnull=False),
                name="plan_shared_with_a_text",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[PlanState.DRAFT, PlanState.SHARED, PlanState.INTERRUPTED]
                )
                | Q(signed_on__isnull=False),
                name="plan_signed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*FORCE_STATES, PlanState.SUPERSEDED, PlanState.ENDED])
                | Q(valid_from__isnull=False),
                name="plan_in_force_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER_STATES, ended_on__isnull=False)
                | ~Q(state__in=OVER_STATES) & Q(ended_on=None),
                name="plan_over_iff_dated",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.SUSPENDED, suspended_on__isnull=False)
                | ~Q(state=PlanState.SUSPENDED) & Q(suspended_on=None),
                name="plan_suspended_iff_dated",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None)
                | Q(valid_from=None)
                | Q(valid_to__gte=F("valid_from")),
                name="plan_ends_after_it_begins",
                violation_error_message=_("Non può finire prima di cominciare."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {_('versione')} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("cases:plan", args=[self.case_id, self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT

    @property
    def in_force(self) -> bool:
        return self.state in FORCE_STATES

    @property
    def is_over(self) -> bool:
        return self.state in OVER_STATES


class OfPlan(PersonalQuerySet[M], Generic[M]):
    """Rows of a project: seen by who sees it."""

    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """The set twin of `policies.may_read_plan`."""
        return self.filter(plan__case__in=cases_seen(actor, Part.PLAN, of)).scoped("actor")


@tracked()
class PlanStep(Step):
    """A move in the life of a project: who, when, from which state to which, why."""

    field_classes: ClassVar[dict[str, FieldClass]] = {"plan": TECHNICAL, **STEP_CLASSES}

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("progetto"), related_name="steps")

    objects = OfPlan["PlanStep"].as_manager()

    class Meta(Step.Meta):
        verbose_name = _("passo di un progetto")
        verbose_name_plural = _("passi dei progetti")


class PlanPiece(Versioned):
    """A line of a project; `line` is the same thread through its versions."""

    line = models.UUIDField(_("filo tra le versioni"), default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(_("posto"), default=0)

    # What may change once the text was agreed: how it went, never what was said.
    STATED: ClassVar[tuple[str, ...]] = ("state", "stated_on", "stated_why")

    plan: Any
    field_classes: ClassVar[dict[str, FieldClass]]

    class Meta:
        abstract = True


@tracked()
class Goal(PlanPiece):
    """Where somebody wants to arrive: said so that one can see whether it was reached, and by when."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys([*PIECE, "member"], TECHNICAL),
        **dict.fromkeys(["theme", "horizon_on", "state", "stated_on"], CONTACT),
        **dict.fromkeys(["statement", "indicator", "baseline", "target", "stated_why"], NARRATIVE),
    }

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("progetto"), related_name="goals")
    theme = models.CharField(_("tema"), max_length=8, choices=GoalTheme)
    statement = models.CharField(_("che cosa si vuole ottenere"), max_length=500)
    indicator = models.CharField(_("da che cosa si vede"), max_length=300, blank=True)
    baseline = models.CharField(_("com'è adesso"), max_length=300, blank=True)
    target = models.CharField(_("come sarà"), max_length=300, blank=True)
    horizon_on = models.DateField(_("entro il"))
    member = models.ForeignKey(
        CaseMember,
        models.PROTECT,
        verbose_name=_("per chi"),
        null=True,
        blank=True,
        related_name="+",
    )  # nobody: for all of them
    state = models.CharField(
        _("a che punto è"), max_length=7, choices=GoalState, default=GoalState.OPEN
    )
    stated_on = models.DateField(_("visto il"), null=True, blank=True)
    stated_why = models.CharField(_("da che cosa lo si è visto"), max_length=1000, blank=True)

    need_names: list[str]  # filled by who shows them
    objects = OfPlan["Goal"].as_manager()

    class Meta:
        verbose_name = _("obiettivo")
        verbose_name_plural = _("obiettivi")
        ordering = ["plan", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "line"], name="goal_once_a_version")]
        indexes = [models.Index(fields=["line"], name="goal_by_line")]

    def __str__(self) -> str:
        return self.statement

    @property
    def late(self) -> bool:
        return self.state == GoalState.OPEN and self.horizon_on < today()


class OfGoal(PersonalQuerySet[M], Generic[M]):
    """Rows of a goal: seen by who sees its project."""

    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """The set twin of `policies.may_read_plan`."""
        return self.filter(goal__plan__case__in=cases_seen(actor, Part.PLAN, of)).scoped("actor")


@tracked()
class GoalNeed(Record):
    """A need that a goal answers."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "goal"], TECHNICAL),
        "need": NARRATIVE,
    }

    goal = models.ForeignKey(
        Goal, models.CASCADE, verbose_name=_("obiettivo"), related_name="needs"
    )
    need = models.ForeignKey(
        CaseNeed, models.PROTECT, verbose_name=_("bisogno"), related_name="goals"
    )

    objects = OfGoal["GoalNeed"].as_manager()

    class Meta:
        verbose_name = _("bisogno a cui risponde un obiettivo")
        verbose_name_plural = _("bisogni a cui rispondono gli obiettivi")
        ordering = ["goal", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "need"], name="goal_answers_a_need_once")
        ]

    def __str__(self) -> str:
        return str(self.need_id)
