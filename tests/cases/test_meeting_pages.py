"""The pages of meetings, verifications and tasks as people use them."""

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone

from prossimo.accounts import drafts
from prossimo.cases.models import CaseMeeting, CaseTask, Goal
from prossimo.cases.views.meeting_acts import ACTS
from prossimo.core.periods import today
from tests.access.reading import errors, words
from tests.arranging import arranging
from tests.cases.factories import given
from tests.cases.meetings_factories import CaseMeetingFactory, CaseTaskFactory, ChairFactory
from tests.cases.plan_factories import project_of
from tests.cases.test_pages import page, post
from tests.pages import form_of
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db


def only(model, **where):
    with arranging():
        return model.objects.unscoped("test").get(**where)


def test_a_meeting_goes_from_its_call_to_a_signed_print(case, owner, at_work):
    client = at_work(owner)
    when = timezone.localtime() - dt.timedelta(hours=2)
    values = {
        "kind": "team",
        "starts_at": f"{when:%Y-%m-%dT%H:%M}",
        "lasts": 60,
        "place": "Sala blu",
        "agenda": "La scuola",
        "people": [str(case.person_id)],
        "others": "Anna Riva (scuola)",
    }
    assert post(client, page(case, "meeting_new"), **values).status_code == 302
    meeting = only(CaseMeeting, case=case)
    assert "Sala blu" in words(client.get(page(case)))
    assert "da segnare chi c'era" in words(client.get(page(case, "meetings")))

    act = partial(page, case, "meeting_act", meeting.pk)
    form = form_of(client.get(act("tenuto")))
    assert client.post(act("tenuto"), form).status_code == 302
    task = {"what": "Iscrizione", "due_on": today().isoformat(), "name": "la zia"}
    url = page(case, "task_new") + f"?incontro={meeting.pk}"
    assert post(client, url, **task).status_code == 302
    written = {
        "base": 2,
        "discussed": "Va meglio <b>",
        "decisions": "Doposcuola",
        "agenda": "La scuola",
    }
    assert post(client, page(case, "meeting_minutes", meeting.pk), **written).status_code == 302
    assert post(client, act("chiudi"), version=3).status_code == 302
    assert (
        post(client, act("firma"), name="Anna Riva", how="paper", signed_on=today()).status_code
        == 302
    )

    seen = words(client.get(page(case, "meeting", meeting.pk)))
    for each in ("Va meglio <b>", "Doposcuola", "Iscrizione", "Anna Riva", "verbale firmato"):
        assert each in seen
    print_out = text_of(client.get(page(case, "meeting", meeting.pk), {"formato": "pdf"}).content)
    for each in ("Doposcuola", "Iscrizione", "Anna Riva", "Impronta"):
        assert each in print_out
    story = words(client.get(page(case) + "?mostra=incontri"))
    assert "Doposcuola" in story


def test_the_second_who_writes_sees_both_texts_and_chooses(case, owner, colleague, at_work):
    meeting = CaseMeetingFactory(case=case, state="held")
    given(case, colleague)
    url = page(case, "meeting_minutes", meeting.pk)
    assert post(at_work(owner), url, base=1, discussed="Il primo testo").status_code == 302

    client = at_work(colleague)
    both = post(client, url, base=1, discussed="Il secondo testo", decisions="La sua")
    assert both.status_code == 409
    said = both.content.decode()
    assert "Il primo testo" in said
    assert "Il secondo testo" in said
    chosen = form_of(both) | {"discussed": "Il secondo testo", "decisions": "La sua"}
    assert client.post(url, chosen).status_code == 302
    assert only(CaseMeeting, pk=meeting.pk).discussed == "Il secondo testo"


def test_a_draft_taken_up_after_somebody_saved_is_put_beside_theirs(case, owner, at_work, acting):
    meeting = CaseMeetingFactory(case=case, state="held")
    client, url = at_work(owner), page(case, "meeting_minutes", meeting.pk)
    assert post(client, url, base=1, discussed="Salvato da un'altra finestra").status_code == 302
    key = drafts.key_of("minutes", meeting.pk)
    drafts.keep(acting(owner), key, {"base": ["1"], "discussed": ["Stavo scrivendo"]})

    again = form_of(client.get(url))
    assert (again["base"], again["discussed"]) == ("1", "Stavo scrivendo")
    assert client.post(url, again).status_code == 409


def test_a_verification_writes_on_the_goals_and_makes_their_series(case, owner, at_work):
    plan = project_of(case, state="active")
    with arranging():
        goal = plan.goals.unscoped("test").get()
        pact = plan.commitments.unscoped("test").get()
    meeting = CaseMeetingFactory(case=case, kind="review", state="held")
    client, url = at_work(owner), page(case, "meeting_goals", meeting.pk)
    values = {f"result_{goal.pk.hex}": "reached", f"result_{pact.pk.hex}": "kept"}

    bare = post(client, url, **values)
    assert bare.status_code == 422
    assert "da che cosa lo si vede" in errors(bare)
    values |= {f"evidence_{goal.pk.hex}": "Ha firmato il contratto"}
    assert post(client, url, **values).status_code == 302

    row = only(Goal, pk=goal.pk)
    assert (row.state, row.stated_on, row.stated_why) == (
        "reached", meeting.day, "Ha firmato il contratto",
    )  # fmt: skip
    assert "Ha firmato il contratto" in words(client.get(page(case, "meetings")))
    assert "Ha firmato il contratto" in words(client.get(page(case, "meeting", meeting.pk)))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ["planned", "signed"])
def test_each_act_has_a_page_or_says_that_it_is_not_the_time(case, owner, at_work, act, state):
    meeting = CaseMeetingFactory(case=case, state=state)
    ChairFactory(meeting=meeting)

    answer = at_work(owner).get(page(case, "meeting_act", meeting.pk, act))

    assert answer.status_code in {200, 409}


def test_somebody_is_called_and_called_off(case, owner, at_work):
    meeting = CaseMeetingFactory(case=case)
    chair = ChairFactory(meeting=meeting, name="Marco Sala")
    client = at_work(owner)
    url = page(case, "meeting_act", meeting.pk, "invita")

    assert "una persona sola" in errors(post(client, url, name="Lei", person=str(case.person_id)))
    assert post(client, url, name="don Luca", body="parrocchia").status_code == 302
    assert post(client, page(case, "chair_end", meeting.pk, chair.pk)).status_code == 302
    seen = words(client.get(page(case, "meeting", meeting.pk)))
    assert "don Luca" in seen
    assert "Marco Sala" not in seen


def test_the_calendar_file_tells_the_hour_and_the_place_alone(case, owner, at_work):
    meeting = CaseMeetingFactory(case=case, place="Sala blu", agenda="Segreto")

    file = at_work(owner).get(page(case, "meeting_calendar", meeting.pk)).content.decode()

    assert "Sala blu" in file
    assert "Segreto" not in file
    assert case.person.surname not in file


def test_a_task_that_is_late_is_said_in_words_and_ended_from_its_page(case, owner, at_work):
    task = CaseTaskFactory(case=case, due_on=today() - dt.timedelta(days=2))
    client = at_work(owner)
    assert "in ritardo" in words(client.get(page(case, "meetings")))
    assert task.what in words(client.get(page(case)))
    changed = form_of(client.get(page(case, "task_change", task.pk))) | {"what": "Altro"}
    assert client.post(page(case, "task_change", task.pk), changed).status_code == 302

    done = {"version": 2, "state": "done"}
    assert post(client, page(case, "task", task.pk), **done).status_code == 302
    assert only(CaseTask, pk=task.pk).state == "done"
    assert client.get(page(case, "task", task.pk)).status_code == 409


def test_meetings_of_another_case_are_not_there(case, owner, colleague, at_work):
    meeting = CaseMeetingFactory(case__owner=owner, case__ambito=owner.ambito)

    assert at_work(owner).get(page(case, "meeting", meeting.pk)).status_code == 404
    assert at_work(colleague).get(page(case, "meetings")).status_code == 404
