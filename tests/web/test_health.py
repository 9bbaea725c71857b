"""Whoever keeps Prossimo running learns whether it lives and whether it can serve."""

import pytest
from django.db import connection


def test_alive_asks_nothing_of_the_database(client):
    assert client.get("/health/live").json() == {"status": "alive"}


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_is_migrated(client):
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


@pytest.mark.django_db
def test_not_ready_before_the_roles_are_written(client, as_role):
    as_role("prossimo_owner")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_rolegrant")
    as_role("prossimo_app")

    assert client.get("/health/ready").status_code == 503


def test_a_foreign_host_is_refused_here_too(client):
    assert client.get("/health/live", headers={"Host": "elsewhere.example"}).status_code == 400


def test_other_methods_are_refused(client):
    assert client.post("/health/live").status_code == 405
