"""Orders, what they ask, and minors placed in safety, for the tests."""

import datetime as dt

import factory
from django.utils import timezone

from prossimo.cases.choices import RemovalAct
from prossimo.cases.models import (
    CaseArchive,
    CourtOrder,
    LegalHold,
    Prescription,
    Removal,
    RemovalStep,
    SafePlace,
)
from prossimo.core.periods import since
from tests.arranging import ArrangedFactory
from tests.cases.factories import CaseFactory


class CourtOrderFactory(ArrangedFactory):
    class Meta:
        model = CourtOrder

    case = factory.SubFactory(CaseFactory)
    person = factory.SelfAttribute("case.person")
    authority = "Tribunale per i minorenni"
    kind = "affidamento al servizio sociale"
    issued_on = dt.date(2026, 3, 2)
    period = since(dt.date(2026, 3, 2))
    by = factory.SelfAttribute("case.opened_by")


class PrescriptionFactory(ArrangedFactory):
    class Meta:
        model = Prescription

    order = factory.SubFactory(CourtOrderFactory)
    what = "Relazione di aggiornamento"
    due_on = dt.date(2026, 6, 1)


class RemovalFactory(ArrangedFactory):
    """A minor placed in safety an hour ago."""

    class Meta:
        model = Removal

    case = factory.SubFactory(CaseFactory)
    person = factory.SelfAttribute("case.person")
    authority = "Polizia locale"
    why = "Trovato solo in casa"
    by = factory.SelfAttribute("case.opened_by")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        at = kwargs.pop("at", timezone.now() - dt.timedelta(hours=1))
        row = super()._create(model_class, *args, **kwargs)
        RemovalStepFactory(removal=row, act=RemovalAct.PLACED, at=at)
        return row


class RemovalStepFactory(ArrangedFactory):
    class Meta:
        model = RemovalStep

    removal = factory.SubFactory(RemovalFactory)
    act = RemovalAct.TOLD
    at = factory.LazyFunction(timezone.now)
    by = factory.SelfAttribute("removal.by")


class SafePlaceFactory(ArrangedFactory):
    class Meta:
        model = SafePlace

    removal = factory.SubFactory(RemovalFactory)
    place = "Comunità Il Melograno"
    by = factory.SelfAttribute("removal.by")


class CaseArchiveFactory(ArrangedFactory):
    """A closed case put away, past its term."""

    class Meta:
        model = CaseArchive

    case = factory.SubFactory(CaseFactory, state="closed", archived=True)
    ambito = factory.SelfAttribute("case.ambito")
    number = factory.SelfAttribute("case.number")
    user_area = factory.SelfAttribute("case.user_area")
    closed_on = factory.SelfAttribute("case.closed_on")
    due_on = dt.date(2026, 1, 1)
    archived_by = factory.SelfAttribute("case.opened_by")


class LegalHoldFactory(ArrangedFactory):
    class Meta:
        model = LegalHold

    archive = factory.SubFactory(CaseArchiveFactory)
    why = "Processo in corso"
    by = factory.SelfAttribute("archive.archived_by")
