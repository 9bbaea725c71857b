"""Sealed things: protected addresses, sealed ties, adoptions; opened by two people, for an hour."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import Compartment, SealState
from prossimo.citizens.models.people import Person
from prossimo.core.history import tracked
from prossimo.core.privacy import NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned


class SealOpeningQuerySet(PersonalQuerySet["SealOpening"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own requests, and those waiting for who may approve: twin of `may_read_opening`."""
        people = Person.objects.visible_to(actor)
        mine = Q(asked_by=actor.user_id) if actor.has(Right.SEAL_OPEN) else Q(pk__in=[])
        if actor.has(Right.SEAL_APPROVE):
            mine |= Q(pk__isnull=False)
        return self.filter(mine, person__in=people).scoped("actor")

    def open_now(self) -> Self:
        return self.filter(state=SealState.APPROVED, until__gt=timezone.now())


@tracked()
class SealOpening(Versioned):
    """A request to read what is sealed of a person, granted by a second pair of eyes for an hour.

    An adoption (L. 184/1983 art. 28) is opened only by the act of a court.
    """

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            [
                "id", "version", "created_at", "changed_at", "person", "compartment", "asked_by",
                "decided_by", "decided_at", "state", "until",
            ],
            TECHNICAL,
        ),
        **dict.fromkeys(["reason", "court_act", "answer"], NARRATIVE),
    }  # fmt: skip

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="seal_openings"
    )
    compartment = models.CharField(_("che cosa"), max_length=10, choices=Compartment)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("chiesta da"), related_name="+"
    )
    reason = models.TextField(_("perché serve"), max_length=1000)
    court_act = models.CharField(_("atto del tribunale"), max_length=120, blank=True)
    state = models.CharField(_("stato"), max_length=10, choices=SealState, default=SealState.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("decisa da"),
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decisa il"), null=True, blank=True)
    answer = models.CharField(_("risposta"), max_length=300, blank=True)
    until = models.DateTimeField(_("aperta fino a"), null=True, blank=True)

    objects = SealOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("apertura di dati protetti")
        verbose_name_plural = _("aperture di dati protetti")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="seal_is_opened_by_two_people",
                violation_error_message=_("Chi chiede non può approvare: serve un'altra persona."),
            ),
            models.CheckConstraint(
                condition=~Q(state=SealState.APPROVED)
                | Q(decided_by__isnull=False, until__isnull=False),
                name="seal_approval_has_an_approver_and_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(compartment=Compartment.ADOPTION) | ~Q(court_act=""),
                name="seal_of_an_adoption_needs_a_court",
                violation_error_message=_("Per un'adozione serve l'atto del tribunale."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_compartment_display()} ({self.get_state_display()})"
