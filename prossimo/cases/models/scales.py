"""Scales: how much somebody does by themself, on a published scale, item by item, over time."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Part, ScaleSource, ScaleState
from prossimo.cases.models.case import Case
from prossimo.cases.models.sight import cases_seen
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned

WHOLE = [ScaleState.COMPLETED, ScaleState.CORRECTED]


class ScaleSheetQuerySet(PersonalQuerySet["ScaleSheet"]):
    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """Of the cases whose health one was given: the set twin of `policies.may_read_scale`."""
        return self.filter(case__in=cases_seen(actor, Part.HEALTH, of)).scoped("actor")

    def completed(self) -> Self:
        """What counts: whole, and not corrected since."""
        return self.filter(state=ScaleState.COMPLETED)

    def for_list(self) -> Self:
        """With the one that each corrects, and the one that corrects it."""
        return self.select_related("author", "person", "corrects", "corrected_by__author")


@tracked()
class ScaleSheet(Versioned):
    """One filling of a scale about a person: under which convention, from whom, with which total."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "case", "edition", "author", "post",
             "corrects"],
            TECHNICAL,
        ),
        "person": IDENTITY,
        **dict.fromkeys(["state", "done_on"], CONTACT),
        **dict.fromkeys(
            ["scale", "convention", "source", "informant", "note", "total", "why"], NARRATIVE
        ),
    }  # fmt: skip

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="scales"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("di chi"), related_name="scale_sheets"
    )
    scale = models.CharField(_("scala"), max_length=16)  # key of a declared scale
    edition = models.CharField(_("edizione"), max_length=16)
    convention = models.CharField(_("convenzione"), max_length=16)
    state = models.CharField(_("stato"), max_length=9, choices=ScaleState, default=ScaleState.DRAFT)
    done_on = models.DateField(_("rilevata il"), default=today)
    source = models.CharField(
        _("da dove vengono le risposte"), max_length=8, choices=ScaleSource,
        default=ScaleSource.OBSERVED,
    )  # fmt: skip
    informant = models.CharField(_("riferita da"), max_length=160, blank=True)
    note = models.TextField(_("nota"), max_length=2000, blank=True)
    total = models.PositiveSmallIntegerField(_("totale"), null=True, blank=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("rettifica"),
        null=True,
        blank=True,
        related_name="corrected_by",
    )
    why = models.CharField(_("perché si rettifica"), max_length=300, blank=True)
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("scritta da"), related_name="+")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("incarico"), null=True, blank=True, related_name="+"
    )

    objects = ScaleSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheda di una scala")
        verbose_name_plural = _("schede delle scale")
        ordering = ["-done_on", "-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "scale"],
                condition=Q(state=ScaleState.DRAFT),
                name="scale_one_draft_a_person_and_scale",
                violation_error_message=_("C'è già una bozza di questa scala: continua quella."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=WHOLE, total__isnull=False)
                | ~Q(state__in=WHOLE) & Q(total=None),
                name="scale_totalled_iff_completed",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, why="") | Q(corrects__isnull=False) & ~Q(why=""),
                name="scale_corrects_iff_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["case", "scale", "-done_on"], name="scale_by_case")]

    def __str__(self) -> str:
        return f"{self.scale} {self.done_on:%d/%m/%Y}"


class OfSheet(PersonalQuerySet["ScaleAnswer"]):
    def visible_to(self, actor: Actor) -> Self:
        """The set twin of `policies.may_read_scale_answer`."""
        return self.filter(sheet__in=ScaleSheet.objects.visible_to(actor)).scoped("actor")


@tracked()
class ScaleAnswer(Versioned):
    """The option chosen for one item of a scale, and its points on that day."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "version", "created_at", "changed_at", "sheet", "item"], TECHNICAL),
        **dict.fromkeys(["option", "points"], NARRATIVE),
    }

    sheet = models.ForeignKey(
        ScaleSheet, models.CASCADE, verbose_name=_("scheda"), related_name="answers"
    )
    item = models.CharField(_("voce"), max_length=24)
    option = models.CharField(_("scelta"), max_length=24, blank=True)  # empty: taken back
    points = models.PositiveSmallIntegerField(_("punti"), default=0)

    objects = OfSheet.as_manager()

    class Meta:
        verbose_name = _("risposta di una scala")
        verbose_name_plural = _("risposte delle scale")
        ordering = ["sheet", "item", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="scale_answer_one_an_item")
        ]

    def __str__(self) -> str:
        return self.item
