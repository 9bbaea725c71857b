"""A copy of the database is whole or absent, and comes back in one stroke."""

import os

import psycopg
import pytest

from prossimo_launch import backup, cluster
from prossimo_launch.errors import LaunchError
from tests.launch.conftest import prossimo


@pytest.fixture
def guarded(running):
    """A table behind forced row security, as those of people are: the owner sees nothing of it."""
    with running.connect("owner") as connection:
        connection.execute(
            "DROP TABLE IF EXISTS guarded; CREATE TABLE guarded (n int);"
            "INSERT INTO guarded VALUES (1), (2);"
            "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;"
            "ALTER TABLE guarded FORCE ROW LEVEL SECURITY;"
            "CREATE POLICY odd ON guarded FOR SELECT USING (n % 2 = 1)"
        )
    return running


def rows(server, role):
    with server.connect(role) as connection:
        return [n for (n,) in connection.execute("SELECT n FROM guarded ORDER BY n")]


def test_what_is_saved_comes_back_with_its_walls_and_grants(guarded, tmp_path):
    file = tmp_path / "copy.dump"
    home = guarded.place.home
    saved = prossimo("db", "backup", file, PROSSIMO_HOME=home)
    with guarded.connect("loader") as connection:
        connection.execute("TRUNCATE guarded; INSERT INTO guarded VALUES (7)")

    restored = prossimo("db", "restore", file, PROSSIMO_HOME=home)

    assert (saved.returncode, restored.returncode) == (0, 0), restored.stderr
    assert rows(guarded, "loader") == [1, 2]
    assert rows(guarded, "app") == [1]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_restore_enters_while_somebody_is_connected(guarded, tmp_path):
    file = tmp_path / "copy.dump"
    backup.backup(guarded, file)
    with guarded.connect("app") as busy:
        busy.execute("SELECT 1")

        backup.restore(guarded, file)

        with pytest.raises(psycopg.OperationalError):
            busy.execute("SELECT 1")
    assert rows(guarded, "loader") == [1, 2]


def test_a_file_that_is_no_copy_leaves_the_database_as_it_was(guarded, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Gentile signora,")

    with pytest.raises(LaunchError, match="il database è rimasto com'era"):
        backup.restore(guarded, file)

    assert rows(guarded, "loader") == [1, 2]
    assert databases(guarded) == ["postgres", "prossimo", "template0", "template1"]


def test_a_copy_that_cannot_be_written_leaves_nothing_behind(guarded, tmp_path):
    with pytest.raises(LaunchError, match="No such file"):
        backup.backup(guarded, tmp_path / "missing" / "copy.dump")
    if os.path.exists("/dev/full"):
        with pytest.raises(LaunchError):
            backup.backup(guarded, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_the_mark_of_the_schema_does_not_outlive_a_restore(guarded, tmp_path):
    file = tmp_path / "copy.dump"
    backup.backup(guarded, file)
    with guarded.connect("owner") as connection:
        connection.execute("COMMENT ON DATABASE prossimo IS 'newer than the copy'")

    backup.restore(guarded, file)

    with guarded.connect("app") as connection:
        told = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
            "WHERE datname = 'prossimo'"
        ).fetchone()
    assert told == (None,)


def databases(server):
    with server.connect("admin", "postgres") as connection:
        return sorted(n for (n,) in connection.execute("SELECT datname FROM pg_database"))


def test_the_server_still_answers_to_everybody_after_a_restore(guarded, tmp_path):
    file = tmp_path / "copy.dump"
    backup.backup(guarded, file)
    backup.restore(guarded, file)

    assert cluster.running_or_none() is not None
    with guarded.connect("worker") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
