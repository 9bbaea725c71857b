"""What is needed and what is on offer: the vocabulary of needs, the services of every body."""

import uuid
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.choices import UserArea
from prossimo.accounts.rules import Actor, Right
from prossimo.catalogue.choices import AskedHow, Cost, NeedTheme
from prossimo.core.periods import PeriodField, last_day, today
from prossimo.core.records import Versioned
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito, Neighbourhood


class NeedQuerySet(models.QuerySet["Need"]):
    def of_ambito(self, ambito_id: uuid.UUID | None) -> Self:
        """Its own and the common ones, whatever their dates."""
        return self.filter(Q(ambito=None) | Q(ambito=ambito_id))

    def usable_in(self, ambito_id: uuid.UUID | None) -> Self:
        """What may be chosen today."""
        return self.of_ambito(ambito_id).filter(period__contains=today())


class Need(Versioned):
    """A need (bisogno): a dated vocabulary that the office keeps, common or of one ambito."""

    ambito = models.ForeignKey(
        Ambito,
        models.PROTECT,
        verbose_name=_("Ambito"),
        null=True,
        blank=True,
        help_text=_("Vuoto: vale per tutti gli Ambiti."),
    )
    key = models.SlugField(_("chiave"), max_length=40, unique=True)
    label = models.CharField(_("bisogno"), max_length=120)
    theme = models.CharField(_("tema"), max_length=10, choices=NeedTheme)
    rank = models.PositiveSmallIntegerField(_("ordine"), default=100)
    period = PeriodField(_("in uso"))

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bisogno")
        verbose_name_plural = _("bisogni")
        ordering = ["theme", "rank", "label"]

    def __str__(self) -> str:
        return self.label


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, actor: Actor) -> Self:
        """Services of the ambito: the set twin of `policies.may_read_service`."""
        if not actor.has(Right.CATALOGUE_READ):
            return self.none()
        return self.filter(ambito=actor.ambito_id)

    def on_offer(self, day: Any = None) -> Self:
        return self.filter(period__contains=day or today(), organisation__active=True)

    def direct(self) -> Self:
        """What the segretariato grants by itself, without a case."""
        return self.filter(is_direct=True)

    def for_list(self) -> Self:
        return self.select_related("organisation", "neighbourhood")


class Service(Versioned):
    """A service on offer: what it gives, for whom, what it costs, where, how one gets it."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("chi lo offre"), related_name="services"
    )
    name = models.CharField(_("nome"), max_length=160)
    summary = models.CharField(_("in una riga"), max_length=300, blank=True)
    description = models.TextField(_("che cosa offre"), blank=True, max_length=4000)
    for_whom = models.CharField(_("per chi è"), max_length=300, blank=True)
    user_areas = ArrayField(
        models.CharField(max_length=3, choices=UserArea),
        verbose_name=_("di chi si occupa"),
        default=list,
        blank=True,
    )
    needs = models.ManyToManyField(
        Need, verbose_name=_("bisogni a cui risponde"), blank=True, related_name="services"
    )
    cost = models.CharField(_("quanto costa"), max_length=6, choices=Cost, default=Cost.FREE)
    cost_note = models.CharField(_("sul costo"), max_length=200, blank=True)
    asked_how = models.CharField(
        _("come si ottiene"), max_length=12, choices=AskedHow, default=AskedHow.FREELY
    )
    to_bring = models.CharField(_("che cosa portare"), max_length=300, blank=True)
    place = models.CharField(_("luogo"), max_length=200, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.PROTECT,
        verbose_name=_("quartiere"),
        null=True,
        blank=True,
        help_text=_("Vuoto: serve tutto l'Ambito."),
    )
    hours = models.CharField(_("orari"), max_length=200, blank=True)
    phone = models.CharField(_("telefono"), max_length=32, blank=True)
    email = models.EmailField(_("posta elettronica"), blank=True)
    website = models.URLField(_("sito"), blank=True)
    referral_email = models.EmailField(
        _("posta per gli invii"),
        blank=True,
        help_text=_("A questo indirizzo arriva il collegamento per rispondere a un invio."),
    )
    is_direct = models.BooleanField(
        _("prestazione diretta"),
        default=False,
        help_text=_("Il segretariato la concede senza aprire una presa in carico."),
    )
    places = models.PositiveSmallIntegerField(
        _("posti"), null=True, blank=True, help_text=_("Vuoto: senza un limite di posti.")
    )
    answer_days = models.PositiveSmallIntegerField(_("giorni per rispondere a un invio"), default=7)
    checked_on = models.DateField(_("verificato il"), null=True, blank=True)
    period = PeriodField(_("in servizio"))

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("servizio")
        verbose_name_plural = _("servizi")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="service_one_name_an_organisation",
                violation_error_message=_("Questo ente ha già un servizio con questo nome."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalogue:service", args=[self.pk])

    @property
    def last_on(self) -> Any:
        """The last day of service, where one is set."""
        return last_day(self.period)
