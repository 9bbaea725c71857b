"""The process that compares reads the people of one ambito whom the asker may see, and answers in pairs."""

import datetime as dt

import pytest

from prossimo.accounts.choices import RoleKey
from prossimo.citizens.linkage import aside
from prossimo.citizens.linkage.pairs import Band, Outcome
from prossimo.observatory.darkroom import address
from tests.accounts.factories import PostFactory
from tests.citizens.factories import HouseholdFactory, PersonFactory, PhoneFactory

KATERYNA = {
    "given_name": "Kateryna",
    "born_on": dt.date(1987, 3, 9),
    "birth_place_code": "Z138",
    "street": 'via "Roma",\n\\N',
}


def says_who(post):
    return [
        "SELECT set_config('role', 'prossimo_worker', false)",
        f"SELECT post_id::text FROM wall.enter('{post.user_id}', '{post.pk}', '')",
    ]


@pytest.fixture
def judge(fresh_database):
    return PostFactory(role=RoleKey.SOCIAL_DESK)


def test_pairs_of_the_ambito_come_back_from_the_other_process(judge):
    ambito = judge.ambito
    home = HouseholdFactory(ambito=ambito)
    one = PersonFactory(ambito=ambito, surname="Shevchenko", household=home, **KATERYNA)
    other = PersonFactory(ambito=ambito, surname="Scevcenko", **KATERYNA)
    PersonFactory(ambito=ambito, surname="Shevchenko", merged_into=one, **KATERYNA)
    PersonFactory(surname="Shevchenko", **KATERYNA)
    for number in ("+39035000001", "+39035000002"):
        PhoneFactory(person=one, number=number)
    PhoneFactory(person=other, number="+39035000002")
    heard = []

    (pair,) = aside.find(
        address(), ambito.pk, first=says_who(judge), report=lambda *at: heard.append(at)
    )

    assert {pair.left, pair.right} == {str(one.pk), str(other.pk)}
    assert pair.band is Band.PROBABLE
    assert pair.reason("phones").outcome is Outcome.AGREE
    assert pair.reason("surname").outcome is Outcome.CLOSE
    assert pair.reason("household").outcome is Outcome.MISSING
    assert heard[0][0] == 0
    assert heard[-1][0] == heard[-1][1] > 1


def test_a_process_that_does_not_say_who_asks_sees_nobody(judge):
    for _ in range(2):
        PersonFactory(ambito=judge.ambito, surname="Shevchenko", **KATERYNA)

    found = aside.find(address(), judge.ambito_id, first=says_who(judge)[:1])

    assert found == []


def test_a_process_that_cannot_read_says_why():
    with pytest.raises(aside.LinkageFailed, match="nowhere"):
        aside.find("host=/nowhere dbname=none", "018f0000-0000-7000-8000-000000000000")
