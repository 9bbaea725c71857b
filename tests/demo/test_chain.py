"""The door of the invented towns hangs together: arrivals, what came of the appointments, what was said."""

import pytest

from tests.demo.conftest import Records

pytestmark = pytest.mark.town


@pytest.fixture(scope="module")
def records(server, town):
    return Records(server, town)


def test_at_each_queue_somebody_waits_by_their_hour(records):
    alone = records.one(
        """SELECT count(*) FROM access_desk d WHERE d.has_queue AND NOT EXISTS (
               SELECT 1 FROM access_ticket t JOIN access_appointment a ON a.id = t.appointment_id
                WHERE t.desk_id = d.id AND t.state = 'waiting' AND a.state = 'arrived'
                  AND t.priority = 20 AND t.due_at = a.starts_at)"""
    )

    assert alone == 0


def test_what_was_held_has_a_contact_or_a_reason_but_for_a_few(records):
    told = records.one(
        "SELECT count(*) FROM access_appointment WHERE state = 'done' AND contact_id IS NOT NULL"
    )
    left = records.one(
        """SELECT max(n) FROM (SELECT count(*) AS n FROM access_appointment
            WHERE state = 'done' AND contact_id IS NULL AND why = '' GROUP BY ambito_id) x"""
    )
    wrong = records.one(
        """SELECT count(*) FROM access_appointment a JOIN access_contact c ON c.id = a.contact_id
            WHERE a.desk_id <> c.desk_id OR a.person_id <> c.person_id"""
    )

    assert told > 0
    assert 0 < left <= 3
    assert wrong == 0


def test_requests_have_interviews_and_somebody_goes_along(records):
    notes = records.one("SELECT count(*) FROM access_orientationstep WHERE name = 'note'")
    states = records.one("SELECT count(DISTINCT state) FROM access_accompaniment")
    of_others = records.one(
        """SELECT count(*) FROM access_accompaniment a JOIN access_orientation o
               ON o.id = a.orientation_id WHERE o.state <> 'accompanied'"""
    )

    assert notes >= 10
    assert states == 3
    assert of_others == 0
