"""Files written many at once: history and sharing are kept once a statement, for each of them."""

from prossimo.accounts.identity import enter
from prossimo.citizens.models import Person, PersonShare
from tests.accounts.factories import PostFactory


def crowd_of(post, *surnames):
    Person.objects.bulk_create(
        Person(ambito_id=post.ambito_id, surname=surname, sort_key=surname) for surname in surnames
    )


def test_each_of_many_new_files_has_its_line_of_history_with_who_wrote_it(post):
    actor = enter(post.user_id, post.pk)

    crowd_of(post, "bianchi", "rossi", "verdi")

    lines = {
        person.surname: list(person.events.values_list("pgh_label", "surname", "pgh_user"))
        for person in Person.objects.visible_to(actor)
    }
    assert lines == {
        name: [("insert", name, post.user_id)] for name in ("bianchi", "rossi", "verdi")
    }


def test_each_of_many_files_born_at_a_partner_s_is_shared_with_the_partner(db):
    post = PostFactory(partner=True)
    actor = enter(post.user_id, post.pk)

    crowd_of(post, "bianchi", "rossi")

    assert Person.objects.visible_to(actor).count() == 2
    assert set(PersonShare.objects.values_list("organisation_id", "source")) == {
        (post.organisation_id, "created")
    }
