"""Runs the commands that the launcher needs, each under the database role that it deserves."""

import os
import subprocess
import sys
from collections.abc import Mapping

from prossimo_launch.errors import LaunchError
from prossimo_launch.places import CHECKOUT, home, place
from prossimo_launch.server import external

# What a command may touch is decided by its name; anything else works with the role of the web.
ROLE_OF = {
    "migrate": "owner",
    "makemigrations": "owner",
    "showmigrations": "owner",
    "sqlmigrate": "owner",
    "squashmigrations": "owner",
    "flush": "owner",
    "demo": "loader",
    "administrator": "loader",
    "procrastinate": "worker",
    "snapshot": "observatory",
}
WITHOUT_DATABASE = {
    "--help",
    "--version",
    "-h",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "exchange",
    "findstatic",
    "help",
    "makemessages",
    "messages",
    "startapp",
    "version",
}


def say(sentence: str) -> None:
    """To whoever watches; what a program reads goes to the other channel."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def set_environment() -> None:
    """A command without a server of yours is a trial, with its own key and the invented towns."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prossimo_launch.settings")
    os.environ.setdefault("PROSSIMO_HOME", str(home()))
    if external():
        return
    os.environ.setdefault("PROSSIMO_TRIAL", "1")
    if os.environ["PROSSIMO_TRIAL"] == "1":
        os.environ.setdefault("PROSSIMO_DEMO", "1")
        os.environ.setdefault("PROSSIMO_SECRET_KEY", place().password("secret key"))
        os.environ.setdefault("PROSSIMO_LOG_LEVEL", "WARNING")


def environment(role: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "PROSSIMO_DB_ROLE": role, **(more or {})}


def django_command(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "django", name, *arguments]


def django(name: str, *arguments: str) -> None:
    """Run a Django command to its end in a process of its own; its words pass through."""
    done = subprocess.run(
        django_command(name, *arguments),
        env=environment(ROLE_OF.get(name, "app")),
        check=False,
    )
    if done.returncode != 0:
        raise LaunchError(
            f"Il comando «{name}» si è fermato con un errore ({done.returncode}): vedere sopra."
        )
