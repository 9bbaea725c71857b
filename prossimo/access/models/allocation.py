"""Who is proposed for whom: the rules of allocation, the proposals, the deadlines told of."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import ProposalState
from prossimo.access.models.orientation import Orientation
from prossimo.accounts.choices import UserArea
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField, today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.territory.models import Ambito, Municipality, Neighbourhood


class AllocationRuleQuerySet(models.QuerySet["AllocationRule"]):
    def visible_to(self, actor: Actor) -> Self:
        """How a worker is proposed is no secret to who works with proposals."""
        if not (actor.has(Right.PROPOSAL_READ) or actor.has(Right.ALLOCATION_MANAGE)):
            return self.none()
        return self.filter(ambito=actor.ambito_id)

    def in_force(self) -> Self:
        return self.filter(period__contains=today()).order_by("rank", "pk")


class AllocationRule(Versioned):
    """Which social worker is proposed for whom: area by place, up to a load; the first that fits."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    rank = models.PositiveSmallIntegerField(_("ordine"), default=100)
    user_area = models.CharField(
        _("area"), max_length=3, choices=UserArea, blank=True,
        help_text=_("Vuoto: tutte."),
    )  # fmt: skip
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, verbose_name=_("quartiere"), null=True, blank=True
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("a chi"), related_name="allocation_rules"
    )
    most = models.PositiveSmallIntegerField(
        _("carico massimo"), null=True, blank=True, help_text=_("Vuoto: senza limite.")
    )
    period = PeriodField(_("in vigore"))

    objects = AllocationRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("regola di assegnazione")
        verbose_name_plural = _("regole di assegnazione")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return f"{self.rank}: {self.post}"


class CaseProposalQuerySet(PersonalQuerySet["CaseProposal"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the requests one reads: the set twin of `policies.may_read_proposal`."""
        if not actor.has(Right.PROPOSAL_READ):
            return self.none().scoped("nobody")
        return self.filter(orientation__in=Orientation.objects.visible_to(actor)).scoped("actor")

    def waiting(self) -> Self:
        return self.filter(state=ProposalState.PROPOSED)


@tracked()
class CaseProposal(Versioned):
    """The segretariato proposes that somebody be taken in charge, and says to whom and why."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "orientation", "proposed_to",
             "rule", "by", "decided_by"],
            TECHNICAL,
        ),
        "person": IDENTITY,
        **dict.fromkeys(["user_area", "state", "decided_at", "explained"], CONTACT),
        **dict.fromkeys(["why", "refusal"], NARRATIVE),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    orientation = models.ForeignKey(
        Orientation, models.PROTECT, verbose_name=_("richiesta"), related_name="proposals"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("persona"), related_name="case_proposals"
    )
    user_area = models.CharField(_("area"), max_length=3, choices=UserArea)
    proposed_to = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("a chi"), related_name="case_proposals"
    )
    rule = models.ForeignKey(
        AllocationRule,
        models.SET_NULL,
        verbose_name=_("per quale regola"),
        null=True,
        blank=True,
        related_name="+",
    )
    explained = models.JSONField(
        _("come è stata scelta"), default=list
    )  # one sentence a rule tried
    why = models.TextField(_("perché"), max_length=4000)
    state = models.CharField(
        _("stato"), max_length=9, choices=ProposalState, default=ProposalState.PROPOSED
    )
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("proposta da"), related_name="+")
    decided_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("decisa da"), null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decisa il"), null=True, blank=True)
    refusal = models.TextField(_("perché non è accolta"), blank=True, max_length=2000)

    objects = CaseProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposta di presa in carico")
        verbose_name_plural = _("proposte di presa in carico")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["orientation"],
                condition=Q(state=ProposalState.PROPOSED),
                name="proposal_one_waiting_a_request",
                violation_error_message=_("C'è già una proposta in attesa di risposta."),
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PROPOSED, decided_at=None)
                | (~Q(state=ProposalState.PROPOSED) & Q(decided_at__isnull=False)),
                name="proposal_decided_iff_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.REFUSED) | ~Q(refusal=""),
                name="proposal_refused_with_a_reason",
                violation_error_message=_("Scrivi perché la proposta non è accolta."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["proposed_to"], condition=Q(state="proposed"), name="proposal_to_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_user_area_display()}: {self.get_state_display()}"


class RequestAlert(Record):
    """A deadline that was told of, so that nobody is told twice of the same."""

    orientation = models.ForeignKey(
        Orientation, models.CASCADE, verbose_name=_("richiesta"), related_name="alerts"
    )
    kind = models.CharField(_("scadenza"), max_length=20)
    told_at = models.DateTimeField(_("avvisato il"), auto_now_add=True)

    class Meta:
        verbose_name = _("avviso di una scadenza")
        verbose_name_plural = _("avvisi delle scadenze")
        ordering = ["told_at"]
        constraints = [
            models.UniqueConstraint(fields=["orientation", "kind"], name="alert_once_a_deadline")
        ]

    def __str__(self) -> str:
        return self.kind
