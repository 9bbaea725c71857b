"""People and households, how they are searched, and with whom a person is shared."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.citizens.choices import (
    HouseholdRole,
    RegistryState,
    Sex,
    ShareSource,
    TaxCodeState,
)
from prossimo.citizens.sights import in_sight
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField, today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito, Municipality, Neighbourhood


class HouseholdQuerySet(PersonalQuerySet["Household"]):
    def visible_to(self, actor: Actor) -> Self:
        """Households with somebody the actor may see: the set twin of `policies.may_read_household`."""
        people = Person.objects.known_to(actor)
        return self.filter(pk__in=people.values("household")).scoped("actor")


@tracked(in_crowds=True)
class Household(Versioned):
    """A household of the registry (nucleo familiare anagrafico)."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "ambito", "registry_id"], TECHNICAL
        ),
        "label": IDENTITY,
    }

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    label = models.CharField(_("nome del nucleo"), max_length=200)
    registry_id = models.CharField(_("codice di famiglia in anagrafe"), max_length=40, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("nucleo familiare")
        verbose_name_plural = _("nuclei familiari")
        ordering = ["label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambito", "registry_id"],
                condition=~Q(registry_id=""),
                name="household_one_a_registry_id",
            )
        ]

    def __str__(self) -> str:
        return self.label


class PersonQuerySet(PersonalQuerySet["Person"]):
    def visible_to(self, actor: Actor, right: Right = Right.PERSON_READ) -> Self:
        """People whose file the actor may open: the set twin of `policies.may_read_person`.

        Who reads the whole ambito, but for one municipality, keeps those of their cases who moved.
        """
        elsewhere = right is Right.PERSON_READ and actor.municipality_id is not None
        if elsewhere and actor.reach(right) is Reach.AMBITO:
            return self.known_to(actor)
        return self.reached_by(actor, right)

    def reached_by(self, actor: Actor, right: Right = Right.PERSON_READ) -> Self:
        """As far as the role reaches by itself: among these one searches and writes."""
        reach = actor.reach(right)
        if reach is None:
            return self.none().scoped("nobody")
        people = self.filter(ambito=actor.ambito_id, merged_into=None)
        return people._within(actor, reach)

    def known_to(self, actor: Actor) -> Self:
        """Those of whom one knows who they are and how they are reached, in sight or reached.

        The set twin of `policies.may_know_person`, and of the second wall.
        """
        reach = actor.reach(Right.PERSON_READ)
        if reach is None:
            return self.none().scoped("nobody")
        people = self.filter(ambito=actor.ambito_id, merged_into=None)
        if reach is Reach.AMBITO and actor.municipality_id is None:
            return people.scoped("actor")
        return people.filter(self._reach_of(actor, reach) | in_sight(actor)).scoped("actor")

    def absorbed(self, actor: Actor, right: Right = Right.PERSON_READ) -> Self:
        """Files that were merged into another one, as far as the actor might have known of them."""
        reach = actor.reach(right)
        if reach is None:
            return self.none().scoped("nobody")
        return self.filter(ambito=actor.ambito_id, merged_into__isnull=False)._within(actor, reach)

    def _within(self, actor: Actor, reach: Reach) -> Self:
        people = self
        if reach is Reach.DESKS or actor.municipality_id:
            people = people.filter(self._reach_of(actor, reach))
        return people.scoped("actor")

    @staticmethod
    def _reach_of(actor: Actor, reach: Reach) -> Q:
        if reach is Reach.DESKS:
            return Q(pk__in=PersonShare.objects.with_post(actor).values("person"))
        return Q(municipality=None) | Q(municipality=actor.municipality_id)

    def for_list(self) -> Self:
        """What one row of a list shows, and no more: places by name, without their boundaries."""
        places = ("neighbourhood", "municipality")
        return self.select_related(*places).defer(*(f"{place}__boundary" for place in places))


@tracked(in_crowds=True)
class Person(Versioned):
    """Somebody the services know, or are about to know."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            [
                "id",
                "version",
                "created_at",
                "changed_at",
                "ambito",
                "sort_key",
                "merged_into",
                "registry_id",
                "registry_seen_on",
            ],
            TECHNICAL,
        ),
        **dict.fromkeys(
            [
                "surname",
                "given_name",
                "sex",
                "born_on",
                "birth_place",
                "birth_place_code",
                "citizenships",
                "tax_code",
                "tax_code_state",
                "household",
                "household_role",
                "municipality",
                "neighbourhood",
                "languages",
                "needs_interpreter",
                "died_on",
                "registry_state",
            ],
            IDENTITY,
        ),
        **dict.fromkeys(
            ["street", "street_number", "postcode", "latitude", "longitude", "resides_since"],
            CONTACT,
        ),
        "contact_warning": CONTACT,
        "first_known_on": NARRATIVE,
    }

    # The indexes below begin with the ambito, the household and the neighbourhood: no second ones.
    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"), db_index=False)
    surname = models.CharField(_("cognome"), max_length=300, blank=True)
    given_name = models.CharField(_("nome"), max_length=300, blank=True)
    sort_key = models.CharField(max_length=620, editable=False, blank=True)
    sex = models.CharField(_("sesso"), max_length=1, choices=Sex, default=Sex.OTHER)
    born_on = models.DateField(_("data di nascita"), null=True, blank=True)
    birth_place = models.CharField(_("luogo di nascita"), max_length=200, blank=True)
    birth_place_code = models.CharField(_("codice del luogo di nascita"), max_length=4, blank=True)
    citizenships = ArrayField(
        models.CharField(max_length=2), verbose_name=_("cittadinanze"), default=list, blank=True
    )  # ISO 3166-1 alpha-2; «XX» for stateless
    tax_code = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    tax_code_state = models.CharField(
        _("stato del codice fiscale"),
        max_length=10,
        choices=TaxCodeState,
        default=TaxCodeState.MISSING,
    )
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        verbose_name=_("nucleo familiare"),
        null=True,
        blank=True,
        related_name="members",
        db_index=False,
    )
    household_role = models.CharField(
        _("posto nel nucleo"), max_length=10, choices=HouseholdRole, blank=True
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.PROTECT,
        verbose_name=_("quartiere"),
        null=True,
        blank=True,
        db_index=False,
    )
    street = models.CharField(_("via"), max_length=200, blank=True)
    street_number = models.CharField(_("numero civico"), max_length=20, blank=True)
    postcode = models.CharField(_("CAP"), max_length=5, blank=True)
    latitude = models.FloatField(_("latitudine"), null=True, blank=True)
    longitude = models.FloatField(_("longitudine"), null=True, blank=True)  # WGS84, degrees
    resides_since = models.DateField(_("abita qui dal"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=3), verbose_name=_("lingue parlate"), default=list, blank=True
    )  # ISO 639-1
    needs_interpreter = models.BooleanField(_("serve un interprete"), default=False)
    contact_warning = models.CharField(
        _("cautele per chiamare o scrivere"),
        max_length=200,
        blank=True,
        help_text=_("Per esempio: «non chiamare a casa», «solo al mattino»."),
    )
    first_known_on = models.DateField(_("conosciuta dal"), default=today)
    died_on = models.DateField(_("data di morte"), null=True, blank=True)
    registry_id = models.CharField(_("codice in anagrafe"), max_length=40, blank=True)
    registry_state = models.CharField(
        _("posizione in anagrafe"), max_length=10, choices=RegistryState, blank=True
    )
    registry_seen_on = models.DateField(_("visto in anagrafe il"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("confluita nella scheda"),
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed_files",
        db_index=False,
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("persone")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(born_on=None) | Q(born_on__gte="1850-01-01"),
                name="person_born_in_a_plausible_year",
                violation_error_message=_("La data di nascita è troppo lontana: controllala."),
            ),
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(born_on=None) | Q(died_on__gte=F("born_on")),
                name="person_dies_after_birth",
                violation_error_message=_("La data di morte è prima della nascita: controllala."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="person_coordinates_are_on_earth",
                violation_error_message=_("Le coordinate non esistono: controllale."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="person_is_not_merged_into_itself",
            ),
            models.UniqueConstraint(
                fields=["ambito", "registry_id"],
                condition=~Q(registry_id=""),
                name="person_one_a_registry_id",
                violation_error_message=_("Questo codice in anagrafe è già di un'altra scheda."),
            ),
        ]
        indexes = [
            models.Index(fields=["ambito", "sort_key"], name="person_by_name"),
            models.Index(fields=["ambito", "tax_code"], name="person_by_tax_code"),
            models.Index(fields=["ambito", "born_on"], name="person_by_birth"),
            models.Index(fields=["household"], name="person_by_household"),
            models.Index(fields=["neighbourhood"], name="person_by_neighbourhood"),
            models.Index(fields=["ambito", "street", "street_number"], name="person_by_street"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="person_by_where_it_went",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """«Nome Cognome», for headings."""
        return f"{self.given_name} {self.surname}".strip() or str(_("Senza nome"))

    @property
    def listed_name(self) -> str:
        """«Cognome Nome», for lists."""
        return f"{self.surname} {self.given_name}".strip() or str(_("Senza nome"))

    @property
    def is_foreign(self) -> bool:
        return bool(self.citizenships) and "IT" not in self.citizenships


class PersonShareQuerySet(models.QuerySet["PersonShare"]):
    def with_post(self, actor: Actor) -> Self:
        """Shares in force with the organisation or the neighbourhood of the post."""
        mine = Q(pk__in=[])
        if actor.organisation_id:
            mine |= Q(organisation=actor.organisation_id)
        if actor.neighbourhood_id:
            mine |= Q(neighbourhood=actor.neighbourhood_id)
        return self.filter(mine, period__contains=today())


class PersonShare(Record):
    """A dated grant: this person is known to this organisation or neighbourhood post.

    Written by the database itself when a contact or a file is born at one of their desks.
    """

    ambito = models.ForeignKey(Ambito, models.CASCADE, verbose_name=_("Ambito"))
    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="shares"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organizzazione"), null=True, blank=True
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.CASCADE, verbose_name=_("quartiere"), null=True, blank=True
    )
    source = models.CharField(_("origine"), max_length=10, choices=ShareSource)
    period = PeriodField()

    objects = PersonShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("condivisione")
        verbose_name_plural = _("condivisioni")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "neighbourhood"],
                name="share_one_a_person_and_post",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.neighbourhood}"
