"""The first sheet of a case: four answers, one story of everything, the same on paper."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import JournalLine
from prossimo.cases.glance import ago, household_line
from prossimo.cases.models import Case
from prossimo.cases.operations.parts import change_case
from prossimo.core.periods import today
from tests.access.factories import ContactFactory
from tests.access.reading import words
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, CaseNeedFactory, DiaryEntryFactory, given
from tests.cases.test_pages import page
from tests.cases.ties_factories import CaseTieFactory
from tests.citizens.factories import HouseholdFactory, PersonFactory
from tests.pdfs import text_of
from tests.territory.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def days(number):
    return today() + dt.timedelta(days=number)


def told(case, **values):
    with arranging():
        Case.objects.unscoped("test").filter(pk=case.pk).update(**values)


def glance(answer):
    """The four answers, and nothing else of the page."""
    part = answer.content.decode().partition('class="case-glance"')[2].partition("</section>")[0]
    return part


def test_who_they_are_stands_in_the_header(owner, at_work):
    case = CaseFactory(
        ambito=owner.ambito,
        owner=owner,
        person__born_on=dt.date(1990, 5, 12),
        person__needs_interpreter=True,
        person__contact_warning="Mai al telefono di casa",
        person__municipality=MunicipalityFactory(ambito=owner.ambito, name="Azzano"),
    )
    seen = words(at_work(owner).get(page(case)))

    assert "12/05/1990" in seen
    assert "Azzano" in seen
    assert "serve un interprete" in seen
    assert "Mai al telefono di casa" in seen
    assert f"la segue {owner.user.get_full_name()}" in seen


def test_the_household_is_a_line_with_its_minors(owner, at_work):
    household = HouseholdFactory(ambito=owner.ambito)
    me = PersonFactory(ambito=owner.ambito, household=household)
    PersonFactory(
        ambito=owner.ambito, household=household, given_name="Sara", born_on=days(-9 * 366)
    )
    case = CaseFactory(ambito=owner.ambito, owner=owner, person=me)

    assert "In casa sono in 2 (con un minorenne): Sara (9)" in glance(
        at_work(owner).get(page(case))
    )
    assert "per conto proprio" in household_line([])


def test_what_is_late_says_since_when_and_what_comes_next_is_in_the_header(case, owner, at_work):
    told(case, taken_on=days(-10), review_on=days(-4), last_heard_on=days(-90))
    client = at_work(owner)

    late = glance(client.get(page(case)))
    assert "da 4 giorni" in late
    assert "Nessuno ha loro notizie" in late
    assert "da 90 giorni" in late
    told(case, review_on=days(10), last_heard_on=today())
    seen = client.get(page(case))
    assert "Niente." in glance(seen)
    assert "prossima scadenza" in words(seen)
    assert "Ultima notizia oggi" in glance(seen)


def test_a_closed_case_says_how_it_ended_and_whom_to_hear_again(case, owner, at_work):
    told(case, state="closed", closed_on=days(-40), outcome="reached", follow_up_on=days(-10))

    seen = glance(at_work(owner).get(page(case)))
    assert "Obiettivi raggiunti" in seen
    assert "Risentire la persona" in seen
    assert "da 10 giorni" in seen
    assert [ago(days(0), today()), ago(days(-1), today())] == ["oggi", "ieri"]


def test_a_reserved_case_with_a_very_long_name_and_nobody_on_it_still_answers(manager, at_work):
    person = PersonFactory(ambito=manager.ambito, surname="Castelbarco " * 6)
    case = CaseFactory(ambito=manager.ambito, person=person, state="proposed")

    seen = at_work(manager).get(page(case))
    assert "ancora nessuno la segue" in words(seen)
    assert "Segnalata il" in glance(seen)


def test_the_story_tells_of_desks_too_and_of_what_changed(case, owner, acting, at_work):
    with arranging():
        contact = ContactFactory(desk__ambito=owner.ambito, person=case.person)
    changed = change_case(case, by=acting(owner), expected=1, values={"review_on": days(30)})
    change_case(changed, by=acting(owner), expected=2, values={"user_area": "DIS"})
    client = at_work(owner)

    seen = words(client.get(page(case)))
    assert "da famiglia e minori a disabili" in seen
    only = words(client.get(page(case), {"mostra": "cambiamenti"}))
    assert "Cambia la presa in carico" in only
    url = contact.get_absolute_url()
    assert url in client.get(page(case), {"mostra": "persona-contacts"}).content.decode()
    assert url not in client.get(page(case), {"mostra": "passi"}).content.decode()


def test_words_and_year_narrow_the_story_whatever_its_source(case, owner, at_work):
    when = dt.datetime(2026, 3, 4, 10, tzinfo=dt.UTC)
    DiaryEntryFactory(case=case, text="La caldaia è rotta", happened_at=when)
    DiaryEntryFactory(case=case, text="Il figlio va a scuola")
    told(case, reported_on=dt.date(2025, 1, 10))
    client = at_work(owner)

    found = words(client.get(page(case), {"parole": "CALDAIA"}))
    assert "La caldaia è rotta" in found
    assert "Il figlio va a scuola" not in found
    assert "La caldaia" not in words(client.get(page(case), {"anno": "2025"}))
    assert "La caldaia" in words(client.get(page(case), {"anno": "2026", "parole": "rotta"}))
    assert "Niente con queste parole" in words(client.get(page(case), {"parole": "dirigibile"}))
    for wrong in ({"anno": "abc"}, {"anno": "99999999"}, {"pagine": "-1"}, {"mostra": "x"}):
        assert client.get(page(case), wrong).status_code == 200


def test_who_was_not_given_the_diary_does_not_find_its_words(case, colleague, at_work):
    DiaryEntryFactory(case=case, text="Parola segreta")
    given(case, colleague, parts=["plan"])

    for query in ({"parole": "segreta"}, {"mostra": "diario"}):
        assert "Parola segreta" not in words(at_work(colleague).get(page(case), query))


def test_the_page_asks_the_same_with_three_pages_of_diary_and_with_three_hundred(
    case, owner, at_work
):
    client = at_work(owner)

    def asked(**query):
        client.get(page(case), query)
        with CaptureQueriesContext(connection) as captured:
            client.get(page(case), query)
        return len(captured)

    filled(case, owner, 3)
    few = asked(), asked(pagine="3"), asked(parole="giorno")
    filled(case, owner, 300)
    assert (asked(), asked(pagine="3"), asked(parole="giorno")) == few


def filled(case, owner, number):
    """So many pages of diary, one a day."""
    with arranging():
        for turn in range(number):
            DiaryEntryFactory(
                case=case,
                author=owner.user,
                text=f"Un giorno, il {turn}",
                happened_at=timezone.now() - dt.timedelta(days=turn, hours=1),
            )


def test_the_paper_holds_what_was_chosen_and_leaves_its_trace(case, owner, at_work):
    DiaryEntryFactory(case=case, text="La caldaia è rotta")
    CaseNeedFactory(case=case, note="Sfratto a marzo")
    CaseTieFactory(case=case, name="La signora del terzo piano")
    client = at_work(owner)
    assert "Che cosa stampare" in words(client.get(page(case, "print")))

    whole = {"parte": ["chi", "bisogni", "rete", "diario", "storia"]}
    printed = text_of(client.get(page(case, "print"), whole).content)
    for said in ("La caldaia", "Sfratto a marzo", "La signora del terzo", case.person.surname):
        assert said in printed
    with arranging():
        line = JournalLine.objects.filter(action="print").latest("at")
    assert line.note == "chi,bisogni,rete,diario,storia"

    part = text_of(client.get(page(case, "print"), {"parte": "bisogni"}).content)
    assert "Sfratto a marzo" in part
    assert "La caldaia" not in part
    assert "Sono solo alcune parti" in part


def test_nobody_prints_what_they_may_not_read(case, colleague, manager, at_work):
    DiaryEntryFactory(case=case, text="La caldaia è rotta")
    given(case, colleague, parts=["plan"])

    for who in (colleague, manager):
        client = at_work(who)
        assert "Diario" not in words(client.get(page(case, "print")))
        asked = client.get(page(case, "print"), {"parte": ["chi", "diario", "storia"]})
        assert "La caldaia" not in text_of(asked.content)
    stranger = at_work(PostFactory(role=RoleKey.CASEWORKER, ambito=case.ambito))
    assert stranger.get(page(case, "print"), {"parte": "chi"}).status_code == 404
