"""A step in the life of a thing: which move, from where to where, when, by whom, with which words."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.core.privacy import CONTACT, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import Record

STEP_CLASSES: dict[str, FieldClass] = {
    **dict.fromkeys(["id", "at", "by", "post", "signed"], TECHNICAL),
    **dict.fromkeys(["name", "source", "target"], CONTACT),
    "note": NARRATIVE,
}


class Step(Record):
    """One move that was made: written once, never changed."""

    name = models.CharField(_("passo"), max_length=20)
    source = models.CharField(_("da"), max_length=12, blank=True)
    target = models.CharField(_("a"), max_length=12)
    at = models.DateTimeField(_("quando"), default=timezone.now)
    by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("da chi"), null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("incarico"), null=True, blank=True, related_name="+"
    )
    signed = models.CharField(_("firmato da"), max_length=120, blank=True)  # who has no account
    note = models.TextField(_("nota"), blank=True, max_length=4000)

    field_classes: ClassVar[dict[str, FieldClass]]

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.name}"
