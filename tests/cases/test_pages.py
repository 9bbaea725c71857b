"""The pages of a case as people use them: opening, moving, writing, and what each role is shown."""

import datetime as dt

import pytest
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.cases import page as page_registry
from prossimo.cases.models import Case, CaseNote, DiaryEntry
from prossimo.cases.views.acts import ACTS
from prossimo.core.periods import today
from prossimo.ui.parts import Entry
from tests.access.reading import errors, rows, words
from tests.access.segretariato_factories import CaseProposalFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import (
    CaseFactory,
    CaseMemberFactory,
    CaseNeedFactory,
    DiaryEntryFactory,
    given,
)
from tests.catalogue.factories import NeedFactory
from tests.citizens.factories import HouseholdFactory, PersonFactory
from tests.pages import form_of

pytestmark = pytest.mark.django_db
KEY = "0190c0de-0000-7000-8000-0000000000"


def page(case, name="case", *more):
    return reverse(f"cases:{name}", args=[case.pk, *more])


def post(client, url, **values):
    return client.post(url, {"idempotency_key": f"{KEY}{len(str(values)) % 90 + 10}", **values})


def last_case():
    with arranging():
        return Case.objects.unscoped("test").latest("created_at")


def test_the_list_shows_ones_own_and_finds_by_name_and_number(case, owner, colleague, at_work):
    other = CaseFactory(ambito=owner.ambito, owner=colleague)
    client = at_work(owner)

    listed = rows(client.get(reverse("cases:cases")))

    assert [row[0] for row in listed] == [case.person.listed_name]
    assert other.person.listed_name not in words(client.get(reverse("cases:cases")))
    for query in (case.person.surname, case.number):
        assert len(rows(client.get(reverse("cases:cases"), {"q": query}))) == 1
    nothing = client.get(reverse("cases:cases"), {"q": "nessuno così"})
    assert "Nessuna presa in carico" in words(nothing)


def test_who_coordinates_sees_them_all_but_neither_words_nor_diary(
    case, owner, colleague, manager, at_work
):
    CaseFactory(ambito=owner.ambito, owner=colleague)
    DiaryEntryFactory(case=case, text="Parole del diario")
    client = at_work(manager)

    assert len(rows(client.get(reverse("cases:cases")))) == 2
    seen = words(client.get(page(case)))
    assert case.why not in seen
    assert "Parole del diario" not in seen
    assert client.get(page(case, "entry_new")).status_code == 403


def test_a_case_is_opened_from_the_page_of_a_person(owner, at_work):
    person = PersonFactory(ambito=owner.ambito, household=HouseholdFactory(ambito=owner.ambito))
    client, url = at_work(owner), reverse("cases:case_open", args=[person.pk])
    assert "Apri una presa in carico" in words(
        client.get(reverse("citizens:person", args=[person.pk]))
    )

    wrong = post(client, url, user_area="FAM", source="direct", why="")
    assert wrong.status_code == 422
    assert "Perché si apre" in errors(wrong)
    done = post(
        client, url, user_area="FAM", source="direct", why="Chiede aiuto", owner=str(owner.pk),
        with_household="on", at_risk="on",
    )  # fmt: skip

    opened = last_case()
    assert done["Location"] == page(opened)
    assert (opened.household, opened.at_risk, opened.owner) == (person.household, True, owner)
    again = post(client, url, user_area="FAM", source="direct", why="Di nuovo")
    assert "già una presa in carico" in errors(again)


def test_accepting_a_proposal_leads_to_the_case_it_opened(owner, at_work):
    proposal = CaseProposalFactory(orientation__ambito=owner.ambito, proposed_to=owner)
    client = at_work(owner)
    form = form_of(client.get(reverse("access:proposal", args=[proposal.pk])))

    done = post(
        client, reverse("access:proposal_decide", args=[proposal.pk]),
        version=form.get("version", "1"), move="accept",
    )  # fmt: skip

    opened = last_case()
    assert opened.proposal_id == proposal.pk
    assert done["Location"] == page(opened)
    assert "Prendi in carico" in words(client.get(page(opened)))


@pytest.mark.parametrize("act", ACTS)
def test_each_act_has_a_page_for_the_owner_or_says_that_it_is_not_the_time(
    case, owner, act, at_work
):
    answer = at_work(owner).get(page(case, "case_act", act))

    assert answer.status_code in {200, 409}
    if answer.status_code == 409:
        assert "non è possibile" in answer.content.decode()


@pytest.mark.parametrize("act", ACTS)
def test_no_act_is_for_who_is_not_in_the_case(case, colleague, act, at_work):
    client = at_work(colleague)

    assert client.get(page(case, "case_act", act)).status_code == 404
    assert post(client, page(case, "case_act", act), version="1").status_code == 404


def test_an_act_that_is_not_one_is_not_there(case, owner, at_work):
    assert at_work(owner).get(page(case, "case_act", "vola")).status_code == 404


def test_the_acts_are_done_from_their_pages(case, owner, colleague, at_work):
    client = at_work(owner)
    sister = PersonFactory(ambito=owner.ambito, household=HouseholdFactory(ambito=owner.ambito))
    with arranging():
        case.person.household = sister.household
        case.person.save()
    need = NeedFactory()
    for act, values in (
        ("persona", {"person": sister.pk, "role": "sibling", "since_on": "2026-03-01"}),
        ("operatore", {"post": colleague.pk, "role": "educator", "parts": ["diary"], "why": "Scuola"}),
        ("bisogno", {"need": need.pk, "weight": 3, "note": "Sfratto a marzo"}),
    ):  # fmt: skip
        answer = post(client, page(case, "case_act", act), **values)
        assert answer.status_code == 302, (act, errors(answer))
    seen = words(client.get(page(case)))
    assert sister.full_name in seen
    assert colleague.user.get_full_name() in seen
    assert "Sfratto a marzo" in seen
    assert "La regola propone: piena" in seen

    changed = {"user_area": "FAM", "intensity": "light", "version": 1}
    refused = post(client, page(case, "case_act", "modifica"), **changed)
    assert "scrivi perché" in errors(refused)
    closing = {"version": 1, "outcome": "reached", "closing": "Casa trovata", "day": "2026-11-20"}
    assert post(client, page(case, "case_act", "chiudi"), **closing).status_code == 302
    assert "obiettivi raggiunti" in words(client.get(page(case)))


def test_a_stale_page_says_so_and_keeps_what_was_typed(case, owner, at_work):
    client = at_work(owner)
    values = {"version": 1, "why": "Ricovero lungo", "until": ""}
    assert post(client, page(case, "case_act", "sospendi"), **values).status_code == 302
    answer = post(client, page(case, "case_act", "riprendi"), version=1, why="È tornato a casa")

    assert answer.status_code == 422
    assert "appena cambiata" in errors(answer)
    assert "È tornato a casa" in answer.content.decode()


def test_a_page_of_diary_is_written_read_corrected_and_noted(case, owner, at_work):
    client = at_work(owner)
    values = {"kind": "visit", "happened_at": "2026-11-20T10:30", "text": "Visita <b>a casa</b>",
              "others": "la vicina", "private": "Da capire", "people": [str(case.person_id)]}  # fmt: skip
    assert post(client, page(case, "entry_new"), **values).status_code == 302
    with arranging():
        entry = DiaryEntry.objects.unscoped("test").get(case=case)
    assert "Visita" in words(client.get(page(case)))
    assert "Visita" not in words(client.get(page(case), {"mostra": "passi"}))
    seen = client.get(page(case, "entry", entry.pk)).content.decode()
    assert "Visita &lt;b&gt;a casa&lt;/b&gt;" in seen
    assert "la vicina" in seen
    assert "Da capire" in seen

    amended = values | {"version": 1, "text": "Visita a casa, con la figlia"}
    assert post(client, page(case, "entry_amend", entry.pk), **amended).status_code == 302
    assert "Che cosa diceva prima" in words(client.get(page(case, "entry", entry.pk)))
    assert post(client, page(case, "entry_note", entry.pk), text="", version=1).status_code == 302
    with arranging():
        assert not CaseNote.objects.unscoped("test").exists()


def test_a_page_without_words_says_so_and_keeps_the_rest(case, owner, at_work):
    answer = post(at_work(owner), page(case, "entry_new"), kind="call", place="in piazza", text="",
                  happened_at="2026-11-20T10:30")  # fmt: skip

    assert answer.status_code == 422
    assert "in piazza" in answer.content.decode()


def test_who_was_given_the_plan_sees_needs_and_no_diary(case, colleague, at_work):
    CaseNeedFactory(case=case, note="La caldaia")
    DiaryEntryFactory(case=case, text="Parole del diario")
    given(case, colleague, parts=["plan"])

    seen = words(at_work(colleague).get(page(case)))

    assert "La caldaia" in seen
    assert "Parole del diario" not in seen


def test_parts_of_another_case_are_not_there(case, owner, at_work):
    other = CaseFactory(ambito=owner.ambito, owner=owner)
    client = at_work(owner)
    member, need = CaseMemberFactory(case=other), CaseNeedFactory(case=other)
    worker = given(other, PostFactory(ambito=owner.ambito, role=RoleKey.CASEWORKER))

    for name, row in (("member_end", member), ("need_met", need), ("worker_end", worker)):
        assert client.get(page(case, name, row.pk)).status_code == 404
        assert client.get(page(other, name, row.pk)).status_code == 200


def test_the_person_tells_who_follows_to_who_may_know(case, owner, manager, at_work):
    url = reverse("citizens:person", args=[case.person_id])
    desk = at_work(PostFactory(ambito=owner.ambito))

    assert "parlare con il segretariato" in words(desk.get(url))
    social = at_work(PostFactory(ambito=owner.ambito, role=RoleKey.SOCIAL_DESK))
    assert owner.user.get_full_name() in words(social.get(url))
    assert owner.user.get_full_name() not in words(desk.get(url))


def test_the_card_of_today_counts_ones_cases_and_those_without_anybody(
    case, owner, manager, at_work
):
    today_page = reverse("web:today")
    assert "Ne segui una" in words(at_work(owner).get(today_page))
    CaseFactory(ambito=owner.ambito, state="proposed")

    assert "non ha ancora chi la segue" in words(at_work(manager).get(today_page))


def test_the_list_leaves_as_a_file_with_what_one_sees(case, owner, at_work):
    answer = at_work(owner).get(reverse("cases:cases"), {"formato": "csv"})

    assert answer["Content-Type"].startswith("text/csv")
    assert case.number in answer.content.decode()


def test_what_was_declared_for_the_page_is_drawn_there_for_who_may_see_it(case, owner, at_work):
    """Another app adds a panel, a promise, a moment, an act: the page imports none of it."""
    said = page_registry.Promise("Telefonare alla scuola", due=today() - dt.timedelta(days=3))
    moment = Entry("Bussa allo sportello", today())
    registered = [
        (page_registry.case_promises, page_registry.CasePromises("t", 1, lambda *_: [said])),
        (
            page_registry.case_moments,
            page_registry.CaseMoments("t", "Prova", 1, lambda *_: [moment]),
        ),
        (
            page_registry.case_links,
            page_registry.CaseLink("t", "Fai la prova", 1, lambda *_: "/qui/"),
        ),
        (page_registry.case_links, page_registry.CaseLink("u", "Non per te", 1, lambda *_: "")),
    ]
    for registry, declared in registered:
        registry.add(declared)
    try:
        seen = words(at_work(owner).get(page(case)))
        only = words(at_work(owner).get(page(case) + "?mostra=t"))
    finally:
        for registry, declared in registered:
            del registry._items[declared.key]

    assert "Telefonare alla scuola" in seen
    assert "in ritardo" in seen
    assert "Fai la prova" in seen
    assert "Non per te" not in seen
    assert "Bussa allo sportello" in only
