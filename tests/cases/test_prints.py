"""What of a case and of a service run together goes on paper, and for whom."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import JournalLine
from prossimo.cases.package import package_of
from prossimo.core import wording
from prossimo.core.periods import today
from tests.access.reading import words
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import given
from tests.cases.joint_factories import (
    AssignedFactory,
    CaseActivityFactory,
    JointActivityFactory,
    JointPlaceFactory,
    JointServiceFactory,
)
from tests.cases.protection_factories import (
    CourtOrderFactory,
    PrescriptionFactory,
    RemovalFactory,
    SafePlaceFactory,
)
from tests.network.factories import OrganisationFactory
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db
PLACE = "Comunità Il Melograno"


def printed(client, case, *parts):
    answer = client.get(reverse("cases:print", args=[case.pk]), {"parte": parts})
    assert answer["Content-Type"] == "application/pdf", "nothing that may be printed was asked"
    return text_of(answer.content)


def choice(client, case):
    return client.get(reverse("cases:print", args=[case.pk])).content.decode()


@pytest.fixture
def protected(case):
    order = CourtOrderFactory(case=case, text="Parole del decreto", number="12/2026")
    PrescriptionFactory(order=order, what="Relazione di aggiornamento", whose="Servizio sociale")
    PrescriptionFactory(
        order=order, what="Visita domiciliare", done_on=today(), note="Con la nonna"
    )
    revoked = {"kind": "incontri protetti", "revoked_on": today(), "revoked_why": "Decreto 8"}
    CourtOrderFactory(case=case, **revoked)
    placed = timezone.localtime().replace(hour=9, minute=30) - dt.timedelta(days=1)
    SafePlaceFactory(removal=RemovalFactory(case=case, at=placed), place=PLACE)
    return placed


def test_protection_on_paper_says_orders_what_they_ask_and_the_clock(
    case, protected, owner, at_work
):
    client = at_work(owner)
    tab = client.get(reverse("cases:protection", args=[case.pk])).content.decode()
    assert f"{reverse('cases:print', args=[case.pk])}?parte=tutela" in tab

    paper = printed(client, case, "tutela")

    for said in (
        "in vigore", "Parole del decreto", "12/2026", "Relazione di aggiornamento", "da fare",
        "Servizio sociale", "fatto il", "Con la nonna", "revocato il", "Decreto 8",
        "Polizia locale", "Trovato solo in casa", "Trasmissione scritta",
        f"Collocamento in luogo sicuro fatto {wording.moment(protected)}",
    ):  # fmt: skip
        assert said in paper, said
    assert PLACE not in paper
    with arranging():
        line = JournalLine.objects.filter(action=Action.PRINT).latest("at")
    assert (line.object_id, line.note) == (case.pk, "tutela")


def test_where_a_minor_is_goes_on_paper_only_for_the_owner_who_asks_for_it(
    case, protected, owner, colleague, acting, at_work
):
    given(case, colleague)
    client = at_work(owner)
    box = 'value="luogo" id="parte-luogo"'
    assert f"{box}>" in choice(client, case), "it is offered, and not ticked"
    assert PLACE in printed(client, case, "luogo")
    with arranging():
        assert JournalLine.objects.filter(action=Action.UNSEAL).count() == 1
    sheet = package_of(acting(owner), case).as_data()
    assert "Parole del decreto" in str(sheet)
    assert PLACE not in str(sheet)

    other = at_work(colleague)
    assert box not in choice(other, case)
    assert PLACE not in printed(other, case, "tutela", "luogo")


@pytest.mark.parametrize("who", ["colleague", "manager"])
def test_whom_the_part_was_not_given_prints_no_protection(
    request, case, protected, colleague, who, at_work
):
    given(case, colleague, parts=["diary", "plan"])
    client = at_work(request.getfixturevalue(who))

    assert 'value="tutela"' not in choice(client, case)
    assert "Parole del decreto" not in printed(client, case, "chi", "tutela", "luogo")


# --- a service run together ---------------------------------------------------------------------------


@pytest.fixture
def together(case):
    service = JointServiceFactory(
        ambito=case.ambito, name="Servizio Minori e Famiglie", purpose="Stare vicino alle famiglie"
    )
    home = JointActivityFactory(service=service, name="Educativa domiciliare")
    JointPlaceFactory(service=service, name="Presidio della valle", covers="Dalmine, Treviolo")
    body = OrganisationFactory(ambito=case.ambito, name="Cooperativa Il Filo")
    worker = {"service": service, "organisation": body}
    AssignedFactory(**worker, name="Rita Sala", activity=home)
    AssignedFactory(**worker, kind="volunteer", number=40)
    AssignedFactory(service=service, organisation=None, kind="volunteer", number=9)
    AssignedFactory(service=service, organisation=None, kind="volunteer", number=3)
    CaseActivityFactory(case=case, activity=home)
    return service


def sheet_of(client, service):
    answer = client.get(reverse("cases:joint_print", args=[service.pk]))
    assert answer["Content-Type"] == "application/pdf"
    return text_of(answer.content)


def test_the_sheet_of_a_service_says_what_it_does_where_and_who_works_in_it(
    case, together, owner, at_work
):
    client = at_work(owner)
    address = reverse("cases:joint_print", args=[together.pk])
    assert address in client.get(together.get_absolute_url()).content.decode()

    paper = sheet_of(client, together)

    for said in (
        "Servizio Minori e Famiglie", "Stare vicino alle famiglie", "Educativa domiciliare",
        "Presidio della valle", "Dalmine, Treviolo", "Cooperativa Il Filo", "Rita Sala",
        "comunità locali 12", "Cooperativa Il Filo 40", "Volontari 52", "Prese in carico meno di 5",
    ):  # fmt: skip
        assert said in paper, said
    assert case.person.surname not in paper
    assert case.number not in paper
    with arranging():
        line = JournalLine.objects.filter(action=Action.PRINT).latest("at")
    assert (line.object_kind, line.object_id) == ("cases.jointservice", together.pk)


def test_who_knows_of_no_case_reads_no_count_of_them(case, together, at_work):
    planner = PostFactory(role=RoleKey.PLANNING, ambito=case.ambito)

    paper = sheet_of(at_work(planner), together)

    assert "Educativa domiciliare" in paper
    assert "prese in carico" not in paper.lower()


def test_the_sheet_of_another_ambito_is_not_there(together, at_work):
    stranger = PostFactory(role=RoleKey.PLANNING)
    url = reverse("cases:joint_print", args=[together.pk])
    assert at_work(stranger).get(url).status_code == 404
    assert "Servizi" in words(at_work(stranger).get(reverse("cases:joints")))
