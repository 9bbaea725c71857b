"""The private PostgreSQL of a checkout: made once, found again after, mended after a crash.

`DATABASE_URL` names a server of yours and then nothing is started here. Whoever starts the private
server leaves it running behind them; `prossimo db stop` ends it.
"""

import contextlib
import errno
import fcntl
import os
import shlex
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from prossimo_launch import binaries, bootstrap, diagnosis, processes
from prossimo_launch.binaries import Binaries
from prossimo_launch.errors import ClusterError
from prossimo_launch.places import Place, give, make_home, not_yours, place
from prossimo_launch.server import (
    PORT,
    Server,
    connection_settings,
    external,
    refuse_outside_trial,
    trial,
)

__all__ = [
    "ClusterError",
    "Server",
    "connection_settings",
    "create_database",
    "drop_database",
    "ensure_running",
    "external",
    "running_or_none",
    "stop",
    "trial",
]

Say = Callable[[str], None]

READY, STARTING, SILENT = "ready", "starting", "silent"
PATIENCE = 30.0  # seconds in which a killed server is buried and another one starts
BIRTH = 5.0  # seconds in which a new process writes its number down
UNNOTICED = 2.0  # seconds that nobody minds
RECOVERY = 600.0  # seconds for the recovery of a crashed server, as long as it is alive
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # A failed statement carries people's data, in its message too: whoever sent it hears of it,
    # the log keeps what befalls the server itself.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# The server inherits its output from pg_ctl: a pipe of ours would never come to its end.
INHERITED: dict[str, Any] = {
    "capture_output": False,
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
    "timeout": 60,
}
SERVERS = {"postgres", "postmaster", ""}  # the last where the kernel does not say
LARGEST_LOG = 5 * 1024 * 1024


def silent(_sentence: str) -> None:
    """Say nothing."""


def ensure_running(say: Say = silent) -> Server:
    """The server of this checkout, started and prepared if need be; `say` hears of long steps."""
    if external():
        return bootstrap.reached()
    refuse_outside_trial()
    where = place()
    if answers(where) and bootstrap.done(where):
        return Server(where)
    try:
        with start_lock(where, say):
            if not answers(where):
                _start(where, say)
            bootstrap.prepare(where, say)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise diagnosis.no_space(where.base) from error
        raise ClusterError(
            f"PostgreSQL non si avvia in {where.base}: {error.strerror} ({error.filename})."
        ) from error
    return Server(where)


def running_or_none() -> Server | None:
    """The server if it answers already; starts nothing."""
    if external():
        return bootstrap.reached()
    if not trial():
        return None
    where = place()
    return Server(where) if answers(where) and bootstrap.done(where) else None


def create_database(name: str, template: str | None = None) -> None:
    """A database of the owner's, empty and with the same grants, or the copy of another."""
    bootstrap.create_database(ensure_running(), name, template)


def drop_database(name: str) -> None:
    """Whoever is still connected to it is sent away."""
    bootstrap.drop_database(ensure_running(), name)


def stop(say: Say = silent) -> bool:
    """End the private server in good order; whether there was one."""
    where = place()
    with start_lock(where, say):
        pid = postmaster(where)
        if pid is None:
            return False
        say("Fermo PostgreSQL…")
        for number, seconds in (
            (signal.SIGINT, 30),
            (signal.SIGQUIT, 10),
            (signal.SIGKILL, 5),
        ):
            processes.tell(pid, number)
            if processes.wait_for_end([pid], seconds=seconds):
                return True
    raise ClusterError(f"PostgreSQL (processo {pid}) non si ferma: vedere {where.log}.")


def crashed() -> bool:
    """Whether the private server died without saying goodbye: its file of the process is left."""
    where = place()
    return (where.data / "postmaster.pid").exists() and postmaster(where) is None


# --- is it there? -----------------------------------------------------------------------------


def postmaster(where: Place) -> int | None:
    """The process of the server of this data folder, if it lives."""
    try:
        pid = int((where.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if pid > 0 and processes.works_in(pid, where.data) else None


def answers(where: Place) -> bool:
    """Whether the server answers, and it is that of this data folder."""
    return postmaster(where) is not None and probe(where) == READY


def probe(where: Place) -> str:
    """What the server answers to a knock: the first message of the protocol, as pg_isready does."""
    knock = b"user\0prossimo_app\0database\0postgres\0\0"
    packet = struct.pack("!ii", len(knock) + 8, 3 << 16) + knock
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(2)
            line.connect(f"{where.socket}/.s.PGSQL.{PORT}")
            line.sendall(packet)
            answer = line.recv(1024)
    except (OSError, ValueError):
        return SILENT
    if answer[:1] == b"R" or (answer[:1] == b"E" and b"57P03" not in answer):
        return READY
    return STARTING if answer else SILENT


# --- start ------------------------------------------------------------------------------------


@contextlib.contextmanager
def start_lock(where: Place, say: Say) -> Iterator[IO[str]]:
    """One start or stop at a time; the kernel frees it when its holder dies."""
    make_home(where.home)
    file = where.home / "start.lock"
    deadline = time.monotonic() + RECOVERY
    with open(file, "a") as stream:
        give(file, where.home)
        told = False
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise ClusterError(
                        f"Un altro processo avvia PostgreSQL da troppo tempo (tiene {file})."
                    ) from None
                if not told:
                    say("Un altro processo sta avviando PostgreSQL: aspetto…")
                    told = True
                time.sleep(0.05)
            else:
                break
        yield stream


def _start(where: Place, say: Say) -> None:
    tools = binaries.choose(where)
    if not (where.data / "PG_VERSION").exists():
        say(f"Preparo un PostgreSQL {tools.major} privato in {where.pg}…")
        bootstrap.init_data(where, tools)
    _check_data(where, tools)
    say(f"Avvio PostgreSQL {tools.major}…")
    deadline = time.monotonic() + PATIENCE
    while True:
        _clear_leftovers(where)
        said = _launch(where, tools, say)
        if said is None:
            return
        if not diagnosis.transient(said) or time.monotonic() > deadline:
            raise diagnosis.of(said, where, "avviare PostgreSQL")
        time.sleep(0.5)


def _check_data(where: Place, tools: Binaries) -> None:
    if where.data.stat().st_uid != where.server_uid:
        raise ClusterError(not_yours(where.data))
    try:
        major = (where.data / "PG_VERSION").read_text().strip()
    except PermissionError as error:
        raise ClusterError(not_yours(where.data)) from error
    if major != str(tools.major):
        others = {
            found: folder
            for folder in binaries.candidates(where)
            if (found := binaries.tried(folder, where))
        }
        raise diagnosis.wrong_major(where, major, tools.major, others)


def _clear_leftovers(where: Place) -> None:
    """After a kill -9: wait for the orphans, then take away the files that name a dead process.

    PostgreSQL itself believes those files as long as any process bears the number, buried or not.
    """
    if postmaster(where) is not None:
        return
    orphans = processes.working_in(where.data)
    for number in (signal.SIGQUIT, signal.SIGKILL):
        if processes.wait_for_end(orphans, seconds=3):
            break
        for pid in orphans:
            processes.tell(pid, number)
    (where.data / "postmaster.pid").unlink(missing_ok=True)
    file = where.socket / f".s.PGSQL.{PORT}.lock"
    with contextlib.suppress(OSError, ValueError):
        pid = abs(int(file.read_text().split("\n", 1)[0]))
        if processes.alive(pid) and processes.name(pid) in SERVERS:
            raise diagnosis.socket_taken(where.socket, pid)
        file.unlink()


def _launch(where: Place, tools: Binaries, say: Say) -> str | None:
    """Start the server and wait until it answers; what its log said, if it did not."""
    if postmaster(where) is None:
        start = _prepare_log(where)
        _prepare_socket(where)
        values = {**SETTINGS, "unix_socket_directories": str(where.socket)}
        options = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in values.items())
        command = (tools.program("pg_ctl"), "start", "-W", "-s", "-D", where.data, "-l", where.log)
        answer = where.run(*command, "-o", options, **INHERITED)
        if answer.returncode != 0:
            return _said_since(where, start) or "pg_ctl: error"
    else:
        start = where.log.stat().st_size
    return _wait(where, start, say)


def _wait(where: Place, start: int, say: Say) -> str | None:
    began = time.monotonic()
    told = False
    while True:
        if (state := probe(where)) == READY:
            return None
        waited = time.monotonic() - began
        dead = postmaster(where) is None
        if dead and (waited > BIRTH or "FATAL" in _said_since(where, start)):
            return _said_since(where, start)
        if waited > RECOVERY or (state == SILENT and waited > PATIENCE):
            return _said_since(where, start)
        if waited > UNNOTICED and not told:
            say("PostgreSQL rimette in ordine i dati dopo un arresto improvviso…")
            told = True
        time.sleep(0.02)


def _prepare_log(where: Place) -> int:
    """Where the new lines of the log will begin."""
    with contextlib.suppress(FileNotFoundError):
        if (size := where.log.stat().st_size) < LARGEST_LOG:
            return size
        os.replace(where.log, where.log.with_suffix(".old.log"))
    return 0


def _said_since(where: Place, start: int) -> str:
    try:
        with where.log.open("rb") as stream:
            stream.seek(start)
            return stream.read().decode(errors="replace")
    except OSError:
        return ""


def _prepare_socket(where: Place) -> None:
    folder: Path = where.socket
    made = where.run("mkdir", "-p", "-m", "700", folder)
    found = folder.lstat() if folder.exists() else None
    if found is None or found.st_uid != where.server_uid or found.st_mode & 0o077:
        raise ClusterError(
            f"La cartella {folder} per il socket di PostgreSQL non è sua soltanto: cancellarla e "
            f"riprovare. {made.stderr.strip()}".strip()
        )
