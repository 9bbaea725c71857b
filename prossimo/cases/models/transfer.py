"""A case that is asked to pass: from whom, to whom, why, and what who receives it answered."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.choices import UserArea
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.cases.choices import Intensity, TransferKind, TransferState
from prossimo.cases.models.case import Case
from prossimo.cases.models.sight import cases_seen
from prossimo.core.history import tracked
from prossimo.core.privacy import CONTACT, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned
from prossimo.territory.models import Ambito, Municipality

BY_COORDINATION = (TransferKind.SERVICE, TransferKind.TOWN)


class CaseTransferQuerySet(PersonalQuerySet["CaseTransfer"]):
    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """Of the cases one sees, and those one is asked to take: twin of `policies.may_read_transfer`."""
        if not actor.has(Right.CASE_READ):
            return self.none().scoped("nobody")
        rows = self if of is None else self.filter(case=of)
        seen = Q(case__in=cases_seen(actor, of=of)) | Q(to_post=actor.post_id)
        if actor.reach(Right.CASE_ASSIGN) is Reach.AMBITO:
            asked = Q(ambito=actor.ambito_id, kind__in=BY_COORDINATION)
            if actor.municipality_id:
                asked &= Q(to_municipality=None) | Q(to_municipality=actor.municipality_id)
            seen |= asked
        return rows.filter(seen).scoped("actor")

    def waiting(self) -> Self:
        return self.filter(state=TransferState.ASKED)

    def for_list(self) -> Self:
        """Without the case: who receives it may not see it yet."""
        return self.select_related(
            "asked_by", "to_post__user", "from_post__user", "to_municipality", "decided_by"
        ).defer("to_municipality__boundary")


@tracked()
class CaseTransfer(Versioned):
    """A request to pass a case: who receives it sees this sheet, and the case once they accept."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "case", "number", "kind",
             "state", "asked_by", "from_post", "to_post", "to_municipality", "to_area",
             "decided_by", "decided_at"],
            TECHNICAL,
        ),
        # A message between services, read by who coordinates: not the story of the person.
        **dict.fromkeys(["user_area", "intensity", "needs", "to_place", "why", "answer"], CONTACT),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="transfers"
    )
    number = models.CharField(_("numero"), max_length=12)
    kind = models.CharField(_("passa"), max_length=7, choices=TransferKind)
    state = models.CharField(
        _("stato"), max_length=9, choices=TransferState, default=TransferState.ASKED
    )
    why = models.TextField(_("perché passa"), max_length=2000)
    # As the case stood when it was asked: all that who receives it is told.
    user_area = models.CharField(_("area"), max_length=3, choices=UserArea)
    intensity = models.CharField(_("intensità"), max_length=10, choices=Intensity)
    needs = models.PositiveSmallIntegerField(_("bisogni aperti"), default=0)
    asked_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("chiede"), related_name="+")
    from_post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("di chi era"), null=True, blank=True, related_name="+"
    )
    to_post = models.ForeignKey(
        Post,
        models.PROTECT,
        verbose_name=_("a chi"),
        null=True,
        blank=True,
        related_name="transfers_asked",
    )
    to_area = models.CharField(_("all'area"), max_length=3, choices=UserArea, blank=True)
    to_municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        verbose_name=_("al Comune"),
        null=True,
        blank=True,
        related_name="+",
    )
    to_place = models.CharField(_("al Comune fuori dall'Ambito"), max_length=160, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("risponde"), null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("risposto il"), null=True, blank=True)
    answer = models.TextField(_("risposta"), max_length=2000, blank=True)

    objects = CaseTransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("passaggio di una presa in carico")
        verbose_name_plural = _("passaggi delle prese in carico")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="asked"),
                name="transfer_one_waiting_a_case",
                violation_error_message=_(
                    "C'è già un passaggio in attesa: ritiralo, poi chiedine un altro."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None)
                | ~Q(state="asked") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="transfer_decided_iff_dated",
            ),
            models.CheckConstraint(
                condition=Q(kind="worker", to_post__isnull=False)
                | Q(kind="service") & ~Q(to_area="")
                | Q(kind="town", to_municipality__isnull=False)
                | Q(kind="outside") & ~Q(to_place=""),
                name="transfer_goes_somewhere",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_post"], condition=Q(state="asked"), name="transfer_waiting_by_post"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.get_kind_display()}"

    @property
    def waits(self) -> bool:
        return self.state == TransferState.ASKED
