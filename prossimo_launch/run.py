"""Keeps a trial alive: web, worker and private database, from one terminal until Ctrl-C."""

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from prossimo_launch import cluster, prepare, processes
from prossimo_launch.commands import django_command, environment, say
from prossimo_launch.errors import LaunchError
from prossimo_launch.places import CHECKOUT, give, home, make_home

FIRST_PORT, LAST_PORT = 8000, 32767  # above, the kernel picks ports for outgoing connections
USUAL_PORTS = range(FIRST_PORT, FIRST_PORT + 20)
SLOWEST_START = 90.0
GIVE_UP_AFTER = 5  # deaths in a row, each within the first seconds
STEADY = 10.0


@dataclass
class Child:
    """One process of ours, started again when it dies."""

    name: str
    command: list[str]
    env: dict[str, str]
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    wake_at: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.env,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            pass_fds=self.pass_fds,
            start_new_session=True,
        )

    def died(self) -> int | None:
        return self.process.poll() if self.process else None

    def mourn(self, code: int) -> None:
        """Note a death and when to start again: at once, then later and later."""
        lived = time.monotonic() - self.started
        self.deaths = 1 if lived > STEADY else self.deaths + 1
        self.process = None
        if self.deaths >= GIVE_UP_AFTER:
            raise LaunchError(
                f"Il processo «{self.name}» si ferma di continuo ({code}): vedere sopra."
            )
        self.wake_at = time.monotonic() + (2.0 ** (self.deaths - 1) - 1) / 2
        say(f"Il processo «{self.name}» si è fermato ({code}): lo riavvio.")


def run(options: Namespace) -> int:
    """Everything that a trial needs, until Ctrl-C."""
    stopping = threading.Event()
    bury_orphans()
    listener = listen(options.host, options.port)
    server = cluster.ensure_running(say)
    prepare.everything(server, with_demo=not options.no_demo)
    children = [_web(options, listener), _worker()]
    with _until_signal(stopping), _recorded(children):
        try:
            return _watch(children, listener, stopping)
        finally:
            _end(children)


def _web(options: Namespace, listener: socket.socket) -> Child:
    command = [sys.executable, "-m", "gunicorn", "--config", "python:prossimo_launch.gunicorn_conf"]
    command += ["--bind", f"fd://{listener.fileno()}", "--workers", str(options.workers)]
    return Child("web", command, environment("app"), (listener.fileno(),))


def _worker() -> Child:
    command = django_command("procrastinate", "worker")
    return Child("lavori in coda", command, environment("worker"))


def _watch(children: list[Child], listener: socket.socket, stopping: threading.Event) -> int:
    web, worker = children
    _start(web, children)
    _announce(web, listener, stopping)
    while not stopping.wait(0.5):
        _mend_database(stopping)
        for child in (web, worker):
            if (code := child.died()) is not None:
                child.mourn(code)
            if child.process is None and time.monotonic() >= child.wake_at:
                _start(child, children)
    say("Mi fermo…")
    return 0


def _mend_database(stopping: threading.Event) -> None:
    """Start a private server that crashed; until it can start, pages say that it is away."""
    if cluster.external() or not cluster.crashed():
        return
    say("PostgreSQL si è fermato all'improvviso: lo riavvio.")
    try:
        cluster.ensure_running(say)
    except LaunchError as error:
        say(f"{error} Riprovo tra poco.")
        stopping.wait(5)


def _start(child: Child, children: list[Child]) -> None:
    child.start()
    _record(children)


def _announce(web: Child, listener: socket.socket, stopping: threading.Event) -> None:
    """The address, printed when the first answer has come."""
    address, port = listener.getsockname()[:2]
    host = "127.0.0.1" if address in {"0.0.0.0", "::"} else address
    deadline = time.monotonic() + SLOWEST_START
    while not stopping.is_set():
        if (code := web.died()) is not None:
            raise LaunchError(f"Il processo «{web.name}» non parte ({code}): vedere sopra.")
        if _answers(host, port):
            sys.stdout.write(f"Prossimo è pronto: http://{host}:{port}\n")
            sys.stdout.write("Per fermarlo: Ctrl-C.\n")
            sys.stdout.flush()
            return
        if time.monotonic() > deadline:
            raise LaunchError(f"Prossimo non risponde dopo {SLOWEST_START:.0f} secondi.")


def _answers(host: str, port: int) -> bool:
    """Whether a page comes back; the listener is ours, so the question waits in its queue."""
    line = http.client.HTTPConnection(host, port, timeout=1)
    try:
        line.request("GET", "/health/live")
        line.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
    return True


# --- the port ---------------------------------------------------------------------------------


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket: on the port asked for, or on a free one."""
    if port is not None:
        return _bound(host, port, asked=True)
    others = random.sample(range(USUAL_PORTS.stop, LAST_PORT), 200)
    for candidate in (*USUAL_PORTS, *others):
        with contextlib.suppress(OSError):
            return _bound(host, candidate, asked=False)
    raise LaunchError(f"Nessuna porta libera fra {FIRST_PORT} e {LAST_PORT} su {host}.")


def _bound(host: str, port: int, *, asked: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        if not asked:
            raise
        raise LaunchError(
            f"La porta {port} su {host} non si può usare ({error.strerror}): sceglierne un'altra "
            "con --port, oppure non indicarla e ne trovo una libera."
        ) from error
    return listener


# --- the end, and those whose end nobody saw ----------------------------------------------------


@contextlib.contextmanager
def _until_signal(stopping: threading.Event) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(children: list[Child]) -> None:
    """Ask politely, then end whatever is left of each group."""
    living = [child.process for child in children if child.process]
    for process in living:
        processes.tell(process.pid, signal.SIGTERM, group=True)
    for process in living:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        processes.tell(process.pid, signal.SIGKILL, group=True)
        process.wait()


def _runs() -> Path:
    folder = home() / "runs"
    make_home(home())
    folder.mkdir(exist_ok=True)
    give(folder, home())
    return folder


def _own_record() -> Path:
    return _runs() / f"{os.getpid()}.json"


@contextlib.contextmanager
def _recorded(children: list[Child]) -> Iterator[None]:
    _record(children)
    try:
        yield
    finally:
        _own_record().unlink(missing_ok=True)


def _record(children: list[Child]) -> None:
    """Who we are and whom we started, for the run that comes after a kill -9."""
    pids = [os.getpid(), *(child.process.pid for child in children if child.process)]
    file = _own_record()
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps([[pid, processes.birth(pid)] for pid in pids]))
    give(draft, home())
    draft.replace(file)


def bury_orphans() -> None:
    """End what an earlier run left when it was killed; a run that still lives is left alone."""
    for file in _runs().glob("*.json"):
        try:
            parent, *children = json.loads(file.read_text())
        except (OSError, ValueError):
            file.unlink(missing_ok=True)
            continue
        if _same(*parent):
            continue
        orphans = [pid for pid, birth in children if _same(pid, birth)]
        for number, seconds in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 2.0)):
            for pid in orphans:
                processes.tell(pid, number, group=True)
            if processes.wait_for_end(orphans, seconds=seconds):
                break
        file.unlink(missing_ok=True)


def _same(pid: int, birth: str) -> bool:
    return processes.alive(pid) and processes.birth(pid) == birth
