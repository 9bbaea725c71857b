"""The invented towns on databases of their own: a small one, and one of the published size."""

import pytest

from tests import databases

SMALL = 0.1
DAY = "2026-11-18"


class Records:
    """Raw rows, past every wall."""

    def __init__(self, server, dbname):
        self.server, self.dbname = server, dbname

    def rows(self, statement, *params):
        with self.server.connect("loader", self.dbname) as connection:
            return connection.execute(statement, params).fetchall()

    def one(self, statement, *params):
        return self.rows(statement, *params)[0][0]

    def pairs(self, statement, *params):
        return dict(self.rows(statement, *params))


def build(dbname, *options, scale, day=DAY):
    databases.manage(
        "demo",
        f"--scale={scale}",
        f"--today={day}",
        "--quiet",
        "--no-snapshot",
        *options,
        dbname=dbname,
        role="loader",
    )


@pytest.fixture(scope="session")
def small(server, worker_id):
    """Towns of a tenth of the size."""
    with databases.cloned(server, f"small_{worker_id}") as name:
        build(name, scale=SMALL)
        yield Records(server, name)


@pytest.fixture(scope="session")
def whole(server, worker_id):
    """Towns of the published size."""
    with databases.cloned(server, f"whole_{worker_id}") as name:
        build(name, scale=1)
        yield Records(server, name)
