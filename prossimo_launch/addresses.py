"""The address of a database as the environment gives it; what is unclear is refused."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from prossimo_launch.errors import ClusterError

SOCKET_FILE = "/.s.PGSQL.5432"
LAST_PORT = 65535
# sun_path is 108 bytes on Linux and 104 on the BSDs, the closing NUL included.
LONGEST_SOCKET = 107 if os.uname().sysname == "Linux" else 103
# What may follow the question mark; the rest of libpq's parameters reach into files and programs.
OPTIONS = frozenset(
    {
        "application_name",
        "connect_timeout",
        "host",
        "port",
        "sslcert",
        "sslkey",
        "sslmode",
        "sslrootcert",
        "target_session_attrs",
    }
)
SHAPE = re.compile(
    r"postgres(?:ql)?://"
    r"(?:(?P<user>[^:@/?#]*)(?::(?P<password>[^@/?#]*))?@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:@/?#\[\]]*)(?::(?P<port>[0-9]{1,5}))?"
    r"/(?P<name>[^/?#]+)"
    r"(?:\?(?P<query>[^#]*))?"
)
BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who knocks."""

    host: str
    port: int
    user: str
    password: str
    name: str
    options: Mapping[str, str] = field(default_factory=dict)


def too_long(folder: str) -> bool:
    """Whether a socket in this folder would exceed what the system can name."""
    return len(os.fsencode(folder + SOCKET_FILE)) > LONGEST_SOCKET


def parse(url: str, *, variable: str = "DATABASE_URL") -> Address:
    """The parts of `postgresql://user:password@host:port/name?sslmode=…`, percent-decoded."""
    shape = SHAPE.fullmatch(url)
    if shape is None:
        raise _unreadable(variable, "la forma è postgresql://utente:password@host:porta/nome")
    if BROKEN_PERCENT.search(url):
        raise _unreadable(variable, "un «%» non è seguito da due cifre esadecimali (scrivere %25)")
    options = _options(shape["query"] or "", variable)
    host = options.pop("host", _decoded(shape["host"], variable).strip("[]"))
    port = _port(options.pop("port", shape["port"] or "5432"), variable)
    if host.startswith("/") and too_long(host):
        raise _unreadable(
            variable,
            f"il percorso del socket «{host}» supera i {LONGEST_SOCKET} byte ammessi",
        )
    return Address(
        host=host,
        port=port,
        user=_decoded(shape["user"] or "", variable),
        password=_decoded(shape["password"] or "", variable),
        name=_decoded(shape["name"], variable),
        options=options,
    )


def _options(query: str, variable: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for pair in query.split("&") if query else ():
        name, equals, value = pair.partition("=")
        if not equals:
            raise _unreadable(variable, "dopo «?» servono coppie nome=valore")
        if name not in OPTIONS:
            raise _unreadable(variable, f"il parametro «{name}» non è ammesso")
        if name in options:
            raise _unreadable(variable, f"il parametro «{name}» è ripetuto")
        options[name] = _decoded(value, variable)
    return options


def _port(text: str, variable: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= LAST_PORT):
        raise _unreadable(variable, f"la porta «{text}» non è fra 1 e {LAST_PORT}")
    return int(text)


def _decoded(text: str, variable: str) -> str:
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeDecodeError as error:
        raise _unreadable(variable, "i caratteri codificati con «%» non sono UTF-8") from error
    if "\0" in decoded:
        raise _unreadable(variable, "contiene un carattere nullo")
    return decoded


def _unreadable(variable: str, why: str) -> ClusterError:
    """The address itself is never repeated: it holds a password."""
    return ClusterError(f"{variable} non si legge: {why}.")
