"""Copies of the database, and back: whole or not at all."""

import os
import subprocess
import time
from pathlib import Path

from prossimo_launch import binaries, bootstrap
from prossimo_launch.commands import say
from prossimo_launch.errors import LaunchError
from prossimo_launch.places import CHECKOUT
from prossimo_launch.server import DATABASE, Server

ENVIRONMENT_OF = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "application_name": "PGAPPNAME",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}


def program(name: str) -> Path:
    found = binaries.client(name)
    if found is None:
        raise LaunchError(
            f"Manca il programma {name}: installare i programmi cliente di PostgreSQL (in Debian: "
            "apt-get install postgresql-client) o indicarne la cartella con PG_BIN."
        )
    return found


def client_environment(server: Server, role: str, dbname: str | None = None) -> dict[str, str]:
    """How the programs of PostgreSQL learn where to knock: never on the command line."""
    params = server.params(role, dbname)
    return {**os.environ, **{ENVIRONMENT_OF[key]: str(value) for key, value in params.items()}}


def shell(server: Server, role: str, arguments: list[str]) -> None:
    """Become psql."""
    psql = program("psql")
    os.execve(psql, ["psql", *arguments], client_environment(server, role))


def backup(server: Server, file: Path) -> None:
    """One file with the whole database, readable by its owner only, that appears when complete."""
    dump = program("pg_dump")
    draft = file.with_name(f".{file.name}.{os.getpid()}.draft")
    say(f"Copio il database in {file}…")
    began = time.monotonic()
    try:
        with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as stream:
            done = subprocess.run(
                [dump, "--format=custom", "--no-password"],
                env=client_environment(server, "backup"),
                stdout=stream,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                check=False,
            )
            os.fsync(stream.fileno())
        if done.returncode != 0:
            raise _failed("La copia non è riuscita", done.stderr)
        draft.replace(file)
        _flush_folder(file.parent)
    except OSError as error:
        raise LaunchError(f"La copia non si scrive in {file}: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    size = file.stat().st_size / 1024**2
    say(f"Fatto: {size:.1f} MB in {time.monotonic() - began:.0f} s.")


def restore(server: Server, file: Path) -> None:
    """Put a copy in the place of the database; until it is whole, the old one stays."""
    if server.place is None:
        raise LaunchError(
            "Su un server vostro il ripristino è un atto dell'amministratore del database: i passi "
            f"sono in {CHECKOUT / 'docs' / 'how-to' / 'deploy.md'}."
        )
    if not file.is_file():
        raise LaunchError(f"Il file {file} non c'è.")
    program("pg_restore")
    fresh, old = f"{DATABASE}_restore_{os.getpid()}", f"{DATABASE}_before_{os.getpid()}"
    say(f"Ripristino il database da {file}…")
    try:
        _fill(server, fresh, file)
        _swap(server, fresh, old)
    finally:
        bootstrap.drop_database(server, fresh)
    bootstrap.drop_database(server, old)
    say("Fatto: il database è quello della copia.")


def _fill(server: Server, name: str, file: Path) -> None:
    bootstrap.create_database(server, name, None)
    done = subprocess.run(
        [program("pg_restore"), "--no-password", "--exit-on-error", "--dbname", name, file],
        env=client_environment(server, "admin", name),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise _failed(f"{file} non si ripristina e il database è rimasto com'era", done.stderr)


def _swap(server: Server, fresh: str, old: str) -> None:
    """Both names change in one transaction; whoever was connected is sent away."""
    import psycopg
    from psycopg import sql

    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with server.connect("admin", "postgres") as connection:
        for attempt in range(50):
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY(%s)",
                [[DATABASE, fresh]],
            )
            try:
                with connection.transaction():
                    connection.execute(rename.format(sql.Identifier(DATABASE), sql.Identifier(old)))
                    connection.execute(
                        rename.format(sql.Identifier(fresh), sql.Identifier(DATABASE))
                    )
            except psycopg.errors.ObjectInUse:
                time.sleep(0.05 * (attempt + 1))
            else:
                return
    raise LaunchError(
        "Il database è sempre in uso e il ripristino non può entrare: fermare Prossimo e riprovare."
    )


def _failed(what: str, said: str) -> LaunchError:
    if "No space left on device" in said:
        return LaunchError(f"{what}: spazio esaurito sul disco.")
    lines = [line for line in said.splitlines() if line.strip()]
    return LaunchError(f"{what}: {lines[0] if lines else 'nessun messaggio'}.")


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
