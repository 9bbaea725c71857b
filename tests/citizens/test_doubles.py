"""Pairs that may be one person: noted once, judged by who may, remembered; the words of the reasons."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.citizens import operations
from prossimo.citizens.choices import PairFinder, PairState
from prossimo.citizens.linkage.pairs import Band, Outcome, Pair, Reason
from prossimo.citizens.models import DuplicatePair, Person
from prossimo.citizens.operations import Candidate, looking
from prossimo.citizens.operations.doubles import AlreadyDecided
from prossimo.citizens.queries import doubles
from prossimo.citizens.queries.doubles_compared import side_by_side
from prossimo.citizens.queries.doubles_words import held_back, in_short, reasons_of
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory, PhoneFactory
from tests.territory.factories import MunicipalityFactory

CODE = "RSSMRA60E52A794X"
SAME_CODE = [{"part": "tax_code", "outcome": "agree", "level": "same", "weight": 20.0}]


@pytest.fixture
def judge(db):
    return PostFactory(role=RoleKey.CASEWORKER)


@pytest.fixture
def by(judge):
    return enter(judge.user_id, judge.pk)


@pytest.fixture
def two(judge):
    people = [PersonFactory(ambito=judge.ambito, surname="Rossi") for _ in range(2)]
    return sorted(people, key=lambda person: person.pk)


def pairs():
    with arranging():
        return list(DuplicatePair._base_manager.order_by("pk"))


def found(two, score=0.95, reasons=(), found_by=PairFinder.BULK):
    return Candidate(two[0].pk, two[1].pk, score, list(reasons), found_by)


def test_the_same_pair_is_noted_once_in_whatever_order(by, two):
    first = operations.note_pairs([found(two), found(two[::-1])], by=by)
    again = operations.note_pairs([found(two)], by=by)

    assert (first.fresh, again.fresh, again.again) == (1, 0, 0)
    (pair,) = pairs()
    assert (pair.left_id, pair.right_id, pair.state) == (two[0].pk, two[1].pk, PairState.WAITING)
    assert pair.version == 1


def test_a_file_is_no_double_of_itself(by, two):
    assert operations.note_pairs([found([two[0], two[0]])], by=by).fresh == 0


def test_what_was_judged_different_is_not_asked_again(by, two):
    operations.note_pairs([found(two, 0.6)], by=by)
    operations.judge_different(pairs()[0].pk, by=by, note="cugine")

    noted = operations.note_pairs([found(two, 0.7)], by=by)

    assert noted.again == 0
    (pair,) = pairs()
    assert (pair.state, pair.decided_by_id, pair.note) == ("different", by.user_id, "cugine")
    assert pair.score == 0.6


@pytest.mark.parametrize("news", [{"score": 0.99}, {"score": 0.65, "reasons": SAME_CODE}])
def test_it_is_asked_again_only_when_much_has_changed(by, two, news):
    operations.note_pairs([found(two, 0.6)], by=by)
    operations.judge_different(pairs()[0].pk, by=by)

    assert operations.note_pairs([found(two, **news)], by=by).again == 1
    (pair,) = pairs()
    assert (pair.state, pair.decided_by_id) == (PairState.WAITING, None)


def test_what_was_merged_and_separated_is_never_proposed_again(by, two):
    operations.note_pairs([found(two, 0.6)], by=by)
    expected = {person.pk: 1 for person in two}
    merge = operations.merge_people(two[0].pk, two[1].pk, by=by, expected=expected)
    assert pairs()[0].state == PairState.SAME
    operations.undo_merge(merge.pk, by=by, why="due sorelle")

    noted = operations.note_pairs([found(two, 0.999, SAME_CODE)], by=by)

    assert noted.again == 0
    assert (pairs()[0].state, pairs()[0].note) == (PairState.DIFFERENT, "due sorelle")


def test_a_whole_comparison_puts_aside_what_it_does_not_find_any_more(by, two, judge):
    third = PersonFactory(ambito=judge.ambito)
    said = Candidate(two[0].pk, third.pk, 0.5, [], PairFinder.PERSON)
    operations.note_pairs([found(two), said], by=by)

    noted = operations.note_pairs([], by=by, whole=True)

    assert noted.stale == 1
    states = {(pair.found_by, pair.state) for pair in pairs()}
    assert states == {("bulk", "stale"), ("person", "waiting")}
    assert operations.note_pairs([found(two)], by=by).again == 1


def test_two_who_judge_at_once_the_second_is_told(by, two, judge):
    operations.note_pairs([found(two)], by=by)
    operations.judge_different(pairs()[0].pk, by=by)
    other = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=judge.ambito)

    with pytest.raises(AlreadyDecided) as told:
        operations.judge_different(pairs()[0].pk, by=enter(other.user_id, other.pk))

    assert told.value.pair.decided_by_id == judge.user_id


def test_one_may_take_back_what_one_said_but_not_a_merge(by, two):
    operations.note_pairs([found(two)], by=by)
    pair = pairs()[0]
    operations.judge_different(pair.pk, by=by)
    operations.open_again(pair.pk, by=by)
    assert pairs()[0].state == PairState.WAITING

    expected = {person.pk: 1 for person in two}
    operations.merge_people(two[0].pk, two[1].pk, by=by, expected=expected)
    with pytest.raises(DuplicatePair.DoesNotExist):
        operations.open_again(pair.pk, by=by)


def test_what_is_said_of_the_file_that_goes_holds_for_the_one_that_stays(by, two, judge):
    third, fourth = (PersonFactory(ambito=judge.ambito) for _ in range(2))
    operations.note_pairs([found([two[1], third]), found([two[1], fourth])], by=by)
    operations.judge_different(doubles.next_pair(by, {}), by=by)
    expected = {person.pk: 1 for person in two}

    merge = operations.merge_people(two[0].pk, two[1].pk, by=by, expected=expected)

    mine = {
        ({pair.left_id, pair.right_id} - {two[0].pk}).pop(): pair.state
        for pair in pairs()
        if two[0].pk in (pair.left_id, pair.right_id)
    }
    assert set(mine) == {third.pk, fourth.pk}
    assert set(mine.values()) == {PairState.WAITING, PairState.DIFFERENT}
    operations.undo_merge(merge.pk, by=by)
    with_kept = [p for p in pairs() if p.left_id == two[0].pk or p.right_id == two[0].pk]
    assert PairState.WAITING not in {pair.state for pair in with_kept}


def test_registering_somebody_very_alike_leaves_a_pair_for_a_second_look(judge):
    known = PersonFactory(ambito=judge.ambito, surname="Rossi", given_name="Maria", tax_code=CODE)
    desk = PostFactory(ambito=judge.ambito)
    actor = enter(desk.user_id, desk.pk)
    who = {"given_name": "Maria", "born_on": known.born_on}

    operations.register_person(by=actor, surname="ROSSI", **who)
    operations.register_person(by=actor, surname="Bianchi", **who)

    (pair,) = pairs()
    assert known.pk in (pair.left_id, pair.right_id)
    assert pair.found_by == PairFinder.CREATION


def test_one_valid_code_on_two_files_is_an_alarm_before_anything_else(by, judge, two):
    PersonFactory(ambito=judge.ambito, tax_code=CODE, tax_code_state="valid")
    operations.note_pairs([found(two, 0.999)], by=by)
    desk = PostFactory(ambito=judge.ambito)

    operations.register_person(by=enter(desk.user_id, desk.pk), surname="Neri", tax_code=CODE)

    by = enter(judge.user_id, judge.pk)
    first = doubles.pair_in_sight(by, doubles.next_pair(by, {}))
    assert first.found_by == PairFinder.TAX_CODE
    assert (doubles.waiting_count(by), doubles.alarms_count(by)) == (2, 1)


def test_a_code_corrected_into_one_that_is_known_is_an_alarm_too(by, judge, two):
    PersonFactory(ambito=judge.ambito, tax_code=CODE, tax_code_state="valid")

    operations.update_person(two[0].pk, by=by, expected=1, tax_code=CODE)

    assert PairFinder.TAX_CODE in {pair.found_by for pair in pairs()}


def test_the_machine_s_words_are_kept_and_an_equal_code_is_found_without_it(by, judge, two):
    coded = [
        PersonFactory(ambito=judge.ambito, tax_code=CODE, tax_code_state="valid") for _ in range(3)
    ]
    machine = Pair(
        str(two[0].pk), str(two[1].pk), 0.91234, 3.4, Band.POSSIBLE,
        (Reason("surname", Outcome.CLOSE, "typo", 4.0), Reason("sex", Outcome.MISSING, "", 0.0)),
        "twins",
    )  # fmt: skip

    assert looking.note_found(None, by=by).fresh == 2
    assert looking.note_found([machine], by=by).fresh == 1

    kept = next(pair for pair in pairs() if pair.found_by == PairFinder.BULK)
    assert [reason.words for reason in reasons_of(kept)] == [
        "una lettera di differenza", "manca in una delle due",
    ]  # fmt: skip
    assert in_short(kept) == "cognome (una lettera di differenza)"
    assert "gemelli" in held_back(kept)
    assert {pk for p in pairs() if p != kept for pk in (p.left_id, p.right_id)} == {
        person.pk for person in coded
    }


def test_side_by_side_says_equal_close_different_missing(by, judge):
    left = PersonFactory(
        ambito=judge.ambito, surname="Rossi", given_name="Anna", sex="F", tax_code=CODE
    )
    right = PersonFactory(
        ambito=judge.ambito, surname="Rosi", given_name="Anna", sex="M", tax_code=""
    )
    PhoneFactory(person=left, number="+39035111111")
    PhoneFactory(person=right, number="+39035111111")

    lines = {line.key: line.how for line in side_by_side(by, left, right)}

    assert lines["surname"] == "quasi uguale"
    assert lines["given_name"] == "uguale"
    assert lines["sex"] == "diverso"
    assert lines["tax_code"] == "manca in una delle due"
    assert lines["phones"] == "uguale"


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("1960-05-12", "1960-12-05", "quasi uguale"),
        ("1960-05-12", "1960-05-13", "quasi uguale"),
        ("1960-05-12", "1971-08-23", "diverso"),
        (None, "1960-05-12", "manca in una delle due"),
    ],
)
def test_birthdays_are_compared_as_people_mistake_them(by, judge, one, other, how):
    left, right = (
        PersonFactory(ambito=judge.ambito, born_on=day and dt.date.fromisoformat(day))
        for day in (one, other)
    )

    lines = {line.key: line.how for line in side_by_side(by, left, right)}

    assert lines["born_on"] == how


@pytest.mark.parametrize("role", set(RoleKey) - {RoleKey.SOCIAL_DESK, RoleKey.CASEWORKER})
def test_who_may_not_judge_sees_and_says_nothing(by, two, judge, role):
    operations.note_pairs([found(two)], by=by)
    pair = pairs()[0]
    post = post_of(role, judge.ambito)
    actor = enter(post.user_id, post.pk)

    assert not DuplicatePair.objects.visible_to(actor).exists()
    assert not DuplicatePair.objects.unscoped("the second wall alone").exists()
    with pytest.raises((DuplicatePair.DoesNotExist, PermissionDenied)):
        operations.judge_different(pair.pk, by=actor)
    with pytest.raises(PermissionDenied):
        operations.note_pairs([found(two)], by=actor)
    with pytest.raises((Person.DoesNotExist, PermissionDenied)):
        operations.report_pair(two[0].pk, two[1].pk, by=actor)
    with pytest.raises(PermissionDenied):
        operations.request_look(by=actor)


def test_a_pair_with_a_file_of_another_municipality_is_not_there(by, two, judge):
    operations.note_pairs([found(two)], by=by)
    town, other = (MunicipalityFactory(ambito=judge.ambito) for _ in range(2))
    with arranging():
        Person._base_manager.filter(pk=two[0].pk).update(municipality=other)
    mine = PostFactory(role=RoleKey.CASEWORKER, ambito=judge.ambito, municipality=town)
    elsewhere = PostFactory(role=RoleKey.CASEWORKER)

    for post in (mine, elsewhere):
        actor = enter(post.user_id, post.pk)
        assert not DuplicatePair.objects.visible_to(actor).exists()
        assert not DuplicatePair.objects.unscoped("the second wall alone").exists()
