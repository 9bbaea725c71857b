"""The words by which those whom a file brings are found: as if each had been typed at a desk."""

from threading import Timer

from django.db import connection

from prossimo.accounts.choices import RoleKey
from prossimo.citizens import rules, sounds
from prossimo.citizens.models import NameKey, NameToken
from prossimo_launch import cluster
from tests.accounts.factories import PostFactory
from tests.citizens.registry.desk import Desk, row
from tests.territory.factories import MunicipalityFactory

NAMES = [
    ("Rossi", "Maria"), ("D'Èrcole", "Niccolò"), ("De Rossi", "Anna Maria"), ("Rossi", "Rossi"),
    ("Fatou", ""), ("Ибрагимов", "Мария"), ("Rossi Rossi", "Ada"), ("x" * 290, "Lunga"),
]  # fmt: skip


def test_whoever_comes_with_a_file_is_found_by_the_same_words_as_from_a_desk(bringer):
    bringer.apply(*[row(f"A{n}", *name) for n, name in enumerate(NAMES)])

    for number, (surname, given) in enumerate(NAMES):
        words = rules.name_tokens(surname, given)
        filed = NameToken.objects.filter(person=bringer.person(f"A{number}"))
        pairs = sorted((*pair, len(words), 1960) for pair in rules.name_pairs(words))
        told = filed.values_list("token", "beside", "words", "year")
        assert sorted(told) == pairs, (surname, given)


def test_a_word_that_is_known_only_beyond_the_wall_is_no_obstacle(bringer, town):
    elsewhere = MunicipalityFactory(ambito=town.ambito)
    post = PostFactory(ambito=town.ambito, role=RoleKey.SOCIAL_DESK, municipality=elsewhere)
    bringer.apply(row("A1", "Bianchi", "Ada", street="Via Roma di Roma"))
    keys = NameKey.objects.filter(word="bianchi").count()

    other = Desk(post, elsewhere)
    other.apply(row("B1", "Bianchi", "Zoe"))

    assert [person.listed_name for person in other.people()] == ["Bianchi Zoe"]
    bringer.again()
    assert NameKey.objects.filter(word="bianchi").count() == keys
    assert NameKey.objects.filter(word="zoe").exists()


def test_a_word_that_a_desk_is_filing_meanwhile_is_no_obstacle(bringer, town):
    place = {"ambito": town.ambito_id, "key": f"{sounds.WORD}bianchi"}
    with cluster.ensure_running().connect("loader", connection.settings_dict["NAME"]) as desk:
        desk.execute("BEGIN")
        desk.execute(
            "INSERT INTO citizens_namekey (ambito_id, key, word)"
            " VALUES (%(ambito)s, %(key)s, 'bianchi')",
            place,
        )
        commits = Timer(1.0, desk.execute, ["COMMIT"])
        commits.start()
        try:
            bringer.apply(row("A1", "Bianchi", "Ada"))
        finally:
            commits.join()
            desk.execute("DELETE FROM citizens_namekey WHERE ambito_id = %(ambito)s", place)

    assert NameKey.objects.filter(word="ada").exists()
