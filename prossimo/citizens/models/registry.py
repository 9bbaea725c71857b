"""The municipal registry brought in: a batch, its rows as they were read, what each changed."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import BatchPhase, BatchState, ChangeKind, RowState
from prossimo.citizens.models.people import Person
from prossimo.core.records import Record, Versioned
from prossimo.territory.models import Ambito, Municipality


class RegistryBatchQuerySet(models.QuerySet["RegistryBatch"]):
    def visible_to(self, actor: Actor) -> Self:
        """Batches of the ambito, or of the only municipality of the post."""
        if not (actor.has(Right.REGISTRY_IMPORT) or actor.has(Right.REGISTRY_APPROVE)):
            return self.none()
        batches = self.filter(ambito=actor.ambito_id)
        if actor.municipality_id:
            batches = batches.filter(municipality=actor.municipality_id)
        return batches


class RegistryBatch(Versioned):
    """A file of the registry on its way: read, checked, compared, approved, applied, undone."""

    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )  # none: the file names the municipality of each row
    file_name = models.CharField(_("nome del file"), max_length=200)
    fingerprint = models.CharField(_("impronta"), max_length=64)  # SHA-256 of the bytes
    size = models.BigIntegerField(_("byte"), default=0)
    kept_at = models.CharField(_("dove sta il file"), max_length=300, blank=True, editable=False)
    whole = models.BooleanField(
        _("è l'anagrafe intera"),
        default=False,
        help_text=_(
            "Chi non c'è più nel file diventa un controllo da fare, mai una cancellazione."
        ),
    )
    columns = models.JSONField(_("colonne"), default=dict, blank=True)  # {"our field": "header"}
    layout = models.JSONField(_("forma del file"), default=dict, blank=True)  # encoding, delimiter…
    state = models.CharField(
        _("stato"), max_length=10, choices=BatchState, default=BatchState.UPLOADED
    )
    problem = models.TextField(_("che cosa non va"), blank=True, max_length=2000)
    rows_read = models.PositiveIntegerField(_("righe lette"), default=0)
    rows_done = models.PositiveIntegerField(_("righe fatte"), default=0)
    counts = models.JSONField(_("esiti"), default=dict, blank=True)  # {"new": 3, "wrong": 1, …}
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("caricato da"), related_name="+"
    )
    uploaded_from = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("con l'incarico"), null=True, related_name="+"
    )  # the jobs act in this post
    phase = models.CharField(
        _("lavoro in corso"), max_length=10, choices=BatchPhase, blank=True, default=""
    )
    heard_at = models.DateTimeField(_("ultimo segno di vita"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("approvato da"),
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approvato il"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applicato il"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("annullato da"),
        null=True,
        blank=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("annullato il"), null=True, blank=True)

    objects = RegistryBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("importazione dell'anagrafe")
        verbose_name_plural = _("importazioni dell'anagrafe")
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.file_name


class RegistryRow(models.Model):
    """A row of the file as it was read, its standing, and the person it is about: staging."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(
        RegistryBatch, models.CASCADE, verbose_name=_("importazione"), related_name="rows",
        db_index=False, db_constraint=False,
    )  # fmt: skip  # staging by the million: written by one operation, which knows the batch
    line = models.PositiveIntegerField(_("riga"))
    registry_id = models.CharField(max_length=40, blank=True)
    household_id = models.CharField(max_length=40, blank=True)
    surname = models.CharField(max_length=300, blank=True)
    given_name = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(max_length=620, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    born_on = models.DateField(null=True, blank=True)
    birth_place = models.CharField(max_length=200, blank=True)
    birth_place_code = models.CharField(max_length=4, blank=True)
    citizenships = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    tax_code = models.CharField(max_length=16, blank=True)
    tax_code_state = models.CharField(max_length=10, blank=True)
    household_role = models.CharField(max_length=10, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, db_index=False, db_constraint=False
    )
    neighbourhood = models.UUIDField(null=True, blank=True)
    street = models.CharField(max_length=200, blank=True)
    street_number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    resides_since = models.DateField(null=True, blank=True)
    registry_state = models.CharField(max_length=10, blank=True)
    died_on = models.DateField(null=True, blank=True)
    state = models.CharField(_("esito"), max_length=10, choices=RowState, default=RowState.READ)
    problems = models.JSONField(_("che cosa non va"), default=list, blank=True)
    person = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("riga dell'anagrafe")
        verbose_name_plural = _("righe dell'anagrafe")
        ordering = ["batch", "line"]
        indexes = [models.Index(fields=["batch", "line"], name="registry_row_by_line")]

    def __str__(self) -> str:
        return str(self.line)


class RegistryChange(Record):
    """What one batch did to one file, with what stood there before: how to undo it."""

    batch = models.ForeignKey(
        RegistryBatch, models.CASCADE, verbose_name=_("importazione"), related_name="changes",
        db_index=False, db_constraint=False,
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.DO_NOTHING, verbose_name=_("persona"), related_name="registry_changes",
        db_constraint=False,
    )  # fmt: skip  # a file that was born with the batch goes with its undoing; this line stays
    kind = models.CharField(_("che cosa è cambiato"), max_length=10, choices=ChangeKind)
    before = models.JSONField(_("prima"), default=dict)
    after = models.JSONField(_("dopo"), default=dict)
    undone = models.BooleanField(_("annullato"), default=False)
    kept_because = models.CharField(_("perché non è stato annullato"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("modifica dall'anagrafe")
        verbose_name_plural = _("modifiche dall'anagrafe")
        ordering = ["batch", "kind", "pk"]
        indexes = [
            models.Index(fields=["batch", "kind"], name="registry_change_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone=False) | Q(kept_because=""), name="registry_change_one_end"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
