"""The analysis of a case: what the national forms ask, answered item by item, more than once over time."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Part, SheetState
from prossimo.cases.models.case import Case
from prossimo.cases.models.sight import cases_seen
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned


class CaseAnalysisQuerySet(PersonalQuerySet["CaseAnalysis"]):
    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """Of the cases whose plan one was given: the set twin of `policies.may_read_analysis`."""
        return self.filter(case__in=cases_seen(actor, Part.PLAN, of)).scoped("actor")

    def completed(self) -> Self:
        return self.filter(state=SheetState.COMPLETED)

    def for_list(self) -> Self:
        return self.select_related("author")


@tracked()
class CaseAnalysis(Versioned):
    """One filling of a declared questionnaire: which edition, since when, whether it is complete."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "case", "form", "edition", "author",
             "post"],
            TECHNICAL,
        ),
        **dict.fromkeys(["state", "begun_on", "completed_on"], CONTACT),
        **dict.fromkeys(["outcome", "outcome_why", "summary"], NARRATIVE),
    }  # fmt: skip

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="analyses"
    )
    form = models.CharField(_("modulo"), max_length=16)  # key of a declared questionnaire
    edition = models.CharField(_("edizione"), max_length=16)
    state = models.CharField(_("stato"), max_length=9, choices=SheetState, default=SheetState.DRAFT)
    begun_on = models.DateField(_("cominciata il"), default=today)
    completed_on = models.DateField(_("completata il"), null=True, blank=True)
    outcome = models.CharField(_("esito"), max_length=16, blank=True)
    outcome_why = models.CharField(_("perché un altro esito"), max_length=500, blank=True)
    summary = models.TextField(_("in sintesi"), max_length=4000, blank=True)
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("scritta da"), related_name="+")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("incarico"), null=True, blank=True, related_name="+"
    )

    objects = CaseAnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = _("analisi di una presa in carico")
        verbose_name_plural = _("analisi delle prese in carico")
        ordering = ["-begun_on", "-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "form"],
                condition=Q(state=SheetState.DRAFT),
                name="analysis_one_draft_a_case_and_form",
                violation_error_message=_("C'è già una bozza di questo modulo: continua quella."),
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.COMPLETED, completed_on__isnull=False)
                | ~Q(state=SheetState.COMPLETED) & Q(completed_on=None),
                name="analysis_completed_iff_dated",
            ),
        ]
        indexes = [models.Index(fields=["case", "-begun_on"], name="analysis_by_case")]

    def __str__(self) -> str:
        return f"{self.form} {self.begun_on:%d/%m/%Y}"


class AnalysisAnswerQuerySet(PersonalQuerySet["AnalysisAnswer"]):
    def visible_to(self, actor: Actor) -> Self:
        """Health only for who was given it: the set twin of `policies.may_read_answer`."""
        rows = self.filter(analysis__in=CaseAnalysis.objects.visible_to(actor))
        healthy = cases_seen(actor, Part.HEALTH)
        return rows.filter(Q(part=Part.PLAN) | Q(analysis__case__in=healthy)).scoped("actor")


@tracked()
class AnalysisAnswer(Versioned):
    """The answer to one question, of the household or of one person, and where it was known from."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "analysis", "item", "part"], TECHNICAL
        ),
        "person": IDENTITY,
        **dict.fromkeys(["chosen", "text", "source"], NARRATIVE),
    }

    analysis = models.ForeignKey(
        CaseAnalysis, models.CASCADE, verbose_name=_("analisi"), related_name="answers"
    )
    item = models.CharField(_("domanda"), max_length=40)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("di chi"), null=True, blank=True, related_name="+"
    )
    part = models.CharField(_("parte"), max_length=8, choices=Part, default=Part.PLAN)
    chosen = ArrayField(
        models.CharField(max_length=24), verbose_name=_("scelte"), default=list, blank=True
    )
    text = models.TextField(_("in parole"), max_length=4000, blank=True)
    source = models.CharField(_("da dove si sa"), max_length=200, blank=True)

    objects = AnalysisAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("risposta di un'analisi")
        verbose_name_plural = _("risposte delle analisi")
        ordering = ["analysis", "item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "item", "person"],
                nulls_distinct=False,
                name="analysis_answer_one_an_item_and_person",
            ),
            models.CheckConstraint(
                condition=Q(part__in=[Part.PLAN, Part.HEALTH]),
                name="analysis_answer_of_plan_or_health",
            ),
        ]

    def __str__(self) -> str:
        return self.item
