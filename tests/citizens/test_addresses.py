"""Homes left are kept, other places are added, and the neighbourhood is found where it can be."""

import datetime as dt

import pytest
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.citizens.models import Address, Person
from prossimo.citizens.operations import update_person
from prossimo.core.periods import between, last_day, since, today
from prossimo.territory.models import StreetRange
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import AddressFactory, PersonFactory
from tests.citizens.files import rows_of
from tests.network.factories import OrganisationFactory
from tests.pages import form_with, said
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory


def url_of(person, name, *more):
    return reverse(f"citizens:{name}", args=[person.pk, *(one.pk for one in more)])


@pytest.fixture
def quarter(post):
    return NeighbourhoodFactory(municipality__ambito=post.ambito, name="Celadina")


@pytest.fixture
def rosa(post, quarter):
    return PersonFactory(
        ambito=post.ambito,
        municipality=quarter.municipality,
        neighbourhood=quarter,
        street="via dei Tigli",
        street_number="5",
        resides_since=dt.date(2010, 3, 1),
        latitude=45.7,
        longitude=9.7,
    )


def stretch(quarter, name="via delle Rose", key="rose, via", **more):
    with arranging():
        return StreetRange.objects.create(
            municipality=quarter.municipality, neighbourhood=quarter, name=name, key=key, **more
        )


def corrected(desk, rosa, **told):
    fields = form_with(desk.get(url_of(rosa, "person_edit")), "surname") | told
    answer = desk.post(url_of(rosa, "person_edit"), fields)
    assert answer.status_code == 302, said(answer)
    return rows_of(Person, pk=rosa.pk)[0]


def test_the_home_that_was_left_is_kept_with_its_days(desk, rosa):
    person = corrected(
        desk, rosa, street="via delle Rose", street_number="8", resides_since="2024-05-02"
    )

    (left,) = rows_of(Address, person=rosa)
    assert (left.kind, left.street, left.street_number) == ("residence", "via dei Tigli", "5")
    assert (left.period.lower, last_day(left.period)) == (dt.date(2010, 3, 1), dt.date(2024, 5, 1))
    assert (person.resides_since, person.latitude) == (dt.date(2024, 5, 2), None)
    page = said(desk.get(url_of(rosa, "person_details")))
    assert "via dei Tigli 5" in page and "Residenza di prima, dal 01/03/2010 al 01/05/2024" in page
    assert "Indirizzo aggiunto" in said(desk.get(url_of(rosa, "person_history")))


def test_without_a_day_the_move_is_of_today(desk, rosa):
    person = corrected(desk, rosa, street="via delle Rose")

    assert person.resides_since == today()


def test_an_address_written_wrong_leaves_no_home_behind(desk, rosa):
    person = corrected(desk, rosa, street_number="55", address_was_wrong="on")

    assert not rows_of(Address, person=rosa)
    assert (person.street_number, person.resides_since) == ("55", dt.date(2010, 3, 1))
    assert person.latitude is None


@pytest.mark.parametrize("told", [{"street": "VIA DEI TIGLI "}, {"postcode": "24127"}])
def test_the_same_house_said_better_is_no_move(desk, rosa, told):
    person = corrected(desk, rosa, **told)

    assert not rows_of(Address, person=rosa)
    assert person.latitude == 45.7


def test_another_town_is_a_move_and_a_street_where_none_was_is_not(desk, rosa, post):
    town = MunicipalityFactory(ambito=post.ambito)
    corrected(desk, rosa, place=f"c{town.pk.hex}")
    assert len(rows_of(Address, person=rosa)) == 1

    ugo = PersonFactory(ambito=post.ambito, municipality=town)
    corrected(desk, ugo, street="via delle Rose", street_number="1")
    assert not rows_of(Address, person=ugo)


def test_moving_on_the_day_one_came_leaves_a_period_that_exists(actor, rosa):
    with arranging():
        Person.objects.unscoped("test").filter(pk=rosa.pk).update(resides_since=today())

    update_person(rosa.pk, by=actor, expected=1, street="via delle Rose")

    (left,) = rows_of(Address, person=rosa)
    assert not left.period.isempty


def test_the_neighbourhood_is_found_on_saving_and_says_how(desk, rosa, quarter):
    redona = NeighbourhoodFactory(municipality=quarter.municipality, name="Redona")
    stretch(redona)

    fields = form_with(desk.get(url_of(rosa, "person_edit")), "surname")
    told = {"street": "Via delle Rose", "street_number": "8/A"}
    page = desk.post(url_of(rosa, "person_edit"), fields | told, follow=True)

    assert rows_of(Person, pk=rosa.pk)[0].neighbourhood_id == redona.pk
    assert f"Redona, {quarter.municipality} (dallo stradario: via e numero civico)" in said(page)


def test_a_neighbourhood_that_is_chosen_wins(desk, rosa, quarter):
    redona = NeighbourhoodFactory(municipality=quarter.municipality, name="Redona")
    chosen = NeighbourhoodFactory(municipality=quarter.municipality, name="Scelto")
    stretch(redona)

    person = corrected(desk, rosa, street="via delle Rose", place=f"q{chosen.pk.hex}")

    assert person.neighbourhood_id == chosen.pk


def test_outside_the_ambito_no_street_is_mistaken_for_ours(desk, rosa, quarter):
    stretch(quarter)

    person = corrected(desk, rosa, street="via delle Rose", place="")

    assert (person.municipality_id, person.neighbourhood_id) == (None, None)


def test_while_typing_the_neighbourhood_is_proposed(desk, quarter):
    stretch(quarter)
    asked = {"street": "via delle rose", "street_number": "3", "place": ""}

    answer = desk.post(reverse("citizens:place_found"), asked)

    assert "Celadina" in said(answer) and "scegli il Comune" in said(answer)
    chosen = desk.post(
        reverse("citizens:place_found"), asked | {"place": f"c{quarter.municipality_id.hex}"}
    )
    assert "si salva questo" in said(chosen)
    hostile = {"street": "\x00'; --", "place": "qzzz"}
    assert desk.post(reverse("citizens:place_found"), hostile).status_code == 200


def test_a_domicile_is_added_corrected_and_ended(desk, rosa, quarter):
    fields = form_with(desk.get(url_of(rosa, "address_new")), "kind") | {
        "street": "via del Pozzo", "street_number": "2", "place": f"q{quarter.pk.hex}",
        "at_whom": "Verdi", "since": "2024-01-01",
    }  # fmt: skip
    assert desk.post(url_of(rosa, "address_new"), fields).status_code == 302
    desk.post(url_of(rosa, "address_new"), fields)  # the same submission again
    (home,) = rows_of(Address, person=rosa)
    page = said(desk.get(url_of(rosa, "person")))
    assert "Domicilio presso Verdi, via del Pozzo 2, Celadina" in page

    ended = form_with(desk.get(url_of(rosa, "address_edit", home)), "kind") | {
        "until": "2024-06-30"
    }
    assert desk.post(url_of(rosa, "address_edit", home), ended).status_code == 302

    (home,) = rows_of(Address, person=rosa)
    assert last_day(home.period) == dt.date(2024, 6, 30)
    assert "Domicilio presso Verdi" not in said(desk.get(url_of(rosa, "person")))
    assert "via del Pozzo 2" in said(desk.get(url_of(rosa, "person_details")))
    assert "Indirizzo corretto" in said(desk.get(url_of(rosa, "person_history")))


def test_a_structure_is_one_of_the_network_of_this_ambito(desk, rosa, post):
    body = OrganisationFactory(ambito=post.ambito, name="Casa di accoglienza")
    foreign = OrganisationFactory(name="Altrove")
    fields = form_with(desk.get(url_of(rosa, "address_new")), "kind") | {"kind": "structure"}

    none = desk.post(url_of(rosa, "address_new"), fields | {"street": "via X"})
    assert "Scegli la struttura" in said(none)
    wrong = desk.post(url_of(rosa, "address_new"), fields | {"structure": str(foreign.pk)})
    assert wrong.status_code == 422
    again = form_with(wrong, "kind") | {"structure": str(body.pk)}
    assert desk.post(url_of(rosa, "address_new"), again).status_code == 302

    assert "Struttura di accoglienza Casa di accoglienza" in said(desk.get(url_of(rosa, "person")))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Scrivi almeno la via"),
        ({"street": "via X", "since": "2024-05-01", "until": "2024-04-01"}, "prima del primo"),
        ({"street": "via X", "since": "2999-01-01"}, "futuro"),
        ({"street": "via X", "since": "0001-01-01"}, "troppo lontana"),
        ({"street": "via X", "postcode": "2412"}, "cinque cifre"),
        ({"street": "via X", "kind": "villa"}, "Scegli"),
        ({"street": "v" * 201}, "200"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, rosa, told, words):
    fields = form_with(desk.get(url_of(rosa, "address_new")), "kind")

    answer = desk.post(url_of(rosa, "address_new"), fields | {"at_whom": "Verdi"} | told)

    assert answer.status_code == 422
    assert words in said(answer)
    assert form_with(answer, "kind")["at_whom"] == "Verdi"
    assert not rows_of(Address, person=rosa)


def test_two_on_one_address_lose_nothing(desk, rosa):
    home = AddressFactory(person=rosa)
    fields = form_with(desk.get(url_of(rosa, "address_edit", home)), "kind")
    desk.post(url_of(rosa, "address_edit", home), fields | {"at_whom": "Sua"})
    mine = fields | {"idempotency_key": "018f3a3e-1111-7000-8000-000000000001", "at_whom": "Mia"}

    answer = desk.post(url_of(rosa, "address_edit", home), mine)

    assert answer.status_code == 409
    assert form_with(answer, "kind")["at_whom"] == "Mia"
    assert (
        desk.post(url_of(rosa, "address_edit", home), form_with(answer, "kind")).status_code == 302
    )
    assert rows_of(Address, pk=home.pk)[0].at_whom == "Mia"


def test_an_address_of_somebody_else_is_not_there(desk, rosa):
    theirs = AddressFactory(person=PersonFactory())
    elsewhere = AddressFactory(person=PersonFactory(ambito=rosa.ambito))

    for address in (theirs, elsewhere):
        assert desk.get(url_of(rosa, "address_edit", address)).status_code == 404


def test_who_reads_only_adds_nothing(client, rosa):
    manager = PostFactory(ambito=rosa.ambito, role=RoleKey.AREA_MANAGER)
    client.force_login(manager.user)
    client.post(
        "/finalita/", {"diritto": "person.read", "scheda": str(rosa.pk), "purpose": "supervision"}
    )

    assert client.get(url_of(rosa, "address_new")).status_code == 403
    page = said(client.get(url_of(rosa, "person_details")))
    assert "Altri indirizzi" in page and "Aggiungi un indirizzo" not in page


def test_periods_that_are_over_stand_after_those_in_force(desk, rosa):
    AddressFactory(
        person=rosa, street="via Vecchia", period=between(dt.date(2001, 1, 1), dt.date(2002, 1, 1))
    )
    AddressFactory(person=rosa, street="via Nuova", period=since(dt.date(2000, 1, 1)))

    page = said(desk.get(url_of(rosa, "person_details")))

    assert page.index("via Nuova 3 Domicilio") < page.index("via Vecchia 3 Domicilio")
