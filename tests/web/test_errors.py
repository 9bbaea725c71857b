"""What goes wrong is said in a sentence, and nothing is half written."""

import pytest
from django.db import OperationalError
from django.test import override_settings
from django.urls import path

from prossimo.accounts.choices import Action, Result
from prossimo.accounts.models import JournalLine
from prossimo.core.policy import refused
from prossimo.core.workflow import IllegalMove
from prossimo.territory.models import Ambito
from prossimo.web import urls as real
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db


def breaks(request):
    raise ZeroDivisionError


def loses_the_database(request):
    raise OperationalError("server closed the connection unexpectedly")


def moves_wrongly(request):
    raise IllegalMove("«Concludi» non è possibile.")


def writes_then_refuses(request):
    Ambito.objects.create(key="half", name="half written")
    refused("Solo il responsabile può farlo.").enforce()


urlpatterns = [
    *real.urlpatterns,
    path("breaks/", breaks),
    path("loses/", loses_the_database),
    path("moves/", moves_wrongly),
    path("refuses/", writes_then_refuses),
]
handler403, handler404 = real.handler403, real.handler404
handler400, handler500 = real.handler400, real.handler500


@pytest.fixture
def worker(client):
    post = PostFactory()
    client.force_login(post.user)
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        yield client


def test_a_fault_of_ours_is_a_page_that_needs_nothing(worker):
    answer = worker.get("/breaks/")

    assert answer.status_code == 500
    assert "Traceback" not in answer.text


def test_a_lost_database_is_503_and_says_when_to_try_again(worker):
    answer = worker.get("/loses/")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"


def test_an_illegal_move_is_409_with_its_sentence(worker):
    answer = worker.post("/moves/")

    assert answer.status_code == 409
    assert "«Concludi» non è possibile." in answer.text


def test_a_refusal_shows_its_reason_undoes_the_half_write_and_leaves_a_line(worker):
    answer = worker.post("/refuses/")

    assert answer.status_code == 403
    assert "Solo il responsabile può farlo." in answer.text
    assert not Ambito.objects.filter(key="half").exists()
    with arranging():
        line = JournalLine.objects.get(action=Action.REFUSED)
    assert (line.result, line.note) == (Result.REFUSED, "Solo il responsabile può farlo.")


def test_an_unknown_address_is_404_in_italian(worker):
    answer = worker.get("/non-esiste/")

    assert answer.status_code == 404
    assert '<html lang="it"' in answer.text


@pytest.mark.parametrize("address", ["/oggi/%00", "/cerca/?q=a%00b", "/cerca/?q=%ED%A0%80"])
def test_text_that_no_database_keeps_is_400(worker, address):
    assert worker.get(address).status_code == 400
