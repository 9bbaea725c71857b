"""The figures that the municipality published, asked as a user's screen asks them, of the invented town.

The town of the tests is a fiftieth of the real one: numbers are in proportion, ranks and growth hold.
"""

import pytest

from prossimo.observatory import compute, snapshots
from prossimo.observatory.questions import Question
from tests import serving

pytestmark = [pytest.mark.town, pytest.mark.xdist_group("town")]
SCALE = float(serving.TOWN_SCALE)


@pytest.fixture
def ask(server, town, settings):
    settings.SNAPSHOT_ROOT = serving.snapshots(server, town)
    warehouse = compute.opened(snapshots.current())

    def asked(key, *by, **more):
        return compute.answer(Question(key, "bergamo", by=by, **more), warehouse).rows

    return asked


def test_users_of_the_pass_in_2018(ask):
    (row,) = ask("access.users", year=2018)

    assert row.value == pytest.approx(9559 * SCALE, abs=1)


def test_growth_on_2017_and_since_2014(ask):
    (on_2017,) = ask("access.users.growth", year=2018)
    (since_2014,) = ask("access.users.growth", year=2018, since=2014)

    assert on_2017.value == pytest.approx(2.7, abs=0.6)  # one person more or less is half a point
    assert since_2014.value == pytest.approx(49.0, abs=1.2)


def test_reasons_in_the_published_order(ask):
    families = [row.label for row in ask("access.contacts", "reason_group", year=2018)]

    assert families[:2] == ["contributi e Re.I", "informazioni e orientamento"]
    # In a town so small the others are neck and neck; in the whole one they keep their order.
    assert set(families[2:]) == {"pratiche per cittadini stranieri", "casa e lavoro", "altro"}


def test_dedicated_desks_are_born_and_grow(ask):
    rows = ask("access.contacts", "desk", since=2014, year=2018)
    dedicated = ("Sportello Re.I", "Sportello contributi", "Sportello cittadini stranieri (Fami)")
    by_year = {
        year: sum(row.value or 0 for row in rows if row.year == year and row.label in dedicated)
        for year in range(2014, 2019)
    }

    assert by_year[2014] == 0
    assert list(by_year.values()) == sorted(by_year.values())
    assert by_year[2018] > 0
