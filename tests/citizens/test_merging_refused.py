"""Who may not merge, what has changed meanwhile, what contradicts itself: refused in words, and noted."""

import uuid

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from prossimo.accounts import journal
from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.identity import enter
from prossimo.citizens import operations
from prossimo.citizens.models import (
    DuplicatePair,
    Merge,
    NameToken,
    Person,
    RegistryChange,
)
from prossimo.citizens.operations.merging import BOTH, GONE, WentElsewhere
from prossimo.core.concurrency import StaleVersion
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.citizens.factories import (
    PersonFactory,
)
from tests.citizens.twofold import held, merge, now, versions
from tests.territory.factories import MunicipalityFactory

NOT_MOVED = {Person, Merge, DuplicatePair, NameToken, RegistryChange}
OURS = [model for model in apps.get_models() if model.__module__.startswith("prossimo.")]
POINTING = [
    (model, field.name)
    for model in OURS
    if model not in NOT_MOVED and not hasattr(model, "pgh_tracked_model")
    for field in model._meta.concrete_fields
    if field.related_model is Person
]


def test_both_numbers_have_a_line_in_the_journal(by, two):
    kept, gone = two
    with journal.collecting() as lines:
        made = merge(by, kept, gone)
        operations.undo_merge(made.pk, by=by)

    noted = {(line.action, line.object_id) for line in lines}
    for person in two:
        assert {(Action.MERGE, person.pk), (Action.SPLIT, person.pk)} <= noted


def test_a_file_that_changed_meanwhile_is_not_merged(by, two):
    kept, gone = two
    opened = versions(kept, gone)
    operations.update_person(gone.pk, by=by, expected=1, surname="Rossini")

    with pytest.raises(StaleVersion) as stale:
        operations.merge_people(kept.pk, gone.pk, by=by, expected=opened)

    assert stale.value.record.pk == gone.pk
    assert not held(Merge)


def test_a_file_that_went_elsewhere_is_not_merged_again(by, two, judge):
    kept, gone = two
    merge(by, kept, gone)
    third = PersonFactory(ambito=judge.ambito)

    with pytest.raises(WentElsewhere):
        merge(by, third, gone)
    with pytest.raises(WentElsewhere):
        merge(by, gone, third)


def test_a_file_is_not_merged_with_itself_nor_with_nobody(by, two):
    kept, _gone = two
    for other in (kept.pk, uuid.uuid4()):
        with pytest.raises(Person.DoesNotExist):
            operations.merge_people(kept.pk, other, by=by, expected=versions(kept))


def test_values_that_contradict_each_other_are_refused_in_words(by, two):
    kept, gone = two
    with arranging():
        Person._base_manager.filter(pk=gone.pk).update(born_on=None, died_on="1950-01-01")

    with pytest.raises(ValidationError, match="prima della nascita"):
        merge(by, kept, gone, died_on=GONE)
    with pytest.raises(ValidationError, match="se ne tiene uno solo"):
        merge(by, kept, gone, born_on=BOTH)


@pytest.mark.parametrize("role", set(RoleKey) - {RoleKey.SOCIAL_DESK, RoleKey.CASEWORKER})
def test_a_role_without_the_right_merges_nothing(two, judge, role):
    kept, gone = two
    post = post_of(role, judge.ambito)
    actor = enter(post.user_id, post.pk)

    with pytest.raises((PermissionDenied, Person.DoesNotExist)):
        merge(actor, kept, gone)
    assert not held(Merge)


def test_whoever_works_elsewhere_merges_and_separates_nothing(by, two, judge):
    kept, gone = two
    town, other = (MunicipalityFactory(ambito=judge.ambito) for _ in range(2))
    with arranging():
        Person._base_manager.filter(pk=gone.pk).update(municipality=town)
    made = merge(by, kept, gone)
    elsewhere = PostFactory(role=RoleKey.SOCIAL_DESK)
    beside = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=judge.ambito, municipality=other)

    for post in (elsewhere, beside):
        actor = enter(post.user_id, post.pk)
        with pytest.raises((PermissionDenied, Merge.DoesNotExist)):
            operations.undo_merge(made.pk, by=actor)
        with pytest.raises((PermissionDenied, Person.DoesNotExist, WentElsewhere)):
            merge(actor, gone, kept)
    assert now(gone).merged_into_id == kept.pk
