"""Private clusters of these tests' own, in short folders that anybody may walk through."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from prossimo_launch import cluster, places

CHECKOUT = places.CHECKOUT
OURS = ("DATABASE", "DJANGO", "PG", "PROSSIMO", "PYTEST", "COV")


def clean_environment(**more):
    """The environment of a person at a terminal, without what the test runner put there."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {
        **plain,
        "PYTHONPATH": str(CHECKOUT),
        **{name: str(value) for name, value in more.items()},
    }


def prossimo(*words, stdin=subprocess.DEVNULL, **environment):
    """Type a command and read what it says."""
    return subprocess.run(
        [sys.executable, "-m", "prossimo_launch", *map(str, words)],
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        stdin=stdin,
    )


def new_home():
    home = Path(tempfile.mkdtemp(prefix="prossimo-test-", dir="/tmp"))
    home.chmod(0o711)
    return home


def remove(home):
    """Stop what runs there and leave nothing behind, outside it either."""
    prossimo("db", "stop", PROSSIMO_HOME=home)
    outside = places.SYSTEM_STATE / places.short_name(home)
    socket = Path("/tmp", f"prossimo-{places.short_name(home)}")
    for folder in (home, outside, socket):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(monkeypatch):
    """An empty state folder that is this process's own."""
    home = new_home()
    dwell(monkeypatch, home)
    yield home
    remove(home)


@pytest.fixture(scope="module")
def lived_in():
    """A state folder whose cluster was started once, shared by the tests of a file."""
    home = new_home()
    try:
        with pytest.MonkeyPatch.context() as patch:
            dwell(patch, home)
            cluster.ensure_running()
        yield home
    finally:
        remove(home)


@pytest.fixture
def running(lived_in, monkeypatch):
    """The shared cluster, running."""
    dwell(monkeypatch, lived_in)
    return cluster.ensure_running()


def dwell(patch, home):
    for name in list(os.environ):
        if name.startswith(("DATABASE_", "PG")):
            patch.delenv(name)
    patch.setenv("PROSSIMO_TRIAL", "1")
    patch.setenv("PROSSIMO_HOME", str(home))
