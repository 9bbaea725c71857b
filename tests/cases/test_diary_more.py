"""Around the diary: words looked for in it, texts it begins from, who is told of a page."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from prossimo.accounts.models import OutboxMessage
from prossimo.cases.models import EntryMention, EntryTemplate
from prossimo.cases.operations import diary, templates
from prossimo.cases.queries.diary_search import found_in_diary, marked
from prossimo.core.periods import today
from tests.access.reading import field, soup, words
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, CaseNoteFactory, DiaryEntryFactory, given
from tests.cases.papers_factories import EntryMentionFactory, EntryTemplateFactory
from tests.pages import form_of

pytestmark = pytest.mark.django_db
SEARCH = reverse("cases:diary_search")


def told(**more):
    return {"kind": "interview", "happened_at": timezone.now(), "text": "Ha parlato"} | more


def test_words_are_found_in_their_other_forms_and_marked(case, owner, at_work):
    DiaryEntryFactory(case=case, text="I figli tornano <b>tardi</b> da scuola.")
    DiaryEntryFactory(case=case, text="La casa è umida.")

    answer = at_work(owner).get(SEARCH, {"q": "figlio"})

    assert [each.text for each in soup(answer).select("main mark")] == ["figli"]
    assert "umida" not in words(answer)
    assert "<b>tardi</b>" not in answer.content.decode()
    assert "tardi" in words(answer)


def test_nobody_finds_words_of_a_diary_they_were_not_given(
    case, owner, colleague, manager, at_work, acting
):
    DiaryEntryFactory(case=case, text="Il segreto della nonna")
    CaseNoteFactory(entry=DiaryEntryFactory(case=case, text="Altro"), text="segreto mio")
    given(case, colleague, parts=["plan"])
    ended = CaseFactory(ambito=owner.ambito)
    given(ended, colleague, last=today() - dt.timedelta(days=1))
    DiaryEntryFactory(case=ended, text="Un altro segreto")

    assert "nonna" in words(at_work(owner).get(SEARCH, {"q": "segreto"}))
    assert "mio" not in words(at_work(owner).get(SEARCH, {"q": "segreto"}))
    assert "Nessuna pagina" in words(at_work(colleague).get(SEARCH, {"q": "segreto"}))
    assert at_work(manager).get(SEARCH, {"q": "segreto"}).status_code == 403
    assert not found_in_diary(acting(colleague), "segreto").exists()


def test_in_one_case_only_and_of_one_kind(case, owner, at_work):
    other = CaseFactory(ambito=owner.ambito, owner=owner)
    DiaryEntryFactory(case=case, text="La spesa qui", kind="visit")
    DiaryEntryFactory(case=case, text="La spesa al telefono", kind="call")
    DiaryEntryFactory(case=other, text="La spesa altrove")
    client = at_work(owner)

    assert "3 pagine" in words(client.get(SEARCH, {"q": "spesa"}))
    assert "2 pagine" in words(client.get(SEARCH, {"q": "spesa", "case": case.pk}))
    found = client.get(SEARCH, {"q": "spesa", "case": case.pk, "kind": "call"})
    assert "1 pagina" in words(found)
    assert "telefono" in words(found)
    stranger = CaseFactory(ambito=owner.ambito)
    assert client.get(SEARCH, {"q": "spesa", "case": stranger.pk}).status_code == 404


def test_many_pages_are_paged_and_odd_words_break_nothing(case, owner, at_work):
    for number in range(23):
        DiaryEntryFactory(case=case, text=f"Spesa numero {number}")
    client = at_work(owner)

    assert len(soup(client.get(SEARCH, {"q": "spesa"})).select(".diary-found > li")) == 20
    assert len(soup(client.get(SEARCH, {"q": "spesa", "page": 2})).select(".diary-found > li")) == 3
    for odd in ('"', "spesa &", "-spesa", "' OR 1=1", "\\", "a" * 200, "di il la"):
        assert client.get(SEARCH, {"q": odd}).status_code == 200


def test_what_was_found_is_marked_and_nothing_else_is_believed():
    assert marked("la <script> \ue000spesa\ue001 & via") == (
        "la &lt;script&gt; <mark>spesa</mark> &amp; via"
    )


def test_who_follows_is_told_and_sees_it_on_the_page_of_the_day(case, owner, colleague, at_work):
    given(case, colleague)
    client = at_work(owner)
    url = reverse("cases:entry_new", args=[case.pk])

    client.post(
        url, form_of(client.get(url)) | {"kind": "call", "text": "Vedi", "told": [colleague.pk]}
    )

    with arranging():
        mention = EntryMention.objects.unscoped("test").get()
        assert OutboxMessage.objects.filter(object_id=colleague.user_id).exists()
    page = client.get(reverse("cases:entry", args=[case.pk, mention.entry_id]))
    assert f"Segnalata a: {colleague.user.get_full_name()}" in words(page)
    today_page = words(at_work(colleague).get(reverse("web:today")))
    assert "Ti hanno segnalato" in today_page
    assert case.person.full_name in today_page


def test_only_who_reads_the_diary_today_is_told(case, owner, colleague, manager, acting):
    given(case, colleague, parts=["plan"])

    for post in (colleague, manager):
        with pytest.raises(ValidationError, match="non ne legge"):
            diary.write_entry(case, by=acting(owner), values=told(), told=[post])


def test_who_was_told_and_follows_no_more_is_shown_nothing(case, colleague, at_work):
    given(case, colleague, last=today() - dt.timedelta(days=1))
    EntryMentionFactory(entry=DiaryEntryFactory(case=case), post=colleague)

    assert "Ti hanno segnalato" not in words(at_work(colleague).get(reverse("web:today")))


def test_a_page_begins_from_a_text_under_what_was_typed(case, owner, at_work):
    model = EntryTemplateFactory(ambito=owner.ambito)
    client = at_work(owner)
    url = reverse("cases:entry_new", args=[case.pk])
    assert model.title in words(client.get(url))

    begun = client.get(url, {"modello": model.pk})
    assert field(begun, "text") == model.text
    assert field(begun, "kind") == "visit"
    client.post(
        reverse("accounts:draft"),
        {"key": f"diary:{case.pk}", "fields": {"text": ["Già scritto"]}},
        content_type="application/json",
    )
    begun = client.get(url, {"modello": model.pk})

    assert field(begun, "text").splitlines() == ["Già scritto", "", *model.text.splitlines()]


def test_what_was_being_typed_is_gone_once_it_is_written(case, owner, at_work):
    client = at_work(owner)
    url = reverse("cases:entry_new", args=[case.pk])
    client.post(
        reverse("accounts:draft"),
        {"key": f"diary:{case.pk}", "fields": {"text": ["Quasi"]}},
        content_type="application/json",
    )
    begun = client.get(url)
    assert field(begun, "text") == "Quasi"

    client.post(url, form_of(begun) | {"kind": "call", "text": "Fatto"})

    assert field(client.get(url), "text") == ""


def test_a_manager_keeps_the_texts_and_what_was_in_use_is_known(owner, manager, at_work, acting):
    client = at_work(manager)
    new = reverse("cases:template_new")
    client.post(new, form_of(client.get(new)) | {"kind": "visit", "title": "Visita", "text": "Uno"})
    with arranging():
        first = EntryTemplate.objects.get()
    change = reverse("cases:template_change", args=[first.pk])
    client.post(change, form_of(client.get(change)) | {"text": "Due"})

    seen = EntryTemplate.objects.visible_to(acting(owner))
    assert [each.text for each in seen.in_use()] == ["Due"]
    assert seen.count() == 2
    with pytest.raises(PermissionDenied):
        templates.add_template(
            by=acting(owner), values={"kind": "visit", "title": "x", "text": "y"}
        )


def test_texts_of_another_place_are_not_seen(owner, acting):
    EntryTemplateFactory()

    assert not EntryTemplate.objects.visible_to(acting(owner)).exists()
    assert not EntryTemplate.objects.exists()  # nor behind the second wall


def test_two_texts_in_use_never_share_a_title(manager, acting):
    by = acting(manager)
    values = {"kind": "visit", "title": "Visita", "text": "Uno"}
    kept = templates.add_template(by=by, values=values)

    with pytest.raises(ValidationError, match="C'è già"):
        templates.add_template(by=by, values=values)
    templates.end_template(kept, by=by, expected=1)
    assert templates.add_template(by=by, values=values).pk != kept.pk
