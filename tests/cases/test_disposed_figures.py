"""Figures of past years stay as they were when a case is disposed of, and lead to nobody."""

import datetime as dt
from collections import Counter

import pytest
from django.db import ProgrammingError, connection, transaction

from prossimo.accounts.choices import RoleKey
from prossimo.cases.models import Case, CaseArchive, CaseStep, DisposedFigure
from prossimo.cases.operations import retention as operations
from prossimo.core.facts import facts
from prossimo.core.periods import between, since
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, CaseMemberFactory
from tests.cases.joint_factories import (
    CaseActivityFactory,
    JointActivityFactory,
    JointServiceFactory,
)
from tests.cases.plan_factories import GoalFactory, PlanFactory
from tests.cases.protection_factories import CaseArchiveFactory
from tests.citizens.factories import HouseholdFactory, PersonFactory

pytestmark = pytest.mark.django_db
ACT = {"act": "Soprintendenza archivistica, n. 512", "act_on": dt.date(2026, 5, 4)}
KEYS = {"followed_case", "person", "home"}
COUNTED = ("in_charge", "taken", "closed", "goal", "handed", "joint_case")
BEGUN, OVER = dt.date(2016, 3, 1), dt.date(2018, 9, 1)


@pytest.fixture
def followed(owner):
    """A mother followed from 2016 to 2018 with two children, in a service, with goals and hands."""
    home = HouseholdFactory(ambito=owner.ambito)
    mother, *children = [
        PersonFactory(ambito=owner.ambito, household=home, born_on=born)
        for born in (dt.date(1980, 5, 1), dt.date(2000, 1, 1), dt.date(2012, 1, 1))
    ]
    case = CaseFactory(
        ambito=owner.ambito, owner=owner, person=mother, household=home, state="closed",
        outcome="partly", reported_on=dt.date(2016, 2, 1), taken_on=BEGUN, closed_on=OVER,
    )  # fmt: skip
    for child in children:
        CaseMemberFactory(
            case=case, person=child, role="child", period=between(BEGUN, dt.date(2017, 12, 31))
        )
    activity = JointActivityFactory(service=JointServiceFactory(ambito=owner.ambito))
    CaseActivityFactory(case=case, activity=activity, period=since(dt.date(2016, 6, 1)))
    first = PlanFactory(case=case, state="superseded", signed_on=dt.date(2016, 3, 31))
    goal = GoalFactory(plan=first, theme="home", state="partly", stated_on=dt.date(2017, 1, 2))
    second = PlanFactory(case=case, number=2, state="ended", signed_on=dt.date(2017, 2, 1))
    GoalFactory(
        plan=second, theme="home", line=goal.line, state="reached", stated_on=dt.date(2018, 2, 1)
    )
    GoalFactory(plan=second, theme="work", state="not", stated_on=dt.date(2018, 2, 1))
    with arranging():
        for name, source in (("assign", "proposed"), ("transfer", "in_charge")):
            at = dt.datetime(2017, 5, 5, 10, tzinfo=dt.UTC)
            step = CaseStep(case=case, name=name, source=source, target="in_charge", at=at)
            step.save(force_insert=True)
    return case


def counted(key):
    """What the observatory reads of a fact, without the keys: and how many keys of each stand in it."""
    columns = list(facts[key].columns)
    with arranging("prossimo_observatory"), connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM facts.{key}")
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    told = Counter(
        tuple((name, value) for name, value in row.items() if name not in KEYS) for row in rows
    )
    distinct = {name: len({row[name] for row in rows}) for name in KEYS & set(columns)}
    return told, distinct, {row[name] for row in rows for name in KEYS & set(columns)}


def dispose(case, acting):
    manager = PostFactory(role=RoleKey.AREA_MANAGER, ambito=case.ambito)
    dpo = PostFactory(role=RoleKey.DPO, ambito=case.ambito)
    archive = CaseArchiveFactory(case=case)
    with arranging():
        Case.objects.unscoped("test").filter(pk=case.pk).update(archived=True)
    operations.propose_disposal([archive], by=acting(manager), why="Termine passato")
    operations.dispose([archive], by=acting(dpo), **ACT)
    return archive


def test_every_figure_is_the_same_before_and_after_a_disposal(followed, acting):
    before = {key: counted(key) for key in COUNTED}
    assert all(told for told, _keys, _names in before.values()), "each fact has something to lose"

    dispose(followed, acting)

    for key in COUNTED:
        told, distinct, _names = counted(key)
        assert told == before[key][0], key
        assert distinct == before[key][1], key


def test_what_is_kept_of_goals_hands_and_services_leads_to_nobody(followed, acting):
    archive = dispose(followed, acting)

    for key in ("goal", "handed", "joint_case"):
        _told, _distinct, names = counted(key)
        with arranging():
            known = {str(pk) for model in (Case, type(followed.person), CaseArchive)
                     for pk in model.objects.unscoped("test").values_list("pk", flat=True)}  # fmt: skip
        assert not names & {*known, str(followed.household_id), str(archive.pk)}
    with arranging(), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(f::text, '') FROM cases_disposedfigure f")
        (kept,) = cursor.fetchone()
    for secret in (followed.pk, followed.person_id, followed.household_id, followed.number):
        assert str(secret) not in kept


def test_the_application_reads_none_of_it(followed, owner, acting):
    dispose(followed, acting)
    acting(owner)

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        DisposedFigure.objects.exists()
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT wall.keep_figures(%s, %s)", [followed.pk, followed.pk])
