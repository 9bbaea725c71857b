"""Beside the diary: who is told of a page, and the texts that pages begin from."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.cases.choices import EntryKind
from prossimo.cases.models.diary import DiaryEntry
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.territory.models import Ambito


class EntryMentionQuerySet(PersonalQuerySet["EntryMention"]):
    def visible_to(self, actor: Actor) -> Self:
        """The set twin of `policies.diary.may_read_entry`."""
        return self.filter(entry__in=DiaryEntry.objects.visible_to(actor)).scoped("actor")


@tracked()
class EntryMention(Record):
    """Somebody who follows the case and is told of a page of diary."""

    field_classes: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ["id", "entry", "post", "at"], TECHNICAL
    )

    entry = models.ForeignKey(
        DiaryEntry, models.CASCADE, verbose_name=_("pagina di diario"), related_name="mentions"
    )
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("chi"), related_name="+")
    at = models.DateTimeField(_("quando"), auto_now_add=True)

    objects = EntryMentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("avviso di una pagina di diario")
        verbose_name_plural = _("avvisi di pagine di diario")
        ordering = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "post"], name="mention_once_an_entry")
        ]
        indexes = [models.Index(fields=["post", "-at"], name="mention_by_post")]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y}"


class EntryTemplateQuerySet(models.QuerySet["EntryTemplate"]):
    def visible_to(self, actor: Actor) -> Self:
        """Who writes in diaries, and who keeps these texts: twin of `policies.templates`."""
        keeps = actor.reach(Right.CASE_ASSIGN) is Reach.AMBITO
        if not (keeps or actor.has(Right.DIARY_WRITE)):
            return self.none()
        return self.filter(ambito=actor.ambito_id)

    def in_use(self) -> Self:
        return self.filter(models.Q(until=None) | models.Q(until__gt=today()))


class EntryTemplate(Versioned):
    """A text that a page of diary begins from (modello), by kind; in use until a day."""

    ambito = models.ForeignKey(Ambito, models.CASCADE, verbose_name=_("Ambito"))
    kind = models.CharField(_("che cosa"), max_length=9, choices=EntryKind)
    title = models.CharField(_("titolo"), max_length=80)
    text = models.TextField(_("testo"), max_length=8000)
    since = models.DateField(_("in uso dal"), default=today)
    until = models.DateField(_("non più dal"), null=True, blank=True)

    objects = EntryTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("modello di pagina di diario")
        verbose_name_plural = _("modelli di pagine di diario")
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "title"],
                condition=models.Q(until=None),
                name="entry_template_one_title_in_use",
                violation_error_message=_("C'è già un modello in uso con questo titolo."),
            )
        ]

    def __str__(self) -> str:
        return self.title
