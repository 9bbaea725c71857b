"""A worker that dies in the middle of the writing leaves nothing behind, and another one does it all."""

import os
import signal
import subprocess
import sys

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import acting_as
from prossimo.citizens.models import Person, RegistryBatch
from prossimo.citizens.operations import registry, registry_work
from tests import databases
from tests.accounts.factories import PostFactory
from tests.citizens.registry.desk import HEAD, row
from tests.territory.factories import MunicipalityFactory

DIES = """
import os, pathlib, signal, sys, uuid
import django
django.setup()
from django.conf import settings
from prossimo.citizens.operations import registry_work
from prossimo.citizens.registry import filing
settings.STATE = pathlib.Path(sys.argv[1])
filing.file_new = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
registry_work.work(*map(uuid.UUID, sys.argv[2:]))
"""


def test_what_a_dead_worker_began_is_done_once_by_the_next(fresh_database, tmp_path, settings):
    settings.STATE = tmp_path
    town = MunicipalityFactory()
    post = PostFactory(ambito=town.ambito, role=RoleKey.SOCIAL_DESK)
    ids = (post.user_id, post.pk)
    content = "\n".join([HEAD, *(row(f"A{n}", f"Rossi{n}") for n in range(300)), ""]).encode()
    with acting_as(*ids) as actor:
        batch = registry.receive_file(by=actor, name="a.csv", pieces=[content], municipality=town)
        registry.choose_columns(batch.pk, by=actor, chosen=batch.columns, words={})
    registry_work.work(batch.pk, *ids)
    with acting_as(*ids) as actor:
        registry.approve(batch.pk, by=actor)

    died = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DIES, tmp_path, *map(str, (batch.pk, *ids))],
        cwd=databases.ROOT,
        check=False,
        env={
            **os.environ, "DJANGO_SETTINGS_MODULE": "prossimo_launch.settings",
            "PROSSIMO_TRIAL": "1", "PROSSIMO_DB_ROLE": "worker", "PROSSIMO_DB_NAME": fresh_database,
        },
    )  # fmt: skip

    assert died.returncode == -signal.SIGKILL
    with acting_as(*ids) as actor:
        assert RegistryBatch.objects.get().phase == "apply"
        assert Person.objects.visible_to(actor).count() == 0

    for _turn in range(2):
        registry_work.work(batch.pk, *ids)

    with acting_as(*ids) as actor:
        assert (RegistryBatch.objects.get().state, RegistryBatch.objects.get().problem) == (
            "applied",
            "",
        )
        assert Person.objects.visible_to(actor).count() == 300
