"""Passages and broken glasses, for the tests."""

import datetime as dt

import factory
from django.utils import timezone

from prossimo.cases.choices import GlassCategory, TransferKind
from prossimo.cases.models import CaseTransfer, GlassOpening, NoteAccess
from tests.accounts.factories import PostFactory
from tests.arranging import ArrangedFactory
from tests.cases.factories import CaseFactory, CaseNoteFactory


class CaseTransferFactory(ArrangedFactory):
    """Asked by who owns the case, for another area."""

    class Meta:
        model = CaseTransfer

    case = factory.SubFactory(CaseFactory)
    ambito = factory.SelfAttribute("case.ambito")
    number = factory.SelfAttribute("case.number")
    kind = TransferKind.SERVICE
    to_area = "ELD"
    to_municipality = factory.SelfAttribute("case.municipality")
    why = "La signora ha compiuto gli anni"
    user_area = factory.SelfAttribute("case.user_area")
    intensity = factory.SelfAttribute("case.intensity")
    asked_by = factory.LazyAttribute(
        lambda row: row.case.owner.user if row.case.owner else row.case.opened_by
    )
    from_post = factory.SelfAttribute("case.owner")


class GlassOpeningFactory(ArrangedFactory):
    """Somebody who was not given the case opened it a moment ago."""

    class Meta:
        model = GlassOpening

    case = factory.SubFactory(CaseFactory)
    ambito = factory.SelfAttribute("case.ambito")
    municipality = factory.SelfAttribute("case.municipality")
    number = factory.SelfAttribute("case.number")
    post = factory.SubFactory(PostFactory, ambito=factory.SelfAttribute("..ambito"))
    user = factory.SelfAttribute("post.user")
    category = GlassCategory.DANGER
    why = "Minaccia in corso, la collega non risponde"
    until = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(minutes=30))


class NoteAccessFactory(ArrangedFactory):
    """Who coordinates opened a private note by law a moment ago."""

    class Meta:
        model = NoteAccess

    class Params:
        note = factory.SubFactory(CaseNoteFactory)

    note_id = factory.SelfAttribute("note.pk")
    author = factory.SelfAttribute("note.author")
    case = factory.SelfAttribute("note.entry.case")
    ambito = factory.SelfAttribute("case.ambito")
    municipality = factory.SelfAttribute("case.municipality")
    number = factory.SelfAttribute("case.number")
    post = factory.SubFactory(PostFactory, ambito=factory.SelfAttribute("..ambito"))
    user = factory.SelfAttribute("post.user")
    ground = "court"
    why = "Richiesta del tribunale per i minorenni"
    at = factory.LazyFunction(timezone.now)
    until = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(minutes=30))
