"""The indexes of the search work below the second wall: every comparison is leakproof."""

import pytest
from django.db import connection
from django.db.models import Q

from prossimo.accounts.identity import enter
from prossimo.citizens.models import NameToken, Person
from prossimo.citizens.queries.words import begins
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory


@pytest.fixture
def crowd(post):
    """Enough people that an index is worth its while."""
    person = PersonFactory(ambito=post.ambito, surname="Rossi", given_name="Maria")
    with arranging(), connection.cursor() as cursor:
        columns = "ambito_id, version, created_at, changed_at, sex, birth_place, birth_place_code"
        columns += ", citizenships, tax_code_state, household_role, street, street_number, postcode"
        columns += ", languages, needs_interpreter, contact_warning, first_known_on, registry_id"
        columns += ", registry_state"
        cursor.execute(
            f"""INSERT INTO citizens_person
                    (id, surname, given_name, sort_key, tax_code, born_on, {columns})
                SELECT gen_random_uuid(), md5(n::text), 'x', md5(n::text) || ' x',
                       upper(left(md5(n::text), 16)), date '1920-01-01' + n, {columns}
                  FROM citizens_person, generate_series(1, 4000) n WHERE id = %s""",
            [person.pk],
        )
        cursor.execute(
            """INSERT INTO citizens_nametoken (ambito_id, person_id, token)
               SELECT ambito_id, id, left(sort_key, 32) FROM citizens_person WHERE id <> %s""",
            [person.pk],
        )
    with arranging("prossimo_owner"), connection.cursor() as cursor:
        cursor.execute("ANALYZE citizens_person; ANALYZE citizens_nametoken")
    return enter(post.user_id, post.pk)


def plan_of(query):
    sql, parameters = query.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", parameters)
        return [row[0].strip() for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("model", "match", "condition"),
    [
        (Person, begins("sort_key", "rossi"), "sort_key)::text >= 'rossi'"),
        (Person, begins("tax_code", "RSSMRA60"), "tax_code)::text >= 'RSSMRA60'"),
        (Person, Q(born_on__gte="1925-05-12", born_on__lt="1925-05-13"), "born_on >= '1925-05-12'"),
        (NameToken, begins("token", "mar"), "token >= 'mar'"),
        (NameToken, Q(token="maria"), "token = 'maria'"),
    ],
)
def test_what_is_typed_becomes_a_range_on_an_index(crowd, model, match, condition):
    rows = Person.objects.visible_to(crowd) if model is Person else model.objects.all()

    plan = plan_of(rows.filter(match, ambito=crowd.ambito_id).order_by().values("pk"))

    assert not any("Seq Scan" in line for line in plan)
    assert any(condition in line.replace("(token)::text", "token") for line in plan
               if line.startswith("Index Cond")), plan  # fmt: skip


def test_a_comparison_that_may_leak_reads_everybody(crowd):
    """The control: what the search does not use."""
    like = Person.objects.visible_to(crowd).filter(sort_key__startswith="ros")

    conditions = [line for line in plan_of(like.order_by()) if line.startswith("Index Cond")]

    assert not any("sort_key" in line for line in conditions)
