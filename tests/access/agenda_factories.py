"""Motives, openings, appointments and what hangs on them, for the tests."""

import datetime as dt

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from prossimo.access.choices import Mode
from prossimo.access.models import (
    Absence,
    AgendaFeed,
    Appointment,
    AppointmentSeat,
    EarlierWish,
    LocalHoliday,
    Motive,
    Opening,
    OpeningException,
)
from prossimo.core.periods import ROME, since
from tests.access.factories import DeskFactory
from tests.accounts.factories import PostFactory
from tests.arranging import ArrangedFactory, arranging
from tests.territory.factories import AmbitoFactory

LONG_AGO = dt.date(2020, 1, 6)  # a Monday


class MotiveFactory(ArrangedFactory):
    class Meta:
        model = Motive

    ambito = factory.SubFactory(AmbitoFactory)
    label = factory.Sequence(lambda n: f"Appuntamento {n}")
    minutes = 30
    modes = [Mode.OFFICE]
    is_online = True
    notice_hours = 0
    period = since(LONG_AGO)


class OpeningFactory(ArrangedFactory):
    """A weekly morning, with one place."""

    class Meta:
        model = Opening

    desk = factory.SubFactory(DeskFactory)
    modes = [Mode.OFFICE]
    weekday = 1
    starts_at = dt.time(9)
    ends_at = dt.time(11)
    period = since(LONG_AGO)

    @classmethod
    def _create(cls, model_class, *args, motives=(), **kwargs):
        opening = super()._create(model_class, *args, **kwargs)
        with arranging():
            opening.motives.set(motives)
        return opening


class OpeningExceptionFactory(ArrangedFactory):
    class Meta:
        model = OpeningException

    opening = factory.SubFactory(OpeningFactory)
    day = dt.date(2030, 1, 7)
    kind = "closed"


class LocalHolidayFactory(ArrangedFactory):
    class Meta:
        model = LocalHoliday

    ambito = factory.SubFactory(AmbitoFactory)
    name = "Santo patrono"
    month = 8
    day = 26


class AbsenceFactory(ArrangedFactory):
    class Meta:
        model = Absence

    post = factory.SubFactory(PostFactory)
    by = factory.SelfAttribute("post.user")
    during = DateTimeTZRange(
        dt.datetime(2030, 1, 7, tzinfo=ROME), dt.datetime(2030, 1, 8, tzinfo=ROME)
    )


class AgendaFeedFactory(ArrangedFactory):
    class Meta:
        model = AgendaFeed

    post = factory.SubFactory(PostFactory)
    user = factory.SelfAttribute("post.user")


class AppointmentFactory(ArrangedFactory):
    """Somebody without a file, in three days, with the hour kept."""

    class Meta:
        model = Appointment

    desk = factory.SubFactory(DeskFactory)
    ambito = factory.SelfAttribute("desk.ambito")
    motive = factory.SubFactory(MotiveFactory, ambito=factory.SelfAttribute("..ambito"))
    name = "Chi prenota"
    starts_at = factory.LazyFunction(
        lambda: timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=3)
    )
    ends_at = factory.LazyAttribute(lambda a: a.starts_at + dt.timedelta(minutes=30))
    post = factory.SubFactory(PostFactory, ambito=factory.SelfAttribute("..ambito"))
    author = factory.SelfAttribute("post.user")

    @classmethod
    def _create(cls, model_class, *args, with_post=None, opening=None, **kwargs):
        appointment = super()._create(model_class, *args, **kwargs)
        with arranging():
            AppointmentSeat.objects.create(
                ambito_id=appointment.ambito_id,
                appointment=appointment,
                post=with_post,
                opening=opening,
                during=DateTimeTZRange(appointment.starts_at, appointment.ends_at),
                is_live=appointment.state not in ("cancelled", "no_show", "lapsed"),
            )
        return appointment


class EarlierWishFactory(ArrangedFactory):
    class Meta:
        model = EarlierWish

    appointment = factory.SubFactory(AppointmentFactory)
    before = factory.SelfAttribute("appointment.starts_at")
