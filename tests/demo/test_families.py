"""Families, means and pasts of the invented towns are such as could be true, and are all tied up."""

import datetime as dt

import pytest

from prossimo.web.demo import lives, means, sheets
from prossimo.web.demo.birthplaces import BirthPlaces
from prossimo.web.demo.families import Families
from prossimo.web.demo.names import NameBook
from prossimo.web.demo.people import people_of
from prossimo.web.demo.places import DISTRICTS
from prossimo.web.demo.town import contacts_of, plan_of

pytestmark = pytest.mark.xdist_group("small town")


def count(small, statement):
    return small.one(f"SELECT count(*) FROM {statement}")


@pytest.mark.parametrize(
    "impossible",
    [
        # a parent hardly older than the child, or under the same roof
        """citizens_kinship k JOIN citizens_person c ON c.id = k.person_id
             JOIN citizens_person p ON p.id = k.relative_id
            WHERE k.kind = 'parent'
              AND (p.born_on > c.born_on - 5800 OR p.household_id = c.household_id)""",
        """citizens_kinship k JOIN citizens_person c ON c.id = k.person_id
             JOIN citizens_person p ON p.id = k.relative_id
            WHERE k.kind = 'grandparent' AND p.born_on > c.born_on - 11000""",
        # a decree after the powers it gives, or before there was a file
        "citizens_representation WHERE decree_on <> lower(period) OR court = ''",
        # somebody heard after they died
        """citizens_reviewtask t JOIN access_contact c ON c.person_id = t.person_id
            WHERE t.kind = 'died' AND c.day >= t.happened_on""",
        """citizens_reviewtask t JOIN citizens_person p ON p.id = t.person_id
            WHERE t.kind = 'died' AND p.died_on IS DISTINCT FROM t.happened_on""",
        "citizens_iseecertificate WHERE has_remarks <> (remarks <> '')",
        "citizens_iseecertificate WHERE (origin = 'verified') <> (checked_on IS NOT NULL)",
        """citizens_iseecertificate i WHERE (SELECT count(*) FROM citizens_iseemember m
            WHERE m.certificate_id = i.id AND m.relation = 'declarant') <> 1""",
        """citizens_formertaxcode f JOIN citizens_person p ON p.id = f.person_id
            WHERE f.code = p.tax_code OR f.ended_on <= p.first_known_on""",
        """citizens_citizenship z JOIN citizens_person p ON p.id = z.person_id
            WHERE NOT z.country = ANY (p.citizenships) OR lower(z.period) < p.born_on""",
    ],
)
def test_nothing_impossible_happened_in_a_family(small, impossible):
    assert count(small, impossible) == 0


def test_about_fifteen_households_of_a_hundred_that_came_have_an_isee(small):
    came = small.one(
        """SELECT count(DISTINCT coalesce(c.household_id, p.household_id))
             FROM access_contact c LEFT JOIN citizens_person p ON p.id = c.person_id
            WHERE c.person_id IS NOT NULL OR c.household_id IS NOT NULL"""
    )

    assert count(small, "citizens_iseecertificate") == pytest.approx(0.15 * came, rel=0.1)


def test_some_isee_households_are_not_those_of_the_registry(small):
    apart = small.one(
        """SELECT count(*) FROM citizens_iseecertificate i JOIN citizens_person d
               ON d.id = i.person_id
            WHERE (SELECT count(*) FROM citizens_iseemember m WHERE m.certificate_id = i.id)
               <> (SELECT count(*) FROM citizens_person p WHERE p.household_id = d.household_id)"""
    )

    assert 0 < apart < count(small, "citizens_iseecertificate") / 2


def test_every_row_of_families_has_opened_its_history(small):
    for name in ("kinship", "representation", "iseecertificate", "benefitheld", "formertaxcode"):
        table = f"citizens_{name}"
        missing = f"""{table} now WHERE NOT EXISTS (
            SELECT FROM {table}historyevent e WHERE e.pgh_obj_id = now.id)"""
        assert count(small, table) > 5
        assert count(small, missing) == 0


def test_a_provisional_code_stands_in_the_history_until_it_was_replaced(small):
    told = small.one(
        """SELECT count(*) FROM citizens_formertaxcode f JOIN citizens_personhistoryevent a
               ON a.pgh_obj_id = f.person_id AND a.pgh_label = 'insert'
              AND a.tax_code = f.code AND a.tax_code_state = 'temporary'
             JOIN citizens_personhistoryevent b ON b.pgh_obj_id = f.person_id
              AND b.pgh_label = 'update' AND b.tax_code_state = 'valid'
              AND b.pgh_created_at::date = f.ended_on
            WHERE f.why = 'temporary'"""
    )

    assert told == count(small, "citizens_formertaxcode WHERE why = 'temporary'") > 0


def test_the_same_dice_draw_the_same_families():
    plan = plan_of(2018, 0.3, dt.date(2026, 11, 18))
    drawn_from = {"seed": plan.seed, "scale": plan.scale, "day": plan.today}
    people = people_of(DISTRICTS[1], NameBook(), BirthPlaces(), **drawn_from)
    contacts = contacts_of(plan, people)
    sheets.number_people(people, plan.seed)

    def drawn():
        told = Families(people, contacts, plan.seed, plan.today)
        made = [*told.sheets(), *lives.sheets(told), *means.sheets(told)]
        return [(sheet.table, sheet.part(slice(0, sheet.size))) for sheet in made if sheet.size]

    assert drawn() == drawn()
