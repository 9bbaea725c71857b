"""Arrange as the loader, act as the application: the second wall is up while a test acts."""

import contextlib

import factory
from django.db import connection


def become(role):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


@contextlib.contextmanager
def arranging(role="prossimo_loader"):
    """Rows that stand there before the story begins are written past the second wall."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
    become(role)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            become(before)


class ArrangedFactory(factory.django.DjangoModelFactory):
    """A factory whose rows are written as the loader."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with arranging():
            row = model_class(*args, **kwargs)
            row.save(force_insert=True)
        return row
