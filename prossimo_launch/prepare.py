"""What must be in order before the first page: schema, words, looks and, in a trial, the town."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from prossimo_launch.commands import django, say
from prossimo_launch.errors import LaunchError
from prossimo_launch.places import CHECKOUT, give, home, make_home
from prossimo_launch.server import Server, external, trial, variable

if TYPE_CHECKING:
    import psycopg

APPS = CHECKOUT / "prossimo"
LOCK = CHECKOUT / "requirements" / "run.txt"
ONE_AT_A_TIME = 7_076_273  # advisory lock: two starts on one database wait for each other


def everything(server: Server, *, with_demo: bool) -> None:
    words()
    looks()
    schema(server)
    if with_demo:
        town(server)


# --- schema -----------------------------------------------------------------------------------


def schema(server: Server) -> None:
    """Apply the migrations, unless this very database bears the mark that it has them all."""
    if external() and not os.environ.get(variable("owner")):
        say(f"Lo schema non viene controllato: manca {variable('owner')} (vedere deploy.md).")
        return
    mark = _mark_of_migrations()
    with server.connect("owner") as connection:
        if _mark_of_database(connection) == f"{mark} {_applied(connection)}":
            return
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        if _mark_of_database(connection) == f"{mark} {_applied(connection)}":
            return
        say("Aggiorno lo schema del database…")
        django("migrate", "--no-input", "--verbosity", "0")
        _write_mark(connection, f"{mark} {_applied(connection)}")


def forget_schema(server: Server) -> None:
    """After somebody moved migrations by hand: look again next time."""
    with server.connect("owner") as connection:
        _write_mark(connection, "")


def _mark_of_migrations() -> str:
    files = sorted(APPS.glob("*/migrations/*.py"))
    return _fingerprint([*files, LOCK], lambda file: file.read_bytes())


def _fingerprint(files: list[Path], content: Callable[[Path], bytes]) -> str:
    total = hashlib.sha256()
    for file in files:
        if file.exists():
            total.update(os.fsencode(file.relative_to(CHECKOUT)) + b"\0" + content(file) + b"\0")
    return total.hexdigest()[:32]


def _mark_of_database(connection: "psycopg.Connection") -> str:
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        "WHERE datname = current_database()"
    ).fetchone()
    return str(row[0] or "") if row else ""


def _applied(connection: "psycopg.Connection") -> str:
    """How many migrations the database remembers, and the last one."""
    if not _there(connection, "django_migrations"):
        return "0"
    row = connection.execute("SELECT count(*), max(id) FROM django_migrations").fetchone()
    return f"{row[0]}/{row[1]}" if row else "0"


def _write_mark(connection: "psycopg.Connection", mark: str) -> None:
    from psycopg import sql

    connection.execute(
        sql.SQL("COMMENT ON DATABASE {} IS {}").format(
            sql.Identifier(connection.info.dbname), sql.Literal(mark or None)
        )
    )


def _there(connection: "psycopg.Connection", table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
    return bool(row and row[0])


# --- words and looks --------------------------------------------------------------------------


def words() -> None:
    """Compile the catalogues that changed; a bare machine has no msgfmt."""
    stale = [
        file
        for pattern in ("locale/*/LC_MESSAGES/*.po", "*/locale/*/LC_MESSAGES/*.po")
        for file in APPS.glob(pattern)
        if not _newer(file.with_suffix(".mo"), file)
    ]
    if not stale:
        return
    say("Preparo le traduzioni…")
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for file in stale:
        draft = file.with_suffix(f".{os.getpid()}.draft")
        try:
            with file.open("rb") as source, draft.open("wb") as target:
                write_mo(target, read_po(source))
            give(draft, file.parent)
            draft.replace(file.with_suffix(".mo"))
        except OSError as error:
            say(f"La traduzione {file} non si prepara: {error.strerror}. Resta l'italiano.")


def _newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns


def looks() -> None:
    """Collect styles, icons and scripts, if any of them changed since the last time."""
    target = Path(os.environ.get("PROSSIMO_STATIC") or home() / "static")
    sources = sorted(file for file in APPS.glob("*/static/**/*") if file.is_file())
    code = [APPS / "ui" / "assets.py", LOCK]
    mark = _fingerprint([*sources, *code], lambda file: file.read_bytes())
    stamp = target / ".stamp"
    if stamp.exists() and stamp.read_text() == mark:
        return
    with _alone(target.with_suffix(".lock")):
        if stamp.exists() and stamp.read_text() == mark:
            return
        say("Preparo l'aspetto delle pagine (qualche secondo, solo la prima volta)…")
        django("collectstatic", "--no-input", "--verbosity", "0")
        stamp.write_text(mark)
        for path in (target, *target.rglob("*")) if os.geteuid() == 0 else ():
            give(path, home())


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    make_home(file.parent)
    with file.open("a") as stream:
        give(file, home())
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


# --- the town ---------------------------------------------------------------------------------


def town(server: Server) -> None:
    """Build the invented towns where there is none, and what the Observatory reads of them."""
    if not trial():
        return
    with server.connect("loader") as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        built = False
        if not _inhabited(connection):
            say("Costruisco i comuni inventati (al primo avvio soltanto)…")
            scale = os.environ.get("PROSSIMO_DEMO_SCALE")
            django("demo", "--no-snapshot", *(["--scale", scale] if scale else []))
            built = True
        if built or not any(_snapshots().glob("*/")):
            photograph()


def _inhabited(connection: "psycopg.Connection") -> bool:
    row = connection.execute("SELECT EXISTS (SELECT FROM territory_ambito)").fetchone()
    return bool(row and row[0])


def _snapshots() -> Path:
    return Path(os.environ.get("PROSSIMO_SNAPSHOTS") or home() / "snapshots")


def photograph() -> None:
    """The first snapshot; without it the pages of the Observatory say so, and all the rest works."""
    say("Fotografo i dati per l'Osservatorio…")
    try:
        django("snapshot")
    except LaunchError as error:
        say(f"{error} Si può rifare con «prossimo snapshot».")
