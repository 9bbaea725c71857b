"""What of a case goes into the copy that a person gets of their file, read again piece by piece."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import User
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import OmitReason
from prossimo.cases.models.case import Case
from prossimo.cases.models.diary import DiaryEntry
from prossimo.cases.models.papers import CaseDocument
from prossimo.core.history import tracked
from prossimo.core.privacy import NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned


class CopyChoiceQuerySet(PersonalQuerySet["CopyChoice"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the page or the document: the set twin of `policies.copies.may_read_choice`."""
        pages = DiaryEntry.objects.visible_to(actor)
        papers = CaseDocument.objects.visible_to(actor)
        return self.filter(Q(entry__in=pages) | Q(document__in=papers)).scoped("actor")


@tracked()
class CopyChoice(Versioned):
    """A page of diary or a document: given to the person, or left out and why.

    It binds the text that was read: once that changes, it is to be read again.
    """

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "case", "entry", "document", "of_version",
             "given", "author"],
            TECHNICAL,
        ),
        **dict.fromkeys(["reason", "words"], NARRATIVE),
    }  # fmt: skip

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="copy_choices"
    )
    entry = models.OneToOneField(
        DiaryEntry,
        models.CASCADE,
        verbose_name=_("pagina di diario"),
        null=True,
        blank=True,
        related_name="copy_choice",
    )
    document = models.OneToOneField(
        CaseDocument,
        models.CASCADE,
        verbose_name=_("documento"),
        null=True,
        blank=True,
        related_name="copy_choice",
    )
    of_version = models.PositiveIntegerField(_("versione riletta"))
    given = models.BooleanField(_("si dà"))
    reason = models.CharField(
        _("perché si omette"), max_length=8, choices=OmitReason, blank=True, default=""
    )
    words = models.CharField(_("parole per la persona"), max_length=300, blank=True, default="")
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("riletta da"), related_name="+")

    objects = CopyChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("scelta per la copia dei dati")
        verbose_name_plural = _("scelte per la copia dei dati")
        ordering = ["case", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry=None, document__isnull=False)
                | Q(entry__isnull=False, document=None),
                name="copy_choice_of_one_piece",
            ),
            models.CheckConstraint(
                condition=Q(given=True, reason="", words="") | Q(given=False) & ~Q(reason=""),
                name="copy_choice_left_out_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(_("si dà") if self.given else self.get_reason_display())
