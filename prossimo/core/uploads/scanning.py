"""The hook of an antivirus: a clamd that listens, a command that reads, or nobody, and it is said."""

import shlex
import socket
import struct
import subprocess
from dataclasses import dataclass

from django.conf import settings

from prossimo.core.uploads.refusing import refuse

# The harmless file that every antivirus must find, written in two so that this one is not it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PATIENCE = 30  # seconds
BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Scan:
    """Who looked for viruses; empty where nobody is there to look."""

    by: str = ""

    @property
    def done(self) -> bool:
        return bool(self.by)


def scan(data: bytes) -> Scan:
    """Raises `Refused` where something is found, or where who should look does not answer."""
    if EICAR in data:
        refuse("virus")  # so that an office may try that the gate is shut
    where: str = settings.SCANNER
    if not where:
        return Scan()
    how, _colon, address = where.partition(":")
    try:
        clean = ADAPTERS[how](data, address)
    except (OSError, subprocess.SubprocessError, KeyError):
        refuse("unscanned")
    if not clean:
        refuse("virus")
    return Scan(how)


def _by_clamd(data: bytes, address: str) -> bool:
    """The INSTREAM of clamd: lengths and blocks, a zero, one line of answer."""
    with _reached(address) as line:
        line.settimeout(PATIENCE)
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(data), BLOCK):
            block = data[at : at + BLOCK]
            line.sendall(struct.pack(">I", len(block)) + block)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(4096)):
            answer += more
    said = answer.rstrip(b"\0\n")
    if said.endswith(b" FOUND"):
        return False
    if said.endswith(b": OK"):
        return True
    raise OSError(said.decode(errors="replace")[:200])


def _reached(address: str) -> socket.socket:
    """A path is a socket of this machine; a name with a port is on the network."""
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _by_command(data: bytes, command: str) -> bool:
    """A command that reads the file from its standard input: 0 clean, 1 found, anything else trouble."""
    done = subprocess.run(
        shlex.split(command), input=data, capture_output=True, timeout=PATIENCE, check=False
    )
    if done.returncode not in {0, 1}:
        raise OSError(f"exit {done.returncode}")
    return done.returncode == 0


ADAPTERS = {"clamd": _by_clamd, "command": _by_command}
