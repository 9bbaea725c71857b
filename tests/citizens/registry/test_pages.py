"""The screens of the registry: bring, map, look, approve, undo; who may not sees nothing."""

import io

import pytest
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.citizens.models import RegistryBatch
from prossimo.citizens.operations import registry_work
from tests.accounts.factories import PostFactory
from tests.citizens.registry.desk import HEAD, Desk, row
from tests.territory.factories import MunicipalityFactory

LIST = reverse("citizens:registry")


def a_file(*lines, head=HEAD):
    file = io.BytesIO("\n".join([head, *lines, ""]).encode())
    file.name = "anagrafe.csv"
    return file


def page(client, batch, name="registry_batch", **query):
    return client.get(reverse(f"citizens:{name}", args=[batch.pk]), query)


def test_a_file_goes_the_whole_way_by_its_screens(client, bringer, town):
    client.force_login(bringer.post.user)
    sent = client.post(LIST, {"file": a_file(row("A1"), row("A2", born="31/02/2000")),
                              "municipality": town.pk})  # fmt: skip
    batch = RegistryBatch.objects.get()
    columns = client.get(sent.url)
    assert "cod_individuo" in columns.content.decode()
    assert columns.context["form"].initial is not None

    client.post(sent.url, dict(batch.columns))
    assert "hx-get" in page(client, batch).content.decode()
    bringer.worked(batch)
    seen = page(client, batch, esito="wrong").content.decode()
    assert "il giorno «31/02/2000» non esiste" in seen
    report = page(client, batch, esito="", formato="csv").content.decode()
    assert "il giorno" in report

    client.post(reverse("citizens:registry_approve", args=[batch.pk]))
    bringer.worked(batch)
    assert bringer.people().count() == 1
    assert "Applicato" in page(client, batch).content.decode()

    client.post(reverse("citizens:registry_undo", args=[batch.pk]))
    bringer.worked(batch)
    assert bringer.people().count() == 0
    assert "Annullato" in page(client, batch).content.decode()


def test_progress_asks_for_the_whole_page_when_the_work_is_over(client, bringer):
    batch = bringer.bring(row("A1"))
    client.force_login(bringer.post.user)

    answer = page(client, batch, "registry_progress")

    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(client, bringer, town):
    client.force_login(bringer.post.user)

    answer = client.post(LIST, {"file": a_file('A1;"Rossi'), "municipality": town.pk}, follow=True)

    assert "una virgoletta si apre" in answer.content.decode()


def test_words_of_the_file_are_explained_once_and_remembered(client, bringer, town):
    client.force_login(bringer.post.user)
    sent = client.post(LIST, {"file": a_file(row("A1", role="TIZIO")), "municipality": town.pk})
    batch = RegistryBatch.objects.get()
    chosen = dict(batch.columns)

    refused = client.post(sent.url, chosen | {"words_household_role": "TIZIO = capo del mondo"})
    client.post(sent.url, chosen | {"words_household_role": "TIZIO = genitore"})

    assert refused.status_code == 422
    assert bringer.worked(batch).counts == {"new": 1}


def test_the_example_is_a_file_that_can_be_brought(client, bringer):
    client.force_login(bringer.post.user)
    content = client.get(reverse("citizens:registry_example")).content

    batch = bringer.bring_bytes(content)

    assert batch.problem == ""
    assert batch.counts["new"] >= 3


def test_another_municipality_and_another_ambito_do_not_exist(client, bringer, town):
    batch = bringer.bring(row("A1"))
    elsewhere = MunicipalityFactory(ambito=town.ambito)
    neighbour = PostFactory(ambito=town.ambito, municipality=elsewhere, role=RoleKey.SOCIAL_DESK)
    stranger = PostFactory(role=RoleKey.SOCIAL_DESK)

    for post in (neighbour, stranger):
        client.force_login(post.user)
        assert page(client, batch).status_code == 404


def test_a_manager_approves_what_they_did_not_bring(client, bringer):
    batch = bringer.bring(row("A1"))
    manager = PostFactory(ambito=bringer.town.ambito, role=RoleKey.AREA_MANAGER)
    client.force_login(manager.user)

    client.post(reverse("citizens:registry_approve", args=[batch.pk]))

    batch = bringer.worked(batch)
    assert (batch.state, batch.approved_by) == ("applied", manager.user)


def test_who_works_for_one_municipality_brings_only_its_file(bringer, town):
    from django.core.exceptions import PermissionDenied

    post = PostFactory(ambito=town.ambito, municipality=town, role=RoleKey.SOCIAL_DESK)
    local = Desk(post, town)

    assert local.apply(row("A1")).counts["new"] == 1
    with pytest.raises(PermissionDenied):
        local.bring(row("A2"), town=None)


def test_work_begun_again_at_any_phase_comes_to_the_same(bringer):
    batch = bringer.bring(row("A1"))
    RegistryBatch.objects.filter(pk=batch.pk).update(phase="read", state="mapped")

    batch = bringer.worked(batch)
    assert batch.counts == {"new": 1}

    registry_work.work(batch.pk, bringer.post.user_id, bringer.post.pk)
    bringer.again()
    assert RegistryBatch.objects.get().counts == {"new": 1}


def test_the_list_says_what_will_be_there_and_then_holds_each_file(client, bringer):
    client.force_login(bringer.post.user)
    assert "Nessun file caricato" in client.get(LIST).content.decode()

    bringer.bring(row("A1"))

    seen = client.get(LIST).content.decode()
    assert "anagrafe.csv" in seen
    assert "da approvare" in seen


def test_a_front_desk_has_no_registry(client, town):
    client.force_login(PostFactory(ambito=town.ambito).user)

    assert client.get(LIST).status_code == 403
    assert "Anagrafe" not in client.get(reverse("citizens:people")).content.decode()
