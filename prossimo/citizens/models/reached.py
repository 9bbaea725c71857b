"""Where and how a person is reached: telephones, e-mail, addresses, and with which care."""

from typing import ClassVar, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor
from prossimo.citizens.choices import AddressKind, Compartment, ContactSafety
from prossimo.citizens.models.people import Person
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField
from prossimo.core.privacy import CONTACT, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.network.models import Organisation
from prossimo.territory.models import Municipality, Neighbourhood

M = TypeVar("M", bound=models.Model)


class OfPersonQuerySet(PersonalQuerySet[M], Generic[M]):
    """Rows of a person: seen by who sees the person."""

    def visible_to(self, actor: Actor) -> Self:
        """The set twin of `policies.may_read_person`."""
        return self.filter(person__in=Person.objects.visible_to(actor)).scoped("actor")


class WayQuerySet(OfPersonQuerySet[M], Generic[M]):
    """Ways to reach a person: for who knows of them, even where the file stays closed."""

    def visible_to(self, actor: Actor) -> Self:
        """The set twin of `policies.may_reach_person`."""
        return self.filter(person__in=Person.objects.known_to(actor)).scoped("actor")


class SafeContact(Record):
    """A way to reach somebody: whose it is, and whether using it may harm."""

    whose = models.CharField(
        _("di chi è"), max_length=100, blank=True, help_text=_("Vuoto se è della persona.")
    )
    safety = models.CharField(
        _("si può usare"), max_length=5, choices=ContactSafety, default=ContactSafety.FREE
    )
    care = models.CharField(
        _("cautele"),
        max_length=200,
        blank=True,
        help_text=_("Per esempio: «solo al mattino», «non lasciare messaggi»."),
    )

    class Meta:
        abstract = True


@tracked()
class Phone(SafeContact):
    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "person"], TECHNICAL),
        **dict.fromkeys(["number", "whose", "safety", "care"], CONTACT),
    }

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="phones"
    )
    number = models.CharField(_("telefono"), max_length=32)  # E.164 where it parses

    objects = WayQuerySet["Phone"].as_manager()

    class Meta:
        verbose_name = _("telefono")
        verbose_name_plural = _("telefoni")
        ordering = ["person", "pk"]
        indexes = [models.Index(fields=["number"], name="phone_by_number")]

    def __str__(self) -> str:
        return self.number


@tracked()
class EmailAddress(SafeContact):
    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "person"], TECHNICAL),
        **dict.fromkeys(["address", "whose", "safety", "care"], CONTACT),
    }

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="emails"
    )
    address = models.EmailField(_("posta elettronica"))

    objects = WayQuerySet["EmailAddress"].as_manager()

    class Meta:
        verbose_name = _("indirizzo di posta elettronica")
        verbose_name_plural = _("indirizzi di posta elettronica")
        ordering = ["person", "pk"]

    def __str__(self) -> str:
        return self.address


@tracked()
class Address(Versioned):
    """A place where a person lived, or lives besides the residence that stands on the file.

    The residence of today is on `Person`; it comes here when it is left, or when it is protected:
    then `compartment` says so, and it is read only through a `SealOpening`.
    """

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "person", "compartment"], TECHNICAL
        ),
        **dict.fromkeys(
            [
                "kind", "street", "street_number", "postcode", "place", "municipality",
                "neighbourhood", "latitude", "longitude", "structure", "at_whom", "period",
            ],
            CONTACT,
        ),
    }  # fmt: skip

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="addresses"
    )
    kind = models.CharField(_("che cos'è"), max_length=10, choices=AddressKind)
    street = models.CharField(_("via"), max_length=200, blank=True)
    street_number = models.CharField(_("numero civico"), max_length=20, blank=True)
    postcode = models.CharField(_("CAP"), max_length=5, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    place = models.CharField(
        _("località fuori dall'Ambito"), max_length=120, blank=True
    )  # a municipality or a country of no concern to this ambito
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, verbose_name=_("quartiere"), null=True, blank=True
    )
    latitude = models.FloatField(_("latitudine"), null=True, blank=True)
    longitude = models.FloatField(_("longitudine"), null=True, blank=True)
    structure = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("struttura"), null=True, blank=True
    )
    at_whom = models.CharField(_("presso"), max_length=120, blank=True)
    compartment = models.CharField(
        _("protezione"), max_length=10, choices=Compartment, blank=True, editable=False
    )
    period = PeriodField()

    objects = OfPersonQuerySet["Address"].as_manager()

    class Meta:
        verbose_name = _("indirizzo")
        verbose_name_plural = _("indirizzi")
        ordering = ["person", "-period", "pk"]
        indexes = [models.Index(fields=["street", "street_number"], name="address_by_street")]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="address_coordinates_are_on_earth",
                violation_error_message=_("Le coordinate non esistono: controllale."),
            )
        ]

    def __str__(self) -> str:
        where = self.neighbourhood or self.municipality or self.place
        street = " ".join(filter(None, [self.street, self.street_number]))
        return ", ".join(str(part) for part in (street, where) if part)
