"""Checks that wait for somebody: what the registry says has changed in a life."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.citizens.choices import TaskKind, TaskState
from prossimo.citizens.models.people import Person
from prossimo.citizens.models.reached import OfPersonQuerySet
from prossimo.citizens.models.registry import RegistryBatch
from prossimo.core.history import tracked
from prossimo.core.privacy import CONTACT, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import Versioned


@tracked()
class ReviewTask(Versioned):
    """A change of life that a person should look at: moved, died, new child, household split."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            [
                "id", "version", "created_at", "changed_at", "person", "batch", "state",
                "done_by", "done_at", "source_key",
            ],
            TECHNICAL,
        ),
        **dict.fromkeys(["kind", "facts", "happened_on"], CONTACT),
        "note": NARRATIVE,
    }  # fmt: skip

    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("persona"), related_name="review_tasks"
    )
    batch = models.ForeignKey(
        RegistryBatch,
        models.SET_NULL,
        verbose_name=_("importazione"),
        null=True,
        blank=True,
        related_name="tasks",
    )
    source_key = models.CharField(max_length=80, blank=True, editable=False)  # never the same twice
    kind = models.CharField(_("che cosa è cambiato"), max_length=10, choices=TaskKind)
    facts = models.JSONField(_("prima e dopo"), default=dict)  # {"before": {…}, "after": {…}}
    happened_on = models.DateField(_("avvenuto il"), null=True, blank=True)
    state = models.CharField(_("stato"), max_length=10, choices=TaskState, default=TaskState.OPEN)
    note = models.CharField(_("nota"), max_length=300, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("vista da"),
        null=True,
        blank=True,
        related_name="+",
    )
    done_at = models.DateTimeField(_("vista il"), null=True, blank=True)

    objects = OfPersonQuerySet["ReviewTask"].as_manager()

    class Meta:
        verbose_name = _("controllo da fare")
        verbose_name_plural = _("controlli da fare")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "source_key"],
                condition=~Q(source_key=""),
                name="task_once_a_source",
            )
        ]
        indexes = [
            models.Index(
                fields=["kind", "-created_at"], condition=Q(state="open"), name="task_by_what_waits"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
