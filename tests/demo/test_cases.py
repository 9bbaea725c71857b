"""The invented cases hold together: who speaks for a child, what fits an age, whose family changed."""

import pytest

pytestmark = pytest.mark.xdist_group("small town")

MINORS_WHO_ANSWERED = """
    SELECT count(*) FROM {answers} x JOIN cases_casemember m ON m.id = x.member_id
      JOIN citizens_person h ON h.id = m.person_id
     WHERE h.born_on > x."on" - interval '18 years'
"""
SPOKEN_FOR = """
    SELECT s.role, count(*) FROM cases_plansignature s JOIN cases_plan p ON p.id = s.plan_id
      JOIN cases_case k ON k.id = p.case_id JOIN citizens_person h ON h.id = k.person_id
     WHERE h.born_on > p.signed_on - interval '17 years' AND s.role <> 'worker' GROUP BY 1
"""
AGES_OF_NEEDS = """
    SELECT n.key, min((k.reported_on - h.born_on) / 365), max((k.reported_on - h.born_on) / 365)
      FROM cases_caseneed c JOIN catalogue_need n ON n.id = c.need_id
      JOIN cases_case k ON k.id = c.case_id JOIN citizens_person h ON h.id = k.person_id GROUP BY 1
"""
CAME_HOME = """
    SELECT count(DISTINCT k.id) FROM cases_case k JOIN citizens_person s ON s.id = k.person_id
      JOIN citizens_person h ON h.household_id = s.household_id AND h.died_on IS NULL
      JOIN accounts_post p ON p.id = k.owner_id JOIN accounts_user u ON u.id = p.user_id
     WHERE k.household_id IS NOT NULL AND k.state <> 'closed' AND u.username = 'assistente'
       AND NOT EXISTS (SELECT 1 FROM cases_casemember m WHERE m.case_id = k.id AND m.person_id = h.id)
"""


@pytest.mark.parametrize("answers", ["cases_plansignature", "cases_goalconsent"])
def test_no_child_signs_or_consents(small, answers):
    assert small.one(f"SELECT count(*) FROM {answers}") > 100
    assert small.one(MINORS_WHO_ANSWERED.format(answers=answers)) == 0


def test_a_parent_signs_for_a_child(small):
    signed = small.pairs(SPOKEN_FOR)

    assert set(signed) <= {"relative", "other"}
    assert signed["relative"] > 10 * signed.get("other", 0)


def test_needs_fit_the_age(small):
    ages = {key: (youngest, oldest) for key, youngest, oldest in small.rows(AGES_OF_NEEDS)}

    assert ages["debiti"][0] >= 17
    assert ages["lavoro-che-manca"][0] >= 17
    assert ages["bambini-piccoli"][1] < 6
    assert ages["scuola-e-compiti"][1] <= 18
    assert ages["sollievo"][0] >= 64


def test_somebody_came_home_in_a_family_that_a_newcomer_can_look_at(small):
    assert small.one(CAME_HOME) > 0
