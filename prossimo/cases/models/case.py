"""A case: a person or a household taken in charge, from the report to the closure."""

import datetime as dt
from typing import ClassVar, Generic, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.access.models import CaseProposal
from prossimo.access.models.steps import STEP_CLASSES, Step
from prossimo.accounts.choices import UserArea
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.cases.choices import (
    LIVE_STATES,
    CaseSource,
    CaseState,
    CloseOutcome,
    Intensity,
    MemberRole,
    Part,
    Weight,
    WorkerRole,
)
from prossimo.cases.models.sight import by_glass, cases_seen
from prossimo.cases.models.silence import silence
from prossimo.cases.rules import attention_on, silent_from
from prossimo.catalogue.models import Need
from prossimo.citizens.models import Household, Person
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField, today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned
from prossimo.territory.models import Ambito, Municipality, Neighbourhood

M = TypeVar("M", bound=models.Model)
EVERY_PART = [str(part) for part in Part]


def every_part() -> list[str]:
    return list(EVERY_PART)


class CaseQuerySet(PersonalQuerySet["Case"]):
    def visible_to(self, actor: Actor, right: Right = Right.CASE_READ) -> Self:
        """One's own cases; who has them all sees those that are not reserved.

        The set twin of `policies.may_read_case`.
        """
        reach = actor.reach(right)
        if reach is None:
            return self.none().scoped("nobody")
        given = CaseWorker.objects.given_to(actor).values("case")
        mine = Q(pk__in=given) | by_glass(actor, right)
        rows = self.filter(ambito=actor.ambito_id, archived=False)
        if reach is not Reach.AMBITO:
            return rows.filter(mine).scoped("actor")
        all_of_them = Q(restricted=False)
        if actor.municipality_id:
            all_of_them &= Q(municipality=None) | Q(municipality=actor.municipality_id)
        return rows.filter(mine | all_of_them).scoped("actor")

    def live(self) -> Self:
        return self.filter(state__in=LIVE_STATES)

    def open_on(self, day: dt.date) -> Self:
        """In charge on that day, suspended ones too."""
        return self.filter(taken_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def silent_on(self, day: dt.date) -> Self:
        return self.filter(silence(day))

    def for_list(self) -> Self:
        """What one row of the list shows, and no more."""
        return self.select_related("person", "owner__user", "neighbourhood").defer(
            "neighbourhood__boundary"
        )


@tracked()
class Case(Versioned):
    """A presa in carico: about whom, why, how much it asks, in whose hands, since when."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "municipality", "number",
             "source", "proposal", "opened_by", "restricted", "archived"],
            TECHNICAL,
        ),
        **dict.fromkeys(["person", "household"], IDENTITY),
        **dict.fromkeys(
            ["neighbourhood", "user_area", "intensity", "owner", "state", "reported_on",
             "taken_on", "suspended_on", "closed_on", "outcome", "last_heard_on", "review_on",
             "follow_up_on"],
            CONTACT,
        ),
        **dict.fromkeys(
            ["why", "at_risk", "protected", "intensity_why", "closing"], NARRATIVE
        ),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, verbose_name=_("quartiere"), null=True, blank=True
    )
    number = models.CharField(_("numero"), max_length=12)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("persona"), related_name="cases"
    )
    household = models.ForeignKey(
        Household, models.PROTECT, verbose_name=_("nucleo familiare"), null=True, blank=True,
        related_name="cases",
    )  # fmt: skip
    user_area = models.CharField(_("area"), max_length=3, choices=UserArea)
    intensity = models.CharField(
        _("intensità"), max_length=10, choices=Intensity, default=Intensity.LIGHT
    )
    intensity_why = models.CharField(
        _("perché un'altra intensità"), max_length=500, blank=True
    )  # empty: as the rule proposes
    at_risk = models.BooleanField(_("c'è un rischio"), default=False)
    protected = models.BooleanField(_("c'è un provvedimento o una tutela"), default=False)
    restricted = models.BooleanField(_("riservata"), default=False)
    archived = models.BooleanField(_("in archivio"), default=False)
    source = models.CharField(
        _("da dove nasce"), max_length=8, choices=CaseSource, default=CaseSource.DIRECT
    )
    proposal = models.OneToOneField(
        CaseProposal,
        models.PROTECT,
        verbose_name=_("proposta"),
        null=True,
        blank=True,
        related_name="case",
    )
    why = models.TextField(_("perché nasce"), max_length=4000)
    state = models.CharField(
        _("stato"), max_length=9, choices=CaseState, default=CaseState.PROPOSED
    )
    owner = models.ForeignKey(
        Post,
        models.PROTECT,
        verbose_name=_("titolare"),
        null=True,
        blank=True,
        related_name="owned_cases",
    )
    opened_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("aperta da"), related_name="+"
    )
    reported_on = models.DateField(_("segnalata il"), default=today)
    taken_on = models.DateField(_("in carico dal"), null=True, blank=True)
    suspended_on = models.DateField(_("sospesa dal"), null=True, blank=True)
    closed_on = models.DateField(_("chiusa il"), null=True, blank=True)
    outcome = models.CharField(_("esito"), max_length=7, choices=CloseOutcome, blank=True)
    closing = models.TextField(_("che cosa si è concluso"), blank=True, max_length=4000)
    last_heard_on = models.DateField(_("ultima notizia"), default=today)
    review_on = models.DateField(_("da rivedere il"), null=True, blank=True)
    follow_up_on = models.DateField(_("da risentire il"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("presa in carico")
        verbose_name_plural = _("prese in carico")
        ordering = ["-reported_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ambito", "number"], name="case_one_number_an_ambito"),
            models.UniqueConstraint(
                fields=["person", "user_area"],
                condition=Q(state__in=LIVE_STATES),
                name="case_one_live_a_person_and_area",
                violation_error_message=_(
                    "Questa persona ha già una presa in carico aperta in quest'area."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_on__isnull=False) & ~Q(outcome="")
                | ~Q(state=CaseState.CLOSED) & Q(closed_on=None, outcome=""),
                name="case_closed_iff_dated_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.IN_CHARGE, CaseState.SUSPENDED])
                | Q(taken_on__isnull=False, owner__isnull=False),
                name="case_in_charge_of_somebody_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.PROPOSED) | ~Q(owner=None) | Q(state=CaseState.CLOSED),
                name="case_assigned_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.SUSPENDED, suspended_on__isnull=False)
                | ~Q(state=CaseState.SUSPENDED) & Q(suspended_on=None),
                name="case_suspended_iff_dated",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(taken_on=None)
                | Q(closed_on__gte=models.F("taken_on")),
                name="case_ends_after_it_begins",
                violation_error_message=_("Non può chiudersi prima di cominciare."),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-reported_on"], name="case_by_person"),
            models.Index(
                fields=["owner", "last_heard_on"],
                condition=Q(state__in=LIVE_STATES),
                name="case_live_by_owner",
            ),
            models.Index(fields=["ambito", "state", "-reported_on"], name="case_by_state"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def is_silent(self) -> bool:
        return self.is_live and self.silent_from() <= today()

    def silent_from(self) -> dt.date:
        return silent_from(self.intensity, self.last_heard_on, attention_on(today()))


class OfCase(PersonalQuerySet[M], Generic[M]):
    """Rows of a case: seen by who sees it, and was given that part of it."""

    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """The set twin of `policies.may_read_case`; of one case alone, where it is named."""
        return self.filter(case__in=cases_seen(actor, of=of)).scoped("actor")


class CaseWorkerQuerySet(OfCase["CaseWorker"]):
    def given_to(self, actor: Actor) -> Self:
        """What this post was given, in force today."""
        return self.filter(post=actor.post_id, period__contains=today()).scoped("one's own")

    def in_force(self) -> Self:
        return self.filter(period__contains=today())


@tracked()
class CaseWorker(Versioned):
    """Somebody who follows a case: in which role, from when to when, what they see of it and why."""

    field_classes: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ["id", "version", "created_at", "changed_at", "case", "post", "role", "period", "parts",
         "why", "by"],
        TECHNICAL,
    )  # fmt: skip

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="workers"
    )
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("chi"), related_name="case_work")
    role = models.CharField(_("ruolo"), max_length=12, choices=WorkerRole)
    period = PeriodField(_("dal, al"))
    parts = ArrayField(
        models.CharField(max_length=8, choices=Part),
        verbose_name=_("che cosa vede"),
        default=every_part,
        blank=True,
    )
    why = models.CharField(_("perché"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("aggiunto da"), related_name="+")

    objects = CaseWorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("operatore di una presa in carico")
        verbose_name_plural = _("operatori delle prese in carico")
        ordering = ["case", "role", "period", "pk"]
        indexes = [models.Index(fields=["post", "case"], name="caseworker_by_post")]

    def __str__(self) -> str:
        return str(self.get_role_display())

    @property
    def ended(self) -> bool:
        return today() not in self.period

    @property
    def last_day(self) -> dt.date | None:
        return self.period.upper - dt.timedelta(days=1) if self.period.upper else None

    @property
    def parts_in_words(self) -> str:
        if set(self.parts) >= set(EVERY_PART):
            return str(_("vede tutto"))
        opened = [str(Part(part).label) for part in EVERY_PART if part in self.parts]
        return ", ".join(opened) or str(_("vede solo di chi si tratta"))


@tracked()
class CaseMember(Versioned):
    """Somebody whom the case is about or who stands beside them, with dates."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "version", "created_at", "changed_at", "case"], TECHNICAL),
        **dict.fromkeys(["person", "role", "period", "apart_on"], IDENTITY),
        "note": NARRATIVE,
    }

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="members"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("persona"), related_name="case_roles"
    )
    role = models.CharField(_("nel caso è"), max_length=10, choices=MemberRole)
    period = PeriodField(_("dal, al"))
    apart_on = models.DateField(
        _("vive altrove dal"), null=True, blank=True
    )  # than who it is about
    note = models.CharField(_("nota"), max_length=300, blank=True)

    objects = OfCase["CaseMember"].as_manager()

    class Meta:
        verbose_name = _("persona di una presa in carico")
        verbose_name_plural = _("persone delle prese in carico")
        ordering = ["case", "period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(period__endswith=None),
                name="member_once_a_case_at_a_time",
                violation_error_message=_("Questa persona c'è già."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())


@tracked()
class CaseNeed(Versioned):
    """A need of the case (bisogno): how heavy, since when, and when it was met."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "version", "created_at", "changed_at", "case"], TECHNICAL),
        **dict.fromkeys(["need", "weight", "note", "found_on", "met_on"], NARRATIVE),
    }

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="needs"
    )
    need = models.ForeignKey(Need, models.PROTECT, verbose_name=_("bisogno"), related_name="+")
    weight = models.PositiveSmallIntegerField(_("quanto pesa"), choices=Weight)
    note = models.CharField(_("nota"), max_length=500, blank=True)
    found_on = models.DateField(_("rilevato il"), default=today)
    met_on = models.DateField(_("risolto il"), null=True, blank=True)

    objects = OfCase["CaseNeed"].as_manager()

    class Meta:
        verbose_name = _("bisogno di una presa in carico")
        verbose_name_plural = _("bisogni delle prese in carico")
        ordering = ["case", "met_on", "-weight", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "need"],
                condition=Q(met_on=None),
                name="case_need_once_at_a_time",
                violation_error_message=_("Questo bisogno c'è già."),
            )
        ]

    def __str__(self) -> str:
        return str(self.need)


@tracked()
class CaseStep(Step):
    """A move in the life of a case: who, when, from which state to which, why."""

    field_classes: ClassVar[dict[str, FieldClass]] = {"case": TECHNICAL, **STEP_CLASSES}

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="steps"
    )

    objects = OfCase["CaseStep"].as_manager()

    class Meta(Step.Meta):
        verbose_name = _("passo di una presa in carico")
        verbose_name_plural = _("passi delle prese in carico")
