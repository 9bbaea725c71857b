"""What is added to a contact: the author's private note, and corrections made after its day."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from prossimo.access.models.contacts import Contact
from prossimo.accounts.models import User
from prossimo.accounts.rules import Actor
from prossimo.core.history import tracked
from prossimo.core.privacy import NARRATIVE, SEALED, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned


class PrivateNoteQuerySet(PersonalQuerySet["PrivateNote"]):
    def visible_to(self, actor: Actor) -> Self:
        """Only one's own: the set twin of `policies.may_read_private_note`."""
        return self.filter(author=actor.user_id).scoped("actor")


@tracked()
class PrivateNote(Versioned):
    """What the author keeps for themselves about a contact; nobody else reads it."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "contact", "author"], TECHNICAL
        ),
        "text": SEALED,
    }

    contact = models.OneToOneField(
        Contact, models.CASCADE, verbose_name=_("contatto"), related_name="private_note"
    )
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("autore"), related_name="+")
    text = models.TextField(_("nota privata"))

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("nota privata")
        verbose_name_plural = _("note private")
        ordering = ["contact"]

    def __str__(self) -> str:
        return str(_("nota privata"))


class AmendmentQuerySet(PersonalQuerySet["Amendment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Amendments of the contacts the actor may see: twin of `policies.may_read_contact`."""
        return self.filter(contact__in=Contact.objects.visible_to(actor)).scoped("actor")


@tracked()
class Amendment(Record):
    """A correction made after the day of the contact, with its reason (rettifica)."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "contact", "author", "amended_at"], TECHNICAL),
        **dict.fromkeys(["why", "changes"], NARRATIVE),
    }

    contact = models.ForeignKey(
        Contact, models.CASCADE, verbose_name=_("contatto"), related_name="amendments"
    )
    author = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("rettificato da"), related_name="+"
    )
    amended_at = models.DateTimeField(_("rettificato il"), auto_now_add=True)
    why = models.CharField(_("perché"), max_length=300)
    changes = models.JSONField(_("che cosa cambia"), default=list)  # [{field, before, after}]

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("rettifica")
        verbose_name_plural = _("rettifiche")
        ordering = ["contact", "amended_at"]

    def __str__(self) -> str:
        return self.why
