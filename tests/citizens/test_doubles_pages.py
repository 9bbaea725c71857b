"""The screens of doubles: the list, two files side by side, merging, taking it back, where numbers go."""

import uuid

import pytest
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.accounts.models import JournalLine
from prossimo.citizens import operations
from prossimo.citizens.models import DuplicatePair, Merge, Person
from tests.access.factories import ContactFactory, DeskFactory
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory
from tests.citizens.twofold import (
    LIST,
    PairFactory,
    entered,
    merge_form,
    merged,
    now,
    pair_in,
    said_of,
    url,
)
from tests.network.factories import OrganisationFactory
from tests.pages import soup
from tests.territory.factories import NeighbourhoodFactory


def test_an_empty_list_says_what_will_be_there(office):
    assert "Qui compariranno le schede" in said_of(office.get(LIST))
    assert "Nessuna coppia con questi filtri" in said_of(office.get(LIST, {"stato": "different"}))


def test_the_list_puts_the_alarm_first_and_can_be_narrowed(office, judge):
    quarter = NeighbourhoodFactory(municipality__ambito=judge.ambito)
    likely, alarm = pair_in(judge, score=0.999), pair_in(judge, score=0.5, found_by="tax_code")
    with arranging():
        Person._base_manager.filter(pk=likely.left_id).update(neighbourhood=quarter)

    def links(**asked):
        return [a["href"].split("?")[0] for a in soup(office.get(LIST, asked)).select("a.ui-main")]

    assert links() == [url(alarm), url(likely)]
    assert "stesso codice fiscale" in said_of(office.get(LIST))
    assert links(fascia="certo") == [url(likely)]
    assert links(fascia="possibile") == [url(alarm)]
    assert links(quartiere=str(quarter.pk)) == [url(likely)]
    assert links(trovata="tax_code") == [url(alarm)]
    assert links(stato="stale") == []


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "99999999999999999999"},
        {"page": "-1"},
        {"stato": "' OR 1=1 --"},
        {"quartiere": "no", "fascia": "<script>"},
        {"annulla": "zz", "stato": "\u0000"},
    ],
)
def test_hostile_filters_narrow_nothing_and_break_nothing(office, pair, asked):
    for address in (LIST, url(pair)):
        answer = office.get(address, asked)
        assert answer.status_code in {200, 400}
        assert "<script>" not in answer.content.decode().split("<main")[-1].split("</main")[0]


def test_a_long_list_has_pages(office, judge):
    people = [PersonFactory(ambito=judge.ambito) for _ in range(9)]
    for at, one in enumerate(people):
        for other in people[at + 1 :]:
            PairFactory(people=[one, other])

    first = soup(office.get(LIST))

    assert len(first.select("[data-row]")) == 25
    assert len(soup(office.get(LIST, {"page": 2})).select("[data-row]")) == 11


def test_the_pair_is_told_side_by_side_with_keys_and_numbers(office, judge, pair):
    ContactFactory(desk=DeskFactory(ambito=judge.ambito), person=pair.left)

    page = soup(office.get(url(pair)))

    rows = {row.th.get_text(strip=True): row for row in page.select("tbody tr")}
    assert "quasi uguale" in rows["Cognome"].get_text()
    assert "uguale" in rows["Nome"].get_text()
    assert "manca in una delle due" in rows["Codice fiscale"].get_text()
    assert sorted(td.get_text(strip=True) for td in rows["Contatti"].select("td bdi")) == ["0", "1"]
    assert page.select_one("[data-key=s]")["href"].startswith(url(pair, "unisci/"))
    assert page.select_one("[data-key=d]").find_parent("form")["action"] == url(pair, "diverse/")


def test_different_goes_on_to_the_next_and_can_be_taken_back_there(office, judge, pair):
    following = pair_in(judge, score=0.9)

    answer = office.post(url(pair, "diverse/"))

    assert answer["Location"] == f"{url(following)}?annulla={pair.pk}"
    assert now(pair).state == "different"
    undo = soup(office.get(answer["Location"])).select_one(".doubles-undo form")
    assert office.post(undo["action"]).status_code == 302
    assert now(pair).state == "waiting"


def test_next_goes_round_and_keeps_the_filter(office, judge, pair):
    other = pair_in(judge, score=0.5)

    def after(shown):
        page = soup(office.get(url(shown), {"trovata": "bulk"}))
        return page.main.select_one("[data-key=n]")["href"]

    assert after(pair) == f"{url(other)}?trovata=bulk"
    assert after(other) == f"{url(pair)}?trovata=bulk"


def test_who_comes_second_is_told_who_came_first(office, judge, pair):
    other = PostFactory(role=RoleKey.CASEWORKER, ambito=judge.ambito, user__first_name="Bice")
    entered(other).post(url(pair, "diverse/"))

    answer = office.post(url(pair, "diverse/"), follow=True)

    assert "Bice" in answer.content.decode()
    assert "ha già detto che sono persone diverse" in answer.content.decode()


def test_merging_shows_what_became_of_it_and_every_page_follows_the_number(office, judge, pair):
    merge, result = merged(office, pair, reason="carta d'identità")

    page = said_of(office.get(result))
    assert "carta d'identità" in page
    assert str(merge.gone_id) in page
    for name in ("person", "person_details", "person_history", "person_print", "person_edit"):
        answer = office.get(reverse(f"citizens:{name}", args=[merge.gone_id]))
        assert answer.status_code == 302, name
        assert answer["Location"] == reverse(f"citizens:{name}", args=[merge.kept_id])
    followed = office.get(reverse("citizens:person", args=[merge.gone_id]), follow=True)
    assert "questa scheda è confluita in Maria Rossi" in followed.content.decode()
    found = said_of(office.get("/persone/", {"q": str(merge.gone_id)}))
    assert "numero di una scheda confluita in questa" in found
    assert "Come è andata, e separa" in said_of(followed)


def test_another_desk_that_sees_the_file_is_led_there_and_who_does_not_is_not(office, judge, pair):
    body = OrganisationFactory(ambito=judge.ambito)
    desk = DeskFactory(ambito=judge.ambito, organisation=body)
    contact = ContactFactory(desk=desk, person=pair.right)
    assert contact
    partner = entered(post_of(RoleKey.PARTNER, judge.ambito, organisation=body))
    stranger = entered(post_of(RoleKey.PARTNER, judge.ambito))
    elsewhere = entered(PostFactory(role=RoleKey.SOCIAL_DESK))
    merge, result = merged(office, pair)
    old = reverse("citizens:person", args=[merge.gone_id])

    assert "numero di una scheda confluita" in said_of(
        partner.get("/persone/", {"q": str(merge.gone_id)})
    )
    assert partner.get(old)["Location"] == reverse("citizens:person", args=[merge.kept_id])
    assert str(merge.gone_id) in said_of(partner.get(result))
    assert "Separa di nuovo" not in said_of(partner.get(result))
    for client in (stranger, elsewhere):
        assert client.get(old).status_code == 404
        assert client.get(result).status_code == 404


def test_a_file_that_changed_while_one_looked_is_shown_again_with_both_texts(office, judge, pair):
    body = merge_form(office, pair)
    by = enter(judge.user_id, judge.pk)
    operations.update_person(pair.right_id, by=by, expected=1, surname="Rossini")

    answer = office.post(url(pair, "unisci/"), body)

    assert answer.status_code == 409
    assert "è cambiata mentre guardavi" in said_of(answer)
    assert "Rossini" in said_of(answer)
    assert now(pair).state == "waiting"
    merged(office, pair)


@pytest.mark.parametrize(
    "wrong", [{"keep": "up"}, {"surname": "both"}, {"left_version": "x"}, {"reason": "x" * 400}]
)
def test_a_wrong_choice_is_said_beside_the_field(office, pair, wrong):
    answer = office.post(url(pair, "unisci/"), merge_form(office, pair) | wrong)

    assert answer.status_code == 422
    assert now(pair).state == "waiting"


def test_posted_twice_it_merges_once(office, pair):
    body = merge_form(office, pair)

    answers = [office.post(url(pair, "unisci/"), body) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    with arranging():
        assert Merge._base_manager.count() == 1


def test_separating_says_what_stays_and_remembers(office, judge, pair):
    merge, result = merged(office, pair)
    late = ContactFactory(desk=DeskFactory(ambito=judge.ambito), person=now(merge).kept)
    split = f"{result}separa/"
    page = soup(office.get(split))
    assert page.select_one(f"a[href='{late.get_absolute_url()}']")
    key = page.select_one("input[name=idempotency_key]")["value"]

    answer = office.post(split, {"why": "sono sorelle", "idempotency_key": key}, follow=True)

    assert "di nuovo separate" in said_of(answer)
    assert "sono sorelle" in said_of(answer)
    assert late.get_absolute_url() in answer.content.decode()
    assert now(pair).state == "different"
    assert office.get(reverse("citizens:person", args=[merge.gone_id])).status_code == 200
    assert office.get(split).status_code == 302


def test_who_opened_the_file_answers_for_every_number_it_had(office, judge, pair):
    office.get(reverse("citizens:person", args=[pair.left_id]))
    office.get(reverse("citizens:person", args=[pair.right_id]))
    merge, _result = merged(office, pair)
    officer = entered(PostFactory(role=RoleKey.DPO, ambito=judge.ambito))

    page = soup(officer.get(reverse("accounts:who_opened"), {"file": merge.kept_id}))

    text = " ".join(page.main.get_text(" ").split())
    assert f"Comprende anche la scheda confluita in questa: {merge.gone_id}" in text
    with arranging():
        lines = JournalLine._base_manager.filter(object_id__in=[merge.kept_id, merge.gone_id])
        assert {line.object_id for line in lines if line.action == "merge"} == {
            merge.kept_id, merge.gone_id,
        }  # fmt: skip
        readings = [line for line in lines if line.action in {"read", "list", "merge"}]
    assert len(page.select("tbody tr")) == min(len(readings), 50)


def test_somebody_who_notices_puts_two_files_side_by_side(office, judge):
    one, other = (PersonFactory(ambito=judge.ambito, surname=name) for name in ("Rossi", "Verdi"))
    address = reverse("citizens:doubles_report", args=[one.pk])

    assert office.post(address, {"altra": str(one.pk)}).status_code == 422
    assert office.post(address, {"altra": str(uuid.uuid4())}).status_code == 422
    answer = office.post(address, {"altra_text": "verdi rosa"})

    with arranging():
        pair = DuplicatePair._base_manager.get()
    assert answer["Location"] == url(pair)
    assert {pair.left_id, pair.right_id} == {one.pk, other.pk}
    assert pair.found_by == "person"


def test_the_count_is_on_today_for_who_may_judge_only(office, judge, pair):
    assert "sembrano della stessa persona" in said_of(office.get("/oggi/"))
    desk = entered(PostFactory(ambito=judge.ambito))
    assert "sembrano della stessa persona" not in said_of(desk.get("/oggi/"))
    assert LIST not in desk.get("/oggi/").content.decode()
    entry = soup(office.get("/oggi/")).select_one(f"#navigazione a[href='{LIST}']")
    assert entry.select_one(".ui-nav__count").get_text() == "1"
