"""The database of the tests: migrated once as the owner, cloned for each worker, never shared."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from prossimo_launch import cluster

ROOT = Path(__file__).resolve().parent.parent


def fingerprint():
    """What the schema depends on: migrations, declared roles, locked packages."""
    files = [
        *sorted(ROOT.glob("prossimo/*/migrations/*.py")),
        ROOT / "prossimo/accounts/roles.py",
        ROOT / "prossimo/core/walls.py",
        ROOT / "prossimo_launch/roles.py",
        ROOT / "requirements/run.txt",
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


@contextlib.contextmanager
def alone(server, work="databases"):
    """One process at a time does this work: builds or clones a template, gathers files."""
    folder = server.place.home if server.place else Path("/tmp")
    with (folder / f"test-{work}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def manage(*arguments, dbname, role="owner", **environment):
    """Run a command of Prossimo on another database of the private server."""
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "django", *arguments, "--skip-checks"],
        check=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "prossimo_launch.settings",
            "PROSSIMO_TRIAL": "1",
            "PROSSIMO_DB_ROLE": role,
            "PROSSIMO_DB_NAME": dbname,
            **environment,
        },
    )


def exists(server, name):
    with server.connect("admin", "postgres") as connection:
        row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return row is not None


def template(server):
    """The migrated, empty database of this schema: made once, then only cloned."""
    name = f"test_template_{fingerprint()}"
    if not exists(server, name):
        draft = f"{name}_draft"
        cluster.drop_database(draft)
        cluster.create_database(draft)
        manage("migrate", "--verbosity=0", dbname=draft)
        with server.connect("admin", "postgres") as connection:
            connection.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name


@contextlib.contextmanager
def cloned(server, suffix, *, of=None):
    """A database of one's own for the length of the block."""
    name = f"test_{suffix}_{os.getpid()}"
    with alone(server):
        source = of or template(server)
        cluster.drop_database(name)
        cluster.create_database(name, template=source)
    try:
        yield name
    finally:
        cluster.drop_database(name)
