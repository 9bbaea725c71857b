"""Kin, and who answers for a person by law: guardians, support administrators, foster carers."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor
from prossimo.citizens.choices import Compartment, KinshipKind, RepresentationKind
from prossimo.citizens.models.people import Person
from prossimo.citizens.models.reached import OfPersonQuerySet
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned


class KinshipQuerySet(PersonalQuerySet["Kinship"]):
    def visible_to(self, actor: Actor) -> Self:
        """Ties between two people that the actor may both see: twin of `may_read_kinship`."""
        people = Person.objects.visible_to(actor).values("pk")
        return self.filter(person__in=people, relative__in=people).scoped("actor")


@tracked()
class Kinship(Versioned):
    """«`relative` is the `kind` of `person`»: one row a tie, its other end is read backwards."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "person", "relative", "compartment"],
            TECHNICAL,
        ),
        **dict.fromkeys(["kind", "period"], IDENTITY),
        "note": NARRATIVE,
    }

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="kin"
    )
    relative = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("parente"), related_name="kin_of"
    )
    kind = models.CharField(_("legame"), max_length=12, choices=KinshipKind)
    period = PeriodField(null=True, blank=True, default=None)
    note = models.CharField(_("nota"), max_length=200, blank=True)
    compartment = models.CharField(
        _("protezione"), max_length=10, choices=Compartment, blank=True, editable=False
    )

    objects = KinshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("legame di parentela")
        verbose_name_plural = _("legami di parentela")
        ordering = ["person", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "relative", "kind"],
                name="kinship_one_tie_of_a_kind",
                violation_error_message=_("Questo legame c'è già."),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("relative")),
                name="kinship_is_between_two_people",
                violation_error_message=_("Una persona non è parente di sé stessa."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


@tracked()
class Representation(Versioned):
    """Who answers for a person by decree or by law, with what powers and until when.

    Guardian (codice civile art. 343), curator (art. 392), support administrator (art. 404).
    """

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "person", "representative"], TECHNICAL
        ),
        **dict.fromkeys(["kind", "name", "phone", "email", "period"], CONTACT),
        **dict.fromkeys(["court", "decree_number", "decree_on", "powers"], NARRATIVE),
    }

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="representations"
    )
    kind = models.CharField(_("che cos'è"), max_length=12, choices=RepresentationKind)
    representative = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("persona che la rappresenta"),
        null=True,
        blank=True,
        related_name="represents",
    )
    name = models.CharField(
        _("nome di chi la rappresenta"),
        max_length=200,
        blank=True,
        help_text=_("Se non ha una scheda: per esempio un avvocato."),
    )
    phone = models.CharField(_("telefono"), max_length=32, blank=True)
    email = models.EmailField(_("posta elettronica"), blank=True)
    court = models.CharField(_("tribunale"), max_length=120, blank=True)
    decree_number = models.CharField(_("numero del decreto"), max_length=60, blank=True)
    decree_on = models.DateField(_("data del decreto"), null=True, blank=True)
    powers = models.TextField(
        _("che cosa può fare"),
        blank=True,
        max_length=2000,
        help_text=_("Gli atti che il decreto le affida, e quelli che restano alla persona."),
    )
    period = PeriodField()

    objects = OfPersonQuerySet["Representation"].as_manager()

    class Meta:
        verbose_name = _("rappresentanza")
        verbose_name_plural = _("rappresentanze")
        ordering = ["person", "-period", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(representative__isnull=False) | ~Q(name=""),
                name="representation_names_somebody",
                violation_error_message=_("Scrivi chi la rappresenta, o sceglilo tra le persone."),
            ),
            models.CheckConstraint(
                condition=Q(representative=None) | ~Q(representative=F("person")),
                name="representation_is_by_somebody_else",
                violation_error_message=_("Una persona non rappresenta sé stessa."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
