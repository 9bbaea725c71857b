"""The private database: made once, private, found again, and agreed upon by whoever starts it."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from prossimo_launch import cluster, processes, roles
from prossimo_launch.places import place
from tests.launch.conftest import clean_environment, new_home, prossimo, remove


def one(server, role, query, dbname=None):
    with server.connect(role, dbname) as connection:
        return connection.execute(query).fetchone()[0]


def test_a_cold_start_ends_with_every_role_at_its_own_door(home):
    server = cluster.ensure_running()

    for name in roles.role_names(trial=True):
        role = name.removeprefix("prossimo_")
        assert one(server, role, "SELECT current_user") == name


def test_nothing_listens_on_the_network_and_the_folders_are_closed(running):
    where = running.place

    assert one(running, "app", "SHOW listen_addresses") == ""
    assert where.socket.stat().st_mode & 0o777 == 0o700
    assert where.data.stat().st_mode & 0o777 == 0o700
    assert (where.home / "cluster.json").stat().st_mode & 0o777 == 0o600


def test_a_wrong_password_does_not_enter(running):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**{**running.params("app"), "password": "guess"})


def test_pages_carry_checksums_and_text_is_utf_8_sorted_by_code(running):
    assert one(running, "app", "SHOW data_checksums") == "on"
    assert one(running, "app", "SHOW server_encoding") == "UTF8"
    assert one(running, "app", "SELECT 'Z' < 'a' AND lower('È') = 'è'") is True


def test_the_web_and_the_worker_lose_patience_by_themselves(running):
    for role in ("app", "worker"):
        for name, value in roles.PATIENCE.items():
            assert one(running, role, f"SHOW {name}") == value


def test_the_log_of_the_server_never_holds_the_values_of_a_failed_statement(running):
    with pytest.raises(psycopg.Error), running.connect("app") as connection:
        connection.execute("SELECT 'RSSMRA80A01A794X'::int")

    assert "RSSMRA80A01A794X" not in running.place.log.read_text()


def test_roles_can_do_what_their_work_asks_and_no_more(running):
    cluster.create_database("grants")
    try:
        with running.connect("owner", "grants") as connection:
            connection.execute("CREATE TABLE thing (id serial, word text)")
            connection.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1")
        may = {
            role: one(
                running,
                "admin",
                "SELECT string_agg(p, ' ' ORDER BY n) FROM unnest(string_to_array("
                "'SELECT INSERT UPDATE DELETE TRUNCATE', ' ')) WITH ORDINALITY AS w(p, n) "
                f"WHERE has_table_privilege('{role}', 'thing', p)",
                "grants",
            )
            for role in roles.role_names(trial=True)
        }
    finally:
        cluster.drop_database("grants")

    writes = "SELECT INSERT UPDATE DELETE"
    assert may == {
        "prossimo_owner": f"{writes} TRUNCATE",
        "prossimo_app": writes,
        "prossimo_worker": writes,
        "prossimo_observatory": None,
        "prossimo_loader": f"{writes} TRUNCATE",
        "prossimo_backup": "SELECT",
        "prossimo_test": None,
    }


def test_the_role_of_the_tests_becomes_the_others_and_is_nobody_by_itself(running):
    with running.connect("test") as connection:
        for role in roles.TEST_MEMBERSHIPS:
            connection.execute(f"SET ROLE {role}")
        for role in ("prossimo_admin", "prossimo_backup"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SET ROLE {role}")


def test_a_copied_database_has_the_tables_of_its_template(running):
    cluster.create_database("pattern")
    with running.connect("owner", "pattern") as connection:
        connection.execute("CREATE TABLE thing AS SELECT 7 AS n")

    cluster.create_database("copy", "pattern")

    try:
        assert one(running, "app", "SELECT n FROM thing", "copy") == 7
    finally:
        cluster.drop_database("copy")
        cluster.drop_database("pattern")


def test_asking_for_the_settings_starts_nothing(home):
    assert cluster.connection_settings("worker")["USER"] == "prossimo_worker"
    assert not place().data.exists()


def test_a_second_command_finds_the_server_of_the_first(lived_in):
    prossimo("db", "start", PROSSIMO_HOME=lived_in)

    answer = prossimo("db", "start", PROSSIMO_HOME=lived_in)

    assert (answer.returncode, answer.stderr) == (0, f"PostgreSQL {_major(lived_in)} risponde.\n")


def test_a_stopped_server_starts_again_with_its_rows(running):
    with running.connect("owner") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")

    assert cluster.stop() is True
    assert cluster.running_or_none() is None
    cluster.ensure_running()

    assert one(running, "app", "SELECT n FROM kept") == 1


@pytest.mark.parametrize("whom", ["the server alone", "the server and all its processes"])
def test_after_a_kill_9_the_next_command_starts_again_with_its_rows(running, whom):
    with running.connect("owner") as connection:
        connection.execute("DROP TABLE IF EXISTS saved; CREATE TABLE saved (n int)")
        connection.execute("INSERT INTO saved VALUES (1)")
    pid = cluster.postmaster(running.place)
    victims = [pid] if whom == "the server alone" else processes.working_in(running.place.data)

    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    assert processes.wait_for_end(victims, seconds=20)
    server = cluster.ensure_running()

    assert one(server, "app", "SELECT n FROM saved") == 1
    assert cluster.postmaster(server.place) != pid


def test_a_file_that_names_somebody_elses_process_does_not_stop_the_start(running):
    cluster.stop()
    file = running.place.data / "postmaster.pid"
    file.write_text(f"{os.getpid()}\n{running.place.data}\n0\n5432\n{running.place.socket}\n\n")
    os.chown(file, running.place.server_uid, -1)

    server = cluster.ensure_running()

    assert one(server, "app", "SELECT 1") == 1


def test_three_starts_at_once_agree_on_one_server(home):
    command = [sys.executable, "-m", "prossimo_launch", "db", "start"]
    at_once = [
        subprocess.Popen(command, env=clean_environment(PROSSIMO_HOME=home), stderr=subprocess.PIPE)
        for _ in range(3)
    ]

    said = [process.communicate(timeout=60)[1].decode() for process in at_once]

    assert [process.returncode for process in at_once] == [0, 0, 0], said
    assert sum("Preparo un PostgreSQL" in words for words in said) == 1
    assert cluster.running_or_none() is not None


def test_a_start_killed_half_way_is_begun_again(home):
    command = [sys.executable, "-m", "prossimo_launch", "db", "start"]
    first = subprocess.Popen(command, env=clean_environment(PROSSIMO_HOME=home), stderr=-3)
    deadline = time.monotonic() + 20
    while not list(home.glob("pg/draft-*/base")) and time.monotonic() < deadline:
        time.sleep(0.005)
    first.kill()
    first.wait()
    assert not (home / "pg" / "data").exists()

    server = cluster.ensure_running()

    assert one(server, "app", "SELECT 1") == 1


def test_two_checkouts_live_side_by_side(running):
    other = new_home()
    try:
        answer = prossimo("db", "shell", "--", "-Atc", "SELECT 1", PROSSIMO_HOME=other)
        paths = {
            prossimo("db", "path", PROSSIMO_HOME=h).stdout for h in (other, running.place.home)
        }
    finally:
        remove(other)

    assert (answer.returncode, answer.stdout) == (0, "1\n")
    assert len(paths) == 2
    assert one(running, "app", "SELECT 1") == 1


def test_a_state_folder_with_a_very_long_name_uses_a_short_socket(monkeypatch):
    top = new_home()
    long = top / ("a" * 60) / ("b" * 60)
    try:
        answer = prossimo("db", "shell", "--", "-Atc", "SELECT 1", PROSSIMO_HOME=long)
        prossimo("db", "stop", PROSSIMO_HOME=long)
    finally:
        remove(long)
        remove(top)

    assert (answer.returncode, answer.stdout) == (0, "1\n"), answer.stderr


def test_a_copied_state_folder_is_another_place(running, monkeypatch):
    secret = (running.place.home / "cluster.json").read_text()
    copy = new_home()
    (copy / "cluster.json").write_text(secret)
    monkeypatch.setenv("PROSSIMO_HOME", str(copy))
    try:
        moved = place()
    finally:
        remove(copy)

    assert moved.home == copy
    assert moved.socket != running.place.socket


def test_roles_for_a_server_of_ones_own_are_printed_and_run_twice(running):
    script = prossimo("db", "roles-sql").stdout
    psql = [*("db", "shell", "--role", "admin", "--"), "-q", "-f", "-"]

    for _ in range(2):
        answer = subprocess.run(
            [sys.executable, "-m", "prossimo_launch", *psql],
            input=script,
            env=clean_environment(PROSSIMO_HOME=running.place.home),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert answer.returncode == 0, answer.stderr


def _major(home):
    return (home / "pg" / "data" / "PG_VERSION").read_text().strip()
