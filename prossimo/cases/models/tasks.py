"""What somebody said they would do for a case, and how somebody was heard again once it was closed."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import Part, PresenceKind
from prossimo.cases.choices.meetings import HeardHow, HowItGoes, TaskState
from prossimo.cases.models.case import Case, OfCase
from prossimo.cases.models.meetings import CaseMeeting
from prossimo.cases.models.sight import cases_seen
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned


class CaseTaskQuerySet(PersonalQuerySet["CaseTask"]):
    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """Of the project one was given, of the meetings one is called to, and one's own.

        The set twin of `policies.meetings.may_read_task`.
        """
        if not actor.has(Right.CASE_READ):
            return self.none().scoped("nobody")
        planned = cases_seen(actor, Part.PLAN, of)
        if of is not None and planned:
            return self.filter(case__in=planned).scoped("actor")
        near = Q(post=actor.post_id) | Q(meeting__in=CaseMeeting.objects.visible_to(actor, of))
        mine = Q(case__in=planned) | near & Q(case__in=cases_seen(actor, of=of))
        return self.filter(mine).scoped("actor")

    def open(self) -> Self:
        return self.filter(state=TaskState.OPEN)

    def for_list(self) -> Self:
        return self.select_related("case", "post__user", "post__organisation", "person")


@tracked()
class CaseTask(Versioned):
    """Something to do for a case: what, who does it, by when, how it ended."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "case", "meeting", "kind", "post", "by"],
            TECHNICAL,
        ),
        **dict.fromkeys(["person", "name"], IDENTITY),
        **dict.fromkeys(["due_on", "state", "closed_on"], CONTACT),
        **dict.fromkeys(["what", "closing"], NARRATIVE),
    }

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="tasks"
    )
    meeting = models.ForeignKey(
        CaseMeeting, models.CASCADE, verbose_name=_("deciso nell'incontro"), null=True, blank=True,
        related_name="tasks",
    )  # fmt: skip
    what = models.CharField(_("che cosa c'è da fare"), max_length=400)
    kind = models.CharField(_("chi lo fa"), max_length=6, choices=PresenceKind)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("persona"), null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("operatore"), null=True, blank=True,
        related_name="case_tasks",
    )  # fmt: skip
    name = models.CharField(_("nome"), max_length=160, blank=True)
    due_on = models.DateField(_("entro il"))
    state = models.CharField(_("stato"), max_length=7, choices=TaskState, default=TaskState.OPEN)
    closed_on = models.DateField(_("concluso il"), null=True, blank=True)
    closing = models.CharField(_("com'è andata"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("scritto da"), related_name="+")

    objects = CaseTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("compito di una presa in carico")
        verbose_name_plural = _("compiti delle prese in carico")
        ordering = ["due_on", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PresenceKind.PERSON, person__isnull=False, post=None, name="")
                | Q(kind=PresenceKind.WORKER, person=None, post__isnull=False, name="")
                | (Q(kind=PresenceKind.OTHER, person=None, post=None) & ~Q(name="")),
                name="task_is_of_one_hand",
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, closed_on=None)
                | ~Q(state=TaskState.OPEN) & Q(closed_on__isnull=False),
                name="task_dated_iff_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TaskState.DROPPED, TaskState.HANDED]) | ~Q(closing=""),
                name="task_dropped_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "due_on"], name="task_by_case"),
            models.Index(
                fields=["post", "due_on"],
                condition=Q(state=TaskState.OPEN),
                name="task_open_by_post",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("cases:task", args=[self.case_id, self.pk])

    @property
    def who(self) -> str:
        if self.person is not None:
            return self.person.full_name
        return self.post.user.get_full_name() if self.post is not None else self.name

    @property
    def late(self) -> bool:
        return self.state == TaskState.OPEN and self.due_on < today()


@tracked()
class CaseFollowUp(Versioned):
    """Somebody heard again after their case was closed: how it goes, and whether it opens again."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "case", "by", "post"], TECHNICAL
        ),
        **dict.fromkeys(["heard_on", "how", "goes", "again_on", "reopened"], CONTACT),
        "text": NARRATIVE,
    }

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="follow_ups"
    )
    heard_on = models.DateField(_("risentita il"), default=today)
    how = models.CharField(_("come"), max_length=7, choices=HeardHow)
    goes = models.CharField(_("come va"), max_length=7, choices=HowItGoes)
    text = models.TextField(_("che cosa racconta"), max_length=4000, blank=True)
    again_on = models.DateField(_("da risentire ancora il"), null=True, blank=True)
    reopened = models.BooleanField(_("si è riaperta"), default=False)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("scritto da"), related_name="+")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("incarico"), null=True, blank=True, related_name="+"
    )

    objects = OfCase["CaseFollowUp"].as_manager()

    class Meta:
        verbose_name = _("contatto dopo la chiusura")
        verbose_name_plural = _("contatti dopo la chiusura")
        ordering = ["-heard_on", "-created_at", "pk"]
        indexes = [models.Index(fields=["case", "-heard_on"], name="follow_up_by_case")]

    def __str__(self) -> str:
        return f"{self.heard_on:%d/%m/%Y} {self.get_goes_display()}"
