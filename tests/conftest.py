"""What every test stands on: a real PostgreSQL, the application's role, and the usual people."""

import gc
import os
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.utils import translation
from playwright.sync_api import sync_playwright

from prossimo_launch import cluster
from tests import databases, serving
from tests.arranging import become

# A cluster, a site, a town or a folder of their own, shared by the tests of a file.
DEAR = {"collected", "house", "lived_in", "smallest"}

# The same engine without the frame of a window to draw, at two thirds of the work; it spaces letters
# as a window does only when told.
CHROMIUM, FRAMELESS = Path("/usr/bin/chromium"), Path("/usr/bin/chromium-headless-shell")

# Every process that a test starts would compile the whole product again, and each worker the tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """Tests that share something dear go to one worker, which prepares it once."""
    for item in items:
        if DEAR & set(item.fixturenames) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def pytest_collection_finish(session):
    """What is loaded by now stays to the end: nobody goes through it again looking for rubbish."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def as_application(sender, connection, **_):
    """Whatever connects during a test acts as the application, never as an owner."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE prossimo_app")


@pytest.fixture(autouse=True)
def in_italian():
    """A page asked for in English leaves its language behind: each test begins as the house speaks."""
    translation.activate("it")


@pytest.fixture(scope="session", autouse=True)
def vault_of_the_tests(tmp_path_factory):
    """Files are kept away from the documents of whoever runs the tests."""
    settings.FILES_ROOT = tmp_path_factory.mktemp("vault")


@pytest.fixture(scope="session")
def server():
    return cluster.ensure_running()


@pytest.fixture(scope="session")
def django_db_setup(server, django_db_blocker, worker_id):
    """Clone the migrated template for this worker and point Django at it."""
    with databases.cloned(server, worker_id) as name, django_db_blocker.unblock():
        _point_at(name)
        connection_created.connect(as_application)
        yield
        connection_created.disconnect(as_application)
        connection.close()


def _point_at(name):
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.settings_dict["CONN_MAX_AGE"] = None


@pytest.fixture(scope="session")
def worker_id(request):
    """The name of the xdist worker, or `main` when there is none."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture
def fresh_database(server, django_db_setup, django_db_blocker):
    """A database of its own, where commits are real: for concurrency and crashes."""
    before = connection.settings_dict["NAME"]
    with databases.cloned(server, "fresh") as name, django_db_blocker.unblock():
        _point_at(name)
        yield name
        connection.close()
        _point_at(before)


@pytest.fixture
def as_role(db):
    """Become another database role for the rest of the test."""
    yield become
    if not connection.needs_rollback:
        become("prossimo_app")


@pytest.fixture(scope="session")
def town(server):
    """The name of the demo town's template: never connect to it, clone it."""
    with databases.alone(server, "town"):  # meanwhile the others go on cloning
        return serving.town_template(server)


@pytest.fixture(scope="session")
def site(server, town, worker_id):
    """The product as a user meets it: gunicorn on a clone of the demo town."""
    with (
        databases.cloned(server, f"site_{worker_id}", of=town) as name,
        serving.served(name, snapshot_folder=serving.snapshots(server, town)) as running,
    ):
        yield running


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, headless; its absence is an error, never a skip."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=FRAMELESS if FRAMELESS.exists() else CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--process-per-site",
                *(["--font-render-hinting=none"] if FRAMELESS.exists() else []),
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """A fresh Italian browser at desk size."""
    context = chromium.new_context(
        locale="it-IT", timezone_id="Europe/Rome", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
