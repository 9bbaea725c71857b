"""A kept connection is known to be lost without a question, and one that stands costs none."""

import pytest
from django.db import connection

from prossimo.core.postgresql.base import DatabaseWrapper

LAST_SAID = "SELECT query FROM pg_stat_activity WHERE pid = %s"


@pytest.fixture
def kept(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        wrapper = DatabaseWrapper(connection.settings_dict.copy())
        wrapper.ensure_connection()
        yield wrapper
        wrapper.close()


def pid_of(wrapper):
    return wrapper.connection.info.backend_pid


def test_a_connection_that_stands_is_asked_nothing(kept, server):
    kept.connection.execute("SELECT 'the last words'")

    assert kept.is_usable()

    with server.connect("admin", "postgres") as admin:
        said = admin.execute(LAST_SAID, [pid_of(kept)]).fetchone()[0]
    assert said == "SELECT 'the last words'"


def test_a_connection_that_the_server_ended_is_replaced(kept, server):
    lost = pid_of(kept)
    with server.connect("admin", "postgres") as admin:
        assert admin.execute("SELECT pg_terminate_backend(%s, 5000)", [lost]).fetchone()[0]
    kept.health_check_enabled, kept.health_check_done = True, False  # as at a new request

    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != lost


def test_after_an_error_the_server_is_asked(kept, server):
    kept.errors_occurred = True

    assert kept.is_usable()

    with server.connect("admin", "postgres") as admin:
        assert admin.execute(LAST_SAID, [pid_of(kept)]).fetchone()[0] == "SELECT 1"
