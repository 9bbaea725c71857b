"""One command brings everything up, mends what dies, and takes all of it down again."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from prossimo_launch import cluster, processes
from prossimo_launch.places import place
from tests.launch.conftest import clean_environment, dwell, new_home, prossimo, remove

READY = re.compile(r"Prossimo è pronto: http://127\.0\.0\.1:(\d+)\n")
SLOWEST = 120  # seconds of patience, for a first start on a machine that does much else


class Walk:
    """A `prossimo run` in a terminal of its own."""

    def __init__(self, home, *words):
        self.home = home
        self.said = home / f"said-{time.monotonic_ns()}"
        with self.said.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "prossimo_launch", "run", "--no-demo", *map(str, words)],
                env=clean_environment(PROSSIMO_HOME=home),
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def port(self):
        found = until(lambda: READY.search(self.said.read_text()), self)
        return int(found[1])

    def children(self):
        record = self.home / "runs" / f"{self.process.pid}.json"
        return [pid for pid, _ in json.loads(record.read_text())[1:]]

    def end(self, number=signal.SIGINT):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        return self.process.wait(timeout=30)


def until(true, walk):
    deadline = time.monotonic() + SLOWEST
    while time.monotonic() < deadline:
        if answer := true():
            return answer
        assert walk.process.poll() is None, walk.said.read_text()
        time.sleep(0.05)
    raise AssertionError(walk.said.read_text())


def status(port, path="/health/ready"):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", path)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def stage():
    """A state folder whose schema and static files are ready: the second run is the warm one."""
    home = new_home()
    first = Walk(home)
    try:
        first.port()
        first.end()
        yield home
    finally:
        first.end()
        remove(home)


@pytest.fixture
def walk(stage):
    walk = Walk(stage)
    yield walk
    walk.end()


pytestmark = [pytest.mark.xdist_group("run"), pytest.mark.timeout(180)]


def test_a_warm_run_answers_and_leaves_nobody_behind_at_the_end(stage):
    walk = Walk(stage)
    port = walk.port()
    assert status(port) == 200
    children = until(lambda: len(walk.children()) == 2 and walk.children(), walk)

    code = walk.end()

    assert code == 0
    assert port < 32768
    assert not any(processes.alive(pid) for pid in children)
    assert "Traceback" not in walk.said.read_text()


def test_whatever_dies_by_kill_9_comes_back(walk):
    port = walk.port()
    web, worker = until(lambda: len(walk.children()) == 2 and walk.children(), walk)

    for victim in (web, worker):
        os.kill(victim, signal.SIGKILL)
    until(lambda: not {web, worker} & set(walk.children()) and status(port) == 200, walk)
    os.kill(cluster.postmaster(place_of(walk.home)), signal.SIGKILL)
    until(lambda: status(port) == 200, walk)

    assert len(walk.children()) == 2


def place_of(home):
    with pytest.MonkeyPatch.context() as patch:
        dwell(patch, home)
        return place()


def test_after_a_kill_9_of_the_command_the_same_port_is_free_for_the_next(stage):
    port = free_port()
    first = Walk(stage, "--port", port)
    assert first.port() == port
    orphans = until(lambda: len(first.children()) == 2 and first.children(), first)
    first.end(signal.SIGKILL)

    second = Walk(stage, "--port", port)
    try:
        assert second.port() == port
        assert status(port) == 200
        assert not any(processes.alive(pid) for pid in orphans)
    finally:
        second.end()


def test_two_runs_at_once_have_an_address_each(stage, walk):
    other = Walk(stage)
    try:
        ports = {walk.port(), other.port()}
        answers = {status(port) for port in ports}
    finally:
        other.end()

    assert len(ports) == 2
    assert answers == {200}


def test_a_port_in_use_is_a_sentence(stage):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        answer = prossimo("run", "--port", port, PROSSIMO_HOME=stage)

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Errore: La porta {port} su 127.0.0.1 non si può usare")


def test_a_schema_changed_by_hand_is_put_right_at_the_next_start(stage):
    back = prossimo("migrate", "usersessions", "zero", PROSSIMO_HOME=stage)
    assert back.returncode == 0, back.stderr

    walk = Walk(stage)
    try:
        walk.port()
    finally:
        walk.end()

    shown = prossimo("showmigrations", "--plan", PROSSIMO_HOME=stage)
    assert "[ ]" not in shown.stdout
    assert "[X]" in shown.stdout


def test_a_catalogue_is_compiled_when_it_changes(tmp_path, monkeypatch):
    from babel.messages.mofile import read_mo

    from prossimo_launch import prepare

    monkeypatch.setattr(prepare, "APPS", tmp_path)
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text('msgid "Contatto"\nmsgstr "Contact"\n')
    prepare.words()
    os.utime(source, (time.time() + 5, time.time() + 5))
    source.write_text('msgid "Contatto"\nmsgstr "Encounter"\n')
    os.utime(source, (time.time() + 5, time.time() + 5))

    prepare.words()

    with source.with_suffix(".mo").open("rb") as compiled:
        assert read_mo(compiled).get("Contatto").string == "Encounter"
    assert sorted(path.name for path in Path(folder).iterdir()) == ["django.mo", "django.po"]
