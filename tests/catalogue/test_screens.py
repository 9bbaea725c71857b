"""The catalogue: found with the words of who needs it, kept by who manages it."""

import pytest
from django.test import Client

from prossimo.accounts.choices import RoleKey
from prossimo.catalogue.models import Need, Service
from prossimo.core.periods import today
from tests.access import reading
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.catalogue.factories import NeedFactory, ServiceFactory
from tests.network.factories import OrganisationFactory
from tests.territory.factories import AmbitoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ambito():
    return AmbitoFactory()


@pytest.fixture
def enter(ambito):
    def as_role(role=RoleKey.PLANNING):
        post, client = post_of(role, ambito), Client()
        client.force_login(post.user)
        return client

    return as_role


@pytest.fixture
def meals(ambito):
    service = ServiceFactory(ambito=ambito, name="Pasti a domicilio", website="https://x.example/")
    with arranging():
        service.needs.add(NeedFactory(ambito=ambito, label="Pagare affitto e bollette"))
    return service


def typed(service, **more):
    told = {
        "organisation": str(service.organisation_id), "name": service.name, "cost": "free",
        "asked_how": "referral", "answer_days": "7", "first": "2020-01-01",
        "version": str(service.version), "summary": "Il pranzo a casa",
    }  # fmt: skip
    return {**told, **more}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("pasti", True),
        ("non riesce a pagare la bolletta", True),
        ("bolletta", True),
        ("bollete", True),
        ("PÀSTI domicilio", True),
        ("scuola", False),
    ],
)
def test_a_service_is_found_with_the_words_of_who_needs_it(enter, meals, words, found):
    page = enter(RoleKey.FRONT_DESK).get("/servizi/", {"q": words})

    assert ("Pasti a domicilio" in reading.words(page)) is found


def test_beside_what_is_written_some_of_the_words_are_enough(enter, meals):
    page = enter(RoleKey.FRONT_DESK).post(
        "/servizi/accanto/", {"needs": "Dice che non riesce a pagare la bolletta del gas"}
    )

    assert "Pasti a domicilio" in page.content.decode()


def test_a_service_is_offered_changed_verified_and_closed(enter, ambito):
    client, body = enter(), OrganisationFactory(ambito=ambito)
    empty = Service(organisation=body, name="Compagnia")
    made = client.post("/servizi/nuovo/", typed(empty, version="1"))
    url = made["Location"]

    assert made.status_code == 302
    assert client.post("/servizi/nuovo/", typed(empty, version="1")).status_code == 422
    service = Service.objects.get()
    client.post(f"{url}verificato/")
    assert Service.objects.get().checked_on == today()
    stale = client.post(f"{url}modifica/", typed(service, summary="Altro"))
    assert stale.status_code == 409
    assert "Altro" in stale.content.decode()
    fresh = reading.field(stale, "version")
    assert client.post(f"{url}modifica/", typed(service, version=fresh)).status_code == 302
    version = Service.objects.get().version
    client.post(f"{url}chiudi/", {"last": today().isoformat(), "version": version})
    assert Service.objects.get().last_on == today()
    client.post(f"{url}riapri/")
    assert Service.objects.get().last_on is None


def test_who_only_reads_does_not_write(enter, meals):
    client = enter(RoleKey.FRONT_DESK)
    url = f"/servizi/{meals.pk}/"

    assert client.get(url).status_code == 200
    assert client.get(f"{url}?formato=pdf")["Content-Type"] == "application/pdf"
    assert client.get(f"{url}qr.svg")["Content-Type"] == "image/svg+xml"
    assert client.post(f"{url}modifica/", typed(meals)).status_code == 403
    assert client.post(f"{url}verificato/").status_code == 403


def test_an_ambito_keeps_its_own_needs_and_leaves_the_common_ones(enter, ambito):
    client, common = enter(), NeedFactory(ambito=None)
    told = {"label": "Un orto", "theme": "ties", "rank": "100"}

    key = {"idempotency_key": "0190c0de-0000-7000-8000-00000000000b"}
    assert client.post("/servizi/bisogni/", {**told, **key}).status_code == 302
    own = Need.objects.get(label="Un orto")
    assert own.ambito_id == ambito.pk
    assert client.post(f"/servizi/bisogni/{own.pk}/fine/").status_code == 302
    assert client.post(f"/servizi/bisogni/{common.pk}/fine/").status_code == 403
