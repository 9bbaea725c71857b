"""What a project is made of beside its goals: who does what, who commits to what, which money."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post
from prossimo.cases.choices.plan import (
    NAMED_DOERS,
    ActionState,
    BudgetPeriod,
    BudgetSource,
    CommitmentState,
    Doer,
    Side,
)
from prossimo.cases.models.case import CaseMember
from prossimo.cases.models.plan import PIECE, Goal, OfPlan, Plan, PlanPiece
from prossimo.catalogue.models import Service
from prossimo.core.history import tracked
from prossimo.core.privacy import CONTACT, NARRATIVE, TECHNICAL, FieldClass
from prossimo.network.models import Organisation


@tracked()
class PlanAction(PlanPiece):
    """What somebody does for a goal: a person, a neighbour, a shop, an association, a service."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys([*PIECE, "goal", "member", "post", "service", "organisation"], TECHNICAL),
        **dict.fromkeys(["doer", "name", "from_on", "to_on", "state", "stated_on"], CONTACT),
        **dict.fromkeys(["what", "frequency", "stated_why"], NARRATIVE),
    }

    plan = models.ForeignKey(
        Plan, models.CASCADE, verbose_name=_("progetto"), related_name="actions"
    )
    goal = models.ForeignKey(
        Goal, models.CASCADE, verbose_name=_("obiettivo"), related_name="actions"
    )
    what = models.CharField(_("che cosa si fa"), max_length=500)
    doer = models.CharField(_("chi lo fa"), max_length=11, choices=Doer)
    member = models.ForeignKey(
        CaseMember,
        models.PROTECT,
        verbose_name=_("persona"),
        null=True,
        blank=True,
        related_name="+",
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("operatore"), null=True, blank=True, related_name="+"
    )
    service = models.ForeignKey(
        Service, models.PROTECT, verbose_name=_("servizio"), null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organizzazione"),
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(_("nome"), max_length=160, blank=True)
    from_on = models.DateField(_("dal"), null=True, blank=True)
    to_on = models.DateField(_("al"), null=True, blank=True)
    frequency = models.CharField(_("ogni quanto"), max_length=120, blank=True)
    state = models.CharField(
        _("a che punto è"), max_length=7, choices=ActionState, default=ActionState.PLANNED
    )
    stated_on = models.DateField(_("visto il"), null=True, blank=True)
    stated_why = models.CharField(_("com'è andata"), max_length=1000, blank=True)

    objects = OfPlan["PlanAction"].as_manager()

    class Meta:
        verbose_name = _("azione di un progetto")
        verbose_name_plural = _("azioni dei progetti")
        ordering = ["plan", "goal", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="plan_action_once_a_version"),
            models.CheckConstraint(
                condition=Q(doer=Doer.MEMBER, member__isnull=False, post=None, service=None,
                            organisation=None)
                | Q(doer=Doer.WORKER, post__isnull=False, member=None, service=None,
                    organisation=None)
                | Q(doer=Doer.SERVICE, service__isnull=False, member=None, post=None,
                    organisation=None)
                | Q(doer=Doer.BODY, organisation__isnull=False, member=None, post=None,
                    service=None)
                | Q(doer__in=NAMED_DOERS, member=None, post=None, service=None, organisation=None)
                & ~Q(name=""),
                name="plan_action_is_done_by_one",
                violation_error_message=_("Scrivi chi lo fa."),
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="plan_action_ends_after_it_begins",
                violation_error_message=_("Non può finire prima di cominciare."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.what


@tracked()
class Commitment(PlanPiece):
    """What one of the two sides commits to: the person, or the service."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys([*PIECE, "member"], TECHNICAL),
        **dict.fromkeys(["side", "state", "stated_on"], CONTACT),
        **dict.fromkeys(["what", "stated_why"], NARRATIVE),
    }

    plan = models.ForeignKey(
        Plan, models.CASCADE, verbose_name=_("progetto"), related_name="commitments"
    )
    side = models.CharField(_("chi si impegna"), max_length=7, choices=Side)
    member = models.ForeignKey(
        CaseMember,
        models.PROTECT,
        verbose_name=_("persona"),
        null=True,
        blank=True,
        related_name="+",
    )
    what = models.CharField(_("a che cosa"), max_length=500)
    state = models.CharField(
        _("a che punto è"), max_length=6, choices=CommitmentState, default=CommitmentState.OPEN
    )
    stated_on = models.DateField(_("visto il"), null=True, blank=True)
    stated_why = models.CharField(_("com'è andata"), max_length=1000, blank=True)

    objects = OfPlan["Commitment"].as_manager()

    class Meta:
        verbose_name = _("impegno")
        verbose_name_plural = _("impegni")
        ordering = ["plan", "side", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="commitment_once_a_version"),
            models.CheckConstraint(
                condition=Q(side=Side.PERSON) | Q(member=None),
                name="commitment_member_only_on_their_side",
            ),
        ]

    def __str__(self) -> str:
        return self.what


@tracked()
class BudgetLine(PlanPiece):
    """A line of the personal budget: what, from which purse, how much, how often. In cents."""

    STATED: ClassVar[tuple[str, ...]] = ()
    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys([*PIECE, "goal"], TECHNICAL),
        **dict.fromkeys(["source", "cents", "period"], CONTACT),
        "item": NARRATIVE,
    }

    plan = models.ForeignKey(
        Plan, models.CASCADE, verbose_name=_("progetto"), related_name="budget"
    )
    goal = models.ForeignKey(
        Goal,
        models.SET_NULL,
        verbose_name=_("obiettivo"),
        null=True,
        blank=True,
        related_name="budget",
    )
    source = models.CharField(_("da dove viene"), max_length=6, choices=BudgetSource)
    item = models.CharField(_("per che cosa"), max_length=200)
    cents = models.PositiveIntegerField(_("importo in centesimi"))
    period = models.CharField(
        _("ogni quanto"), max_length=7, choices=BudgetPeriod, default=BudgetPeriod.MONTHLY
    )

    objects = OfPlan["BudgetLine"].as_manager()

    class Meta:
        verbose_name = _("voce del budget personale")
        verbose_name_plural = _("voci del budget personale")
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="budget_line_once_a_version"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="budget_line_of_some_money"),
        ]

    def __str__(self) -> str:
        return self.item
