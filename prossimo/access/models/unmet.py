"""The register of needs that were heard and that no service answers: raw matter of planning."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import TargetGroup, UnmetState
from prossimo.access.models.contacts import Contact
from prossimo.access.models.desks import Desk
from prossimo.access.models.orientation import Orientation
from prossimo.accounts.models import User
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.catalogue.models import Need, Service
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned
from prossimo.territory.models import Ambito, Neighbourhood


class UnmetNeedQuerySet(PersonalQuerySet["UnmetNeed"]):
    def visible_to(self, actor: Actor, right: Right = Right.UNMET_READ) -> Self:
        """The ambito's for who plans; one's desks' for who wrote them: never who was heard.

        The set twin of `policies.may_read_unmet`.
        """
        rows = self.filter(ambito=actor.ambito_id)
        if actor.reach(right) is Reach.AMBITO:
            return rows.scoped("actor")
        if actor.has(Right.UNMET_WRITE):
            desks = Desk.objects.within(actor, Right.UNMET_WRITE)
            return rows.filter(Q(author=actor.user_id) | Q(desk__in=desks)).scoped("actor")
        return self.none().scoped("nobody")

    def unanswered(self) -> Self:
        return self.filter(state=UnmetState.HEARD)


@tracked()
class UnmetNeed(Versioned):
    """A need heard with no service to answer it (bisogno inespresso): where, about what, since when."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "contact", "orientation",
             "author", "day", "neighbourhood", "desk", "need", "target_group", "people", "state",
             "service", "answered_on", "wanted"],
            TECHNICAL,
        ),
        "told": NARRATIVE,
    }  # fmt: skip

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    day = models.DateField(_("giorno"), default=today)
    desk = models.ForeignKey(
        Desk, models.PROTECT, verbose_name=_("sportello"), null=True, blank=True
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, verbose_name=_("quartiere"), null=True, blank=True
    )
    need = models.ForeignKey(Need, models.PROTECT, verbose_name=_("bisogno"), related_name="+")
    wanted = models.CharField(
        _("che servizio servirebbe"),
        max_length=200,
        help_text=_("Senza nomi: lo legge chi programma."),
    )
    told = models.TextField(_("che cosa è stato raccontato"), blank=True, max_length=2000)
    target_group = models.CharField(
        _("gruppo di riferimento"), max_length=10, choices=TargetGroup, blank=True
    )
    people = models.PositiveSmallIntegerField(_("quante persone riguarda"), default=1)
    contact = models.OneToOneField(
        Contact, models.SET_NULL, verbose_name=_("contatto"), null=True, blank=True,
        related_name="unmet",
    )  # fmt: skip
    orientation = models.ForeignKey(
        Orientation, models.SET_NULL, verbose_name=_("richiesta al segretariato"), null=True,
        blank=True, related_name="unmet",
    )  # fmt: skip
    state = models.CharField(_("stato"), max_length=8, choices=UnmetState, default=UnmetState.HEARD)
    service = models.ForeignKey(
        Service, models.PROTECT, verbose_name=_("servizio che risponde"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    answered_on = models.DateField(_("risposta dal"), null=True, blank=True)
    author = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("registrato da"), related_name="+"
    )

    objects = UnmetNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bisogno senza risposta")
        verbose_name_plural = _("bisogni senza risposta")
        ordering = ["-day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=1), name="unmet_is_somebodys",
                violation_error_message=_("Riguarda almeno una persona."),
            ),
            models.CheckConstraint(
                condition=~Q(state=UnmetState.ANSWERED) | Q(service__isnull=False),
                name="unmet_answered_by_a_service",
                violation_error_message=_("Indica il servizio che ora risponde."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["ambito", "-day"], name="unmet_by_time"),
            models.Index(fields=["neighbourhood", "need"], name="unmet_by_place_and_need"),
        ]

    def __str__(self) -> str:
        return self.wanted
