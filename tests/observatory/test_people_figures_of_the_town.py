"""The figures of people, asked of the photograph, against SQL written by hand on the invented town."""

import pytest

from prossimo.observatory import compute, snapshots
from prossimo.observatory.questions import Question
from tests import databases, serving

pytestmark = [pytest.mark.town, pytest.mark.xdist_group("town")]
LIVING = "ambito_id = (SELECT id FROM territory_ambito WHERE key = 'bergamo') AND (died_on IS NULL)"
OF_BERGAMO = "JOIN territory_ambito a ON a.id = {}.ambito_id AND a.key = 'bergamo'"


@pytest.fixture(scope="module")
def site(server, town):
    """The town as it was photographed: elsewhere people are walking through it, and write."""
    with databases.cloned(server, "figures", of=town) as name:
        yield serving.Site(url="", dbname=name, process=None)


@pytest.fixture
def ask(server, town, settings):
    settings.SNAPSHOT_ROOT = serving.snapshots(server, town)
    warehouse = compute.opened(snapshots.current())

    def asked(key, *by, **more):
        return compute.answer(Question(key, "bergamo", by=by, **more), warehouse).rows

    return asked


def test_people_known_now_are_the_living_files(ask, site):
    rows = ask("citizens.known", "citizenship", year=2026)
    counted = site.sql(
        f"SELECT 'IT' = ANY (citizenships), count(*) FROM citizens_person WHERE {LIVING} GROUP BY 1"
    )

    assert {row.at["citizenship"] == "IT": row.value for row in rows} == dict(counted)


def test_files_with_a_provisional_code_at_the_end_of_each_year(ask, site):
    """Today's, and those that were replaced later."""
    for year in (2014, 2020, 2025):
        (row,) = ask("citizens.temporary_code", year=year)
        ((temporary, every),) = site.sql(
            f"""SELECT count(*) FILTER (WHERE tax_code_state = 'temporary' OR EXISTS (
                        SELECT FROM citizens_formertaxcode f WHERE f.person_id = p.id
                           AND f.why = 'temporary' AND f.ended_on > make_date(%s, 12, 31))),
                       count(*)
                  FROM citizens_person p {OF_BERGAMO.format("p")}
                 WHERE created_at < make_date(%s + 1, 1, 1)
                   AND (died_on IS NULL OR changed_at >= make_date(%s + 1, 1, 1)
                        OR died_on > make_date(%s, 12, 31))""",
            *[year] * 4,
        )
        assert row.n == every
        if not row.hidden:
            assert row.value == pytest.approx(100 * temporary / every, abs=0.051)


def test_first_times_and_returns_of_a_year(ask, site):
    rows = ask("access.came", "coming", year=2018)
    counted = site.sql(
        f"""SELECT first < 2018, count(*) FROM (
                SELECT c.person_id, min(extract(year FROM c.day)) AS first,
                       bool_or(extract(year FROM c.day) = 2018) AS came
                  FROM access_contact c {OF_BERGAMO.format("c")}
                 WHERE c.person_id IS NOT NULL GROUP BY 1) known
             WHERE came GROUP BY 1"""
    )

    assert {row.at["coming"] == "back": row.value for row in rows} == dict(counted)


def test_the_share_of_residents_of_a_year(ask, site):
    (row,) = ask("access.known_share", year=2018)
    ((met, residents),) = site.sql(
        f"""SELECT (SELECT count(DISTINCT c.person_id) FROM access_contact c
                      {OF_BERGAMO.format("c")} WHERE extract(year FROM c.day) = 2018),
                   (SELECT sum(r.count) FROM territory_residents r
                      JOIN territory_municipality m ON m.id = r.municipality_id
                      {OF_BERGAMO.format("m")} WHERE r.year = 2018)"""
    )

    assert row.n == met
    assert row.value == pytest.approx(100 * met / residents, abs=0.051)


def test_nothing_personal_is_in_the_facts_of_people(server, town, site):
    """Counts and pseudonyms: no name, code or identifier of the town is on disk."""
    import pyarrow.parquet as pq

    folder = serving.snapshots(server, town) / "current"
    known = {str(key) for (key,) in site.sql("SELECT id FROM citizens_person LIMIT 400")}
    seen = 0
    for fact in ("known", "file", "doubles", "came"):
        for file in folder.glob(f"{fact}/**/*.parquet"):
            for row in pq.read_table(file).to_pylist():
                seen += 1
                assert not known & {str(value) for value in row.values()}
    assert seen > 1_000
