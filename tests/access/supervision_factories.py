"""Supervised contacts for the tests."""

import factory

from prossimo.access.models import Review, ReviewNote
from tests.access.factories import ContactFactory
from tests.accounts.factories import UserFactory
from tests.arranging import ArrangedFactory


class ReviewFactory(ArrangedFactory):
    class Meta:
        model = Review

    contact = factory.SubFactory(ContactFactory)


class ReviewNoteFactory(ArrangedFactory):
    class Meta:
        model = ReviewNote

    review = factory.SubFactory(ReviewFactory)
    author = factory.SubFactory(UserFactory)
    text = "Ha già un medico di base?"
