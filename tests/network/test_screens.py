"""The list of organisations: read by everyone at work, kept by who may, never by two at once."""

import pytest

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.network import policies
from prossimo.network.models import Organisation
from tests.accounts.factories import PostFactory, post_of
from tests.network.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client):
    post = PostFactory(role=RoleKey.PLANNING)
    client.force_login(post.user)
    return post


def filled(**more):
    return {"name": "Aiuto Donna", "kind": "volunteers", "active": "on", "version": "1", **more}


def test_the_planning_office_registers_an_organisation(client, planner):
    answer = client.post("/rete/nuova/", filled(tax_code="02 16 78 00 164"))

    made = Organisation.objects.get(name="Aiuto Donna")
    assert answer.status_code == 302
    assert made.ambito == planner.ambito


def test_a_wrong_code_is_told_and_the_text_stays(client, planner):
    answer = client.post("/rete/nuova/", filled(tax_code="123"))

    assert answer.status_code == 422
    assert "Il codice non torna" in answer.text
    assert 'value="Aiuto Donna"' in answer.text


def test_the_same_name_twice_is_told(client, planner):
    OrganisationFactory(ambito=planner.ambito, name="Aiuto Donna")

    answer = client.post("/rete/nuova/", filled())

    assert "già un&#x27;organizzazione con questo nome" in answer.text


def test_the_second_of_two_savers_is_shown_both_texts(client, planner):
    there = OrganisationFactory(ambito=planner.ambito, name="Prima")
    address = f"/rete/{there.pk}/modifica/"
    client.post(address, filled(name="Di Ada"))

    answer = client.post(address, filled(name="Di Bice"))

    assert answer.status_code == 409
    assert "Di Ada" in answer.text
    assert "Di Bice" in answer.text


def test_a_front_desk_reads_but_does_not_keep(client):
    post = PostFactory()
    there = OrganisationFactory(ambito=post.ambito)
    client.force_login(post.user)

    assert client.get(f"/rete/{there.pk}/").status_code == 200
    assert client.get(f"/rete/{there.pk}/modifica/").status_code == 403


@pytest.mark.parametrize("role", RoleKey)
def test_point_and_set_agree_on_who_reads(role):
    post = post_of(role, OrganisationFactory().ambito)
    OrganisationFactory()
    actor = enter(post.user_id, post.pk)

    seen = set(Organisation.objects.visible_to(actor))

    everyone = Organisation.objects.all()
    assert seen == {one for one in everyone if policies.may_read_organisation(actor, one)}
    assert seen != set(everyone)
