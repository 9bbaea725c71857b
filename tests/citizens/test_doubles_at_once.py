"""The comparison of every file asked from the page and the shell, and two who merge at once."""

import threading

from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from prossimo.accounts.choices import RoleKey
from prossimo.citizens import comparing, tasks
from prossimo.citizens.models import DoublesLook, DuplicatePair, Merge
from prossimo.core.records import new_id
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory
from tests.citizens.twofold import (
    CODE,
    LIST,
    entered,
    merge_form,
    pair_in,
    said_of,
    url,
)
from tests.pages import soup


def looks():
    with arranging():
        return list(DoublesLook._base_manager.all())


def test_the_comparison_is_asked_once_and_shows_how_far_it_is(office, judge):
    for _ in range(3):
        assert office.post(f"{LIST}cerca/").status_code == 302

    (look,) = looks()
    with arranging():
        jobs = list(ProcrastinateJob.objects.filter(task_name="citizens.compare_all"))
        DoublesLook._base_manager.update(state="running", done=1, total=4)
    assert [job.args["look"] for job in jobs] == [str(look.pk)]
    part = soup(office.get(f"{LIST}a-che-punto/", headers={"HX-Request": "true"}))
    assert (part.progress["value"], part.progress["max"]) == ("1", "4")


def test_without_the_machine_equal_codes_are_found_and_the_page_says_so(office, judge, monkeypatch):
    for _ in range(2):
        PersonFactory(ambito=judge.ambito, tax_code=CODE, tax_code_state="valid")
    monkeypatch.setattr(comparing, "find_spec", lambda name: None)
    office.post(f"{LIST}cerca/")
    (look,) = looks()

    tasks.compare_all.func(look=str(look.pk), user=str(judge.user_id), post=str(judge.pk))

    assert [row.state for row in looks()] == ["failed"]
    assert "manca il componente" in said_of(office.get(LIST))
    assert len(soup(office.get(LIST)).select("[data-row]")) == 1


def test_the_command_compares_all_the_files_as_a_person(fresh_database, capsys):
    judge = PostFactory(role=RoleKey.SOCIAL_DESK)
    same = [
        PersonFactory(
            ambito=judge.ambito, surname=surname, given_name="Gianmaria", tax_code=CODE,
            tax_code_state="valid", birth_place_code="A794",
        )
        for surname in ("Brambillasca", "Brambilasca")
    ]  # fmt: skip
    PersonFactory(ambito=judge.ambito, surname="Neri", given_name="Ugo", born_on=None)

    call_command("duplicates", "--as", judge.user.username)

    assert "Coppie trovate: 1; nuove: 1" in capsys.readouterr().out
    with arranging():
        pair = DuplicatePair._base_manager.get()
    assert {pair.left_id, pair.right_id} == {person.pk for person in same}
    assert pair.found_by == "tax_code"
    assert {"surname", "tax_code"} <= {reason["part"] for reason in pair.reasons}
    assert [look.state for look in looks()] == ["done"]


def test_two_who_merge_at_once_one_wins_and_the_other_gets_a_sentence(fresh_database):
    judge = PostFactory(role=RoleKey.SOCIAL_DESK)
    other = PostFactory(role=RoleKey.CASEWORKER, ambito=judge.ambito)
    pair = pair_in(judge)
    clients = [entered(judge), entered(other)]
    bodies = [merge_form(client, pair) for client in clients]
    bodies[1]["keep"] = "right" if bodies[0]["keep"] == "left" else "left"
    for body in bodies:
        body["idempotency_key"] = str(new_id())
    gate, answers = threading.Barrier(2), [None, None]

    def run(at):
        try:
            gate.wait(timeout=20)
            answers[at] = clients[at].post(url(pair, "unisci/"), bodies[at], follow=True)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert [answer.status_code for answer in answers] == [200, 200]
    texts = [answer.content.decode() for answer in answers]
    assert sum("Le due schede sono una sola" in text for text in texts) == 1
    told = ("è appena confluita in un'altra", "ha già unito", "è confluita in")
    assert sum(any(words in text for words in told) for text in texts) >= 1
    with arranging():
        assert Merge._base_manager.count() == 1
