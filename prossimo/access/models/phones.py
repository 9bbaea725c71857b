"""Telephones prepared for writing contacts without network: what lets them send, and no more."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor
from prossimo.core.records import Record
from prossimo.territory.models import Ambito


class OutreachPhoneQuerySet(models.QuerySet["OutreachPhone"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own: the set twin of `policies.outreach.may_read_phone`."""
        return self.filter(user=actor.user_id) if actor.user_id else self.none()


class OutreachPhone(Record):
    """A telephone made ready by somebody in a post; taken off the list, it hands in nothing more."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("preparato da"), related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("incarico"), related_name="+")
    name = models.CharField(_("nome del telefono"), max_length=60, blank=True)
    prepared_at = models.DateTimeField(_("preparato il"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("tolto il"), null=True, blank=True)

    objects = OutreachPhoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("telefono preparato")
        verbose_name_plural = _("telefoni preparati")
        ordering = ["-prepared_at", "pk"]

    def __str__(self) -> str:
        return self.name or f"{self.prepared_at:%d/%m/%Y}"
