"""Finding people: in any order, without accents, by birth and by code, only one's own, all noted."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prossimo.accounts import journal
from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.identity import enter
from prossimo.citizens.queries import alike, find_people
from tests.accounts.factories import PostFactory, post_of
from tests.citizens.factories import PersonFactory, PersonShareFactory
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory


@pytest.fixture
def rosa(post):
    return PersonFactory(
        ambito=post.ambito,
        surname="De Rossi",
        given_name="Rosa Niccolò",
        born_on=dt.date(1960, 5, 12),
        tax_code="DRSRNC60E52A794L",
    )


def ids(found):
    return [person.id for person in found]


@pytest.mark.parametrize(
    "text",
    [
        "rossi", "ROSSI", "de rossi", "rosa de rossi", "niccolo rossi", "Niccolò", "nicc ros",
        "ross", "rosa 1960", "1960", "12/05/1960", "rossi 12051960", "12/5/60 rosa", "05/1960",
        "DRSRNC60E52A794L", "drsrnc60e", "DRSRNC", "drs", "rossi drsrnc60", "  rosa\trossi ",
        "ròssì", "rossi,rosa", "1960-05-12",
    ],
)  # fmt: skip
def test_she_is_found(actor, rosa, text):
    PersonFactory(ambito=rosa.ambito, surname="Verdi", given_name="Ugo", born_on=None)

    assert ids(find_people(actor, text)) == [rosa.pk]


@pytest.mark.parametrize(
    "text",
    ["", " ", "bianchi", "rossi 1961", "rossi maria", "13/05/1960", "DRSRNC61", "'", "%", "_"],
)
def test_she_is_not_found(actor, rosa, text):
    assert find_people(actor, text) == []


def test_the_surname_comes_before_the_given_name(actor, post):
    given = PersonFactory(ambito=post.ambito, surname="Abate", given_name="Rosa")
    longer = PersonFactory(ambito=post.ambito, surname="Rosati", given_name="Ada")
    surname = PersonFactory(ambito=post.ambito, surname="Rosa", given_name="Zoe")

    found = find_people(actor, "rosa")

    assert ids(found) == [surname.pk, given.pk, longer.pk]
    assert [p.why for p in found] == ["cognome", "nome", "inizio del cognome"]


def test_no_more_than_asked_and_none_twice(actor, post):
    for n in range(15):
        PersonFactory(ambito=post.ambito, surname="Maria", given_name=f"Maria {n}")

    found = find_people(actor, "maria", limit=10)

    assert len(found) == len(set(ids(found))) == 10


def test_homonyms_are_told_apart_without_opening_the_file(actor, rosa):
    place = NeighbourhoodFactory(municipality__ambito=rosa.ambito, name="Celadina")
    PersonFactory(
        ambito=rosa.ambito, surname="De Rossi", given_name="Rosa Niccolò",
        born_on=dt.date(1990, 1, 1), neighbourhood=place, municipality=place.municipality,
    )  # fmt: skip

    details = {person.detail for person in find_people(actor, "de rossi rosa")}

    assert len(details) == 2
    assert any("Celadina" in detail for detail in details)
    assert all("A794L" not in detail for detail in details)


def test_every_id_shown_is_noted_and_no_other(actor, rosa):
    PersonFactory(ambito=rosa.ambito, surname="Verdi")

    with journal.collecting() as lines:
        find_people(actor, "rossi")

    assert [(line.action, line.object_id) for line in lines] == [(Action.SEARCH, rosa.pk)]


def test_another_ambito_is_another_world(rosa):
    stranger = PostFactory()

    assert find_people(enter(stranger.user_id, stranger.pk), "rossi") == []


def test_a_partner_finds_who_was_met_and_nobody_else(rosa):
    post = PostFactory(partner=True, ambito=rosa.ambito)
    met = PersonFactory(ambito=rosa.ambito, surname="De Rossi", given_name="Ada")
    PersonShareFactory(person=met, organisation=post.organisation)
    actor = enter(post.user_id, post.pk)

    for text in ("rossi", "de ros", "ada rossi", "1960", met.tax_code, str(met.pk)):
        assert set(ids(find_people(actor, text))) <= {met.pk}
    assert ids(find_people(actor, "rossi")) == [met.pk]
    assert find_people(actor, str(rosa.pk)) == []
    assert find_people(actor, rosa.tax_code) == []


def test_a_post_of_one_municipality_finds_its_own_and_the_homeless(rosa):
    town = MunicipalityFactory(ambito=rosa.ambito)
    post = PostFactory(ambito=rosa.ambito, municipality=town)
    elsewhere = MunicipalityFactory(ambito=rosa.ambito)
    here = PersonFactory(ambito=rosa.ambito, surname="Rossi", municipality=town)
    PersonFactory(ambito=rosa.ambito, surname="Rossi", municipality=elsewhere)

    found = find_people(enter(post.user_id, post.pk), "rossi")

    assert set(ids(found)) == {rosa.pk, here.pk}


@pytest.mark.parametrize(
    "role", [RoleKey.PLANNING, RoleKey.ACCOUNTING, RoleKey.DPO, RoleKey.ADMINISTRATOR]
)
def test_who_reads_no_files_finds_nobody(rosa, role):
    post = post_of(role, rosa.ambito)

    assert find_people(enter(post.user_id, post.pk), "rossi") == []


@pytest.mark.parametrize(
    "text",
    ["rossi", "rosa rossi", "12/05/1960", "DRSRNC60E52A794L", "ro ni", "xyz abc", "rsosi mraia"],
)
def test_a_search_asks_the_database_a_handful_of_times(actor, rosa, text):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        find_people(actor, text)

    assert len(queries) <= 8


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60) | st.text("rosa deicl'ò\U0010ffff\ud7ff 1960/%_\\", max_size=30))
def test_any_text_is_a_search(actor, text):
    assert isinstance(find_people(actor, text), list)


def test_who_is_alike_comes_with_the_reason(actor, rosa):
    def why(**known):
        return [person.why for person in alike(actor, **known)]

    names = {"surname": "De Rossi", "given_name": "Niccolo"}
    assert why(tax_code="drsrnc60e52a794l") == ["stesso codice fiscale"]
    assert why(**names) == ["stesso nome"]
    assert why(**names, born_on=rosa.born_on) == ["stesso nome e stessa data di nascita"]
    assert why(**names, born_on=dt.date(1961, 3, 3)) == ["stesso nome e quasi la stessa età"]
    assert why(surname="Rossi", given_name="Ugo", born_on=rosa.born_on) == [
        "stessa data di nascita, nome simile"
    ]
    assert why(**names, born_on=dt.date(1990, 3, 3)) == []
    assert why(surname="Verdi", given_name="Ugo") == []
    assert why() == []
