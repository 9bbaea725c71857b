"""The network around a case: neighbours, associations, shops, services, and what each is to them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import Part
from prossimo.cases.choices.ties import TieKind, TieStrength, TieWho
from prossimo.cases.models.case import Case
from prossimo.cases.models.sight import cases_seen
from prossimo.citizens.models import Person
from prossimo.core.history import tracked
from prossimo.core.periods import PeriodField, today
from prossimo.core.privacy import IDENTITY, NARRATIVE, TECHNICAL, FieldClass
from prossimo.core.records import PersonalQuerySet, Versioned
from prossimo.network.models import Organisation


class CaseTieQuerySet(PersonalQuerySet["CaseTie"]):
    def visible_to(self, actor: Actor, of: Case | None = None) -> Self:
        """Ties of the cases whose network one was given: the set twin of `policies.may_read_tie`."""
        if not actor.has(Right.CASE_READ):
            return self.none().scoped("nobody")
        return self.filter(case__in=cases_seen(actor, Part.NETWORK, of)).scoped("actor")


@tracked()
class CaseTie(Versioned):
    """Somebody around a case who counts for it: who they are, what they are to it, how much, since when."""

    field_classes: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ["id", "version", "created_at", "changed_at", "case", "organisation", "post", "by"],
            TECHNICAL,
        ),
        **dict.fromkeys(["person", "name", "who", "period"], IDENTITY),
        **dict.fromkeys(["kind", "strength", "note"], NARRATIVE),
    }

    case = models.ForeignKey(
        Case, models.CASCADE, verbose_name=_("presa in carico"), related_name="ties"
    )
    who = models.CharField(_("chi è"), max_length=9, choices=TieWho)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("persona"), null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organizzazione"),
        null=True,
        blank=True,
        related_name="+",
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("operatore"), null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("nome"), max_length=160, blank=True)
    kind = models.CharField(_("che cosa fa"), max_length=9, choices=TieKind)
    strength = models.PositiveSmallIntegerField(
        _("quanto è forte"), choices=TieStrength, default=TieStrength.FAIR
    )
    note = models.CharField(_("nota"), max_length=300, blank=True)
    period = PeriodField(_("dal, al"))
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("segnato da"), related_name="+")

    objects = CaseTieQuerySet.as_manager()

    class Meta:
        verbose_name = _("legame della rete di una presa in carico")
        verbose_name_plural = _("legami della rete delle prese in carico")
        ordering = ["case", "period", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation=None, post=None, name="")
                | Q(person=None, organisation__isnull=False, post=None, name="")
                | Q(person=None, organisation=None, post__isnull=False, name="")
                | (Q(person=None, organisation=None, post=None) & ~Q(name="")),
                name="tie_is_with_one",
            )
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name of who is at the other end."""
        if self.person is not None:
            return self.person.full_name
        if self.organisation is not None:
            return self.organisation.name
        if self.post is not None:
            return self.post.user.get_full_name()
        return self.name or gettext("una persona che segue un altro servizio")

    @property
    def ended(self) -> bool:
        return today() not in self.period
