"""A reader of figures, and a photograph of a small invented year for them to read."""

import itertools

import pytest
from django.db import connection

from prossimo.accounts.choices import RoleKey
from prossimo.observatory import compute, engine
from prossimo.observatory.questions import Question
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.observatory import photographs
from tests.territory.factories import AmbitoFactory


@pytest.fixture
def root(tmp_path, settings):
    """Where this test's photographs stand."""
    settings.SNAPSHOT_ROOT = tmp_path / "snapshots"
    settings.SNAPSHOT_ROOT.mkdir()
    return settings.SNAPSHOT_ROOT


@pytest.fixture
def ask(root):
    """Photograph these rows and ask about them."""
    taken = itertools.count(1)

    def asked(key, *by, contacts=(), where=(), **rows):
        name = f"20260301T060000-{next(taken):06}"
        snapshot = photographs.take(root, contacts, name=name, **rows)
        question = Question(key, "bergamo", by=by, where=where, year=photographs.YEAR)
        return compute.answer(question, compute.opened(snapshot))

    return asked


@pytest.fixture
def fact(bergamo):
    """Rows of a fact as the observatory reads them, as dictionaries."""

    def rows(name, where="true"):
        with arranging("prossimo_observatory"), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM facts.{name} WHERE {where}")
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return rows


@pytest.fixture
def bergamo(db):
    return AmbitoFactory(key="bergamo", name="Bergamo")


@pytest.fixture
def small_town(root, bergamo):
    """Two years of a town where few things are too few to say."""
    of_2017 = photographs.people(40, year=2017, neighbourhood=0, sex="F", target_group="older")
    boccaleone = photographs.people(
        30, neighbourhood=0, sex="F", age_band="65-74", target_group="older", minutes=20
    )
    celadina = photographs.people(
        20, first=100, neighbourhood=1, sex="M", desk=1, reasons=(0, 1), target_group="frail"
    )
    redona = photographs.people(3, first=200, neighbourhood=2, sex="F", reasons=(2,))
    nobody = [photographs.contact(desk=2, reasons=(2,), given=("information",)) for _ in range(9)]
    contacts = [*of_2017, *boccaleone, *celadina, *redona, *nobody]
    return photographs.take(root, contacts, ambito_id=bergamo.pk)


@pytest.fixture
def reader(bergamo, client):
    """A person at work with a role, logged in; call it with the role."""

    def enter(role=RoleKey.PLANNING, **more):
        post = post_of(role, bergamo, **more)
        client.force_login(post.user)
        return post

    return enter


@pytest.fixture(autouse=True, scope="session")
def _no_engine_left():
    """The child of these tests ends with them."""
    yield
    engine._engine.close()
