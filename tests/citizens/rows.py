"""A row of any model, filled just enough to stand: for what must hold of models still to come."""

import datetime as dt
import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.ranges import DateRangeField
from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from prossimo.access.models import Appointment, Contact, Desk, Reason
from prossimo.accounts.models import Post, User
from prossimo.cases.models import (
    Case,
    CaseMeeting,
    CaseTask,
    CaseTie,
    EntryPresence,
    MeetingPresence,
    Removal,
    ScaleSheet,
)
from prossimo.citizens.models import Household, Person
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito
from tests.access.factories import DeskFactory, ReasonFactory
from tests.accounts.factories import PostFactory, UserFactory
from tests.arranging import arranging
from tests.cases.factories import CaseFactory
from tests.citizens.factories import HouseholdFactory, PersonFactory
from tests.network.factories import OrganisationFactory

# What a model needs besides the types of its columns, for its own constraints.
MADE_BY = {
    Person: lambda ambito: PersonFactory(ambito=ambito),
    Household: lambda ambito: HouseholdFactory(ambito=ambito),
    User: lambda ambito: UserFactory(),
    Post: lambda ambito: PostFactory(ambito=ambito),
    Desk: lambda ambito: DeskFactory(ambito=ambito),
    Reason: lambda ambito: ReasonFactory(ambito=ambito),
    Organisation: lambda ambito: OrganisationFactory(ambito=ambito),
    Ambito: lambda ambito: ambito,
    Case: lambda ambito: CaseFactory(ambito=ambito),
}
NOON = dt.datetime(2025, 6, 3, 10, tzinfo=dt.UTC)
MORE = {
    Contact: {"subject": "person"},
    Case: {"outcome": ""},
    Removal: {"outcome": ""},
    ScaleSheet: {"why": ""},
    EntryPresence: {"kind": "person", "name": ""},
    CaseTie: {"name": ""},
    CaseMeeting: {"seal": ""},
    MeetingPresence: {"kind": "person", "name": ""},
    CaseTask: {"kind": "person", "name": ""},
    Appointment: {"starts_at": NOON, "ends_at": NOON + dt.timedelta(minutes=30)},
}
PLAIN = (
    (models.UUIDField, uuid.uuid4),
    (models.DateTimeField, timezone.now),
    (models.DateField, lambda: dt.date(2025, 6, 3)),
    (models.BooleanField, lambda: False),
    (models.IntegerField, lambda: 1),
    (models.FloatField, lambda: 0.5),
    (models.DecimalField, lambda: 1),
    (models.JSONField, dict),
    (models.EmailField, lambda: "a@example.org"),
    ((models.CharField, models.TextField), lambda: "pr"),
    (ArrayField, list),
    (DateRangeField, lambda: DateRange(dt.date(2025, 1, 1), None)),
)


def any_row(model, ambito, **given):
    """One row of the model, in this ambito, with these columns."""
    values = {**MORE.get(model, {}), **given}
    for field in model._meta.concrete_fields:
        if field.name in values or field.has_default() or field.primary_key:
            continue
        if field.null or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            continue
        values[field.name] = _value(field, ambito)
    with arranging():
        row = model(**values)
        row.save(force_insert=True)
    return row


def _value(field, ambito):
    if field.is_relation:
        made_by = MADE_BY.get(field.related_model)
        return made_by(ambito) if made_by else any_row(field.related_model, ambito)
    if field.choices:
        return next(key for key, _label in field.flatchoices if key)
    return next(make() for kinds, make in PLAIN if isinstance(field, kinds))


def as_kept(row):
    """The row as the database holds it, letter by letter."""
    table = row._meta.db_table
    with arranging(), connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t WHERE id = %s", [row.pk])
        found = cursor.fetchone()
    return found and found[0]
