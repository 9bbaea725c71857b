"""Rotas and campaigns for the tests."""

import datetime as dt

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from prossimo.access.choices import CampaignKind
from prossimo.access.models import Campaign, RotaPattern, Shift
from prossimo.access.rules import shift_during
from prossimo.core.periods import from_today, today
from tests.access.factories import DeskFactory
from tests.accounts.factories import PostFactory
from tests.arranging import ArrangedFactory


class RotaPatternFactory(ArrangedFactory):
    class Meta:
        model = RotaPattern

    desk = factory.SubFactory(DeskFactory)
    post = factory.SubFactory(PostFactory, ambito=factory.SelfAttribute("..desk.ambito"))
    weekday = 2
    starts_at = dt.time(10)
    ends_at = dt.time(11)
    period = factory.LazyFunction(from_today)


class ShiftFactory(ArrangedFactory):
    class Meta:
        model = Shift

    desk = factory.SubFactory(DeskFactory)
    day = factory.LazyFunction(lambda: today() + dt.timedelta(days=3))
    during = factory.LazyAttribute(
        lambda made: DateTimeTZRange(*shift_during(made.day, dt.time(10), dt.time(11)))
    )
    post = factory.SubFactory(PostFactory, ambito=factory.SelfAttribute("..desk.ambito"))


class CampaignFactory(ArrangedFactory):
    class Meta:
        model = Campaign

    ambito = factory.SelfAttribute("author_post.ambito")
    kind = CampaignKind.LEAFLETS
    title = factory.Sequence(lambda n: f"Volantini {n}")
    copies = 200
    author = factory.SelfAttribute("author_post.user")

    class Params:
        author_post = factory.SubFactory(PostFactory)


def rota_of(desk, post, word):
    """A pattern, a shift and a campaign of a desk, with a word in each text."""
    return {
        "pattern": RotaPatternFactory(desk=desk, post=post),
        "shift": ShiftFactory(desk=desk, post=post, note=f"Nota {word}"),
        "campaign": CampaignFactory(
            author_post=post,
            title=f"Volantini {word}",
            organisation=desk.organisation,
            neighbourhood=desk.neighbourhood,
        ),
    }
