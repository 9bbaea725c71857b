"""The face served by itself, under the strict policy, and a real browser to look at it."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOUD = {"error", "warning"}


@pytest.fixture(scope="session")
def face(tmp_path_factory):
    """The address of the component page served alone, with collected and fingerprinted files."""
    folder = tmp_path_factory.mktemp("face")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.alone", str(folder), "0"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def windows(chromium, face):
    """One window for each set of options: what it has fetched once stays with it."""
    kept = {}

    def window(**options):
        key = tuple(sorted(options.items()))
        if key not in kept:
            kept[key] = chromium.new_context(locale="it-IT", base_url=face, **options)
            kept[key].set_default_timeout(10_000)
            kept[key].new_page()  # stays: each page of this window shares its process
        return kept[key]

    yield window
    for context in kept.values():
        context.close()


@pytest.fixture
def look(windows):
    """`with look("/path/") as page`: opens it and fails on whatever the console complains of."""

    @contextmanager
    def open_page(path="/componenti/", *, width=1280, height=900, expected=(), **options):
        complaints = []
        page = windows(**options).new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("console", lambda said: said.type in LOUD and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        try:
            yield page
        finally:
            page.context.clear_cookies()
            page.close()
        assert [said for said in complaints if not any(part in said for part in expected)] == []

    return open_page
