"""A running PostgreSQL, private or yours, and how each role knocks at it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from prossimo_launch.addresses import Address, parse
from prossimo_launch.errors import ClusterError
from prossimo_launch.places import Place, place

if TYPE_CHECKING:
    import psycopg

DATABASE = "prossimo"
PORT = 5432  # only names the socket: nothing listens on the network
KNOWN_ROLES = ("app", "owner", "worker", "observatory", "loader", "backup")
ON = {"1", "true", "yes", "on"}


def trial() -> bool:
    """Whether this is a trial, a development or a test: the only times for a private database."""
    return os.environ.get("PROSSIMO_TRIAL", "").lower() in ON


def external() -> bool:
    """Whether a server of yours was named: then nothing is started here."""
    return bool(named_roles())


def named_roles() -> list[str]:
    """The roles whose address the environment holds: a service knows its own door only."""
    return [role for role in KNOWN_ROLES if os.environ.get(variable(role))]


def refuse_outside_trial() -> None:
    if not trial():
        raise ClusterError(
            "Il PostgreSQL privato serve solo per provare, sviluppare e verificare: in esercizio "
            "indicare il vostro server con DATABASE_URL (oppure PROSSIMO_TRIAL=1 per una prova)."
        )


def variable(role: str) -> str:
    """The environment variable that holds the address of a role on a server of yours."""
    return "DATABASE_URL" if role == "app" else f"DATABASE_{role.upper()}_URL"


def address(role: str) -> Address:
    """The address of one role, private or yours."""
    role = role.removeprefix("prossimo_")
    if external():
        name = variable(role)
        if not os.environ.get(name):
            raise ClusterError(
                f"Manca la variabile {name}: con un server vostro ogni ruolo ha il suo indirizzo "
                f"(qui serve prossimo_{role}; vedere docs/how-to/deploy.md)."
            )
        return parse(os.environ[name], variable=name)
    refuse_outside_trial()
    return private_address(place(), role)


def private_address(where: Place, role: str) -> Address:
    full = f"prossimo_{role}"
    return Address(str(where.socket), PORT, full, where.password(full), DATABASE)


def connection_settings(role: str) -> dict[str, Any]:
    """The pieces of Django's DATABASES for a role; starts nothing and imports no driver."""
    found = address(role)
    return {
        "HOST": found.host,
        "PORT": str(found.port),
        "USER": found.user,
        "PASSWORD": found.password,
        "NAME": found.name,
        "OPTIONS": dict(found.options),
    }


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    place: Place | None

    def params(self, role: str, dbname: str | None = None) -> dict[str, str | int]:
        """The keywords of `psycopg.connect` for a role."""
        found = (
            private_address(self.place, role.removeprefix("prossimo_"))
            if self.place
            else address(role)
        )
        return {
            "host": found.host,
            "port": found.port,
            "user": found.user,
            "password": found.password,
            "dbname": dbname or found.name,
            **found.options,
        }

    def connect(self, role: str, dbname: str | None = None) -> "psycopg.Connection":
        """A connection outside any transaction."""
        import psycopg

        params: Mapping[str, Any] = {"connect_timeout": 5, **self.params(role, dbname)}
        return psycopg.connect(**params, autocommit=True)

    @cached_property
    def version_major(self) -> int:
        if self.place:
            return int((self.place.data / "PG_VERSION").read_text())
        with self.connect("app") as connection:
            return connection.info.server_version // 10000
