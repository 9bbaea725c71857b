"""Messages to citizens and providers: due when, sent when, never twice; content is not kept."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import MessageChannel, MessageKind
from prossimo.accounts.models import Post, User
from prossimo.core.history import tracked
from prossimo.core.privacy import CONTACT, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record
from prossimo.territory.models import Ambito


@tracked()
class Message(Record):
    """One message to somebody outside: to which address, about what, when it is due and was sent."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "ambito", "kind", "object_id", "key", "due_at", "created_at", "sent_at",
             "cancelled_at", "attempts", "error", "user", "post", "language"],
            TECHNICAL,
        ),
        **dict.fromkeys(["channel", "sent_to"], CONTACT),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    kind = models.CharField(_("che cosa"), max_length=10, choices=MessageKind)
    object_id = models.UUIDField(_("di che cosa parla"))
    key = models.CharField(_("chiave"), max_length=80)  # kind, object and what makes it one only
    channel = models.CharField(_("canale"), max_length=5, choices=MessageChannel)
    sent_to = models.CharField(_("a chi"), max_length=254)
    language = models.CharField(_("lingua"), max_length=5, default="it")
    due_at = models.DateTimeField(_("da inviare il"))
    created_at = models.DateTimeField(_("creato il"), auto_now_add=True)
    sent_at = models.DateTimeField(_("inviato il"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annullato il"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tentativi"), default=0)
    error = models.CharField(_("ultimo errore"), max_length=300, blank=True)
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("per conto di"), related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("incarico"), related_name="+")

    objects = PersonalQuerySet["Message"].as_manager()

    class Meta:
        verbose_name = _("messaggio")
        verbose_name_plural = _("messaggi")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "sent_to"], name="message_once_a_key")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, cancelled_at=None),
                name="message_to_send",
            ),
            models.Index(fields=["object_id"], name="message_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_at:%d/%m/%Y %H:%M}"
