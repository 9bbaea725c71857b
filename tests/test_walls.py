"""Every table of personal data, and its history, stands behind row-level security."""

import pytest
from django.apps import apps
from django.db import connection

from prossimo.core.privacy import is_personal

PERSONAL = [model for model in apps.get_models() if is_personal(model)]
HISTORIES = [m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) in PERSONAL]
WALLED = [model._meta.db_table for model in PERSONAL + HISTORIES]
STAFF_WALLS = [
    "accounts_post",
    "accounts_journalline",
    "accounts_draft",
    "accounts_idempotencykey",
    "accounts_outboxmessage",
    "citizens_nametoken",
    "citizens_personshare",
    "citizens_doubleslook",
    "citizens_newsreading",
    "citizens_mergemove",
    "citizens_registrybatch",
    "citizens_registryrow",
    "citizens_registrychange",
    "catalogue_need",
    "catalogue_service",
    "catalogue_service_needs",
    "access_queueday",
    "access_ticketstep",
    "access_motive",
    "access_opening",
    "access_opening_motives",
    "access_openingexception",
    "access_localholiday",
    "access_absence",
    "access_appointmentseat",
    "access_agendafeed",
    "access_rotapattern",
    "access_shift",
    "access_rotanote",
    "access_outreachphone",
    "access_campaign",
    "access_requestalert",
    "access_allocationrule",
    "cases_jointservice",
    "cases_jointactivity",
    "cases_jointplace",
    "cases_assigned",
    "cases_retentionclass",
    "cases_documentfile",
    "cases_entrytemplate",
]


def answer(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@pytest.mark.django_db
@pytest.mark.parametrize("table", WALLED + STAFF_WALLS)
def test_the_wall_is_up_and_binds_the_owner_too(table):
    flags = answer(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table
    )

    assert flags == [(True, True)]


@pytest.mark.django_db
@pytest.mark.parametrize("table", WALLED + STAFF_WALLS)
def test_each_command_has_its_own_policy(table):
    commands = [
        row[0]
        for row in answer(
            "SELECT cmd FROM pg_policies WHERE tablename = %s AND permissive = 'PERMISSIVE' "
            "AND 'prossimo_app' = ANY(roles)",
            table,
        )
    ]

    assert "SELECT" in commands
    assert "ALL" not in commands
    assert len(commands) == len(set(commands))


@pytest.mark.django_db
@pytest.mark.parametrize("table", [model._meta.db_table for model in HISTORIES])
def test_nobody_rewrites_history(table):
    rights = {
        right: answer("SELECT has_table_privilege('prossimo_app', %s, %s)", table, right)[0][0]
        for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
    }

    assert rights == {"INSERT": True, "UPDATE": False, "DELETE": False, "TRUNCATE": False}


@pytest.mark.django_db
def test_every_personal_model_keeps_its_history():
    tracked = {m.pgh_tracked_model for m in HISTORIES}

    assert set(PERSONAL) == tracked


@pytest.mark.django_db
def test_the_application_owns_nothing_and_passes_no_wall():
    owned = answer(
        "SELECT relname FROM pg_class WHERE relowner IN ('prossimo_app'::regrole, "
        "'prossimo_worker'::regrole)"
    )
    bypass = answer(
        "SELECT rolname FROM pg_roles WHERE (rolbypassrls OR rolsuper) AND rolname IN "
        "('prossimo_app', 'prossimo_worker', 'prossimo_owner', 'prossimo_observatory')"
    )

    assert owned == []
    assert bypass == []
    assert answer("SELECT current_user") == [("prossimo_app",)]
