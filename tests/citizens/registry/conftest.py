"""A segretariato that brings files of the registry: kept in a folder of the test's own."""

import pytest

from prossimo.accounts.choices import RoleKey
from tests.accounts.factories import PostFactory
from tests.citizens.registry.desk import Desk
from tests.territory.factories import MunicipalityFactory


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STATE = tmp_path


@pytest.fixture
def town(db):
    return MunicipalityFactory()


@pytest.fixture
def bringer(town):
    return Desk(PostFactory(ambito=town.ambito, role=RoleKey.SOCIAL_DESK), town)
