"""The screens of what is protected: nothing is hinted at, two people, a red banner, an hour."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from prossimo.accounts.choices import RoleKey
from prossimo.citizens.models import Address, Person, SealOpening
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.citizens.factories import HouseholdFactory, PersonFactory
from tests.citizens.files import rows_of
from tests.pages import form_with, said

CANARY = "CANARINOVIA"
KEY = "idempotency_key"


def url_of(person, name):
    return reverse(f"citizens:{name}", args=[person.pk])


@pytest.fixture
def rosa(db):
    household = HouseholdFactory()
    more = {"ambito": household.ambito, "household": household}
    PersonFactory(given_name="Bimba", street=f"via {CANARY}", street_number="7", **more)
    return PersonFactory(given_name="Rosa", street=f"via {CANARY}", street_number="7", **more)


@pytest.fixture
def worker(client, rosa):
    client.force_login(post_of(RoleKey.CASEWORKER, rosa.ambito).user)
    return client


@pytest.fixture
def boss(rosa):
    from django.test import Client

    client = Client()
    client.force_login(post_of(RoleKey.AREA_MANAGER, rosa.ambito).user)
    for scope in ("seal-openings", str(rosa.pk)):
        stated = {"diritto": "person.read", "scheda": scope, "purpose": "supervision"}
        client.post("/finalita/", stated)
    return client


def seal(client, rosa):
    page = client.get(url_of(rosa, "residence_seal"))
    return client.post(
        url_of(rosa, "residence_seal"), form_with(page, KEY) | {"also": also_of(page)}
    )


def also_of(page):
    from tests.pages import soup

    return [box["value"] for box in soup(page).find_all("input", {"name": "also"})]


def ask(client, rosa, **more):
    fields = form_with(client.get(url_of(rosa, "opening_new")), "reason")
    fields |= {"reason": "Accompagnamento in ospedale"} | more
    return client.post(url_of(rosa, "opening_new"), fields)


def answer(boss, opening, outcome="approva", **more):
    address = reverse("citizens:opening", args=[opening.pk])
    fields = form_with(boss.get(address), "answer") | {"esito": outcome} | more
    return boss.post(address, fields)


def the_opening():
    (opening,) = rows_of(SealOpening)
    return opening


def pages_of(client, person):
    names = ["person", "person_details", "person_history", "person_edit", "person_family"]
    answers = [client.get(url_of(person, name)) for name in names]
    return " ".join(answer.content.decode() for answer in answers if answer.status_code == 200)


def test_sealing_is_confirmed_and_takes_the_address_off_every_page(worker, rosa):
    assert CANARY in pages_of(worker, rosa)
    confirm = said(worker.get(url_of(rosa, "residence_seal")))
    assert "anche per te" in confirm and "Bimba" in confirm

    assert seal(worker, rosa).status_code == 302

    for person in rows_of(Person):
        assert CANARY not in pages_of(worker, person)


def test_a_file_with_something_sealed_looks_like_one_without(worker, rosa):
    """Same buttons, same words: only the numbers of the files differ."""
    bare = PersonFactory(ambito=rosa.ambito, given_name="Rosa", surname=rosa.surname)
    seal(worker, rosa)

    def words(person, name):
        text = said(worker.get(url_of(person, name))).replace(str(person.pk), "")
        return text.replace("Residenza protetta: sulla scheda non c'è più.", "")

    worker.get("/")  # the message of who has just sealed is said once
    with arranging():
        Person.objects.unscoped("test").filter(pk=rosa.pk).update(household=None)
    for name in ("person_details", "opening_new"):
        assert words(rosa, name).split("Chi è")[-1] == words(bare, name).split("Chi è")[-1]


def test_asked_approved_read_and_closed(worker, boss, rosa):
    seal(worker, rosa)
    assert ask(worker, rosa)["Location"] == reverse("citizens:openings")
    opening = the_opening()
    address = reverse("citizens:opening", args=[opening.pk])
    assert CANARY not in worker.get(address).content.decode()
    waiting = said(boss.get(reverse("citizens:openings")))
    assert "Aspettano la tua risposta" in waiting and rosa.surname in waiting

    assert answer(boss, opening).status_code == 302
    assert CANARY not in boss.get(address).content.decode()

    page = worker.get(address)
    assert f"via {CANARY} 7" in said(page)
    assert "Stai leggendo dati protetti" in said(page) and "Si chiude fra 60 minuti" in said(page)
    assert page["Refresh"].startswith("36") or page["Refresh"].startswith("35")
    assert page["Cache-Control"] == "no-store"
    left = worker.get(reverse("citizens:opening_left", args=[opening.pk]))
    assert "minuti" in said(left) and CANARY not in left.content.decode()

    worker.post(reverse("citizens:opening_end", args=[opening.pk]))
    assert CANARY not in worker.get(address).content.decode()
    assert "Adesso è chiusa" in said(worker.get(address))
    over = worker.get(reverse("citizens:opening_left", args=[opening.pk]))
    assert over["HX-Redirect"] == address


def test_after_the_hour_the_page_is_empty(worker, boss, rosa):
    seal(worker, rosa)
    ask(worker, rosa)
    answer(boss, the_opening())
    with arranging():
        past = timezone.now() - dt.timedelta(minutes=1)
        SealOpening.objects.unscoped("test").update(until=past)

    page = worker.get(reverse("citizens:opening", args=[the_opening().pk]))

    assert CANARY not in page.content.decode()
    assert "Adesso è chiusa" in said(page)


def test_a_refusal_asks_for_a_reason_and_is_read_by_who_asked(worker, boss, rosa):
    ask(worker, rosa)
    opening = the_opening()

    assert answer(boss, opening, "rifiuta").status_code == 422
    assert answer(boss, opening, "rifiuta", answer="Serve un altro ufficio").status_code == 302

    address = reverse("citizens:opening", args=[opening.pk])
    assert "Serve un altro ufficio" in said(worker.get(address))
    again = boss.post(address, {"esito": "approva"})
    assert again.status_code == 302
    assert the_opening().state == "refused"


def test_nobody_answers_their_own_request(worker, rosa):
    ask(worker, rosa)
    address = reverse("citizens:opening", args=[the_opening().pk])

    refused = worker.post(address, {"esito": "approva", "opened_version": "1"})

    assert refused.status_code == 403
    assert the_opening().state == "asked"


def test_taking_the_protection_away(worker, boss, rosa):
    seal(worker, rosa)
    ask(worker, rosa)
    answer(boss, the_opening())
    sealed = next(a for a in rows_of(Address) if a.person_id == rosa.pk)
    other = next(a for a in rows_of(Address) if a.person_id != rosa.pk)
    unseal = [
        reverse("citizens:address_unseal", args=[the_opening().pk, a.pk]) for a in (other, sealed)
    ]

    assert worker.post(unseal[0]).status_code == 404
    assert boss.post(unseal[1]).status_code == 404
    assert worker.post(unseal[1]).status_code == 302

    assert f"via {CANARY} 7" in said(worker.get(url_of(rosa, "person_details")))


def test_a_protected_address_is_added_and_not_shown(worker, rosa):
    fields = form_with(worker.get(url_of(rosa, "address_new")), "kind")
    fields |= {"street": f"via Segreta {CANARY}X", "sealed": "on"}

    page = worker.post(url_of(rosa, "address_new"), fields, follow=True)

    assert "via Segreta" not in page.content.decode()
    assert "Indirizzo protetto" in said(page)


def test_an_older_form_does_not_put_the_address_back_in_the_open(worker, rosa):
    stale = form_with(worker.get(url_of(rosa, "person_edit")), "surname") | {"surname": "Nuovo"}
    seal(worker, rosa)

    conflict = worker.post(url_of(rosa, "person_edit"), stale)

    assert conflict.status_code == 409
    again = form_with(conflict, "surname")
    assert (again["street"], again["surname"]) == ("", "Nuovo")
    assert worker.post(url_of(rosa, "person_edit"), again).status_code == 302
    held = next(p for p in rows_of(Person) if p.pk == rosa.pk)
    assert (held.street, held.surname) == ("", "Nuovo")


def test_the_front_desk_is_offered_nothing_and_refused(client, rosa):
    client.force_login(post_of(RoleKey.FRONT_DESK, rosa.ambito).user)

    assert "Protegg" not in said(client.get(url_of(rosa, "person_details")))
    for name in ("residence_seal", "opening_new", "adoption"):
        assert client.get(url_of(rosa, name)).status_code == 403
    assert client.get(reverse("citizens:openings")).status_code == 403


def test_two_identities_are_tied_and_read_only_with_the_act(worker, boss, rosa):
    before = PersonFactory(ambito=rosa.ambito, surname="Natale")
    fields = form_with(worker.get(url_of(rosa, "adoption")), "court_act")
    wrong = worker.post(url_of(rosa, "adoption"), fields | {"court_act": "Trib. 1/2024"})
    assert "Scegli dall'elenco l'altra scheda" in said(wrong)
    told = form_with(wrong, "court_act") | {"other": str(before.pk)}
    assert worker.post(url_of(rosa, "adoption"), told).status_code == 302
    assert "Natale" not in pages_of(worker, rosa) and "Bianchi" not in pages_of(worker, before)

    assert "atto del tribunale" in said(ask(worker, rosa, compartment="adoption"))
    assert ask(worker, rosa, compartment="adoption", court_act="Trib. 9/2026").status_code == 302
    answer(boss, the_opening())

    page = said(worker.get(reverse("citizens:opening", args=[the_opening().pk])))
    assert "Natale" in page and "Prima dell'adozione" in page
    assert "Natale" not in pages_of(worker, rosa)


def test_on_the_day_who_approves_sees_that_something_waits(worker, boss, rosa):
    ask(worker, rosa)

    assert "Una richiesta di aprire dati protetti aspetta la tua risposta" in said(
        boss.get("/oggi/")
    )
