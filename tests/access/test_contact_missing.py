"""«Nessun servizio risponde»: the need chosen in the contact itself enters the register."""

import pytest

from prossimo.access.models import Contact, UnmetNeed
from tests.access import reading
from tests.arranging import arranging
from tests.catalogue.factories import NeedFactory
from tests.territory.factories import AmbitoFactory

pytestmark = pytest.mark.django_db
NEW = "/contatti/nuovo/"


@pytest.fixture
def client(door, at_work):
    return at_work(door.post)


@pytest.fixture
def need(door):
    return NeedFactory(label="Trasporto per le visite", theme="income")


def heard():
    with arranging():
        return list(UnmetNeed.objects.unscoped("test").select_related("need"))


def test_the_need_told_with_the_contact_is_in_the_register(door, client, need):
    assert "Trasporto per le visite" in client.get(NEW).content.decode()

    client.post(
        NEW, door.typed(no_service="on", missing=str(need.pk), missing_service="Un pulmino")
    )

    [row] = heard()
    assert (row.need, row.wanted, row.desk_id) == (need, "Un pulmino", door.desk.pk)
    assert row.contact_id is not None
    assert "da-classificare/" not in client.get("/oggi/").content.decode()


def test_it_is_told_without_a_name_too(door, client, need):
    told = door.typed(person="", person_text="", nobody="on", no_service="on", missing=str(need.pk))

    client.post(NEW, told)

    [row] = heard()
    assert row.wanted == "Trasporto per le visite"
    with arranging():
        assert Contact.objects.unscoped("test").get().person_id is None


def test_a_need_that_is_chosen_is_enough(door, client, need):
    """Without scripts nothing ties the list to the tick above it."""
    client.post(NEW, door.typed(missing=str(need.pk)))

    with arranging():
        assert Contact.objects.unscoped("test").get().no_service
    assert len(heard()) == 1


def test_who_does_not_know_which_need_leaves_it_for_later(door, client, need):
    client.post(NEW, door.typed(no_service="on"))

    assert heard() == []


def test_the_need_of_another_ambito_or_none_is_an_error_beside_the_field(door, client, need):
    elsewhere = NeedFactory(ambito=AmbitoFactory(), label="Altrove")
    assert "Altrove" not in client.get(NEW).content.decode()

    for key in (str(elsewhere.pk), "x"):
        answer = client.post(NEW, door.typed(no_service="on", missing=key))
        assert answer.status_code == 422
        assert reading.field(answer, "needs") == door.typed()["needs"]
    assert heard() == []


def test_two_offices_of_different_needs_never_share_a_sheet(door, client, at_work, need):
    client.get(NEW)
    NeedFactory(ambito=door.desk.ambito, label="Solo qui")

    assert "Solo qui" in client.get(NEW).content.decode()
