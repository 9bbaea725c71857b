"""Meetings on a case: who was called, who came, what was decided, and who signed the minutes."""

import datetime as dt
from typing import ClassVar, Generic, Self, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import Part, PresenceKind
from prossimo.cases.choices.meetings import (
    OPEN_MINUTES,
    Attendance,
    FindingResult,
    MeetingKind,
    MeetingState,
    SignedHow,
)
from prossimo.cases.models.case import Case
from prossimo.cases.models.plan import Goal
from prossimo.cases.models.plan_pieces import Commitment
from prossimo.cases.models.sight import cases_seen
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.periods import ROME, today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned

M = TypeVar("M", bound=models.Model)
LONGEST = 480  # minutes: a day of work


class CaseMeetingQuerySet(PersonalQuerySet["CaseMeeting"]):
    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """Of the project one was given, or to which one is called.

        The set twin of `policies.meetings.may_read_meeting`.
        """
        if not actor.has(Right.CASE_READ):
            return self.none().scoped("nobody")
        planned = cases_seen(actor, Part.PLAN, of)
        if of is not None and planned:
            return self.filter(case__in=planned).scoped("actor")
        called = MeetingPresence.objects.unscoped("one's own chair").filter(post=actor.post_id)
        invited = Q(pk__in=called.values("meeting"), case__in=cases_seen(actor, of=of))
        return self.filter(Q(case__in=planned) | invited).scoped("actor")

    def ahead(self) -> Self:
        return self.filter(state=MeetingState.PLANNED)

    def for_list(self) -> Self:
        return self.select_related("case", "post__user")


@tracked()
class CaseMeeting(Versioned):
    """People of several bodies around one case: when, where, about what, what was decided."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "case", "by", "post", "seal"], TECHNICAL
        ),
        **dict.fromkeys(
            ["kind", "state", "starts_at", "lasts", "place", "next_on", "written_at"], CONTACT
        ),
        **dict.fromkeys(["agenda", "discussed", "decisions", "cancelled_why", "sealed"], NARRATIVE),
    }

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="meetings"
    )
    kind = models.CharField(
        _("che incontro è"), max_length=6, choices=MeetingKind, default=MeetingKind.TEAM
    )
    state = models.CharField(
        _("stato"), max_length=9, choices=MeetingState, default=MeetingState.PLANNED
    )
    starts_at = models.DateTimeField(_("quando"))
    lasts = models.PositiveSmallIntegerField(
        _("minuti"), default=60, validators=[MinValueValidator(5), MaxValueValidator(LONGEST)]
    )
    place = models.CharField(_("dove"), max_length=160)
    agenda = models.TextField(_("ordine del giorno"), max_length=4000, blank=True)
    discussed = models.TextField(_("che cosa si è detto"), max_length=20_000, blank=True)
    decisions = models.TextField(_("che cosa si è deciso"), max_length=8000, blank=True)
    next_on = models.DateField(_("ci si rivede entro il"), null=True, blank=True)
    cancelled_why = models.CharField(_("perché è annullato"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("verbale chiuso il"), null=True, blank=True)
    seal = models.CharField(_("impronta del verbale"), max_length=64, blank=True)
    sealed = models.JSONField(_("verbale come si firma"), default=dict, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("fissato da"), related_name="+")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("incarico"), null=True, blank=True, related_name="+"
    )

    objects = CaseMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("incontro su un caso")
        verbose_name_plural = _("incontri sui casi")
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.WRITTEN, MeetingState.SIGNED])
                & Q(written_at__isnull=False)
                & ~Q(seal="")
                | ~Q(state__in=[MeetingState.WRITTEN, MeetingState.SIGNED])
                & Q(written_at=None, seal=""),
                name="meeting_sealed_iff_written",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED) | ~Q(cancelled_why=""),
                name="meeting_cancelled_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-starts_at"], name="meeting_by_case"),
            models.Index(
                fields=["starts_at"],
                condition=Q(state=MeetingState.PLANNED),
                name="meeting_ahead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("cases:meeting", args=[self.case_id, self.pk])

    @property
    def day(self) -> dt.date:
        """The civil day on which it begins."""
        return self.starts_at.astimezone(ROME).date()

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.lasts)

    @property
    def is_open(self) -> bool:
        """Whether its words may still change."""
        return self.state in OPEN_MINUTES

    @property
    def to_hold(self) -> bool:
        """Its hour has passed and nobody has said how it went."""
        return self.state == MeetingState.PLANNED and self.starts_at < timezone.now()

    def points(self) -> list[str]:
        """The agenda, one point a line."""
        return _lines(self.agenda)

    def decided(self) -> list[str]:
        return _lines(self.decisions)


def _lines(text: str) -> list[str]:
    return [line.strip(" -•\t") for line in text.splitlines() if line.strip(" -•\t")]


class OfMeeting(PersonalQuerySet[M], Generic[M]):
    """What hangs on a meeting: seen by who sees it."""

    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """The set twin of `policies.meetings.may_read_meeting`."""
        seen = CaseMeeting.objects.visible_to(actor, of)
        return self.filter(meeting__in=seen).scoped("actor")


@tracked()
class MeetingPresence(Versioned):
    """Somebody called to a meeting, from which body, and whether they came."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "meeting", "kind", "post", "attendance"],
            TECHNICAL,
        ),
        **dict.fromkeys(["person", "name", "body", "email"], IDENTITY),
    }

    meeting = models.ForeignKey(
        CaseMeeting, models.CASCADE, verbose_name=_("incontro"), related_name="presences"
    )
    kind = models.CharField(_("chi è"), max_length=6, choices=PresenceKind)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("persona"), null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("operatore"), null=True, blank=True,
        related_name="chairs",
    )  # fmt: skip
    name = models.CharField(_("nome"), max_length=160, blank=True)
    body = models.CharField(_("ente o ruolo"), max_length=160, blank=True)
    email = models.EmailField(_("posta elettronica"), blank=True)
    attendance = models.CharField(
        _("presenza"), max_length=8, choices=Attendance, default=Attendance.INVITED
    )

    objects = OfMeeting["MeetingPresence"].as_manager()

    class Meta:
        verbose_name = _("invitato a un incontro")
        verbose_name_plural = _("invitati agli incontri")
        ordering = ["meeting", "kind", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PresenceKind.PERSON, person__isnull=False, post=None, name="")
                | Q(kind=PresenceKind.WORKER, person=None, post__isnull=False, name="")
                | (Q(kind=PresenceKind.OTHER, person=None, post=None) & ~Q(name="")),
                name="chair_is_of_one_kind",
            ),
            models.UniqueConstraint(
                fields=["meeting", "post"],
                condition=Q(post__isnull=False),
                name="chair_once_a_post",
                violation_error_message=_("È già tra gli invitati."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="chair_once_a_person",
                violation_error_message=_("È già tra gli invitati."),
            ),
        ]
        indexes = [models.Index(fields=["post", "meeting"], name="chair_by_post")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def who(self) -> str:
        if self.person is not None:
            return self.person.full_name
        return self.post.user.get_full_name() if self.post is not None else self.name

    @property
    def whence(self) -> str:
        """The body they come from, or what they are."""
        if self.body or self.post is None:
            return self.body
        return str(self.post.organisation) if self.post.organisation_id else ""


@tracked()
class MeetingSignature(Record):
    """Somebody who signed the minutes as they were sealed, or would not."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "meeting", "how", "signed_on", "seal", "by", "at"], TECHNICAL),
        **dict.fromkeys(["name", "role"], IDENTITY),
    }

    meeting = models.ForeignKey(
        CaseMeeting, models.CASCADE, verbose_name=_("incontro"), related_name="signatures"
    )
    name = models.CharField(_("nome di chi firma"), max_length=160)
    role = models.CharField(_("in quale veste"), max_length=160, blank=True)
    how = models.CharField(_("come"), max_length=7, choices=SignedHow)
    signed_on = models.DateField(_("firmato il"), default=today)
    seal = models.CharField(_("impronta firmata"), max_length=64)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("registrata da"), related_name="+")
    at = models.DateTimeField(_("registrata il"), default=timezone.now)

    objects = OfMeeting["MeetingSignature"].as_manager()

    class Meta:
        verbose_name = _("firma di un verbale")
        verbose_name_plural = _("firme dei verbali")
        ordering = ["meeting", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "name"],
                name="signature_once_a_name",
                violation_error_message=_("Questa firma c'è già."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Finding(Versioned):
    """How one goal or one commitment stood when it was looked at: from what one saw it, what next."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "meeting", "goal", "commitment"],
            TECHNICAL,
        ),
        "result": CONTACT,
        **dict.fromkeys(["evidence", "next_step"], NARRATIVE),
    }

    meeting = models.ForeignKey(
        CaseMeeting, models.CASCADE, verbose_name=_("verifica"), related_name="findings"
    )
    goal = models.ForeignKey(
        Goal, models.PROTECT, verbose_name=_("obiettivo"), null=True, blank=True,
        related_name="findings",
    )  # fmt: skip
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, verbose_name=_("impegno"), null=True, blank=True,
        related_name="findings",
    )  # fmt: skip
    result = models.CharField(_("com'è andata"), max_length=7, choices=FindingResult)
    evidence = models.CharField(_("da che cosa lo si vede"), max_length=1000, blank=True)
    next_step = models.CharField(_("prossimo passo"), max_length=500, blank=True)

    objects = OfMeeting["Finding"].as_manager()

    class Meta:
        verbose_name = _("esito visto in una verifica")
        verbose_name_plural = _("esiti visti nelle verifiche")
        ordering = ["meeting", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(goal__isnull=False, commitment=None)
                | Q(goal=None, commitment__isnull=False),
                name="finding_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["meeting", "goal"], condition=Q(goal__isnull=False),
                name="finding_once_a_goal",
            ),
            models.UniqueConstraint(
                fields=["meeting", "commitment"], condition=Q(commitment__isnull=False),
                name="finding_once_a_commitment",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_result_display())
