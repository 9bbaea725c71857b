"""What a new private cluster needs before anybody uses it: data folder, roles, the database."""

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from prossimo_launch import diagnosis, roles
from prossimo_launch.binaries import Binaries
from prossimo_launch.errors import ClusterError
from prossimo_launch.places import Place, give
from prossimo_launch.server import DATABASE, Server, named_roles, variable

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

FIRST_WITH_BUILTIN_LOCALE = 17
ADMIN = "prossimo_admin"


def init_data(where: Place, tools: Binaries) -> None:
    """initdb into a draft that becomes the data folder only when it is whole."""
    where.base.mkdir(parents=True, exist_ok=True)
    if where.base != where.home:
        where.base.chmod(0o711)
    if not where.pg.exists():
        where.pg.mkdir(mode=0o700)
        if where.account:
            shutil.chown(where.pg, where.account.uid, where.account.gid)
    for abandoned in where.pg.glob("draft-*"):
        where.run("rm", "-rf", abandoned)
    draft = where.pg / f"draft-{hashlib.sha256(where.secret.encode()).hexdigest()[:8]}"
    word = where.run("sh", "-c", 'cat >"$1"', "sh", where.pg / "password", **_typed(where))
    if word.returncode != 0:
        raise diagnosis.of(word.stderr, where, "preparare il database")
    try:
        _run_initdb(where, tools, draft)
    finally:
        where.run("rm", "-f", where.pg / "password")
    moved = where.run("mv", draft, where.data)
    if moved.returncode != 0:
        raise diagnosis.of(moved.stderr, where, "preparare il database")


def _typed(where: Place) -> dict[str, object]:
    return {"stdin": None, "input": where.password(ADMIN)}


def _run_initdb(where: Place, tools: Binaries, draft: Path) -> None:
    has_builtin = tools.major >= FIRST_WITH_BUILTIN_LOCALE
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if has_builtin else []
    said = ""
    for locale in ("C.UTF-8", "C"):  # not every system has the first
        answer = where.run(
            tools.program("initdb"),
            f"--pgdata={draft}",
            f"--username={ADMIN}",
            f"--pwfile={where.pg / 'password'}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            f"--locale={locale}",
            *builtin,
            "--data-checksums",
            "--no-instructions",
            timeout=300,
        )
        if answer.returncode == 0:
            return
        said = answer.stderr + answer.stdout
        where.run("rm", "-rf", str(draft))
        if "invalid locale" not in said:
            break
    raise diagnosis.of(said, where, "preparare il database")


# --- roles and database -----------------------------------------------------------------------


def done(where: Place) -> bool:
    """Whether this very data folder got these very roles."""
    try:
        return (where.home / "prepared").read_text() == _mark(where)
    except OSError:
        return False


def _mark(where: Place) -> str:
    identity = (where.data / "PG_VERSION").stat()
    text = repr(
        (
            roles.roles_sql(trial=True),
            roles.database_sql(DATABASE, trial=True),
            roles.extensions_sql(),
            where.secret,
            identity.st_ino,
            identity.st_mtime_ns,
        )
    )
    return hashlib.sha256(text.encode()).hexdigest()


def prepare(where: Place, say: "Callable[[str], None]") -> None:
    """Roles with their passwords and the database; does nothing if it was done already."""
    if done(where):
        return
    import psycopg

    say("Preparo i ruoli del database…")
    server = Server(where)
    try:
        with server.connect("admin", "postgres") as connection:
            for statement in roles.roles_sql(trial=True):
                _execute(connection, statement)
            for role in roles.role_names(trial=True):
                _execute(connection, f"ALTER ROLE {role} PASSWORD '{where.password(role)}'")
            _execute(connection, "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
        _make_database(server, DATABASE, None)
    except psycopg.OperationalError as error:
        raise ClusterError(
            f"Il PostgreSQL privato in {where.pg} non accetta le sue password o non risponde: "
            f"{_first_line(error)}. Se la cartella viene da altrove, cancellare {where.home}."
        ) from error
    file = where.home / "prepared"
    file.write_text(_mark(where))
    give(file, where.home)


def _execute(connection: "psycopg.Connection", statement: str) -> None:
    connection.execute(statement.encode())


def _make_database(server: Server, name: str, template: str | None) -> None:
    import psycopg

    origin = f" TEMPLATE {roles.quoted(template)}" if template else ""
    with server.connect("admin", "postgres") as connection:
        try:
            _execute(
                connection,
                f"CREATE DATABASE {roles.quoted(name)} OWNER {roles.OWNER}{origin}",
            )
        except psycopg.errors.DuplicateDatabase:
            if template:
                raise
    grant(server, name, extensions=template is None)


def grant(server: Server, name: str, *, extensions: bool) -> None:
    """Who may enter this database and what its future tables grant."""
    with server.connect("admin", name) as connection:
        wanted = roles.database_sql(name, trial=True)
        for statement in [*wanted, *(roles.extensions_sql() if extensions else [])]:
            _execute(connection, statement)


def create_database(server: Server, name: str, template: str | None) -> None:
    _make_database(server, name, template)


def drop_database(server: Server, name: str) -> None:
    with server.connect("admin", "postgres") as connection:
        _execute(connection, f"DROP DATABASE IF EXISTS {roles.quoted(name)} WITH (FORCE)")


# --- a server of yours ------------------------------------------------------------------------


def reached() -> Server:
    """The server of yours, once it has answered at the door of whoever asks."""
    import psycopg

    server = Server(None)
    named = named_roles()
    asked = os.environ.get("PROSSIMO_DB_ROLE", "app")
    role = asked if asked in named else named[0]
    try:
        server.connect(role).close()
    except psycopg.OperationalError as error:
        raise ClusterError(
            f"Il database indicato da {variable(role)} non si raggiunge: {_first_line(error)}. "
            "Controllare che il server sia acceso e che indirizzo, utente e password siano giusti."
        ) from error
    return server


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")
