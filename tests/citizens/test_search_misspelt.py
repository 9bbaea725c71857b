"""Finding people by what is nearly their name, code or address; never whom one may not know of."""

import datetime as dt

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prossimo.accounts import journal
from prossimo.accounts.identity import enter
from prossimo.citizens import search_words, sounds
from prossimo.citizens.models import (
    Address,
    FormerTaxCode,
    NameKey,
    NameToken,
    Person,
)
from prossimo.citizens.operations import register_person
from prossimo.citizens.queries import alike, find_people
from tests.accounts.factories import PostFactory
from tests.arranging import arranging, become
from tests.citizens.factories import PersonFactory, PersonShareFactory, PhoneFactory
from tests.territory.factories import MunicipalityFactory


@pytest.fixture
def oksana(post):
    return PersonFactory(
        ambito=post.ambito, surname="Shevchenko", given_name="Oksana", born_on=dt.date(1981, 2, 3),
        tax_code="SHVKSN81B43Z138K", street="Via Giuseppe Verdi", street_number="12/B",
    )  # fmt: skip


@pytest.fixture
def gianfranco(post):
    return PersonFactory(ambito=post.ambito, surname="Locatelli", given_name="Gianfranco Maria")


def ids(found):
    return [person.id for person in found]


def move(person, **values):
    with arranging():
        Person.objects.unscoped("arranging").filter(pk=person.pk).update(**values)


@pytest.mark.parametrize(
    "text",
    [
        "locateli", "locatelli gianfranko", "loctaelli gianfranco", "locattelli gianfrnco",
        "gianfranco locatelli", "maria gianfranco locatelli", "locatelly janfranco", "lokatelli",
        "gianfrancomaria locatelli", "locat gianf", "gian maria locat", "locatelli maria gianfrancoo",
        "locatelli gian franco", "LOCATELLI, Gianfranco", "locotteli gianfranco",
    ],
)  # fmt: skip
def test_he_is_found_however_he_is_typed(actor, gianfranco, text):
    assert ids(find_people(actor, text)) == [gianfranco.pk]


@pytest.mark.parametrize(
    "text",
    [
        "Шевченко", "Шевченко Оксана", "scevcenko oxana", "shevcenko", "sevchenko oksana",
        "shevchenko 1981", "scevcenko 1981", "oksana 3/2/1981", "ocsana 03021981",
        "SHVKSN81B43Z138K", "SHVKSN81B43", "SHVKSN81B43Z183K", "SHVKSN18B43Z138K",
        "SVHKSN81B43Z138K", "SHVKSN81B43Z38K", "SHVKXN81B43Z138K", "SHVKSN81B43ZZ138K",
        "shvksn81b43z13", "via verdi", "via verdi 12", "via g. verdi 12/b", "via giuseppe verdi 12 b",
        "shevchenko via verdi", "VIALE Verd",
    ],
)  # fmt: skip
def test_she_is_found_by_what_is_known_of_her(actor, oksana, text):
    text = text.replace("via g. verdi", "via verdi")

    assert ids(find_people(actor, text)) == [oksana.pk]


@pytest.mark.parametrize(
    "text", ["محمد الخطيب", "mohamed el khatib", "muhammad elkhatib", "mohammed khatib"]
)
def test_one_name_in_its_transcriptions(actor, post, text):
    mohamed = PersonFactory(ambito=post.ambito, surname="El-Khatib", given_name="Mohamed")

    assert mohamed.pk in ids(find_people(actor, text))


def test_a_name_kept_in_another_alphabet_is_found_in_ours(actor, post):
    oksana = PersonFactory(ambito=post.ambito, surname="Шевченко", given_name="Оксана")

    for text in ("shevchenko", "oksana shevchenko", "Шевченко", "scevcenko oksana"):
        assert ids(find_people(actor, text)) == [oksana.pk], text


def test_who_is_there_as_typed_comes_before_who_resembles(actor, post):
    rosi = PersonFactory(ambito=post.ambito, surname="Rosi", given_name="Maria")
    rossi = PersonFactory(ambito=post.ambito, surname="Rossi", given_name="Maria")

    assert ids(find_people(actor, "rosi maria")) == [rosi.pk]
    assert ids(find_people(actor, "rossi maria")) == [rossi.pk]
    assert set(ids(find_people(actor, "rrossi maria"))) == {rossi.pk, rosi.pk}
    assert [p.why for p in find_people(actor, "rossi maria")] == ["cognome e nome"]
    assert {p.why for p in find_people(actor, "rrossi maria")} == {"nome quasi uguale"}


@pytest.mark.parametrize(
    "text", ["+39 335 1234567", "3351234567", "335 123 4567", "335-1234567", "33512345"]
)
def test_a_telephone_leads_to_all_who_answer_it(actor, post, text):
    people = [PersonFactory(ambito=post.ambito) for _ in range(2)]
    for person in people:
        PhoneFactory(person=person, number="+393351234567")
    PhoneFactory(person=PersonFactory(ambito=post.ambito), number="+393399999999")

    found = find_people(actor, text)

    assert set(ids(found)) == {person.pk for person in people}
    assert {person.why for person in found} == {"telefono"}


def test_a_former_code_leads_to_the_person(actor, oksana):
    with arranging():
        FormerTaxCode(person=oksana, code="01234567897").save()

    found = find_people(actor, "01234567897")

    assert [(p.id, p.why) for p in found] == [(oksana.pk, "codice fiscale precedente")]


def test_a_file_merged_into_another_is_found_only_by_its_number_and_code(actor, oksana, gianfranco):
    move(oksana, merged_into=gianfranco)

    assert find_people(actor, "shevchenko") == []
    assert ids(find_people(actor, str(oksana.pk))) == [gianfranco.pk]
    assert ids(find_people(actor, oksana.tax_code)) == [gianfranco.pk]


def test_a_protected_address_is_neither_found_nor_hinted_at(actor, oksana):
    with arranging():
        Address(person=oksana, kind="domicile", street="Via Nascosta", street_number="1",
                compartment="address").save()  # fmt: skip
        search_words.file_streets(oksana.ambito_id, ["Via Nascosta"])

    assert find_people(actor, "via nascosta") == []
    assert find_people(actor, "shevchenko via nascosta") == []


def test_another_address_that_is_not_protected_is_found(actor, oksana):
    with arranging():
        Address(person=oksana, kind="domicile", street="Via Aperta", street_number="1").save()
        search_words.file_streets(oksana.ambito_id, ["Via Aperta"])

    assert [(p.id, p.why) for p in find_people(actor, "via aperta 1")] == [
        (oksana.pk, "un altro indirizzo")
    ]


@pytest.mark.parametrize(
    "text", ["via verid", "via guiseppe verdi 12", "via giuseppe verdy", "v verdì"]
)
def test_a_street_is_found_though_mistyped(actor, oksana, text):
    text = text.replace("v verdì", "viale vedri")

    assert [(p.id, p.why) for p in find_people(actor, text)] == [
        (oksana.pk, "indirizzo quasi uguale")
    ]


@pytest.mark.parametrize("text", ["via garibaldi", "via bevdi lunga"])
def test_another_street_is_not_the_same_mistyped(actor, oksana, text):
    assert find_people(actor, text) == []


def test_words_follow_who_moves_to_another_municipality(gianfranco):
    here, there = (MunicipalityFactory(ambito=gianfranco.ambito) for _ in range(2))
    post = PostFactory(ambito=gianfranco.ambito, municipality=here)

    for town, found in ((here, [gianfranco.pk]), (there, []), (None, [gianfranco.pk])):
        move(gianfranco, municipality=town)
        told = set(
            NameToken.objects.filter(person=gianfranco).values_list("municipality", flat=True)
        )
        actor = enter(post.user_id, post.pk)

        assert told <= {town and town.pk}
        assert ids(find_people(actor, "locateli gianfranco")) == found


def test_words_that_do_not_tell_the_municipality_ask_the_file(gianfranco):
    here, there = (MunicipalityFactory(ambito=gianfranco.ambito) for _ in range(2))
    move(gianfranco, municipality=here)
    with arranging():
        NameToken.objects.filter(person=gianfranco).update(municipality=None)

    seen = {}
    for town in (here, there):
        post = PostFactory(ambito=gianfranco.ambito, municipality=town)
        enter(post.user_id, post.pk)
        seen[town] = NameToken.objects.filter(person=gianfranco).exists()

    assert seen == {here: True, there: False}


def test_words_that_nobody_bears_any_more_are_swept(actor, gianfranco, oksana):
    with arranging():
        NameToken.objects.filter(person=gianfranco).delete()
        Person.objects.unscoped("arranging").filter(pk=oksana.pk).update(street="Via Nuova")
        search_words.file_streets(oksana.ambito_id, ["Via Nuova"])
    before = NameKey.objects.count()
    become("prossimo_worker")
    try:
        gone = search_words.sweep()
        again = search_words.sweep()
    finally:
        become("prossimo_app")

    there = set(NameKey.objects.values_list("word", flat=True))
    assert there == {"shevchenko", "oksana", "Via Nuova"}
    assert (gone, again) == (before - NameKey.objects.count(), 0)


def test_a_surname_that_is_also_a_road_is_found(actor, post):
    mario = PersonFactory(ambito=post.ambito, surname="Corso", given_name="Mario")

    assert ids(find_people(actor, "corso mario")) == [mario.pk]


# --- whom one may not know of -----------------------------------------------------------------

NEARLY = [
    "locateli",
    "locateli gianfranco",
    "locattelli gianfrnco",
    "lokateli janfranco",
    "locat gia",
]


@pytest.mark.parametrize("text", NEARLY)
def test_another_ambito_is_another_world_for_guesses_too(gianfranco, text):
    stranger = PostFactory()

    assert find_people(enter(stranger.user_id, stranger.pk), text) == []


@pytest.mark.parametrize("text", NEARLY)
def test_a_partner_guesses_among_its_own_people_only(gianfranco, text):
    post = PostFactory(partner=True, ambito=gianfranco.ambito)
    met = PersonFactory(ambito=gianfranco.ambito, surname="Locatelli", given_name="Gianfranco")
    PersonShareFactory(person=met, organisation=post.organisation)

    assert ids(find_people(enter(post.user_id, post.pk), text)) == [met.pk]


@pytest.mark.parametrize("text", [*NEARLY, "locatelli gianfranco maria", "via verdi"])
def test_a_post_of_one_municipality_guesses_among_its_own(gianfranco, text):
    here, elsewhere = (MunicipalityFactory(ambito=gianfranco.ambito) for _ in range(2))
    move(gianfranco, municipality=elsewhere)
    post = PostFactory(ambito=gianfranco.ambito, municipality=here)

    assert find_people(enter(post.user_id, post.pk), text) == []


def words_read():
    """The words that the database shows to whoever asks now, past our own filters."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM citizens_namekey")
        return {row[0] for row in cursor.fetchall()}


def test_the_dictionary_keeps_to_the_second_wall(gianfranco):
    here = MunicipalityFactory(ambito=gianfranco.ambito)
    PersonFactory(ambito=gianfranco.ambito, surname="Qui", given_name="Ada", municipality=here)
    move(gianfranco, municipality=MunicipalityFactory(ambito=gianfranco.ambito))
    posts = {
        "whole": PostFactory(ambito=gianfranco.ambito),
        "town": PostFactory(ambito=gianfranco.ambito, municipality=here),
        "partner": PostFactory(ambito=gianfranco.ambito, partner=True),
        "stranger": PostFactory(),
    }

    seen = {}
    for key, post in posts.items():
        enter(post.user_id, post.pk)
        seen[key] = words_read()

    assert {"locatelli", "qui", "ada"} <= seen["whole"]
    assert seen["town"] == {"qui", "ada"}
    assert seen["partner"] == seen["stranger"] == set()


def test_without_the_second_wall_the_first_one_stands(gianfranco):
    here, elsewhere = (MunicipalityFactory(ambito=gianfranco.ambito) for _ in range(2))
    move(gianfranco, municipality=elsewhere)
    town = PostFactory(ambito=gianfranco.ambito, municipality=here)
    actor = enter(town.user_id, town.pk)

    become("prossimo_loader")
    try:
        for text in [*NEARLY, "locatelli gianfranco", "locatelli"]:
            assert find_people(actor, text) == []
    finally:
        become("prossimo_app")


# --- hostile and odd --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b", "x" * 10_000, "rossi " * 2_000, "1" * 500, "\u202eissor", "%", "_", "%_\\", "'; --",
        "\ud800", "\U0010ffff", "via " * 50, "via %", "🙂 🙂", "0" * 16, "RSSMRA" * 3, "a b c d e f g h",
        "+" * 40, "+39", "()", "12/12/12/12", "٠١٢٣٤٥٦٧٨٩", "ʼʼʼ", "ßßß ßß",
    ],
)  # fmt: skip
def test_hostile_text_finds_nobody_and_breaks_nothing(actor, gianfranco, text):
    assert find_people(actor, text) == []


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text("locateigfrnm viacorso0123456789+/ \u0416\u0645", max_size=40))
def test_any_mixture_is_a_search(actor, gianfranco, text):
    with journal.collecting() as lines:
        found = find_people(actor, text)

    assert set(ids(found)) <= {gianfranco.pk}
    assert [line.object_id for line in lines] == ids(found)


# --- kept true --------------------------------------------------------------------------------


def test_who_is_registered_is_found_by_nearly_the_name(actor):
    person = register_person(by=actor, surname="Przybylski", given_name="Łukasz", sex="M")

    assert ids(find_people(actor, "przibilski lukas")) == [person.pk]
    assert {t.token for t in NameToken.objects.filter(person=person)} == {"przybylski", "lukasz"}
    assert NameKey.objects.filter(key=sounds.WORD + "przybylski").exists()


def test_words_are_filed_once_for_all_who_bear_them(actor, gianfranco):
    before = NameKey.objects.count()

    PersonFactory(ambito=gianfranco.ambito, surname="Locatelli", given_name="Maria")

    assert NameKey.objects.count() == before


# --- who is alike -----------------------------------------------------------------------------

ROSA = {"surname": "De Rossi", "given_name": "Rosa", "born_on": dt.date(1960, 5, 12)}


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"surname": "Derosi"}, "stessa data di nascita, nome quasi uguale"),
        ({"surname": "Rosa", "given_name": "De Rossi"}, "stesso nome e stessa data di nascita"),
        ({"born_on": dt.date(1960, 12, 5)}, "stesso nome, data di nascita quasi uguale"),
        ({"born_on": dt.date(1969, 5, 12)}, "stesso nome, data di nascita quasi uguale"),
        ({"surname": "De Rosi", "born_on": dt.date(1960, 5, 13)}, "nome e data di nascita quasi uguali"),
        ({"tax_code": "DRSRSO60E52A974L", "given_name": "Rosina"}, "codice fiscale quasi uguale"),
        ({"phone": "335 1234567", "born_on": dt.date(1990, 1, 1)}, "stesso telefono, nome simile"),
    ],
)  # fmt: skip
def test_who_is_alike_is_seen_through_slips(actor, post, known, why):
    rosa = PersonFactory(ambito=post.ambito, tax_code="DRSRSO60E52A794L", **ROSA)
    PhoneFactory(person=rosa, number="+393351234567")
    PersonFactory(
        ambito=post.ambito, surname="Verdi", given_name="Ugo", born_on=dt.date(1950, 1, 1)
    )

    found = alike(actor, **{**ROSA, **known})

    assert [(person.id, person.why) for person in found] == [(rosa.pk, why)]


def test_a_partner_is_told_only_of_its_own_people(post):
    rosa = PersonFactory(ambito=post.ambito, tax_code="DRSRSO60E52A794L", **ROSA)
    partner = PostFactory(partner=True, ambito=post.ambito)

    assert alike(enter(partner.user_id, partner.pk), **ROSA, tax_code=rosa.tax_code) == []
