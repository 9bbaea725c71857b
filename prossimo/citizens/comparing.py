"""Compares all the files as the person who asked: read and compared aside, then noted.

Nothing is held while the machine works: who asks is told how far it is, in short transactions.
"""

import time
import uuid
from importlib.util import find_spec
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from prossimo.accounts import identity
from prossimo.accounts.rules import Actor
from prossimo.citizens.linkage import aside
from prossimo.citizens.linkage.pairs import Pair
from prossimo.citizens.models import DoublesLook
from prossimo.citizens.operations import looking
from prossimo.citizens.operations.doubles import Noted
from prossimo.core.progress import Report

BREATH = 1.0  # seconds between two signs of life
PATIENCE = "10min"  # a million files take longer to read than a page may


class NotInstalled(Exception):
    """The machine is not there: what can be found without it was found."""


def compare(
    user: uuid.UUID,
    post: uuid.UUID | None,
    look_id: uuid.UUID | None = None,
    *,
    report: Report | None = None,
) -> Noted:
    """Compare all the files that the person may judge; raises `NotInstalled` once the rest is done."""
    with identity.acting_as(user, post) as actor:
        look = looking.start_look(look_id, by=actor)
    try:
        pairs = _found(actor, _Heard(look, actor, report))
        with identity.acting_as(user, post) as actor:
            _take_time()
            noted = looking.note_found(pairs, by=actor)
            looking.end_look(look, noted=noted, error="" if pairs is not None else not_installed())
    except Exception as error:
        with identity.acting_as(user, post):
            looking.end_look(look, error=type(error).__name__)
        raise
    if pairs is None:
        raise NotInstalled(not_installed())
    return noted


def not_installed() -> str:
    return _(
        "manca il componente per il confronto (pacchetto aggiuntivo «linkage»): "
        "cercati solo i codici fiscali uguali"
    )


def _found(actor: Actor, heard: Report) -> list[Pair] | None:
    """Every pair worth a look; None where the machine is not installed."""
    if actor.ambito_id is None or find_spec("splink") is None:
        return None
    return aside.find(_address(), actor.ambito_id, first=_saying_who(actor), report=heard)


def _saying_who(actor: Actor) -> list[str]:
    """What the other process tells the database first: the same person, behind the same walls."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
    me, post = uuid.UUID(str(actor.user_id)), uuid.UUID(str(actor.post_id))
    return [
        f"SELECT set_config('role', '{role}', false)",
        f"SELECT set_config('statement_timeout', '{PATIENCE}', true)",
        f"SELECT post_id::text FROM wall.enter('{me}', '{post}', '{uuid.UUID(actor.request_id)}')",
    ]


def _address() -> str:
    """The connection of this process, for a driver of its own."""
    known = connection.settings_dict
    words: dict[str, Any] = {
        "host": known["HOST"],
        "port": known["PORT"],
        "user": known["USER"],
        "password": known["PASSWORD"],
        "dbname": known["NAME"],
        **known["OPTIONS"],
    }
    wanted = {
        option.keyword.decode() for option in Conninfo.get_defaults()
    }  # of libpq, not of ours
    return make_conninfo(
        **{name: value for name, value in words.items() if name in wanted and value}
    )


def _take_time() -> None:
    """For this transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])


class _Heard:
    """Tells whoever watches, and now and then the page that waits."""

    def __init__(self, look: DoublesLook, actor: Actor, more: Report | None) -> None:
        self.look, self.actor, self.more, self.told_at = look, actor, more, 0.0

    def __call__(self, done: int, total: int) -> None:
        if self.more:
            self.more(done, total)
        if self.actor.user_id and (time.monotonic() - self.told_at > BREATH or done == total):
            with identity.acting_as(self.actor.user_id, self.actor.post_id):
                looking.hear_look(self.look, done=done, total=total)
            self.told_at = time.monotonic()
