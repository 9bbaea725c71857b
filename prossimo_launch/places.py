"""Where the private database of this checkout lives, who runs it and with which secrets."""

import hashlib
import hmac
import json
import os
import pwd
import secrets
import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from prossimo_launch.addresses import too_long
from prossimo_launch.errors import ClusterError

CHECKOUT = Path(__file__).resolve().parent.parent
# Where root puts a server whose checkout the server's own user cannot reach (a closed home).
SYSTEM_STATE = Path("/var/lib/prossimo")
UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """The user PostgreSQL runs as when root starts it: it refuses to run as root."""

    name: str
    uid: int
    gid: int

    def as_user(self) -> dict[str, Any]:
        """The arguments by which `subprocess` becomes this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def home() -> Path:
    """The state folder: `PROSSIMO_HOME`, else in the checkout, else among the user's own files."""
    if named := os.environ.get("PROSSIMO_HOME"):
        return Path(named).expanduser().absolute()
    inside = CHECKOUT / ".prossimo"
    uid = os.geteuid()
    if uid == 0 or (
        inside.stat().st_uid == uid if inside.exists() else os.access(CHECKOUT, os.W_OK)
    ):
        return inside
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser().absolute() / "prossimo" / short_name(CHECKOUT)


def short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def named(uid: int) -> bool:
    """Whether this machine knows the user: PostgreSQL wants a name, a mounted folder may have none."""
    return user_name(uid) != str(uid)


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


@dataclass(frozen=True)
class Place:
    """One private cluster: the state folder, and what follows from it."""

    home: Path
    base: Path
    socket: Path
    secret: str = field(repr=False)

    @property
    def pg(self) -> Path:
        """What belongs to PostgreSQL alone."""
        return self.base / "pg"

    @property
    def data(self) -> Path:
        return self.pg / "data"

    @property
    def log(self) -> Path:
        return self.pg / "server.log"

    @cached_property
    def account(self) -> Account | None:
        return server_account(self.home)

    @property
    def as_user(self) -> dict[str, Any]:
        return self.account.as_user() if self.account else {}

    @property
    def server_uid(self) -> int:
        return self.account.uid if self.account else os.geteuid()

    def password(self, role: str) -> str:
        """One secret on disk, one password a role."""
        return hmac.new(self.secret.encode(), role.encode(), "sha256").hexdigest()

    def run(self, *command: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run a short command as the user of the server, in a folder that it can enter."""
        arguments: dict[str, Any] = {
            "cwd": "/",
            "env": clean_environment(),
            "capture_output": True,
            "text": True,
            "errors": "replace",
            "stdin": subprocess.DEVNULL,
            "umask": 0o077,
            **self.as_user,
            **more,
        }
        return subprocess.run([str(word) for word in command], check=False, **arguments)


def clean_environment() -> dict[str, str]:
    """Nothing of the caller's reaches the server: no PGDATA, no locale, no secrets."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def server_account(home: Path) -> Account | None:
    """Nobody else, unless root asks: then the owner of the state folder, else a modest user."""
    if os.geteuid() != 0:
        return None
    owner = home.stat()
    if owner.st_uid != 0 and named(owner.st_uid):
        return Account(user_name(owner.st_uid), owner.st_uid, owner.st_gid)
    for name in UNPRIVILEGED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, found.pw_uid, found.pw_gid)
    raise ClusterError(
        "PostgreSQL non si avvia come root e su questa macchina mancano gli utenti «postgres» e "
        "«nobody»: crearne uno o lanciare il comando da un utente ordinario."
    )


def place() -> Place:
    """The place of this checkout's cluster, written down at the first asking; starts nothing."""
    root = home()
    file = root / "cluster.json"
    try:
        known = json.loads(file.read_text())
        if known["home"] == str(root):
            return Place(root, Path(known["base"]), Path(known["socket"]), known["secret"])
        secret = known["secret"]  # the folder was moved or copied: same secret, new addresses
    except FileNotFoundError:
        secret = secrets.token_hex(32)
    except PermissionError as error:
        raise ClusterError(not_yours(root)) from error
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise ClusterError(
            f"Il file {file} non si legge ({type(error).__name__}): per ricominciare da capo "
            f"cancellare la cartella {root}."
        ) from error
    try:
        return _settled(root, file, secret)
    except OSError as error:
        raise ClusterError(
            f"La cartella di stato {root} non si può preparare: {error.strerror}. "
            "Indicarne un'altra con PROSSIMO_HOME."
        ) from error


def not_yours(folder: Path) -> str:
    try:
        owner = f"all'utente «{user_name(folder.stat().st_uid)}»"
    except OSError:
        owner = "a un altro utente"
    return (
        f"La cartella {folder} appartiene {owner} e qui lavora «{user_name(os.geteuid())}»: "
        "lanciare il comando da quell'utente o indicare un'altra cartella con PROSSIMO_HOME."
    )


def _settled(root: Path, file: Path, secret: str) -> Place:
    make_home(root)
    account = server_account(root)
    base = root if account is None or reachable(root, account) else SYSTEM_STATE / short_name(root)
    inside = base / "pg" / "run"
    socket = Path("/tmp", f"prossimo-{short_name(root)}") if too_long(str(inside)) else inside
    written = {
        "home": str(root),
        "base": str(base),
        "socket": str(socket),
        "secret": secret,
    }
    draft = root / f"cluster.{os.getpid()}.json"
    draft.unlink(missing_ok=True)
    with open(draft, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as stream:
        json.dump(written, stream)
        stream.flush()
        os.fsync(stream.fileno())
    give(draft, root)
    try:
        os.link(draft, file)  # of two processes that start at once, the first wins
    except FileExistsError:
        if json.loads(file.read_text())["home"] == str(root):
            return place()
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    return Place(root, base, socket, secret)


def make_home(root: Path) -> None:
    """The state folder; root makes it for the owner of the folder above, so both can use it."""
    if root.exists():
        return
    root.parent.mkdir(parents=True, exist_ok=True)
    owner = root.parent.stat()
    root.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() != 0:
        return
    # A folder that anybody may write in, such as /tmp, says nothing about whose this one is.
    if owner.st_uid != 0 and named(owner.st_uid) and not owner.st_mode & 0o002:
        os.chown(root, owner.st_uid, owner.st_gid)
    else:
        root.chmod(0o711)


def give(path: Path, root: Path) -> None:
    """What root writes in somebody's state folder is theirs."""
    if os.geteuid() == 0:
        owner = root.stat()
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def reachable(folder: Path, account: Account) -> bool:
    """Whether that user can walk into the folder, asked of the system itself."""
    try:
        walk = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
            cwd="/",
            capture_output=True,
            check=False,
            **account.as_user(),
        )
    except PermissionError as error:
        raise ClusterError(
            f"Questo utente root non può diventare «{account.name}» per avviare PostgreSQL: "
            "lanciare il comando da un utente ordinario o indicare DATABASE_URL."
        ) from error
    return walk.returncode == 0
