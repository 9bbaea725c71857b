"""From the form to the answer on «Oggi»: the pages of a referral, as who sends and who receives."""

import pytest

from prossimo.access.models import Referral
from prossimo.accounts.choices import RoleKey
from tests.access import reading
from tests.access.factories import ContactFactory
from tests.access.referrals_factories import ReferralFactory
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.catalogue.factories import ServiceFactory
from tests.citizens.factories import PhoneFactory

pytestmark = pytest.mark.django_db


def sent():
    with arranging():
        return list(Referral.objects.unscoped("test"))


@pytest.fixture
def typed(door):
    PhoneFactory(person=door.person, number="+39035123456")
    service = ServiceFactory(ambito=door.desk.ambito, name="Pasti a domicilio")
    contact = ContactFactory(
        desk=door.desk, person=door.person, author=door.post.user, post=door.post
    )
    return {
        "idempotency_key": "0190c0de-0000-7000-8000-00000000000a",
        "contact": str(contact.pk),
        "service": str(service.pk),
        "request": "Pasti a mezzogiorno",
        "urgency": "30",
        "shared": ["name"],
        "agreement": "spoken",
        "agreed_on": "2020-05-04",
    }


def test_what_will_be_read_is_shown_before_and_only_that_is_sent(door, at_work, typed):
    client = at_work(door.post)
    opened = client.get(f"/invii/nuovo/?contact={typed['contact']}")
    shown = client.post("/invii/nuovo/", typed)

    assert "Pasti a domicilio" in reading.words(opened)
    assert sent() == []
    said = reading.words(shown)
    assert door.person.full_name in said
    assert "035" not in said
    done = client.post(
        "/invii/nuovo/", {**typed, "send": reading.field(shown, "send") or button(shown)}
    )
    assert done.status_code == 302
    [row] = sent()
    assert row.shared_fields == ["name"]
    assert reading.words(client.get(done["Location"])).count("Pasti a mezzogiorno") == 1


def button(answer):
    return reading.soup(answer).select_one("button[name=send]")["value"]


def test_sent_twice_by_two_clicks_it_leaves_once(door, at_work, typed):
    client = at_work(door.post)
    seen = button(client.post("/invii/nuovo/", typed))

    client.post("/invii/nuovo/", {**typed, "send": seen})
    client.post("/invii/nuovo/", {**typed, "send": seen})

    assert len(sent()) == 1


def test_what_changed_after_the_look_is_shown_again(door, at_work, typed):
    client = at_work(door.post)
    seen = button(client.post("/invii/nuovo/", typed))

    again = client.post("/invii/nuovo/", {**typed, "shared": ["name", "phone"], "send": seen})

    assert "guarda di nuovo" in reading.words(again)
    assert sent() == []


def test_what_is_missing_is_said_beside_its_field(door, at_work, typed):
    page = at_work(door.post).post(
        "/invii/nuovo/", {**typed, "agreement": "", "shared": [], "request": ""}
    )

    assert page.status_code == 422
    assert "Senza l'accordo della persona" in reading.words(page)
    assert "almeno una voce" in reading.words(page)


def test_who_was_asked_sees_the_snapshot_answers_and_who_sent_hears_it(door, at_work):
    referral = ReferralFactory(desk=door.desk, post=door.post, person=door.person)
    partner = at_work(
        post_of(RoleKey.PARTNER, door.desk.ambito, organisation=referral.organisation)
    )
    url = f"/invii/{referral.pk}/"

    assert "Nome Condiviso" in reading.words(partner.get("/oggi/"))
    assert "Nome Condiviso" in reading.words(partner.get("/invii/"))
    page = partner.get(url)
    assert "Nome Condiviso" in reading.words(page)
    assert str(door.person.pk) not in page.content.decode()
    assert partner.get(f"/persone/{door.person.pk}/").status_code in {403, 404}
    done = partner.post(f"{url}risposta/", {"move": "accept", "version": 1, "note": "La chiamiamo"})
    assert done.status_code == 302
    late = partner.post(
        f"{url}risposta/", {"move": "refuse", "version": 1, "refused_why": "no_room"}
    )
    assert late.status_code == 409

    mine = at_work(door.post)
    assert "Un invio ha avuto risposta" in reading.words(mine.get("/oggi/"))
    assert "La chiamiamo" in reading.words(mine.get(url))
    assert "accettato" in reading.words(mine.get(f"/persone/{door.person.pk}/"))
    mine.post(f"{url}visto/", {"back": "oggi"})
    assert "ha avuto risposta" not in reading.words(mine.get("/oggi/"))


def test_the_list_and_the_sheet_leave_as_files(door, at_work):
    referral = ReferralFactory(desk=door.desk, post=door.post, person=door.person)
    client = at_work(door.post)

    assert door.person.listed_name in client.get("/invii/?formato=csv").content.decode("utf-8-sig")
    assert client.get(f"/invii/{referral.pk}/?formato=pdf")["Content-Type"] == "application/pdf"


def test_a_manager_does_not_read_what_was_told(door, at_work):
    referral = ReferralFactory(desk=door.desk, request="Racconto", shared={"name": "Condivisa"})
    manager = at_work(post_of(RoleKey.AREA_MANAGER, door.desk.ambito))

    said = reading.words(manager.get(f"/invii/{referral.pk}/"))

    assert "Racconto" not in said
    assert "Condivisa" not in said
