"""A server and a site of their own, that a test may kill without hurting the others."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from prossimo_launch import backup, cluster
from tests import databases, serving


def postmaster_pid(server):
    return int((server.place.data / "postmaster.pid").read_text().splitlines()[0])


def kill_database(server):
    """kill -9 of the server itself, as a power cut would see it."""
    os.kill(postmaster_pid(server), signal.SIGKILL)


def kill_a_web_worker(site):
    """kill -9 of one gunicorn worker; its master starts another."""
    pid = site.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(children[0]), signal.SIGKILL)


def restart_database(seconds=60):
    """Start again, as whoever keeps it running would: a restart may be refused for some seconds."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return cluster.ensure_running()
        except cluster.ClusterError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


@pytest.fixture(scope="module")
def town_file(server, town, worker_id, tmp_path_factory):
    """The demo town in a file: another server is filled from it sooner than it would build its own."""
    file = tmp_path_factory.mktemp("town") / "town.dump"
    with databases.cloned(server, f"filed_{worker_id}", of=town) as name:
        subprocess.run(
            [backup.program("pg_dump"), "--format=custom", "--no-password", "--file", file],
            env=backup.client_environment(server, "backup", name),
            check=True,
        )
    return file


@pytest.fixture(scope="module")
def doomed_server(tmp_path_factory):
    """A private PostgreSQL in a home of its own."""
    before = os.environ.get("PROSSIMO_HOME")
    os.environ["PROSSIMO_HOME"] = str(tmp_path_factory.mktemp("home"))
    try:
        yield cluster.ensure_running()
        cluster.stop()
    finally:
        if before is None:
            del os.environ["PROSSIMO_HOME"]
        else:
            os.environ["PROSSIMO_HOME"] = before


@pytest.fixture(scope="module")
def doomed_site(town_file, doomed_server):
    """The demo town on that server, served by two workers."""
    backup.restore(doomed_server, town_file)
    with serving.served("prossimo", workers=2) as site:
        yield site
