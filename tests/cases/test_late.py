"""What is late: silence by intensity, what counts as news, verifications, tasks; who sees which."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from prossimo.accounts.choices import RoleKey
from prossimo.cases.choices.late import LateKind
from prossimo.cases.models import Case
from prossimo.cases.queries.late import by_worker, late_in
from prossimo.cases.rules import ATTENTIONS, Attention, attention_on, propose_outcome, silent_from
from prossimo.core.periods import today
from tests.access.agenda_factories import AppointmentFactory
from tests.access.factories import ContactFactory, DeskFactory
from tests.access.reading import rows, words
from tests.access.referrals_factories import ReferralFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, CaseMemberFactory, given
from tests.cases.meetings_factories import CaseTaskFactory
from tests.cases.plan_factories import project_of

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2026, 2, 1)


def ago(days):
    return today() - dt.timedelta(days=days)


def put(case, **values):
    with arranging():
        Case.objects.unscoped("test").filter(pk=case.pk).update(**values)
    return case


def heard(case):
    with arranging():
        return Case.objects.unscoped("test").get(pk=case.pk).last_heard_on


def kinds(found):
    return sorted(each.kind for each in found)


@pytest.mark.parametrize(("intensity", "days"), sorted(ATTENTIONS[0].silent.items()))
@pytest.mark.parametrize("beyond", [0, 1])
def test_a_case_is_silent_one_day_after_the_days_of_its_intensity(
    case, owner, acting, intensity, days, beyond
):
    put(case, intensity=intensity, last_heard_on=ago(days + beyond), review_on=today())
    by = acting(owner)

    row = Case.objects.visible_to(by).get(pk=case.pk)
    assert row.is_silent == bool(beyond)
    assert Case.objects.visible_to(by).silent_on(today()).exists() == bool(beyond)
    assert kinds(late_in(by)) == (["silent"] if beyond else [])


def test_the_rule_of_silence_is_dated():
    new = Attention(dt.date(2027, 1, 1), {"full": 15}, {"full": 30})

    assert attention_on(dt.date(2026, 6, 1), [*ATTENTIONS, new]).silent_after("full") == 30
    assert attention_on(dt.date(2027, 6, 1), [*ATTENTIONS, new]).silent_after("full") == 15
    assert silent_from("full", dt.date(2027, 1, 1), new) == dt.date(2027, 1, 17)
    with pytest.raises(LookupError):
        attention_on(dt.date(1999, 1, 1))


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        ([], ""), (["not"], ""), (["open"], ""), (["reached"], "reached"),
        (["reached", "partly"], "partly"), (["reached", "open"], "partly"), (["partly"], "partly"),
    ],
)  # fmt: skip
def test_the_outcome_follows_from_the_goals(results, outcome):
    assert propose_outcome(results) == outcome


def met_at_a_desk(case, desk):
    ContactFactory(desk=desk, person=case.person, happened_at=timezone.now())


def met_a_relative(case, desk):
    sister = CaseMemberFactory(case=case)
    ContactFactory(desk=desk, person=sister.person, happened_at=timezone.now())


def kept_an_appointment(case, desk):
    row = AppointmentFactory(desk=desk, person=case.person, starts_at=timezone.now())
    row.state = "done"
    row.save()


def was_answered(case, desk):
    row = ReferralFactory(desk=desk, person=case.person)
    row.answered_at = timezone.now()
    row.save()


@pytest.mark.parametrize("news", [met_at_a_desk, met_a_relative, kept_an_appointment, was_answered])
def test_whoever_hears_of_the_person_the_case_hears_of_it(case, news):
    put(case, last_heard_on=LONG_AGO)
    desk = DeskFactory(ambito=case.ambito)

    with arranging():
        news(case, desk)

    assert heard(case) == today()


def test_news_of_long_ago_do_not_turn_the_clock_back_nor_wake_what_is_closed(case, owner):
    desk = DeskFactory(ambito=case.ambito)
    closed = CaseFactory(ambito=owner.ambito, owner=owner, person=case.person, state="closed",
                         user_area="ADD", last_heard_on=LONG_AGO)  # fmt: skip
    put(case, last_heard_on=ago(3))

    ContactFactory(desk=desk, person=case.person, happened_at=timezone.now() - dt.timedelta(days=9))

    assert heard(case) == ago(3)
    ContactFactory(desk=desk, person=case.person, happened_at=timezone.now())
    assert heard(closed) == LONG_AGO


def everything_late(owner):
    """A case with a task, a goal and a verification that are late; one to be heard again."""
    case = CaseFactory(ambito=owner.ambito, owner=owner, last_heard_on=today(), review_on=ago(4))
    CaseTaskFactory(case=case, due_on=ago(2))
    CaseTaskFactory(case=case, due_on=today())
    goal = project_of(case, state="active").goals.unscoped("test")
    with arranging():
        goal.update(horizon_on=ago(7))
    closed = CaseFactory(
        ambito=owner.ambito, owner=owner, state="closed", user_area="ADD", follow_up_on=today()
    )
    return case, closed


def test_each_kind_of_delay_is_told_to_who_follows_and_to_who_coordinates(
    owner, manager, colleague, acting
):
    everything_late(owner)
    told = ["goal", "heard", "review", "task"]

    assert kinds(late_in(acting(owner))) == told
    assert late_in(acting(colleague)) == []
    found = late_in(acting(manager))
    assert kinds(found) == told
    (owed,) = by_worker(found)
    assert (owed.owner, owed.counts.total()) == (owner.pk, 4)


def test_a_reserved_case_is_late_only_for_who_follows_it(owner, manager, acting):
    case, closed = everything_late(owner)
    for each in (case, closed):
        put(each, restricted=True)

    assert late_in(acting(manager)) == []
    assert len(late_in(acting(owner))) == 4


def test_a_case_without_an_agreed_day_is_verified_as_often_as_its_intensity_asks(
    case, owner, acting
):
    put(case, intensity="full", taken_on=ago(91), last_heard_on=today())
    assert kinds(late_in(acting(owner))) == ["review"]
    put(case, intensity="light")
    assert late_in(acting(owner)) == []


def test_the_list_filters_counts_and_leaves_as_a_file(owner, manager, at_work):
    case, closed = everything_late(owner)
    client = at_work(manager)
    url = reverse("cases:late")

    assert len(rows(client.get(url))) >= 4
    only = words(client.get(url, {"kind": "task"}))
    assert case.person.listed_name in only
    assert closed.person.listed_name not in only
    assert owner.user.get_full_name() in only
    file = client.get(url, {"formato": "csv"})
    assert case.number in file.content.decode()
    assert client.get(url, {"owner": "x"}).status_code == 200


def test_today_shows_what_is_late_with_its_links(owner, manager, at_work):
    case, closed = everything_late(owner)

    page = at_work(owner).get(reverse("web:today")).content.decode()
    assert reverse("cases:meetings", args=[case.pk]) in page
    assert reverse("cases:hear_again", args=[closed.pk]) in page
    assert owner.user.get_full_name() in words(at_work(manager).get(reverse("web:today")))


def test_who_sees_no_case_has_no_list(owner, at_work):
    desk = at_work(PostFactory(ambito=owner.ambito, role=RoleKey.FRONT_DESK))

    assert desk.get(reverse("cases:late")).status_code == 403


def test_who_was_given_the_case_until_yesterday_sees_nothing_late(owner, colleague, acting):
    case, _closed = everything_late(owner)
    given(case, colleague, last=ago(1))

    assert late_in(acting(colleague)) == []
    assert set(LateKind.values) >= {"silent", "review", "task", "goal", "heard"}
