"""The raw rows give the published figures: in proportion in a small town, exactly in the whole one."""

import pytest

from tests.demo.conftest import DAY

PASS_USERS = """
    SELECT extract(year FROM c.day)::int, count(DISTINCT c.person_id)
      FROM access_contact c
      JOIN access_desk d ON d.id = c.desk_id
      JOIN territory_ambito a ON a.id = c.ambito_id
     WHERE a.key = 'bergamo' AND d.part_of_pass
     GROUP BY 1
"""
REASONS = """
    SELECT r."group", count(*)
      FROM access_contactreason x
      JOIN access_contact c ON c.id = x.contact_id
      JOIN access_desk d ON d.id = c.desk_id
      JOIN access_reason r ON r.id = x.reason_id
     WHERE d.part_of_pass AND c.day BETWEEN '2018-01-01' AND '2018-12-31'
     GROUP BY 1 ORDER BY 2 DESC
"""
DESKS = """
    SELECT extract(year FROM c.day)::int, d.kind IN ('income', 'grants', 'foreign'), count(*)
      FROM access_contact c JOIN access_desk d ON d.id = c.desk_id
     WHERE d.part_of_pass AND c.day < '2019-01-01'
     GROUP BY 1, 2
"""
SEATS = """
    SELECT count(*) FROM access_contact c JOIN access_desk d ON d.id = c.desk_id
     WHERE d.kind = 'seat' AND d.part_of_pass AND c.day BETWEEN '2021-01-01' AND '2024-03-31'
"""


def the_dedicated_desks_explain_the_rise(records):
    counts = {(year, dedicated): n for year, dedicated, n in records.rows(DESKS)}
    rise = sum(n for (year, _), n in counts.items() if year == 2018)
    rise -= sum(n for (year, _), n in counts.items() if year == 2014)
    dedicated = [counts.get((year, True), 0) for year in range(2014, 2019)]
    return dedicated == sorted(dedicated) and dedicated[0] == 0 and dedicated[-1] >= 0.9 * rise


@pytest.mark.xdist_group("small town")
def test_a_small_town_has_the_figures_in_proportion(small):
    users = small.pairs(PASS_USERS)

    assert (users[2018], users[2017], users[2014]) == (956, 931, 642)
    assert small.one(SEATS) == pytest.approx(540, abs=3)


@pytest.mark.xdist_group("small town")
def test_a_small_town_ranks_reasons_and_desks_as_the_published_one(small):
    ranking = [group for group, _ in small.rows(REASONS)]

    assert [g for g in ranking if g != "other"] == ["money", "information", "foreign", "home_work"]
    assert the_dedicated_desks_explain_the_rise(small)


@pytest.mark.town
@pytest.mark.xdist_group("whole town")
def test_f01_to_f03_the_people_of_the_pass(whole):
    users = whole.pairs(PASS_USERS)

    assert users[2018] == 9_559
    assert round(100 * (users[2018] / users[2017] - 1), 1) == 2.7
    assert round(100 * (users[2018] / users[2014] - 1)) == 49


@pytest.mark.town
@pytest.mark.xdist_group("whole town")
def test_f04_contributions_and_rei_come_first_then_information_foreigners_home_and_work(whole):
    ranking = [group for group, _ in whole.rows(REASONS)]

    assert ranking == ["money", "information", "foreign", "home_work", "other"]


@pytest.mark.town
@pytest.mark.xdist_group("whole town")
def test_f05_the_dedicated_desks_explain_the_rise(whole):
    assert the_dedicated_desks_explain_the_rise(whole)


@pytest.mark.town
@pytest.mark.xdist_group("whole town")
def test_the_seats_and_the_size_of_the_town_are_the_published_ones(whole):
    in_town = "SELECT count(*) FROM citizens_person p JOIN territory_municipality m ON m.id = "
    in_town += "p.municipality_id WHERE m.name = 'Bergamo'"

    assert whole.one(SEATS) == 5_400
    assert whole.one(in_town) == 120_000


IN_CHARGE = """
    SELECT count(DISTINCT k.person_id),
           count(DISTINCT k.person_id) FILTER (WHERE NOT 'IT' = ANY (p.citizenships))
      FROM cases_case k JOIN citizens_person p ON p.id = k.person_id
      JOIN territory_ambito a ON a.id = k.ambito_id
     WHERE a.key = 'punto-per-te' AND k.taken_on <= '2015-06-30'
       AND (k.closed_on IS NULL OR k.closed_on > '2015-06-30')
"""
RESIDENTS = """
    SELECT sum(r.count) FROM territory_residents r
      JOIN territory_municipality m ON m.id = r.municipality_id
      JOIN territory_ambito a ON a.id = m.ambito_id
     WHERE a.key = 'punto-per-te' AND r.year = 2015
"""
IMPOSSIBLE = """
    SELECT count(*) FROM cases_case k JOIN citizens_person p ON p.id = k.person_id
     WHERE k.reported_on < p.born_on OR k.closed_on > coalesce(p.died_on, k.closed_on)
"""


@pytest.mark.xdist_group("small town")
def test_a_small_town_had_its_share_of_people_in_charge_one_in_three_foreign(small):
    ((people, foreign),) = small.rows(IN_CHARGE)

    assert people == 264
    assert foreign == 88
    assert 2.5 < people / float(small.one(RESIDENTS)) * 100 < 3
    assert small.one(IMPOSSIBLE) == 0


@pytest.mark.xdist_group("small town")
def test_there_are_cases_in_every_state_today(small):
    states = {state for (state,) in small.rows("SELECT DISTINCT state FROM cases_case")}

    assert states == {"proposed", "assigned", "in_charge", "suspended", "closed"}


@pytest.mark.town
@pytest.mark.xdist_group("whole town")
def test_f15_and_f16_the_people_in_charge_on_30_june_2015(whole):
    ((people, foreign),) = whole.rows(IN_CHARGE)

    assert people == 2643
    assert foreign / people == pytest.approx(1 / 3, abs=0.001)
    assert 2.5 < people / float(whole.one(RESIDENTS)) * 100 < 3
    assert whole.one(IMPOSSIBLE) == 0


FOLLOWED_TOGETHER = """
    SELECT count(DISTINCT h.household_id) FILTER (WHERE a.key = 'bergamo'),
           count(DISTINCT h.id) FILTER (WHERE a.key = 'dalmine' AND k.intensity = 'full'),
           count(DISTINCT h.id) FILTER (WHERE a.key = 'dalmine' AND k.intensity = 'prevention'),
           count(DISTINCT k.municipality_id) FILTER (WHERE a.key = 'dalmine'
                                                     AND k.intensity = 'prevention')
      FROM cases_caseactivity x JOIN cases_case k ON k.id = x.case_id AND k.closed_on IS NULL
      JOIN territory_ambito a ON a.id = k.ambito_id
      JOIN cases_casemember m ON m.case_id = k.id AND m.role IN ('subject', 'child', 'sibling')
      JOIN citizens_person h ON h.id = m.person_id
     WHERE h.born_on > %s::date - interval '18 years'
"""


@pytest.mark.xdist_group("small town")
def test_a_small_town_follows_its_share_of_families_and_minors_together(small):
    ((families, in_charge, prevention, _towns),) = small.rows(FOLLOWED_TOGETHER, DAY)

    assert (families, in_charge, prevention) == (250, 47, 50)


@pytest.mark.town
@pytest.mark.xdist_group("whole town")
def test_f11_and_f13_the_families_and_the_minors_of_the_services_run_together(whole):
    ((families, in_charge, prevention, towns),) = whole.rows(FOLLOWED_TOGETHER, DAY)

    assert families == 2_500
    assert (in_charge, prevention, towns) == (470, 500, 17)
