"""A private note that who coordinates opened by law: one note, one hour, a trace that stays."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.cases.choices.diary import NoteGround
from prossimo.cases.models.case import Case
from prossimo.core.history import tracked
from prossimo.core.privacy import TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record
from prossimo.territory.models import Ambito, Municipality


class NoteAccessQuerySet(PersonalQuerySet["NoteAccess"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, those of one's notes, those of the place one reviews.

        The set twin of `policies.note_access.may_read_access`.
        """
        mine = Q(user=actor.user_id) | Q(author=actor.user_id)
        seen = mine if actor.user_id else Q(pk=None)
        if actor.reach(Right.GLASS_REVIEW) is Reach.AMBITO:
            here = Q(ambito=actor.ambito_id)
            if actor.municipality_id:
                here &= Q(municipality=None) | Q(municipality=actor.municipality_id)
            seen |= here
        return self.filter(seen).scoped("actor")

    def open_to(self, actor: Actor) -> Self:
        """Those that this post may still read by: the case is still of those it coordinates."""
        if actor.reach(Right.CASE_ASSIGN) is not Reach.AMBITO:
            return self.none().scoped("nobody")
        coordinated = Case.objects.visible_to(actor, Right.CASE_ASSIGN).filter(restricted=False)
        if actor.municipality_id:
            coordinated = coordinated.filter(
                Q(municipality=None) | Q(municipality=actor.municipality_id)
            )
        mine = self.filter(user=actor.user_id, post=actor.post_id, until__gt=Now())
        return mine.filter(case__in=coordinated).scoped("actor")


@tracked()
class NoteAccess(Record):
    """Who opened which note, by which law, with which reason, until when."""

    # What is written here is read by who reviews, who may see no file: nothing of the person.
    field_classes: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ["id", "ambito", "municipality", "case", "number", "note_id", "author", "user", "post",
         "ground", "why", "at", "until"],
        TECHNICAL,
    )  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="note_accesses"
    )
    number = models.CharField(_("numero"), max_length=12)
    note_id = models.UUIDField(_("annotazione riservata"))  # outlives the note
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("scritta da"), related_name="+")
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("chi"), related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("incarico"), related_name="+")
    ground = models.CharField(_("per quale legge"), max_length=6, choices=NoteGround)
    why = models.CharField(_("con quale motivo"), max_length=500)
    at = models.DateTimeField(_("aperta il"))
    until = models.DateTimeField(_("fino alle"))

    objects = NoteAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("accesso per legge a un'annotazione riservata")
        verbose_name_plural = _("accessi per legge alle annotazioni riservate")
        ordering = ["-at", "pk"]
        indexes = [models.Index(fields=["post", "until"], name="note_access_by_post")]

    def __str__(self) -> str:
        return f"{self.number}, {self.at:%d/%m/%Y %H:%M}"
