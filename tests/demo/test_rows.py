"""What was copied is what the application itself would have written."""

import json

import pytest

from prossimo.accounts.demo_accounts import DEMO_ACCOUNTS
from tests import databases
from tests.demo.conftest import Records

pytestmark = pytest.mark.xdist_group("small town")

WHOLE_AGAIN = (
    "SELECT conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid)"
    " || convalidated FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text || ' ' || tgname || tgenabled::text FROM pg_trigger"
    " WHERE NOT tgisinternal",
    "SELECT relname || relrowsecurity::text || relforcerowsecurity FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
)


@pytest.mark.parametrize("catalogue", WHOLE_AGAIN)
def test_constraints_indexes_triggers_and_walls_stand_as_the_migrations_left_them(
    server, small, catalogue
):
    with databases.cloned(server, "bare") as name:
        before = Records(server, name).rows(catalogue)

    assert sorted(small.rows(catalogue)) == sorted(before)


def test_every_row_of_people_and_contacts_has_opened_its_history(small):
    for table in ("citizens_person", "citizens_phone", "access_contact", "access_contactreason"):
        missing = f"""SELECT count(*) FROM {table} now WHERE NOT EXISTS (
            SELECT FROM {table}historyevent e WHERE e.pgh_obj_id = now.id)"""
        assert small.one(missing) == 0
        assert small.one(f"SELECT count(*) FROM {table}") > 1_000


def test_shares_are_those_that_the_trigger_would_have_written(small):
    expected = """
        SELECT c.person_id, d.organisation_id, NULL::uuid, min(c.day),
               (max(c.day) + interval '1 year')::date
          FROM access_contact c JOIN access_desk d ON d.id = c.desk_id
         WHERE c.person_id IS NOT NULL AND d.organisation_id IS NOT NULL GROUP BY 1, 2
        UNION ALL
        SELECT c.person_id, NULL, d.neighbourhood_id, min(c.day),
               (max(c.day) + interval '1 year')::date
          FROM access_contact c JOIN access_desk d ON d.id = c.desk_id
         WHERE c.person_id IS NOT NULL AND d.neighbourhood_id IS NOT NULL GROUP BY 1, 3"""
    written = """SELECT person_id, organisation_id, neighbourhood_id, lower(period), upper(period)
                   FROM citizens_personshare"""

    assert small.one(f"SELECT count(*) FROM ({written}) w") > 500
    assert small.rows(f"({expected}) EXCEPT ({written})") == []
    assert small.rows(f"({written}) EXCEPT ({expected})") == []


IMPOSSIBLE = {
    "an author off duty": """SELECT 1 FROM access_contact c WHERE NOT EXISTS (
        SELECT FROM access_deskduty u WHERE u.desk_id = c.desk_id AND u.post_id = c.post_id
        AND u.period @> c.day)""",
    "a post of somebody else": """SELECT 1 FROM access_contact c JOIN accounts_post p
        ON p.id = c.post_id WHERE p.user_id <> c.author_id OR p.ambito_id <> c.ambito_id""",
    "a closed desk": """SELECT 1 FROM access_contact c JOIN access_desk d ON d.id = c.desk_id
        WHERE NOT d.period @> c.day""",
    "a reason not in use": """SELECT 1 FROM access_contact c JOIN access_contactreason x
        ON x.contact_id = c.id JOIN access_reason r ON r.id = x.reason_id
        WHERE NOT r.period @> c.day""",
    "a main reason not among the reasons": """SELECT 1 FROM access_contact c WHERE NOT EXISTS (
        SELECT FROM access_contactreason x WHERE x.contact_id = c.id
        AND x.reason_id = c.main_reason_id)""",
    "a day that is not the day of Rome": """SELECT 1 FROM access_contact
        WHERE (happened_at AT TIME ZONE 'Europe/Rome')::date <> day""",
    "an older person called a minor": """SELECT 1 FROM access_contact c JOIN citizens_person p
        ON p.id = c.person_id WHERE c.target_group = 'minors' AND age(c.day, p.born_on) > '19 years'
        OR c.target_group = 'older' AND age(c.day, p.born_on) < '64 years'""",
    "somebody not yet born": """SELECT 1 FROM access_contact c JOIN citizens_person p
        ON p.id = c.person_id WHERE p.born_on > c.day""",
    "a person of another ambito": """SELECT 1 FROM access_contact c JOIN citizens_person p
        ON p.id = c.person_id WHERE p.ambito_id <> c.ambito_id""",
    "the future": "SELECT 1 FROM access_contact WHERE happened_at > '2026-11-18 11:30 Europe/Rome'",
    "a real ambito": "SELECT 1 FROM territory_ambito WHERE NOT invented",
    "a true boundary": "SELECT 1 FROM territory_municipality WHERE NOT schematic",
    # Who is registered twice has often shown the same card at both desks.
    "one code for four": """SELECT 1 FROM citizens_person WHERE tax_code <> ''
        GROUP BY ambito_id, tax_code HAVING count(*) > 3""",
    "a telephone that rings": """SELECT 1 FROM citizens_phone
        WHERE number !~ '^[+]39(3990|0350|01870)[0-9]{6}$'""",
    "an address that somebody owns": "SELECT 1 FROM citizens_emailaddress WHERE address !~ '[.]example$'",
}


@pytest.mark.parametrize("statement", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_nothing_impossible_happened(small, statement):
    assert small.rows(statement) == []


@pytest.mark.parametrize(
    ("column", "least"),
    [("channel", 5), ("speaker", 4), ("subject", 3), ("target_group", 6), ("given", 11),
     ("needs", 300), ("missing_service", 15), ("desk_id", 27), ("main_reason_id", 23)],
)  # fmt: skip
def test_contacts_say_everything_that_a_contact_may_say(small, column, least):
    assert small.one(f"SELECT count(DISTINCT {column}) FROM access_contact") >= least


def test_this_morning_is_alive_and_somebody_waits_for_the_segretariato(small):
    today = small.one("SELECT count(*) FROM access_contact WHERE day = '2026-11-18'")
    waiting = small.one("""SELECT count(*) FROM access_contact
        WHERE day = '2026-11-18' AND 'forwarded' = ANY (given) AND person_id IS NOT NULL""")

    assert today >= 15
    assert waiting >= 2


def test_nearly_all_who_were_forwarded_last_year_were_heard(small):
    forwarded = """SELECT count(*) FROM access_contact c JOIN access_desk d ON d.id = c.desk_id
        WHERE 'forwarded' = ANY (given) AND d.kind <> 'orientation' AND c.day < '2026-01-01'"""
    unheard = f"""{forwarded} AND NOT EXISTS (SELECT FROM access_contact l
        JOIN access_desk o ON o.id = l.desk_id WHERE o.kind = 'orientation'
        AND l.person_id = c.person_id AND l.happened_at > c.happened_at)"""

    assert small.one(forwarded) > 500
    assert small.one(unheard) == 0


def test_each_role_has_its_account_with_a_post_in_force(small):
    posts = small.rows("""SELECT u.username, p.role FROM accounts_user u
        JOIN accounts_post p ON p.user_id = u.id WHERE u.is_active AND p.period @> current_date""")

    assert {(account.username, account.role.value) for account in DEMO_ACCOUNTS} <= set(posts)
    assert sum(username == "dueincarichi" for username, _ in posts) == 2


def test_amendments_tell_what_the_contact_says_now(small):
    rows = small.rows("""SELECT a.changes::text, c.minutes FROM access_amendment a
        JOIN access_contact c ON c.id = a.contact_id""")

    assert rows
    assert all(json.loads(changes)[0]["after"] == str(minutes) for changes, minutes in rows)
