"""Files that may be of one person, what was decided of them, and merges that can be undone."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import LookState, PairFinder, PairState
from prossimo.citizens.models.people import Person
from prossimo.core.history import tracked
from prossimo.core.privacy import IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.territory.models import Ambito


class DuplicatePairQuerySet(PersonalQuerySet["DuplicatePair"]):
    def visible_to(self, actor: Actor) -> Self:
        """Pairs of which the actor may see both, where the right to judge is held."""
        people = Person.objects.visible_to(actor, Right.PERSON_MERGE).values("pk")
        return self.filter(left__in=people, right__in=people).scoped("actor")

    def waiting(self) -> Self:
        return self.filter(state=PairState.WAITING)


@tracked()
class DuplicatePair(Versioned):
    """Two files that look like one person, with the reasons; `left` has the smaller number."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            [
                "id", "version", "created_at", "changed_at", "ambito", "left", "right", "score",
                "found_by", "found_at", "state", "decided_by", "decided_at",
            ],
            TECHNICAL,
        ),
        "reasons": IDENTITY,
        "note": NARRATIVE,
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    left = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("prima scheda"), related_name="+"
    )
    right = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("seconda scheda"), related_name="+"
    )
    score = models.FloatField(_("somiglianza"))  # 0 to 1
    reasons = models.JSONField(_("motivi"), default=list)  # [{"part", "level", "weight"}, …]
    found_by = models.CharField(_("trovata da"), max_length=10, choices=PairFinder)
    found_at = models.DateTimeField(_("trovata il"), auto_now_add=True)
    state = models.CharField(
        _("stato"), max_length=10, choices=PairState, default=PairState.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("decisa da"),
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decisa il"), null=True, blank=True)
    note = models.CharField(_("nota"), max_length=300, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("probabile doppione")
        verbose_name_plural = _("probabili doppioni")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="pair_is_in_order"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="pair_score_is_a_share"
            ),
        ]
        indexes = [
            models.Index(fields=["ambito", "state", "-score"], name="pair_by_what_waits"),
            models.Index(fields=["right"], name="pair_by_right"),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} = {self.right_id}?"


class MergeQuerySet(PersonalQuerySet["Merge"]):
    def visible_to(self, actor: Actor) -> Self:
        """Merges into a file that the actor may see."""
        people = Person.objects.visible_to(actor).values("pk")
        gone = Person.objects.absorbed(actor).values("pk")
        return self.filter(Q(kept__in=people) | Q(kept__in=gone)).scoped("actor")


@tracked()
class Merge(Versioned):
    """One file absorbed another; undone, the two are known to be different people."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            [
                "id", "version", "created_at", "changed_at", "ambito", "kept", "gone", "by",
                "undone_by", "undone_at",
            ],
            TECHNICAL,
        ),
        **dict.fromkeys(["before", "after"], NARRATIVE),
        **dict.fromkeys(["reason", "undone_why"], NARRATIVE),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    kept = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("scheda rimasta"), related_name="merges"
    )
    gone = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("scheda confluita"), related_name="merged_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("unite da"), related_name="+"
    )
    reason = models.CharField(_("perché"), max_length=300, blank=True)
    before = models.JSONField(_("dati della scheda rimasta, prima"), default=dict)
    after = models.JSONField(_("dati della scheda rimasta, dopo"), default=dict)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("separate da"),
        null=True,
        blank=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("separate il"), null=True, blank=True)
    undone_why = models.CharField(_("perché separate"), max_length=300, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("unione di schede")
        verbose_name_plural = _("unioni di schede")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at=None),
                name="merge_a_file_goes_to_one_place",
                violation_error_message=_("Questa scheda è già confluita in un'altra."),
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two_files"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class MergeMove(Record):
    """One row that a merge took from the file that went to the one that stayed: how to go back."""

    merge = models.ForeignKey(
        Merge, models.CASCADE, verbose_name=_("unione di schede"), related_name="moves"
    )
    table_name = models.CharField(_("tabella"), max_length=63)
    column_name = models.CharField(_("colonna"), max_length=63)
    row_id = models.CharField(_("riga"), max_length=40)
    was = models.UUIDField(_("di chi era"), null=True)
    became = models.UUIDField(_("di chi è diventata"), null=True)

    class Meta:
        verbose_name = _("riga spostata da un'unione")
        verbose_name_plural = _("righe spostate da un'unione")
        ordering = ["merge", "table_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merge", "table_name", "column_name", "row_id"], name="merge_move_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"


SILENT = dt.timedelta(minutes=5)  # a look that says nothing for so long was interrupted


class DoublesLookQuerySet(models.QuerySet["DoublesLook"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the ambito, for who may judge what they find."""
        if not actor.has(Right.PERSON_MERGE):
            return self.none()
        return self.filter(ambito=actor.ambito_id)

    def under_way(self) -> Self:
        """Queued or running, and heard of lately."""
        return self.filter(
            state__in=[LookState.QUEUED, LookState.RUNNING],
            heard_at__gte=timezone.now() - SILENT,
        )


class DoublesLook(Record):
    """One comparison of every file with every other: how far it is, and what it found.

    It names nobody: who asked is in the journal.
    """

    ambito = models.ForeignKey(Ambito, models.CASCADE, verbose_name=_("Ambito"))
    state = models.CharField(_("stato"), max_length=8, choices=LookState, default=LookState.QUEUED)
    asked_at = models.DateTimeField(_("chiesta il"), default=timezone.now)
    heard_at = models.DateTimeField(_("ultimo segno di vita"), default=timezone.now)
    ended_at = models.DateTimeField(_("finita il"), null=True, blank=True)
    done = models.PositiveIntegerField(_("passi fatti"), default=0)
    total = models.PositiveIntegerField(_("passi da fare"), default=0)
    found = models.PositiveIntegerField(_("coppie trovate"), default=0)
    fresh = models.PositiveIntegerField(_("coppie nuove"), default=0)
    error = models.CharField(_("perché non è riuscita"), max_length=300, blank=True)

    objects = DoublesLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("ricerca dei doppioni")
        verbose_name_plural = _("ricerche dei doppioni")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%d/%m/%Y %H:%M} {self.get_state_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.ended_at is None and not self.is_interrupted

    @property
    def is_interrupted(self) -> bool:
        return self.ended_at is None and self.heard_at < timezone.now() - SILENT
