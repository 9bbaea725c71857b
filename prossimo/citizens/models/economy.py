"""What is known of a household's means: ISEE certificates, benefits held, declared or verified."""

from typing import ClassVar, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import BenefitPace, IseeKind, IseeRelation, Origin
from prossimo.citizens.models.people import Person
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField
from prossimo.core.privacy import IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Record, Versioned

M = TypeVar("M", bound=models.Model)


class EconomyQuerySet(PersonalQuerySet[M], Generic[M]):
    """The economic compartment: who sees the person and holds the right to it."""

    def visible_to(self, actor: Actor) -> Self:
        """The set twin of `policies.may_read_economy`."""
        people = Person.objects.visible_to(actor, Right.ECONOMY_READ)
        seen = Person.objects.visible_to(actor)
        return self.filter(person__in=people).filter(person__in=seen).scoped("actor")


class IseeMemberQuerySet(PersonalQuerySet["IseeMember"]):
    def visible_to(self, actor: Actor) -> Self:
        """The members of the certificates that the actor may see."""
        certificates = IseeCertificate.objects.visible_to(actor)
        return self.filter(certificate__in=certificates).scoped("actor")


@tracked()
class IseeCertificate(Versioned):
    """An ISEE certificate (DPCM 159/2013): kind, DSU, validity, values in cents, remarks."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "version", "created_at", "changed_at", "person"], TECHNICAL),
        **dict.fromkeys(
            [
                "kind", "protocol", "signed_on", "valid_until", "isee_cents", "ise_cents",
                "isr_cents", "isp_cents", "scale", "mode", "has_remarks", "remarks", "origin",
                "checked_on",
            ],
            NARRATIVE,
        ),
    }  # fmt: skip

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("dichiarante"), related_name="isee_certificates"
    )
    kind = models.CharField(_("tipo di ISEE"), max_length=12, choices=IseeKind)
    protocol = models.CharField(_("protocollo della DSU"), max_length=60, blank=True)
    signed_on = models.DateField(_("data di sottoscrizione"))
    valid_until = models.DateField(_("valido fino al"))
    isee_cents = models.BigIntegerField(_("ISEE"))
    ise_cents = models.BigIntegerField(_("ISE"), null=True, blank=True)
    isr_cents = models.BigIntegerField(_("ISR"), null=True, blank=True)
    isp_cents = models.BigIntegerField(_("ISP"), null=True, blank=True)
    scale = models.DecimalField(
        _("scala di equivalenza"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    mode = models.CharField(_("modalità di calcolo"), max_length=60, blank=True)
    has_remarks = models.BooleanField(_("con omissioni o difformità"), default=False)
    remarks = models.TextField(_("omissioni e difformità"), blank=True, max_length=2000)
    origin = models.CharField(_("origine"), max_length=10, choices=Origin, default=Origin.DECLARED)
    checked_on = models.DateField(_("verificato il"), null=True, blank=True)

    objects = EconomyQuerySet["IseeCertificate"].as_manager()

    class Meta:
        verbose_name = _("attestazione ISEE")
        verbose_name_plural = _("attestazioni ISEE")
        ordering = ["person", "-signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "protocol", "kind"],
                condition=~Q(protocol=""),
                name="isee_one_a_protocol_and_kind",
                violation_error_message=_("Questa attestazione c'è già."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("signed_on")),
                name="isee_ends_after_it_is_signed",
                violation_error_message=_("La validità finisce prima della sottoscrizione."),
            ),
            models.CheckConstraint(
                condition=Q(isee_cents__gte=0),
                name="isee_is_not_negative",
                violation_error_message=_("L'ISEE non è mai negativo."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.signed_on:%Y}"


@tracked()
class IseeMember(Record):
    """A member of the household as the ISEE counts it, known to the registry or not."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "certificate", "person"], TECHNICAL),
        **dict.fromkeys(["surname", "given_name", "tax_code"], IDENTITY),
        "relation": NARRATIVE,
    }

    certificate = models.ForeignKey(
        IseeCertificate, models.CASCADE, verbose_name=_("attestazione ISEE"), related_name="members"
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        verbose_name=_("persona"),
        null=True,
        blank=True,
        related_name="isee_households",
    )
    surname = models.CharField(_("cognome"), max_length=300, blank=True)
    given_name = models.CharField(_("nome"), max_length=300, blank=True)
    tax_code = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    relation = models.CharField(_("rapporto col dichiarante"), max_length=10, choices=IseeRelation)

    objects = IseeMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("componente del nucleo ISEE")
        verbose_name_plural = _("componenti del nucleo ISEE")
        ordering = ["certificate", "pk"]

    def __str__(self) -> str:
        return f"{self.surname} {self.given_name}".strip() or self.tax_code


@tracked()
class BenefitHeld(Versioned):
    """Something the person already receives, from us or from others: declared, or verified."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "version", "created_at", "changed_at", "person"], TECHNICAL),
        **dict.fromkeys(
            [
                "name", "code", "payer", "amount_cents", "pace", "period", "origin", "checked_on",
                "source",
            ],
            NARRATIVE,
        ),
    }  # fmt: skip

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="benefits_held"
    )
    name = models.CharField(_("che cosa riceve"), max_length=200)
    code = models.CharField(_("codice SIUSS"), max_length=10, blank=True)
    payer = models.CharField(_("da chi"), max_length=120, blank=True)
    amount_cents = models.BigIntegerField(_("importo"), null=True, blank=True)
    pace = models.CharField(_("ogni quanto"), max_length=6, choices=BenefitPace, blank=True)
    period = PeriodField()
    origin = models.CharField(_("origine"), max_length=10, choices=Origin, default=Origin.DECLARED)
    checked_on = models.DateField(_("verificato il"), null=True, blank=True)
    source = models.CharField(_("da dove si sa"), max_length=120, blank=True)

    objects = EconomyQuerySet["BenefitHeld"].as_manager()

    class Meta:
        verbose_name = _("beneficio già ricevuto")
        verbose_name_plural = _("benefici già ricevuti")
        ordering = ["person", "-period", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents=None) | Q(amount_cents__gte=0),
                name="benefit_amount_is_not_negative",
                violation_error_message=_("L'importo non può essere negativo."),
            )
        ]

    def __str__(self) -> str:
        return self.name
