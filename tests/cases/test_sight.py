"""Whom one knows of from a case: an owner keeps who moved, a co-worker of another body learns little."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.cases.choices import Part
from prossimo.cases.models import Case, CaseMember, CaseWorker
from prossimo.cases.operations.bodies import end_shares
from prossimo.cases.operations.parts import add_worker
from prossimo.cases.policies.cases import may_read_case
from prossimo.citizens import policies
from prossimo.citizens.models import Address, IseeCertificate, Person, Phone
from prossimo.core.periods import today
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory
from tests.access.reading import rows, words
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import (
    CaseFactory,
    CaseMemberFactory,
    CaseNeedFactory,
    DiaryEntryFactory,
    given,
)
from tests.citizens.factories import (
    AddressFactory,
    HouseholdFactory,
    IseeCertificateFactory,
    PersonFactory,
    PhoneFactory,
)
from tests.network.factories import OrganisationFactory
from tests.pages import form_of
from tests.territory.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
YESTERDAY = today() - dt.timedelta(days=1)


@pytest.fixture
def body(owner):
    return OrganisationFactory(ambito=owner.ambito, name="Cooperativa Ruah")


@pytest.fixture
def educator(owner, body):
    return PostFactory(role=RoleKey.PARTNER, ambito=owner.ambito, organisation=body)


@pytest.fixture
def known(owner):
    """A person with a telephone, a domicile, means and a household; and their case."""
    person = PersonFactory(
        ambito=owner.ambito, municipality=MunicipalityFactory(ambito=owner.ambito),
        household=HouseholdFactory(ambito=owner.ambito), street="Via Verdi", street_number="7",
        surname="Rondini",
    )  # fmt: skip
    PhoneFactory(person=person, number="+390355550101")
    AddressFactory(person=person)
    IseeCertificateFactory(person=person)
    case = CaseFactory(ambito=owner.ambito, person=person, owner=owner)
    DiaryEntryFactory(case=case)
    CaseNeedFactory(case=case)
    return case


def seen_by_the_wall(model, **which):
    return model.objects.unscoped("the second wall alone").filter(**which).exists()


def relative_in(case):
    there = MunicipalityFactory(ambito=case.ambito)
    return CaseMemberFactory(
        case=case, person=PersonFactory(ambito=case.ambito, municipality=there)
    )


def test_an_owner_of_one_town_keeps_who_moved_to_another(owner, known, at_work):
    with arranging():
        type(owner).objects.filter(pk=owner.pk).update(
            municipality=MunicipalityFactory(ambito=owner.ambito)
        )
    client = at_work(owner)

    listed = rows(client.get(reverse("cases:cases")))
    page = client.get(reverse("cases:case", args=[known.pk]))
    file = client.get(reverse("citizens:person", args=[known.person_id]))

    assert [row[0] for row in listed] == [known.person.listed_name]
    assert known.person.full_name in words(page)
    assert file.status_code == 200 and "Rondini" in words(file)
    actor = enter(owner.user_id, owner.pk)
    assert policies.may_read_person(actor, known.person)
    assert not policies.may_write_person(actor, known.person)
    assert not policies.may_read_economy(actor, known.person)
    assert not seen_by_the_wall(IseeCertificate, person=known.person)
    assert seen_by_the_wall(Address, person=known.person)
    assert not Phone.objects.unscoped("the wall").filter(person=known.person).update(whose="x")


def test_who_knows_of_nobody_elsewhere_still_finds_nobody_elsewhere(owner, known):
    with arranging():
        here = MunicipalityFactory(ambito=owner.ambito)
        type(owner).objects.filter(pk=owner.pk).update(municipality=here)
        other = PersonFactory(
            ambito=owner.ambito, municipality=MunicipalityFactory(ambito=owner.ambito)
        )
    actor = enter(owner.user_id, owner.pk)

    assert set(Person.objects.visible_to(actor)) == {known.person}
    assert not policies.may_read_person(actor, other)
    assert not seen_by_the_wall(Person, pk=other.pk)
    assert not Person.objects.reached_by(actor).filter(pk=known.person_id).exists()


def test_a_co_worker_of_another_body_learns_who_it_is_and_how_to_call(educator, known, at_work):
    relative = relative_in(known)
    given(known, educator, role="educator", parts=[Part.DIARY], last=today())
    client = at_work(educator)

    page = client.get(reverse("cases:case", args=[known.pk]))

    assert [row[0] for row in rows(client.get(reverse("cases:cases")))] == [
        "Rondini " + known.person.given_name
    ]
    said = words(page)
    assert "Via Verdi 7" in said and "035 555 0101" in said.replace("\xa0", " ")
    assert relative.person.surname not in said
    assert reverse("citizens:person", args=[known.person_id]) not in page.content.decode()
    assert client.get(reverse("citizens:person", args=[known.person_id])).status_code == 404
    assert "Nessuno per «Rondini»" in words(
        client.get(reverse("citizens:people"), {"q": "Rondini"})
    )
    actor = enter(educator.user_id, educator.pk)
    assert policies.may_know_person(actor, known.person)
    assert not policies.may_read_person(actor, known.person)
    assert seen_by_the_wall(Phone, person=known.person)
    for kept in (Address, IseeCertificate):
        assert not seen_by_the_wall(kept, person=known.person)
    assert not seen_by_the_wall(Person, pk=relative.person_id)


def test_the_family_comes_with_the_part_that_opens_it(educator, known):
    relative = relative_in(known)
    given(known, educator, parts=[Part.NETWORK], last=today())
    actor = enter(educator.user_id, educator.pk)

    assert policies.may_know_person(actor, relative.person)
    assert seen_by_the_wall(Person, pk=relative.person_id)
    assert set(Person.objects.known_to(actor)) == {known.person, relative.person}


def test_who_knows_of_somebody_from_a_case_cannot_share_them_with_their_body(educator, known):
    given(known, educator, last=today())
    desk = DeskFactory(ambito=known.ambito, organisation=educator.organisation)
    DeskDutyFactory(desk=desk, post=educator)
    stranger = PersonFactory(ambito=known.ambito)
    enter(educator.user_id, educator.pk)

    for person in (known.person, stranger):
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            ContactFactory.build(
                desk=desk, person=person, author=educator.user, post=educator,
                ambito=known.ambito,
            ).save(force_insert=True)  # fmt: skip


def test_nobody_comes_to_know_of_somebody_by_writing_them_into_a_case(owner, known):
    here = MunicipalityFactory(ambito=owner.ambito)
    with arranging():
        type(owner).objects.filter(pk=owner.pk).update(municipality=here)
    stranger = relative_in(CaseFactory(ambito=owner.ambito)).person
    enter(owner.user_id, owner.pk)

    with pytest.raises(Error, match="row-level security"), transaction.atomic():
        CaseMember(case=known, person=stranger, role="parent").save(force_insert=True)
    with pytest.raises(Error, match="same person"), transaction.atomic():
        Case.objects.unscoped("the wall").filter(pk=known.pk).update(person=stranger)


def test_a_co_worker_reads_and_writes_the_diary_and_moves_nothing(educator, known, at_work):
    given(known, educator, role="educator", last=today())
    client = at_work(educator)
    address = reverse("cases:entry_new", args=[known.pk])

    form = form_of(client.get(address))
    answer = client.post(
        address,
        form
        | {"kind": "visit", "text": "Compiti fatti insieme", "happened_at": f"{YESTERDAY}T10:00"},
    )

    assert answer.status_code == 302, words(answer)
    page = words(client.get(reverse("cases:case", args=[known.pk])))
    assert "Compiti fatti insieme" in page and "Cooperativa Ruah" in page
    for act in ("prendi", "assegna", "chiudi", "operatore", "persona", "bisogno", "modifica"):
        refused = client.get(reverse("cases:case_act", args=[known.pk, act]))
        assert refused.status_code == 403, act
    assert client.get(reverse("cases:case_open", args=[known.person_id])).status_code == 403


@pytest.mark.parametrize("when", [{"last": YESTERDAY}, {"first": today() + dt.timedelta(days=1)}])
def test_access_that_is_over_or_to_come_opens_no_address(educator, known, at_work, when):
    from prossimo.cases.urls import urlpatterns

    mine = given(known, educator, **when)
    entry, need = known.entries.unscoped("test"), known.needs.unscoped("test")
    with arranging():
        things = {"entry_id": entry.get().pk, "need_id": need.get().pk, "worker_id": mine.pk,
                  "member_id": known.members.unscoped("test").get().pk, "act": "assegna"}  # fmt: skip
    client, tried = at_work(educator), 0
    for pattern in urlpatterns:
        wanted = pattern.pattern.converters
        if "case_id" not in wanted:
            continue
        more = {name: things.get(name, known.pk) for name in wanted if name != "case_id"}
        address = reverse(f"cases:{pattern.name}", kwargs={"case_id": known.pk, **more})
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code in {403, 404, 405}, (address, answer.status_code)
            assert "Rondini" not in answer.content.decode()
        tried += 1

    assert tried > 7
    assert not rows(client.get(reverse("cases:cases")))
    assert not seen_by_the_wall(Person, pk=known.person_id)
    assert not seen_by_the_wall(Case, pk=known.pk)


def test_somebody_of_another_body_is_given_a_case_until_a_day(owner, educator, known):
    by = enter(owner.user_id, owner.pk)
    told = {"role": "educator", "parts": [Part.DIARY], "why": "Educativa domiciliare"}

    with pytest.raises(ValidationError, match="fino a quando"):
        add_worker(known, by=by, post=educator, **told)
    row = add_worker(known, by=by, post=educator, last=today(), **told)

    assert may_read_case(enter(educator.user_id, educator.pk), known)
    assert row.last_day == today()


def test_when_an_agreement_ends_all_its_people_lose_every_case_at_once(
    owner, educator, body, known, manager, colleague, at_work
):
    reserved = CaseFactory(ambito=owner.ambito, owner=owner, restricted=True)
    second = PostFactory(role=RoleKey.PARTNER, ambito=owner.ambito, organisation=body)
    for case, post in ((known, educator), (reserved, second), (known, colleague)):
        given(case, post, last=today())
    client = at_work(manager)

    assert "Cooperativa Ruah" in words(client.get(reverse("cases:bodies")))
    address = reverse("cases:body_end", args=[body.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, follow=True)

    assert "2 prese in carico" in words(answer)
    assert "Cooperativa Ruah" not in words(answer)
    for post in (educator, second):
        enter(post.user_id, post.pk)
        assert not seen_by_the_wall(Case)
    with arranging():
        going_on = CaseWorker.objects.in_force().unscoped("test")
        assert set(going_on.values_list("post", flat=True)) == {owner.pk, colleague.pk}


def test_only_who_assigns_cases_takes_them_away_from_a_body(owner, educator, body, known):
    given(known, educator, last=today())

    with pytest.raises(PermissionDenied):
        end_shares(body, by=enter(owner.user_id, owner.pk))
    assert may_read_case(enter(educator.user_id, educator.pk), known)
