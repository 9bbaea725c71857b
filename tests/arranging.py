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
    if getattr(connection, "arranging", None) == role:
        yield  # within another arrangement: who asks twice is not made to travel twice
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, set_config('role', %s, false)", [role])
        before = cursor.fetchone()[0]
    outer, connection.arranging = getattr(connection, "arranging", None), role
    try:
        yield
    finally:
        connection.arranging = outer
        if not connection.needs_rollback:
            become(before)


class ArrangedFactory(factory.django.DjangoModelFactory):
    """A factory whose rows, and those they stand on, are written as the loader."""

    class Meta:
        abstract = True

    @classmethod
    def _generate(cls, strategy, params):
        if strategy != factory.CREATE_STRATEGY:
            return super()._generate(strategy, params)
        with arranging():
            return super()._generate(strategy, params)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = model_class(*args, **kwargs)
        row.save(force_insert=True)
        return row
