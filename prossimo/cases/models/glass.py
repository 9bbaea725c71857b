"""A glass that was broken: one case read in an emergency by somebody who was not given it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.cases.choices import GlassCategory, GlassOutcome
from prossimo.cases.models.case import Case
from prossimo.core.history import tracked
from prossimo.core.privacy import TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned
from prossimo.territory.models import Ambito, Municipality


class GlassOpeningQuerySet(PersonalQuerySet["GlassOpening"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those of the place one reviews: the set twin of `policies.may_read_opening`."""
        seen = Q(user=actor.user_id) if actor.user_id else Q(pk=None)
        if actor.reach(Right.GLASS_REVIEW) is Reach.AMBITO:
            here = Q(ambito=actor.ambito_id)
            if actor.municipality_id:
                here &= Q(municipality=None) | Q(municipality=actor.municipality_id)
            seen |= here
        return self.filter(seen).scoped("actor")

    def open_now(self) -> Self:
        return self.filter(until__gt=Now())

    def to_review(self) -> Self:
        return self.filter(outcome="")

    def for_list(self) -> Self:
        """Without the case: who reviews may not be one who may read it."""
        return self.select_related("user", "post", "reviewed_by")


@tracked()
class GlassOpening(Versioned):
    """Who opened which case, why it could not wait, until when, and what was said of it after."""

    # What is written here is read by who reviews, who may see no file: nothing of the person.
    field_classes: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ["id", "version", "created_at", "changed_at", "ambito", "municipality", "case", "number",
         "user", "post", "category", "why", "until", "reviewed_at", "reviewed_by", "outcome",
         "review_note"],
        TECHNICAL,
    )  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="glass_openings"
    )
    number = models.CharField(_("numero"), max_length=12)
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("chi"), related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("incarico"), related_name="+")
    category = models.CharField(_("che cosa urge"), max_length=9, choices=GlassCategory)
    why = models.CharField(_("perché non si poteva aspettare"), max_length=500)
    until = models.DateTimeField(_("fino alle"))
    reviewed_at = models.DateTimeField(_("verificato il"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("verificato da"),
        null=True,
        blank=True,
        related_name="+",
    )
    outcome = models.CharField(_("esito"), max_length=11, choices=GlassOutcome, blank=True)
    review_note = models.CharField(_("nota della verifica"), max_length=500, blank=True)

    objects = GlassOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("accesso d'emergenza")
        verbose_name_plural = _("accessi d'emergenza")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", reviewed_at=None, reviewed_by=None)
                | ~Q(outcome="") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="glass_reviewed_iff_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")),
                name="glass_reviewed_by_another",
                violation_error_message=_("Il proprio accesso lo verifica un'altra persona."),
            ),
        ]
        indexes = [models.Index(fields=["post", "until"], name="glass_by_post")]

    def __str__(self) -> str:
        return f"{self.number}, {self.created_at:%d/%m/%Y %H:%M}"
