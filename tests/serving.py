"""A real site for the tests: gunicorn as users meet it, on a clone of the demo town."""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from prossimo_launch import cluster
from tests import databases

TOWN_SCALE = "0.02"
TOWN_DAY = "2026-11-18"  # a Wednesday: every desk is open
STATIC_SOURCES = ["prossimo/ui/**/*.py", "prossimo/*/static/**/*", "requirements/run.txt"]


@dataclass(frozen=True)
class Site:
    url: str
    dbname: str
    process: subprocess.Popen

    def sql(self, statement, *params, role="loader"):
        """Rows straight from the record, past every wall: what a test checks against."""
        with cluster.ensure_running().connect(role, self.dbname) as connection:
            cursor = connection.execute(statement, params or None)
            return cursor.fetchall() if cursor.description else []


def digest(patterns):
    """What these files say; what Python makes of them as it runs is not read."""
    root = databases.ROOT
    found = {p for pattern in patterns for p in root.glob(pattern) if p.is_file()}
    files = sorted(p for p in found if p.suffix != ".pyc")
    total = hashlib.sha256()
    for file in files:
        total.update(str(file.relative_to(root)).encode() + file.read_bytes())
    return total.hexdigest()[:12]


def town_template(server, scale=TOWN_SCALE):
    """The demo town, built once for this schema and this generator, then only cloned."""
    recipe = digest(["prossimo/web/demo/**/*", "prossimo/web/management/**/*.py"])
    name = f"test_town_{scale.replace('.', '')}_{databases.fingerprint()}_{recipe}"
    if not databases.exists(server, name):
        draft = f"{name}_draft"
        with databases.alone(server):
            cluster.drop_database(draft)
            cluster.create_database(draft, template=databases.template(server))
        databases.manage(
            "demo",
            f"--scale={scale}",
            f"--today={TOWN_DAY}",
            "--quiet",
            dbname=draft,
            role="loader",
            PROSSIMO_SNAPSHOTS=str(snapshots(server, name)),
        )
        with server.connect("admin", "postgres") as connection:
            connection.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name


def snapshots(server, town):
    return server.place.home / "test-snapshots" / town


def static_root(server):
    """The collected static files, made again only when their sources change."""
    folder = server.place.home / f"test-static-{digest(STATIC_SOURCES)}"
    if not (folder / "staticfiles.json").exists():
        databases.manage(
            "collectstatic",
            "--noinput",
            "--verbosity=0",
            dbname="prossimo",
            role="app",
            PROSSIMO_STATIC=str(folder),
        )
    return folder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(dbname, *, snapshot_folder=None, workers=1, **environment):
    """Run gunicorn on the database for the length of the block."""
    server = cluster.ensure_running()
    with databases.alone(server, "static"):
        static = static_root(server)
    port = free_port()
    log = server.place.home / f"test-site-{os.getpid()}.log"
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config=python:prossimo_launch.gunicorn_conf",
        f"--bind=127.0.0.1:{port}",
        f"--workers={workers}",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=databases.ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={
                **{k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
                "PROSSIMO_TRIAL": "1",
                "PROSSIMO_DEMO": "1",
                "PROSSIMO_DB_ROLE": "app",
                "PROSSIMO_DB_NAME": dbname,
                "PROSSIMO_STATIC": str(static),
                **({"PROSSIMO_SNAPSHOTS": str(snapshot_folder)} if snapshot_folder else {}),
                **environment,
            },
        )
    site = Site(f"http://127.0.0.1:{port}", dbname, process)
    try:
        wait_until_ready(site, log)
        yield site
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def wait_until_ready(site, log, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if site.process.poll() is not None:
            break
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(f"{site.url}/health/ready", timeout=2) as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the site did not start:\n{Path(log).read_text()[-4000:]}")
