"""The documents of a case: what they are, who gave them, which part of the case they belong to."""

from functools import reduce
from operator import or_
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import DocumentKind, Part, ScanResult
from prossimo.cases.models.case import Case
from prossimo.cases.models.diary import DiaryEntry
from prossimo.cases.models.meetings import CaseMeeting
from prossimo.cases.models.protection import CourtOrder
from prossimo.cases.models.sight import cases_seen, open_parts, with_part
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned


class CaseDocumentQuerySet(PersonalQuerySet["CaseDocument"]):
    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """Of the cases one sees, those of the parts one was given.

        The set twin of `policies.papers.may_read_document`.
        """
        if not actor.has(Right.DIARY_READ):
            return self.none().scoped("nobody")
        seen = cases_seen(actor, of=of)
        if of is not None:
            return self.filter(case__in=seen, part__in=open_parts(actor, of)).scoped("actor")
        every = Case.objects.unscoped("narrowed to what the actor sees, just below")
        of_its_part = [Q(part=part, case__in=every.filter(with_part(actor, part))) for part in Part]
        return self.filter(reduce(or_, of_its_part), case__in=seen).scoped("actor")

    def held(self) -> Self:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def for_list(self) -> Self:
        return self.select_related("author", "file")


@tracked()
class CaseDocument(Versioned):
    """A document of a case: what it is, when it is of, who put it there, and whether it still counts."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "case", "entry", "order", "meeting", "part",
             "author", "post", "withdrawn_at", "withdrawn_by"],
            TECHNICAL,
        ),
        **dict.fromkeys(["kind", "dated_on"], CONTACT),
        **dict.fromkeys(["title", "withdrawn_why"], NARRATIVE),
    }  # fmt: skip

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="documents"
    )
    entry = models.ForeignKey(
        DiaryEntry,
        models.SET_NULL,
        verbose_name=_("pagina di diario"),
        null=True,
        blank=True,
        related_name="documents",
    )
    order = models.ForeignKey(
        CourtOrder,
        models.SET_NULL,
        verbose_name=_("provvedimento"),
        null=True,
        blank=True,
        related_name="documents",
    )
    meeting = models.ForeignKey(
        CaseMeeting,
        models.SET_NULL,
        verbose_name=_("incontro"),
        null=True,
        blank=True,
        related_name="documents",
    )
    part = models.CharField(_("parte"), max_length=8, choices=Part, default=Part.PAPERS)
    kind = models.CharField(_("che cos'è"), max_length=8, choices=DocumentKind)
    title = models.CharField(_("titolo"), max_length=160)
    dated_on = models.DateField(_("data del documento"), default=today)
    author = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("caricato da"), related_name="+"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("incarico"), null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("ritirato il"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("ritirato da"),
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawn_why = models.CharField(_("perché è ritirato"), max_length=300, blank=True)

    objects = CaseDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("documento di una presa in carico")
        verbose_name_plural = _("documenti delle prese in carico")
        ordering = ["-dated_on", "-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="document_withdrawn_by_somebody_who_says_why",
            )
        ]
        indexes = [
            models.Index(fields=["case", "-dated_on"], name="document_by_case"),
            models.Index(
                fields=["entry"], condition=Q(entry__isnull=False), name="document_by_entry"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cases:document", args=[self.case_id, self.pk])


class DocumentFile(Record):
    """What of a document stands in the vault: where, under which key, how large, of which type.

    Written once. Taken away, the document stays as a line of the story that nobody can open.
    """

    document = models.OneToOneField(
        CaseDocument, models.CASCADE, verbose_name=_("documento"), related_name="file"
    )
    name = models.CharField(_("nome del file"), max_length=160)
    media = models.CharField(_("tipo di file"), max_length=8)  # a key of core.uploads.kinds
    size = models.PositiveIntegerField(_("grandezza"))
    sha256 = models.CharField(_("impronta"), max_length=64)
    address = models.CharField(_("indirizzo nell'archivio"), max_length=64, unique=True)
    key = models.BinaryField(_("chiave cifrata"), max_length=100)
    scan = models.CharField(_("antivirus"), max_length=9, choices=ScanResult)
    scanned_by = models.CharField(_("controllato da"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("file di un documento")
        verbose_name_plural = _("file dei documenti")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
