"""Two files made one, with everything that hangs on them; and two again, row by row."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.citizens import operations
from prossimo.citizens.models import (
    Address,
    DuplicatePair,
    FormerTaxCode,
    Kinship,
    Merge,
    MergeMove,
    NameToken,
    Person,
    PersonShare,
    Phone,
    RegistryChange,
)
from prossimo.citizens.operations.merging import BOTH, GONE, KEPT, WentElsewhere
from prossimo.citizens.queries import doubles, find_people
from prossimo.citizens.queries.numbers import numbers_of_file
from tests.access.factories import ContactFactory, DeskFactory
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.citizens.factories import (
    HouseholdFactory,
    KinshipFactory,
    PersonFactory,
    PersonShareFactory,
    PhoneFactory,
)
from tests.citizens.rows import any_row, as_kept
from tests.citizens.twofold import CODE, OTHER_CODE, held, merge, now
from tests.network.factories import OrganisationFactory

NOT_MOVED = {Person, Merge, DuplicatePair, NameToken, RegistryChange}
OURS = [model for model in apps.get_models() if model.__module__.startswith("prossimo.")]
POINTING = [
    (model, field.name)
    for model in OURS
    if model not in NOT_MOVED and not hasattr(model, "pgh_tracked_model")
    for field in model._meta.concrete_fields
    if field.related_model is Person
]


def test_whatever_points_at_a_person_moves_and_comes_back_letter_by_letter(by, two, judge):
    """Of every app, also of those to come: a new foreign key to a person is in this test already."""
    kept, gone = two
    rows = [(any_row(model, judge.ambito, **{name: gone}), name) for model, name in POINTING]
    before = [as_kept(row) for row, _name in rows]

    made = merge(by, kept, gone)

    assert len(rows) >= 16
    left_behind = [row for row, name in rows if getattr(now(row), f"{name}_id") != kept.pk]
    assert not left_behind
    assert now(gone).merged_into_id == kept.pk
    assert len(held(MergeMove, merge=made)) == len(rows)

    operations.undo_merge(made.pk, by=by)

    assert [as_kept(row) for row, _name in rows] == before
    assert now(gone).merged_into_id is None


@pytest.mark.django_db
def test_the_database_leaves_behind_only_what_is_said_here():
    """The control of the test above: foreign keys of the database, not only those of Django."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND confrelid = 'citizens_person'::regclass"
        )
        tables = {row[0] for row in cursor.fetchall()}

    moved = {model._meta.db_table for model, _name in POINTING}
    assert tables - moved <= {model._meta.db_table for model in NOT_MOVED}
    assert moved <= tables, "a reference without a constraint: the merge would not see it"


def test_the_values_chosen_stay_and_the_other_code_still_finds_the_person(by, two):
    kept, gone = two
    with arranging():
        Person._base_manager.filter(pk=gone.pk).update(
            tax_code=OTHER_CODE, tax_code_state="valid", languages=["ar"], born_on="1961-05-12",
            first_known_on="2015-01-01",
        )  # fmt: skip
        Person._base_manager.filter(pk=kept.pk).update(languages=["it"], tax_code_state="valid")

    made = merge(by, kept, gone, born_on=GONE, languages=BOTH, surname=KEPT)

    kept = now(kept)
    assert (kept.surname, kept.born_on, kept.languages) == (
        "Rossi", dt.date(1961, 5, 12), ["it", "ar"],
    )  # fmt: skip
    assert kept.first_known_on == dt.date(2015, 1, 1)
    assert kept.tax_code == CODE
    assert [code.code for code in held(FormerTaxCode, person=kept)] == [OTHER_CODE]

    undone = operations.undo_merge(made.pk, by=by, why="sorelle")

    assert undone.untouched == ()
    kept = now(kept)
    assert (kept.born_on, kept.languages) == (dt.date(1960, 5, 12), ["it"])
    assert kept.first_known_on != dt.date(2015, 1, 1)
    assert not held(FormerTaxCode)


def test_the_words_of_the_file_that_goes_find_the_one_that_stays_only_by_its_own_name(by, two):
    kept, gone = two
    made = merge(by, kept, gone)

    assert [found.id for found in find_people(by, "rossi maria")] == [kept.pk]
    assert not held(NameToken, person=gone)
    assert gone.pk not in {found.id for found in find_people(by, "rosi maria")}

    operations.undo_merge(made.pk, by=by)

    assert gone.pk in {found.id for found in find_people(by, "rosi maria")}


def test_the_same_telephone_is_not_written_twice_and_goes_home_afterwards(by, two):
    kept, gone = two
    PhoneFactory(person=kept, number="+39035111111")
    same = PhoneFactory(person=gone, number="+39035111111")
    other = PhoneFactory(person=gone, number="+39035222222")

    made = merge(by, kept, gone)

    assert {phone.number for phone in held(Phone, person=kept)} == {"+39035111111", "+39035222222"}
    assert now(same).person_id == gone.pk
    operations.undo_merge(made.pk, by=by)
    assert now(other).person_id == gone.pk


def test_telephones_that_are_not_wanted_stay_where_they_were(by, two):
    kept, gone = two
    phone = PhoneFactory(person=gone, number="+39035222222")

    merge(by, kept, gone, phones=KEPT)

    assert now(phone).person_id == gone.pk


def test_the_number_of_the_registry_passes_on_and_goes_home(by, two):
    kept, gone = two
    with arranging():
        Person._base_manager.filter(pk=gone.pk).update(registry_id="A1", registry_state="resident")

    made = merge(by, kept, gone, registry=GONE)
    assert (now(kept).registry_id, now(gone).registry_id) == ("A1", "")

    operations.undo_merge(made.pk, by=by)
    assert (now(kept).registry_id, now(gone).registry_id) == ("", "A1")


def test_what_was_noted_of_an_empty_household_follows_who_left_it(by, two, judge):
    kept, gone = two
    home, left_one = HouseholdFactory(ambito=judge.ambito), HouseholdFactory(ambito=judge.ambito)
    with arranging():
        Person._base_manager.filter(pk=kept.pk).update(household=home)
        Person._base_manager.filter(pk=gone.pk).update(household=left_one)
    desk = DeskFactory(ambito=judge.ambito)
    contact = ContactFactory(desk=desk, person=None, household=left_one, subject="household")

    made = merge(by, kept, gone)
    assert now(contact).household_id == home.pk

    operations.undo_merge(made.pk, by=by)
    assert now(contact).household_id == left_one.pk


def test_a_household_where_others_live_keeps_its_own(by, two, judge):
    kept, gone = two
    home, shared = HouseholdFactory(ambito=judge.ambito), HouseholdFactory(ambito=judge.ambito)
    PersonFactory(ambito=judge.ambito, household=shared)
    with arranging():
        Person._base_manager.filter(pk=kept.pk).update(household=home)
        Person._base_manager.filter(pk=gone.pk).update(household=shared)
    desk = DeskFactory(ambito=judge.ambito)
    contact = ContactFactory(desk=desk, person=None, household=shared, subject="household")

    merge(by, kept, gone)

    assert now(contact).household_id == shared.pk


def test_ties_between_the_two_rest_and_no_one_becomes_their_own_kin(by, two, judge):
    kept, gone = two
    tie = KinshipFactory(person=kept, relative=gone)
    sister = PersonFactory(ambito=judge.ambito)
    KinshipFactory(person=kept, relative=sister)
    twice = KinshipFactory(person=gone, relative=sister)

    made = merge(by, kept, gone)

    assert now(tie).relative_id == gone.pk
    assert now(twice).person_id == gone.pk
    assert len(held(Kinship, person=kept, relative=sister)) == 1
    operations.undo_merge(made.pk, by=by)
    assert now(twice).person_id == gone.pk


def test_a_partner_who_met_the_other_file_sees_the_one_that_stays_as_long(by, two, judge):
    kept, gone = two
    body = OrganisationFactory(ambito=judge.ambito)
    ended = DateRange(dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    long = DateRange(dt.date(2024, 1, 1), dt.date(2099, 1, 1))
    mine = PersonShareFactory(person=kept, organisation=body, period=ended)
    theirs = PersonShareFactory(person=gone, organisation=body, period=long)
    partner = post_of(RoleKey.PARTNER, judge.ambito, organisation=body)
    before = as_kept(mine), as_kept(theirs)

    made = merge(by, kept, gone)

    eyes = enter(partner.user_id, partner.pk)
    assert Person.objects.visible_to(eyes).filter(pk=kept.pk).exists()
    assert doubles.where_it_went(eyes, gone.pk).pk == kept.pk
    operations.undo_merge(made.pk, by=enter(judge.user_id, judge.pk))
    assert (as_kept(mine), as_kept(theirs)) == before
    assert len(held(PersonShare)) == 2


def test_a_protected_residence_protects_the_file_that_stays(by, two, judge):
    kept, gone = two
    with arranging():
        Person._base_manager.filter(pk=kept.pk).update(street="Via Segreta", street_number="1")
    any_row(
        Address, judge.ambito, person=gone, kind="residence", compartment="address",
        street="Via Nascosta", period=DateRange(dt.date(2024, 1, 1), None),
    )  # fmt: skip

    made = merge(by, kept, gone)

    assert now(kept).street == ""
    assert {row.street for row in held(Address, person=kept, compartment="address")} == {
        "Via Segreta", "Via Nascosta",
    }  # fmt: skip
    assert not Address.objects.visible_to(by).filter(person=kept).exists()
    operations.undo_merge(made.pk, by=by)
    assert now(kept).street == "", "protection is never lifted by an undo"


def test_the_address_in_clear_never_lands_on_a_protected_file(by, two, judge):
    kept, gone = two
    with arranging():
        Person._base_manager.filter(pk=gone.pk).update(street="Via Chiara", street_number="2")
    any_row(
        Address, judge.ambito, person=kept, kind="residence", compartment="address",
        street="Via Nascosta", period=DateRange(dt.date(2024, 1, 1), None),
    )  # fmt: skip

    made = merge(by, kept, gone, residence=GONE)

    assert now(kept).street == ""
    said = now(made)
    assert "Via" not in str(said.before) + str(said.after)
    events = apps.get_model("citizens", "PersonHistoryEvent").objects.filter(pgh_obj_id=kept.pk)
    with arranging():
        assert not events.filter(street="Via Chiara").exists()


def test_the_two_identities_of_an_adoption_are_never_merged_nor_proposed(by, two):
    kept, gone = two
    with arranging():
        Kinship(person=kept, relative=gone, kind="formerly", compartment="adoption").save()

    with pytest.raises(PermissionDenied, match="restano separate"):
        merge(by, kept, gone)
    operations.note_pairs([operations.Candidate(kept.pk, gone.pk, 0.99)], by=by)

    assert not held(Merge)
    assert not held(DuplicatePair)


def test_a_chain_leads_to_its_end_and_is_undone_from_the_end(by, two, judge):
    second, first = two
    third = PersonFactory(ambito=judge.ambito, surname="Verdi")
    phone = PhoneFactory(person=first, number="+39035222222")
    before = as_kept(phone)

    one = merge(by, second, first)
    two_ = merge(by, third, second)

    assert now(phone).person_id == third.pk
    assert doubles.where_it_went(by, first.pk).pk == third.pk
    assert set(numbers_of_file(third.pk)) == {first.pk, second.pk, third.pk}
    with pytest.raises(WentElsewhere, match="separa prima quelle due"):
        operations.undo_merge(one.pk, by=by)
    assert now(first).merged_into_id == second.pk

    operations.undo_merge(two_.pk, by=by)
    assert now(phone).person_id == second.pk
    operations.undo_merge(one.pk, by=by)
    assert as_kept(phone) == before
    assert doubles.where_it_went(by, first.pk) is None


def test_undone_twice_it_says_so(by, two):
    made = merge(by, *two)
    operations.undo_merge(made.pk, by=by)

    with pytest.raises(WentElsewhere, match="già state separate"):
        operations.undo_merge(made.pk, by=by)


def test_merged_again_after_an_undo(by, two):
    kept, gone = two
    operations.undo_merge(merge(by, kept, gone).pk, by=by)

    again = merge(by, gone, kept)

    assert now(kept).merged_into_id == gone.pk
    operations.undo_merge(again.pk, by=by)
    assert len(held(Merge)) == 2


def test_what_was_corrected_after_the_merge_is_told_and_not_overwritten(by, two):
    kept, gone = two
    with arranging():
        Person._base_manager.filter(pk=gone.pk).update(sex="M")
    made = merge(by, kept, gone, surname=GONE, sex=GONE)
    operations.update_person(kept.pk, by=by, expected=now(kept).version, surname="Rossini")

    undone = operations.undo_merge(made.pk, by=by)

    assert undone.untouched == ("surname",)
    kept = now(kept)
    assert (kept.surname, kept.sex) == ("Rossini", "F")
    assert kept.sort_key == "rossini maria"


def test_rows_written_after_the_merge_stay_and_are_listed(by, two, judge):
    kept, gone = two
    desk = DeskFactory(ambito=judge.ambito)
    old = ContactFactory(desk=desk, person=gone)
    made = merge(by, kept, gone)
    late = ContactFactory(desk=desk, person=kept)

    operations.undo_merge(made.pk, by=by)

    assert now(old).person_id == gone.pk
    assert now(late).person_id == kept.pk
    (kind,) = doubles.late_rows(by, now(made))
    assert [line.url for line in kind.rows] == [late.get_absolute_url()]
