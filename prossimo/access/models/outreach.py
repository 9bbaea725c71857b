"""Work in the neighbourhood: supervision of what partners record, parcels written offline, campaigns."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import UNSETTLED, CampaignKind, ParcelState, ReviewState
from prossimo.access.models.contacts import Contact
from prossimo.access.models.desks import Desk
from prossimo.access.models.phones import OutreachPhone
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito, Neighbourhood


class ReviewQuerySet(PersonalQuerySet["Review"]):
    def visible_to(self, actor: Actor) -> Self:
        """Reviews of the contacts one reads: the set twin of `policies.may_read_review`."""
        return self.filter(contact__in=Contact.objects.visible_to(actor)).scoped("actor")

    def waiting(self) -> Self:
        return self.filter(state=ReviewState.TO_REVIEW)


@tracked()
class Review(Versioned):
    """The supervision of a contact that a partner recorded: who looked at it, and what followed."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "contact", "reviewer", "reviewed_at"],
            TECHNICAL,
        ),
        "state": CONTACT,
    }

    contact = models.OneToOneField(
        Contact, models.CASCADE, verbose_name=_("contatto"), related_name="review"
    )
    state = models.CharField(
        _("stato"), max_length=9, choices=ReviewState, default=ReviewState.TO_REVIEW
    )
    reviewer = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("vista da"), null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("vista il"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervisione di un contatto")
        verbose_name_plural = _("supervisione dei contatti")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(state="to_review"), name="review_to_do")
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())

    def get_absolute_url(self) -> str:
        return reverse("access:review", args=[self.pk])


class ReviewNoteQuerySet(PersonalQuerySet["ReviewNote"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(review__in=Review.objects.visible_to(actor)).scoped("actor")


@tracked()
class ReviewNote(Record):
    """What the supervisor and the operator tell each other about a contact."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "review", "author", "at"], TECHNICAL),
        "text": NARRATIVE,
    }

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("supervisione"), related_name="notes"
    )
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("autore"), related_name="+")
    at = models.DateTimeField(_("quando"), auto_now_add=True)
    text = models.TextField(_("commento"), max_length=2000)

    objects = ReviewNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("commento di supervisione")
        verbose_name_plural = _("commenti di supervisione")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y}"


class ParcelQuerySet(PersonalQuerySet["Parcel"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; those of who no longer works are for the supervision.

        The set twin of `policies.outreach.may_read_parcel`.
        """
        seen = Q(user=actor.user_id)
        if actor.has(Right.CONTACT_REVIEW):
            late = Q(ambito=actor.ambito_id, late=True)
            if actor.municipality_id:
                late &= Q(desk__municipality=None) | Q(desk__municipality=actor.municipality_id)
            seen |= late
        return self.filter(seen).scoped("actor")

    def unsettled(self) -> Self:
        """What still waits for somebody: refused, in conflict, arrived too late."""
        return self.filter(state__in=UNSETTLED)

    def for_list(self) -> Self:
        """What one row of a list shows, and no more."""
        return self.select_related("user", "desk", "phone", "settled_by").defer("sealed")


@tracked()
class Parcel(Record):
    """A contact written without network, as it arrived: once, whatever is sent again.

    Its identifier is made in the browser; `sealed` is what only the server's key opens.
    """

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "ambito", "user", "post", "device", "written_at", "received_at", "state",
             "digest", "contact", "phone", "late", "rival_of", "settled_by", "settled_at"],
            TECHNICAL,
        ),
        "desk": CONTACT,
        **dict.fromkeys(["sealed", "why"], NARRATIVE),
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("scritta da"), related_name="+")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("incarico"), null=True, blank=True, related_name="+"
    )
    desk = models.ForeignKey(
        Desk, models.PROTECT, verbose_name=_("sportello"), null=True, blank=True, related_name="+"
    )
    device = models.CharField(_("dispositivo"), max_length=60, blank=True)
    written_at = models.DateTimeField(_("scritta il"))
    received_at = models.DateTimeField(_("arrivata il"), auto_now_add=True)
    digest = models.CharField(_("impronta"), max_length=64)
    sealed = models.BinaryField(_("contenuto sigillato"), null=True, blank=True, max_length=65_536)
    state = models.CharField(_("esito"), max_length=8, choices=ParcelState)
    why = models.CharField(_("perché"), max_length=500, blank=True)
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        verbose_name=_("contatto"),
        null=True,
        blank=True,
        related_name="+",
    )
    phone = models.ForeignKey(
        OutreachPhone, models.PROTECT, verbose_name=_("telefono"), null=True, related_name="+"
    )
    late = models.BooleanField(_("arrivata a incarico concluso"), default=False)
    rival_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("un'altra versione di"),
        null=True,
        blank=True,
        related_name="rivals",
    )
    settled_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("sistemata da"),
        null=True,
        blank=True,
        related_name="+",
    )
    settled_at = models.DateTimeField(_("sistemata il"), null=True, blank=True)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("contatto scritto senza rete")
        verbose_name_plural = _("contatti scritti senza rete")
        ordering = ["-received_at", "pk"]

    def __str__(self) -> str:
        return f"{self.written_at:%d/%m/%Y %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("access:late_parcel" if self.late else "access:parcel", args=[self.pk])


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, actor: Actor) -> Self:
        """Campaigns of the ambito, or of one's own body and neighbourhood: no personal data.

        The set twin of `policies.may_read_campaign`.
        """
        reach = actor.reach(Right.CAMPAIGN_READ)
        if reach is None:
            return self.none()
        of_ambito = self.filter(ambito=actor.ambito_id)
        if reach == "ambito":
            return of_ambito
        mine = Q(author=actor.user_id)
        if actor.organisation_id:
            mine |= Q(organisation=actor.organisation_id)
        if actor.neighbourhood_id:
            mine |= Q(neighbourhood=actor.neighbourhood_id)
        return of_ambito.filter(mine)


class Campaign(Versioned):
    """Something done so that people know where to knock: leaflets, a meeting, letters."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    kind = models.CharField(_("che cosa"), max_length=8, choices=CampaignKind)
    title = models.CharField(_("titolo"), max_length=160)
    held_on = models.DateField(_("quando"), default=today)
    place = models.CharField(_("dove"), max_length=200, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, verbose_name=_("quartiere"), null=True, blank=True
    )
    desk = models.ForeignKey(
        Desk,
        models.PROTECT,
        verbose_name=_("per quale sportello"),
        null=True,
        blank=True,
        related_name="campaigns",
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("a cura di"), null=True, blank=True
    )
    copies = models.PositiveIntegerField(_("copie distribuite"), null=True, blank=True)
    reached = models.PositiveIntegerField(_("persone raggiunte"), null=True, blank=True)
    is_estimate = models.BooleanField(_("è una stima"), default=True)
    note = models.TextField(_("nota"), blank=True, max_length=2000)
    author = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("registrata da"), related_name="+"
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("iniziativa di comunicazione")
        verbose_name_plural = _("iniziative di comunicazione")
        ordering = ["-held_on", "title"]

    def __str__(self) -> str:
        return self.title
