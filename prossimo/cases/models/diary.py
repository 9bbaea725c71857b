"""The diary of a case: what happened, who took part, and what only its author reads."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import EntryKind, Part, PresenceKind
from prossimo.cases.models.case import Case
from prossimo.cases.models.note_access import NoteAccess
from prossimo.cases.models.sight import cases_seen
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, SEALED, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned


class DiaryEntryQuerySet(PersonalQuerySet["DiaryEntry"]):
    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """Entries of the cases whose diary one was given: the set twin of `policies.may_read_diary`."""
        if not actor.has(Right.DIARY_READ):
            return self.none().scoped("nobody")
        return self.filter(case__in=cases_seen(actor, Part.DIARY, of)).scoped("actor")

    def for_list(self) -> Self:
        return self.select_related("author", "post__organisation")


@tracked()
class DiaryEntry(Versioned):
    """Something that happened in a case: an interview, a visit, a call, a meeting."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "case", "author", "post"], TECHNICAL
        ),
        **dict.fromkeys(["kind", "happened_at", "minutes", "place"], CONTACT),
        "text": NARRATIVE,
    }

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="entries"
    )
    kind = models.CharField(_("che cosa"), max_length=9, choices=EntryKind)
    happened_at = models.DateTimeField(_("quando"), default=timezone.now)
    minutes = models.PositiveSmallIntegerField(_("minuti"), null=True, blank=True)
    place = models.CharField(_("dove"), max_length=160, blank=True)
    text = models.TextField(_("che cosa è successo"), max_length=20_000)
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("scritta da"), related_name="+")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("incarico"), null=True, blank=True, related_name="+"
    )

    objects = DiaryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("pagina di diario")
        verbose_name_plural = _("pagine di diario")
        ordering = ["-happened_at", "pk"]
        indexes = [models.Index(fields=["case", "-happened_at"], name="diary_by_case")]

    def __str__(self) -> str:
        return f"{self.happened_at:%d/%m/%Y} {self.get_kind_display()}"


class OfEntry(PersonalQuerySet["EntryPresence"]):
    def visible_to(self, actor: Actor) -> Self:
        """The set twin of `policies.may_read_diary`."""
        return self.filter(entry__in=DiaryEntry.objects.visible_to(actor)).scoped("actor")


@tracked()
class EntryPresence(Record):
    """Who took part in what a page of diary tells."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "entry", "kind", "post"], TECHNICAL),
        **dict.fromkeys(["person", "name"], IDENTITY),
    }

    entry = models.ForeignKey(
        DiaryEntry, models.CASCADE, verbose_name=_("pagina di diario"), related_name="presences"
    )
    kind = models.CharField(_("chi è"), max_length=6, choices=PresenceKind)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("persona"), null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("operatore"), null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("nome"), max_length=160, blank=True)

    objects = OfEntry.as_manager()

    class Meta:
        verbose_name = _("presenza in una pagina di diario")
        verbose_name_plural = _("presenze nelle pagine di diario")
        ordering = ["entry", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PresenceKind.PERSON, person__isnull=False, post=None, name="")
                | Q(kind=PresenceKind.WORKER, person=None, post__isnull=False, name="")
                | (Q(kind=PresenceKind.OTHER, person=None, post=None) & ~Q(name="")),
                name="presence_is_of_one_kind",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class CaseNoteQuerySet(PersonalQuerySet["CaseNote"]):
    def visible_to(self, actor: Actor) -> Self:
        """What one wrote, and what one opened by law: the set twin of `policies.may_read_case_note`."""
        seen = DiaryEntry.objects.visible_to(actor)
        by_law = NoteAccess.objects.open_to(actor).values("note_id")
        mine = Q(author=actor.user_id, entry__in=seen)
        return self.filter(mine | Q(pk__in=by_law)).scoped("actor")

    def written_by(self, actor: Actor) -> Self:
        """One's own only."""
        return self.visible_to(actor).filter(author=actor.user_id)


@tracked()
class CaseNote(Versioned):
    """What only its author reads (annotazione riservata) beside a page of diary."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "entry", "author"], TECHNICAL
        ),
        "text": SEALED,
    }

    entry = models.ForeignKey(
        DiaryEntry, models.CASCADE, verbose_name=_("pagina di diario"), related_name="notes"
    )
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("autore"), related_name="+")
    text = models.TextField(_("annotazione riservata"), max_length=8000)

    objects = CaseNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("annotazione riservata di una presa in carico")
        verbose_name_plural = _("annotazioni riservate delle prese in carico")
        ordering = ["entry_id", "pk"]  # without the page: who opens a note by law sees none
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "author"], name="case_note_one_an_author_and_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%d/%m/%Y}"
