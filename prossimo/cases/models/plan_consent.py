"""What was said yes to, goal by goal, and who signed what."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.cases.choices.plan import Answer, AnswerWay, SignerRole, SignWay
from prossimo.cases.models.case import CaseMember
from prossimo.cases.models.papers import CaseDocument
from prossimo.cases.models.plan import Goal, OfGoal, OfPlan, Plan
from prossimo.citizens.models import Representation
from prossimo.core.history import tracked
from prossimo.core.periods import today
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import Record


@tracked()
class GoalConsent(Record):
    """What somebody answered about one goal, once: the last answer is the one that holds."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(["id", "goal", "member", "fingerprint", "noted_by", "at"], TECHNICAL),
        "name": IDENTITY,
        **dict.fromkeys(["answer", "way", "on"], CONTACT),
        "note": NARRATIVE,
    }

    goal = models.ForeignKey(
        Goal, models.CASCADE, verbose_name=_("obiettivo"), related_name="consents"
    )
    answer = models.CharField(_("risposta"), max_length=9, choices=Answer)
    member = models.ForeignKey(
        CaseMember,
        models.PROTECT,
        verbose_name=_("chi ha risposto"),
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(_("nome di chi ha risposto"), max_length=160, blank=True)
    way = models.CharField(_("come"), max_length=11, choices=AnswerWay, default=AnswerWay.SPOKEN)
    on = models.DateField(_("il giorno"), default=today)
    note = models.CharField(_("con quali parole"), max_length=500, blank=True)
    fingerprint = models.CharField(_("impronta dell'obiettivo"), max_length=64)
    noted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("annotato da"), related_name="+"
    )
    at = models.DateTimeField(_("annotato alle"), default=timezone.now)

    objects = OfGoal["GoalConsent"].as_manager()

    class Meta:
        verbose_name = _("risposta su un obiettivo")
        verbose_name_plural = _("risposte sugli obiettivi")
        ordering = ["goal", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(name=""),
                name="goal_consent_of_somebody",
                violation_error_message=_("Scrivi chi ha risposto."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_answer_display())


@tracked()
class PlanSignature(Record):
    """Somebody signed a text: who, by which title, how, when, and the fingerprint of what they signed."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "plan", "member", "post", "representation", "document", "fingerprint",
             "noted_by", "at"],
            TECHNICAL,
        ),
        **dict.fromkeys(["name", "drawn"], IDENTITY),
        **dict.fromkeys(["role", "way", "on", "reference"], CONTACT),
    }  # fmt: skip

    plan = models.ForeignKey(
        Plan, models.CASCADE, verbose_name=_("progetto"), related_name="signatures"
    )
    role = models.CharField(_("firma come"), max_length=8, choices=SignerRole)
    member = models.ForeignKey(
        CaseMember,
        models.PROTECT,
        verbose_name=_("persona"),
        null=True,
        blank=True,
        related_name="+",
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("operatore"), null=True, blank=True, related_name="+"
    )
    representation = models.ForeignKey(
        Representation,
        models.PROTECT,
        verbose_name=_("con quale decreto"),
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(_("chi firma"), max_length=160)
    way = models.CharField(_("come"), max_length=8, choices=SignWay)
    on = models.DateField(_("il giorno"), default=today)
    drawn = models.TextField(_("tratto della firma"), blank=True, max_length=60_000)
    reference = models.CharField(
        _("riferimento"), max_length=200, blank=True
    )  # where the paper is kept, or the qualified signature is found
    document = models.ForeignKey(
        CaseDocument,
        models.PROTECT,
        verbose_name=_("foglio firmato"),
        null=True,
        blank=True,
        related_name="signatures",
    )
    fingerprint = models.CharField(_("impronta del testo firmato"), max_length=64)
    noted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("raccolta da"), related_name="+"
    )
    at = models.DateTimeField(_("raccolta alle"), default=timezone.now)

    objects = OfPlan["PlanSignature"].as_manager()

    class Meta:
        verbose_name = _("firma di un progetto")
        verbose_name_plural = _("firme dei progetti")
        ordering = ["plan", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "member", "fingerprint"],
                name="plan_signed_once_a_member",
                violation_error_message=_("Questa persona ha già firmato questo testo."),
            ),
            models.UniqueConstraint(
                fields=["plan", "post", "fingerprint"],
                name="plan_signed_once_a_post",
                violation_error_message=_("Questo operatore ha già firmato questo testo."),
            ),
            models.UniqueConstraint(
                fields=["plan", "representation", "fingerprint"],
                name="plan_signed_once_a_representative",
                violation_error_message=_("Chi la rappresenta ha già firmato questo testo."),
            ),
            models.UniqueConstraint(
                fields=["plan", "name", "fingerprint"],
                condition=Q(member=None, post=None, representation=None),
                name="plan_signed_once_a_name",
                violation_error_message=_("Questa persona ha già firmato questo testo."),
            ),
            models.CheckConstraint(
                condition=Q(way=SignWay.DRAWN, document=None) & ~Q(drawn="")
                | Q(way=SignWay.PAPER, drawn="", document=None)
                | Q(way=SignWay.SCAN, drawn="", document__isnull=False)
                | Q(way=SignWay.EXTERNAL, drawn="", document=None) & ~Q(reference=""),
                name="plan_signature_of_its_way",
                violation_error_message=_("Manca la firma, o dove si trova."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
