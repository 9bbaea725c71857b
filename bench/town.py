"""The town of the bench: the demo at the scale asked for, built once and kept, then cloned."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from prossimo_launch import cluster
from tests import databases, serving

PASSWORD = "prova-prossimo"
DESK_ACCOUNT = "sportello"


@dataclass(frozen=True)
class Options:
    """A quick look or a measure, and how large the town is."""

    quick: bool = False
    scale: str = "1.0"


@dataclass(frozen=True)
class Town:
    """A running site on a clone of the town, with some people to ask for."""

    site: serving.Site
    people: list[str]
    surnames: list[str]

    @property
    def port(self) -> int:
        return int(self.site.url.rsplit(":", 1)[1])


@contextlib.contextmanager
def cloned_town(scale: str) -> Iterator[str]:
    """A database with the town at this scale, of one's own for the length of the block."""
    server = cluster.ensure_running()
    with databases.alone(server, "town"):
        template = serving.town_template(server, scale)
    with databases.cloned(server, "bench", of=template) as name:
        yield name


@contextlib.contextmanager
def served_town(dbname: str, *, workers: int = 1, role: str = "app") -> Iterator[Town]:
    same_workers = {"GUNICORN_CMD_ARGS": "--max-requests=0"}  # as many as are being watched
    with serving.served(dbname, workers=workers, PROSSIMO_DB_ROLE=role, **same_workers) as site:
        rows = site.sql(
            "SELECT p.id::text, p.surname FROM citizens_person p "
            "JOIN accounts_post w ON w.municipality_id = p.municipality_id "
            "JOIN accounts_user u ON u.id = w.user_id "
            "WHERE u.username = %s AND p.surname <> '' "
            "ORDER BY md5(p.id::text) LIMIT 2000",
            DESK_ACCOUNT,
        )
        yield Town(site, [row[0] for row in rows], [row[1] for row in rows])
