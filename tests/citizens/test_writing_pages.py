"""Registering and correcting: look first, once only, and nobody's text is lost."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.urls import reverse

from prossimo.accounts.models import Draft
from prossimo.citizens.models import Household, NameToken, Person, Phone
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import HouseholdFactory, PersonFactory, PhoneFactory
from tests.pages import form_with, said, soup
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory

NEW = "/persone/nuova/"


def form_of(answer):
    """What a browser would post of the form of the person, nothing touched."""
    return form_with(answer, "surname")


def everyone():
    with arranging():
        return list(Person.objects.unscoped("what the record holds").order_by("created_at"))


def whole_form(desk, **who):
    answer = desk.post(NEW, {"surname": "Verdi", **who})
    assert answer.status_code == 200
    return form_of(answer)


def edit_url(person):
    return reverse("citizens:person_edit", args=[person.pk])


def test_registering_leads_to_the_page_with_search_words_and_household(desk, post):
    quarter = NeighbourhoodFactory(municipality__ambito=post.ambito)
    fields = whole_form(desk, given_name="Ada", born_on="1960-05-12") | {
        "place": f"q{quarter.pk.hex}",
        "citizenships_0": "MA",
        "citizenships_1": "IT",
        "languages_0": "ar",
        "phones-0-number": "035 399888",
        "phones-0-whose": "la figlia",
        "birth_place_code_text": "Bergamo",
        "sex": "F",
    }

    answer = desk.post(NEW, fields)

    (ada,) = everyone()
    assert answer["Location"] == reverse("citizens:person", args=[ada.pk])
    assert (ada.municipality_id, ada.neighbourhood_id) == (quarter.municipality_id, quarter.pk)
    assert (ada.citizenships, ada.languages, ada.sort_key) == (["MA", "IT"], ["ar"], "verdi ada")
    assert (ada.birth_place, ada.birth_place_code) == ("Bergamo", "A794")
    with arranging():
        assert {t.token for t in NameToken.objects.filter(person=ada)} == {"verdi", "ada"}
        phone = Phone.objects.unscoped("test").get(person=ada)
        assert Household.objects.unscoped("test").get().pk == ada.household_id
    assert (phone.number, phone.whose) == ("+39035399888", "la figlia")
    assert "verdi" in said(desk.get("/persone/", {"q": "ada verdi"})).lower()


def test_somebody_alike_is_shown_before_anything_else(desk, post):
    known = PersonFactory(ambito=post.ambito, surname="Verdi", given_name="Ada")

    answer = desk.post(NEW, {"surname": "verdi", "given_name": "ada"})

    assert answer.status_code == 422
    assert "Forse è già conosciuta" in said(answer)
    assert reverse("citizens:person", args=[known.pk]) in answer.content.decode()
    assert "idempotency_key" not in answer.content.decode()


def test_who_says_it_is_nobody_of_these_goes_on(desk, post):
    PersonFactory(ambito=post.ambito, surname="Verdi", given_name="Ada")

    fields = whole_form(desk, given_name="Ada", none_of_these="on")
    answer = desk.post(NEW, fields)

    assert answer.status_code == 302
    assert len(everyone()) == 2


def test_a_double_that_appears_on_the_second_page_stops_the_saving(desk, post):
    PersonFactory(ambito=post.ambito, surname="Neri", given_name="Ugo", tax_code="RSSMRA60E52A794X")
    fields = whole_form(desk, given_name="Ada") | {"tax_code": "rssmra60e52a794x"}

    stopped = desk.post(NEW, fields)
    assert stopped.status_code == 422
    assert "stesso codice fiscale" in said(stopped)
    assert len(everyone()) == 1

    assert desk.post(NEW, form_of(stopped) | {"none_of_these": "on"}).status_code == 302


def test_while_typing_the_fragment_names_who_is_alike(desk, post):
    PersonFactory(ambito=post.ambito, surname="Verdi", given_name="Ada")

    answer = desk.post(reverse("citizens:person_alike"), {"surname": "Verdi", "given_name": "Ada"})

    assert b"<html" not in answer.content
    assert "Non è nessuna di queste" in said(answer)


def test_a_form_posted_twice_registers_once(desk):
    fields = whole_form(desk)

    first, second = desk.post(NEW, fields), desk.post(NEW, fields)

    assert first["Location"] == second["Location"]
    assert len(everyone()) == 1


def test_the_same_submission_with_another_text_is_refused(desk):
    fields = whole_form(desk)
    desk.post(NEW, fields)

    answer = desk.post(NEW, fields | {"given_name": "Altra", "none_of_these": "on"})

    assert answer.status_code == 422
    assert len(everyone()) == 1


def test_a_newborn_without_a_name_and_stateless_is_welcome(desk):
    answer = desk.post(NEW, {"surname": "", "born_on": "2026-01-02"})
    fields = form_of(answer) | {"citizenships_0": "XX"}

    page = desk.get(desk.post(NEW, fields)["Location"])

    assert "Senza nome" in soup(page).h1.get_text()
    assert everyone()[0].citizenships == ["XX"]


def test_one_joins_the_household_of_somebody_known(desk, post):
    household = HouseholdFactory(ambito=post.ambito)
    mother = PersonFactory(ambito=post.ambito, household=household)
    fields = whole_form(desk) | {
        "household_choice": "join", "joins": str(mother.pk), "household_role": "child",
    }  # fmt: skip

    page = desk.get(desk.post(NEW, fields)["Location"])

    assert mother.given_name in said(page)
    assert {p.household_id for p in everyone()} == {household.pk}


def test_who_enters_a_household_has_its_address_without_typing_it(desk, post):
    quarter = NeighbourhoodFactory(municipality__ambito=post.ambito)
    mother = PersonFactory(
        ambito=post.ambito, household=HouseholdFactory(ambito=post.ambito), street="Via Insieme",
        neighbourhood=quarter, municipality=quarter.municipality,
    )  # fmt: skip
    page = desk.get(reverse("citizens:household", args=[mother.household_id]))
    link = soup(page).find("a", href=lambda href: href and href.startswith(f"{NEW}?con="))["href"]

    first = form_of(desk.get(link)) | {"surname": "Figlia"}
    fields = form_of(desk.post(NEW, first))
    desk.post(NEW, fields)

    child = everyone()[-1]
    assert (child.surname, child.street, child.neighbourhood_id) == (
        "Figlia", "Via Insieme", quarter.pk,
    )  # fmt: skip
    assert child.household_id == mother.household_id


def test_nobody_joins_the_household_of_who_they_may_not_see(desk):
    stranger = PersonFactory(household=HouseholdFactory())
    fields = whole_form(desk) | {"household_choice": "join", "joins": str(stranger.pk)}

    answer = desk.post(NEW, fields)

    assert answer.status_code == 422
    assert "Scegli dall'elenco la persona con cui vive" in said(answer)


def test_correcting_a_name_changes_where_the_person_is_found(desk, post):
    rosa = PersonFactory(ambito=post.ambito, surname="Bianchi", given_name="Rosa")
    fields = form_of(desk.get(edit_url(rosa))) | {"surname": "D'Àngelo"}

    assert desk.post(edit_url(rosa), fields).status_code == 302

    assert everyone()[0].sort_key == "d angelo rosa"
    assert "Nessuno" in said(desk.get("/persone/", {"q": "bianchi"}))
    assert "1 persona trovata" in said(desk.get("/persone/", {"q": "angelo rosa"}))


def test_saving_without_touching_changes_nothing(desk, post):
    place = NeighbourhoodFactory(municipality__ambito=post.ambito)
    rosa = PersonFactory(
        ambito=post.ambito, surname="Bianchi", languages=["ar", "fr", "en", "it"], sex="F",
        citizenships=["MA", "FR"], municipality=place.municipality, neighbourhood=place,
        birth_place="BERGAMO", birth_place_code="A794", postcode="24127",
        household=HouseholdFactory(ambito=post.ambito), household_role="parent",
    )  # fmt: skip
    PhoneFactory(person=rosa, whose="vicina")
    before = {f.attname: getattr(everyone()[0], f.attname) for f in Person._meta.concrete_fields}

    desk.post(edit_url(rosa), form_of(desk.get(edit_url(rosa))))

    after = {f.attname: getattr(everyone()[0], f.attname) for f in Person._meta.concrete_fields}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"version", "changed_at"}
    with arranging():
        assert [p.whose for p in Phone.objects.unscoped("test")] == ["vicina"]


def test_two_who_change_different_fields_both_keep_theirs(desk, post):
    fields = whole_form(desk)
    desk.post(NEW, fields)
    (ada,) = everyone()
    mine = form_of(desk.get(edit_url(ada))) | {"street": "Via Mia"}
    theirs = form_of(desk.get(edit_url(ada))) | {"postcode": "24128"}
    desk.post(edit_url(ada), theirs)

    conflict = desk.post(edit_url(ada), mine)
    assert conflict.status_code == 409
    assert "Non avete toccato gli stessi campi" in said(conflict)

    assert desk.post(edit_url(ada), form_of(conflict)).status_code == 302
    (ada,) = everyone()
    assert (ada.street, ada.postcode) == ("Via Mia", "24128")


def test_two_who_change_one_field_see_both_texts(client, desk, post):
    fields = whole_form(desk)
    desk.post(NEW, fields)
    (ada,) = everyone()
    mine = form_of(desk.get(edit_url(ada))) | {"street": "Via Mia"}
    colleague = PostFactory(ambito=post.ambito, user__first_name="Ines", user__last_name="Collega")
    client.force_login(colleague.user)
    client.post(edit_url(ada), form_of(client.get(edit_url(ada))) | {"street": "Via Sua"})
    client.force_login(post.user)

    conflict = client.post(edit_url(ada), mine)

    assert conflict.status_code == 409
    words = said(conflict)
    assert "Via Mia" in words and "Via Sua" in words and "Ines Collega" in words
    assert form_of(conflict)["street"] == "Via Mia"
    assert everyone()[0].street == "Via Sua"


def test_without_a_history_every_difference_is_shown(desk, post):
    rosa = PersonFactory(ambito=post.ambito, street="Via Prima")
    mine = form_of(desk.get(edit_url(rosa))) | {"street": "Via Mia"}
    with arranging():
        Person.objects.unscoped("test").filter(pk=rosa.pk).update(postcode="24129", version=2)
        apps.get_model("citizens", "PersonHistoryEvent").objects.all().delete()

    conflict = desk.post(edit_url(rosa), mine)

    assert conflict.status_code == 409
    assert "Via Prima" in said(conflict) and "24129" in said(conflict)


def test_an_emptied_telephone_is_taken_away_and_stays_in_the_history(desk, post):
    rosa = PersonFactory(ambito=post.ambito)
    PhoneFactory(person=rosa, number="+39035123456")
    fields = form_of(desk.get(edit_url(rosa))) | {"phones-0-number": "", "phones-0-whose": ""}

    desk.post(edit_url(rosa), fields)

    history = said(desk.get(reverse("citizens:person_history", args=[rosa.pk])))
    with arranging():
        assert not Phone.objects.unscoped("test").exists()
    assert "Telefono tolto" in history and "035 123456" in history


def test_the_history_says_who_changed_what(desk, post):
    desk.post(NEW, whole_form(desk))
    (ada,) = everyone()
    desk.post(edit_url(ada), form_of(desk.get(edit_url(ada))) | {"street": "Via Nuova"})

    history = said(desk.get(reverse("citizens:person_history", args=[ada.pk])))

    assert post.user.get_full_name() in history
    assert "Scheda aperta" in history and "Scheda corretta" in history
    assert "Via o piazza" in history or "Via" in history
    assert "Via Nuova" in history


def test_who_reads_only_is_told_who_may_correct(client, post):
    rosa = PersonFactory(ambito=post.ambito)
    manager = PostFactory(ambito=post.ambito, role="area_manager")
    client.force_login(manager.user)
    stated = {"diritto": "person.read", "scheda": str(rosa.pk), "purpose": "supervision"}
    client.post("/finalita/", stated)

    assert client.get(edit_url(rosa)).status_code == 403
    assert client.post(edit_url(rosa), {"surname": "X"}).status_code == 403


def test_a_post_of_one_municipality_cannot_send_a_file_away(client, db):
    town = MunicipalityFactory()
    elsewhere = MunicipalityFactory(ambito=town.ambito)
    limited = PostFactory(ambito=town.ambito, municipality=town)
    rosa = PersonFactory(ambito=town.ambito, municipality=town)
    client.force_login(limited.user)

    fields = form_of(client.get(edit_url(rosa))) | {"place": f"c{elsewhere.pk.hex}"}

    assert client.post(edit_url(rosa), fields).status_code == 422
    assert everyone()[0].municipality_id == town.pk


def test_a_partner_registers_for_its_own_desk_and_sees_the_file(client, db):
    post = PostFactory(partner=True)
    client.force_login(post.user)

    page = client.get(client.post(NEW, whole_form(client))["Location"])

    assert page.status_code == 200
    assert "Verdi" in said(page)


def test_what_was_being_typed_comes_back(desk, post):
    rosa = PersonFactory(ambito=post.ambito)
    typed = form_of(desk.get(edit_url(rosa))) | {"street": "Via a metà", "phones-0-number": "333"}
    body = {"key": f"person:{rosa.pk}", "fields": {k: [v] for k, v in typed.items()}}
    desk.post(reverse("accounts:draft"), body, content_type="application/json")

    page = desk.get(edit_url(rosa))
    assert form_of(page)["street"] == "Via a metà"
    assert form_of(page)["phones-0-number"] == "333"

    desk.post(edit_url(rosa), form_of(page))
    with arranging():
        assert not Draft.objects.exists()


def test_a_draft_of_an_older_file_does_not_overwrite_the_newer(desk, post):
    desk.post(NEW, whole_form(desk))
    (ada,) = everyone()
    typed = form_of(desk.get(edit_url(ada))) | {"street": "Via a metà"}
    body = {"key": f"person:{ada.pk}", "fields": {k: [v] for k, v in typed.items()}}
    desk.post(reverse("accounts:draft"), body, content_type="application/json")
    with arranging():
        Person.objects.unscoped("test").filter(pk=ada.pk).update(postcode="24130", version=2)

    answer = desk.post(edit_url(ada), form_of(desk.get(edit_url(ada))))

    assert answer.status_code == 409
    assert everyone()[0].postcode == "24130"
    assert form_of(answer)["postcode"] == "24130"


def test_the_form_of_a_person_does_not_query_more_with_more_places(
    desk, post, django_assert_max_num_queries
):
    for _n in range(12):
        NeighbourhoodFactory(municipality__ambito=post.ambito)
    rosa = PersonFactory(ambito=post.ambito)

    with django_assert_max_num_queries(26):
        desk.get(edit_url(rosa))


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(desk, method):
    person_id = uuid.uuid4()

    for name, args in [("people", []), ("person_new", []), ("person_edit", [person_id])]:
        assert getattr(desk, method)(reverse(f"citizens:{name}", args=args)).status_code == 405


def test_the_form_forgets_no_day(desk):
    fields = whole_form(desk, born_on="1960-02-29")

    desk.post(NEW, fields)

    assert everyone()[0].born_on == dt.date(1960, 2, 29)
