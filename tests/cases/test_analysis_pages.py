"""Analyses and scales as people use them: begun, written page by page, concluded, compared, printed."""

import datetime as dt

import pytest
from django.urls import reverse

from prossimo.cases.declared import questionnaires, scales
from prossimo.cases.models import AnalysisAnswer, CaseAnalysis, CaseNeed, ScaleAnswer, ScaleSheet
from prossimo.core.periods import today
from tests.access.reading import errors, words
from tests.arranging import arranging
from tests.cases.analysis_factories import (
    AnalysisAnswerFactory,
    CaseAnalysisFactory,
    answered_whole,
    scored_sheet,
)
from tests.cases.factories import CaseFactory, CaseNeedFactory, given
from tests.cases.test_pages import page, post
from tests.catalogue.factories import NeedFactory
from tests.citizens.factories import BenefitHeldFactory, IseeCertificateFactory
from tests.pages import form_of
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db
KATZ = {item.key: "kept" for item in scales["katz"].items}


def rows_of(model, **wanted):
    with arranging():
        return list(model.objects.unscoped("test").filter(**wanted))


def begun(client, case, form="preliminary"):
    client.post(page(case, "analysis_begin", form))
    (analysis,) = rows_of(CaseAnalysis, case=case, form=form, state="draft")
    return analysis


def filling(sheet):
    return {f"item_{key}": option for key, option in sheet.items()}


def test_the_sheet_of_the_case_offers_forms_and_scales(case, owner, at_work):
    seen = words(at_work(owner).get(page(case, "analysis")))

    for declared in (*questionnaires, *scales):
        assert str(declared.label) in seen


def test_an_analysis_is_begun_and_goes_on_where_it_was(case, owner, at_work):
    client = at_work(owner)

    answer = client.post(page(case, "analysis_begin", "preliminary"))
    again = client.post(page(case, "analysis_begin", "preliminary"))

    (analysis,) = rows_of(CaseAnalysis)
    assert (
        answer["Location"] == again["Location"] == page(case, "analysis_page", analysis.pk, "care")
    )
    assert client.post(page(case, "analysis_begin", "nothing")).status_code == 404


def test_each_page_of_each_form_opens_and_takes_its_answers(case, owner, at_work):
    client = at_work(owner)
    for form in questionnaires:
        analysis = begun(client, case, form.key)
        url = page(case, "analysis_page", analysis.pk, form.on(today()).blocks[0].key)
        for _turn in range(30):
            shown = client.get(url)
            assert shown.status_code == 200, url
            given_ = form_of(shown)
            done = client.post(url, given_)
            assert done.status_code == 302, errors(done)
            url = done["Location"]
            if url.endswith("/concludi/"):
                break
        assert "Mancano ancora risposte" in words(client.get(url))


def test_what_is_known_is_not_asked_again_and_says_where_it_is_known_from(case, owner, at_work):
    IseeCertificateFactory(person=case.person, isee_cents=842_050)
    BenefitHeldFactory(person=case.person, name="Assegno unico")
    CaseNeedFactory(case=case, need=NeedFactory(theme="income", label="Debiti"), weight=3)
    client = at_work(owner)
    analysis = begun(client, case)
    url = page(case, "analysis_page", analysis.pk, "economy")

    shown = client.get(url)

    filled = form_of(shown)
    assert "8.420,50" in filled["economy_isee"]
    assert "Assegno unico" in filled["economy_held"]
    assert filled["economy_level"] == "serious"
    assert "Da: attestazione ISEE" in words(shown)
    assert client.post(url, {**filled, "economy_held": "Niente"}).status_code == 302
    kept = {row.item: row.source for row in rows_of(AnalysisAnswer, analysis=analysis)}
    assert kept["economy_isee"] == "attestazione ISEE"
    assert kept["economy_held"] == ""


def test_an_analysis_is_concluded_only_when_whole_and_its_needs_enter_the_case(
    case, owner, at_work
):
    need = NeedFactory(theme="home", label="Trovare casa")
    client = at_work(owner)
    analysis = begun(client, case)
    url = page(case, "analysis_complete", analysis.pk)
    missing = post(client, url, version=1, outcome="simple")
    assert missing.status_code == 422
    assert "Abitare" in errors(missing)
    answered_whole(analysis, weight="serious")

    assert "équipe multidisciplinare" in words(client.get(url))
    other = {"version": 1, "outcome": "simple", "needs": [str(need.pk)], "summary": "Fatica"}
    assert "scrivi perché" in errors(post(client, url, **other))
    done = post(client, url, **other, outcome_why="Lo vuole la famiglia")

    assert done["Location"] == page(case, "analysis_detail", analysis.pk)
    (saved,) = rows_of(CaseAnalysis)
    assert (saved.state, saved.outcome, saved.completed_on) == ("completed", "simple", today())
    assert [(row.need, row.weight) for row in rows_of(CaseNeed, case=case)] == [(need, 3)]
    first = words(client.get(page(case)))
    assert "patto semplificato" in first
    assert client.get(page(case, "analysis_page", analysis.pk, "home")).status_code == 409
    assert client.get(url).status_code == 409


def test_a_stale_page_says_so_and_keeps_what_was_typed(case, owner, at_work):
    client = at_work(owner)
    analysis = begun(client, case)
    url = page(case, "analysis_page", analysis.pk, "network")
    client.post(url, form_of(client.get(url)))

    answer = post(client, url, version=1, network_who="La vicina Ada", network_level="mild")

    assert answer.status_code == 422
    assert "appena cambiata" in errors(answer)
    assert "La vicina Ada" in answer.content.decode()


def test_what_is_typed_comes_back_and_leaves_once_it_is_saved(case, owner, at_work):
    client = at_work(owner)
    analysis = begun(client, case)
    url = page(case, "analysis_page", analysis.pk, "network")
    key = f"analysis:{analysis.pk.hex}:network"
    typed = {"key": key, "fields": {"network_who": ["La panettiera"]}}
    client.post(reverse("accounts:draft"), typed, content_type="application/json")

    shown = client.get(url)
    assert "Ho ripreso" in words(shown)
    assert form_of(shown)["network_who"] == "La panettiera"
    client.post(url, form_of(shown))

    assert "Ho ripreso" not in words(client.get(url))


def test_two_analyses_stand_side_by_side(case, owner, at_work):
    before = answered_whole(CaseAnalysisFactory(case=case, state="completed"), weight="serious")
    now = answered_whole(CaseAnalysisFactory(case=case, state="completed"), weight="mild")
    client = at_work(owner)

    alone = words(client.get(page(case, "analysis_detail", now.pk)))
    seen = words(client.get(page(case, "analysis_detail", now.pk) + f"?con={before.pk}"))

    assert "con quella del" in alone
    assert "pesa meno" in seen
    assert "grave" in seen
    assert client.get(page(case, "analysis_detail", now.pk) + "?con=no").status_code == 200


def test_the_next_analysis_begins_from_the_last(case, owner, at_work):
    was = CaseAnalysisFactory(case=case, state="completed")
    AnalysisAnswerFactory(analysis=was, text="La zia Pina")
    client = at_work(owner)
    analysis = begun(client, case)

    shown = client.get(page(case, "analysis_page", analysis.pk, "network"))

    assert form_of(shown)["network_who"] == "La zia Pina"
    assert "Da: analisi del" in words(shown)


def test_who_was_given_no_health_neither_sees_nor_answers_it(case, colleague, at_work):
    analysis = answered_whole(CaseAnalysisFactory(case=case), text="Parole del piano")
    AnalysisAnswerFactory(
        analysis=analysis, item="health_signs", part="health", chosen=["addiction"], text="Beve"
    )
    sheet = scored_sheet(case, KATZ)
    given(case, colleague, parts=["plan"])
    client = at_work(colleague)

    for answer in (
        client.get(page(case, "analysis")),
        client.get(page(case, "analysis_detail", analysis.pk)),
        client.get(page(case, "analysis_page", analysis.pk, "health")),
        client.get(page(case)),
    ):
        assert answer.status_code == 200
        assert "Beve" not in words(answer)
        assert "funzioni conservate" not in words(answer)
    assert "Parole del piano" in words(client.get(page(case, "analysis_detail", analysis.pk)))
    assert "Beve" not in text_of(client.get(page(case, "analysis_paper", analysis.pk)).content)
    assert client.get(page(case, "scale", sheet.pk)).status_code == 403
    assert client.get(page(case, "analysis_complete", analysis.pk)).status_code == 403


def test_who_was_given_only_health_sees_scales_and_no_analysis(case, colleague, at_work):
    analysis = CaseAnalysisFactory(case=case)
    sheet = scored_sheet(case, KATZ)
    given(case, colleague, parts=["health"])
    client = at_work(colleague)

    assert "funzioni conservate: 6 su 6" in words(client.get(page(case, "analysis")))
    assert client.get(page(case, "scale", sheet.pk)).status_code == 200
    assert client.get(page(case, "analysis_detail", analysis.pk)).status_code == 404


def test_who_coordinates_sees_neither(case, manager, at_work):
    client = at_work(manager)

    assert client.get(page(case, "analysis")).status_code == 403
    assert "Analisi e scale" not in words(client.get(page(case)))


@pytest.mark.parametrize("scale", scales, ids=lambda scale: scale.key)
def test_each_scale_is_filled_in_totalled_and_printed(case, owner, scale, at_work):
    client = at_work(owner)
    best = {
        item.key: max(item.options, key=lambda option: option.points).key
        for item in scale.items
        if item.only_if is None
    }
    values = {"person": case.person_id, "done_on": today(), "source": "told",
              "informant": "la figlia", "convention": scale.conventions[0].key}  # fmt: skip

    done = post(client, page(case, "scale_new", scale.key), **values, **filling(best))

    assert done.status_code == 302, errors(done)
    (sheet,) = rows_of(ScaleSheet)
    assert sheet.total == {"katz": 6, "lawton": 8}.get(scale.key, 100)
    assert len(rows_of(ScaleAnswer)) == len(best)
    assert "la figlia" in words(client.get(page(case, "scale", sheet.pk)))
    paper = text_of(client.get(page(case, "scale_paper", sheet.pk)).content)
    assert str(scale.conventions[0].label) in paper


def test_a_sheet_with_a_hole_stays_a_draft_without_a_total(case, owner, at_work):
    client = at_work(owner)
    values = {"person": case.person_id, "done_on": today(), "source": "observed",
              "convention": "kept", **filling({"bathing": "kept"})}  # fmt: skip
    url = page(case, "scale_new", "katz")

    wrong = post(client, url, **values)
    assert wrong.status_code == 422
    assert errors(wrong).count("Manca la risposta") == 5
    assert rows_of(ScaleSheet) == []
    assert post(client, url, **values, stop="1").status_code == 302

    (sheet,) = rows_of(ScaleSheet)
    assert (sheet.state, sheet.total) == ("draft", None)
    seen = words(client.get(page(case, "scale", sheet.pk)))
    assert "Non c'è un totale" in seen
    assert "già una bozza" in errors(post(client, url, **values, stop="1", note="ancora"))
    done = post(
        client, page(case, "scale_edit", sheet.pk), version=1, **{**values, **filling(KATZ)}
    )
    assert done.status_code == 302, errors(done)
    assert rows_of(ScaleSheet)[0].total == 6
    assert client.get(page(case, "scale_edit", sheet.pk)).status_code == 409


def test_katz_tells_the_kept_and_the_lost_under_its_convention(case, owner, at_work):
    sheet = scored_sheet(case, {**KATZ, "bathing": "lost", "dressing": "lost"}, convention="lost")
    client = at_work(owner)

    seen = words(client.get(page(case, "scale", sheet.pk)))
    paper = text_of(client.get(page(case, "scale_paper", sheet.pk)).content)

    for told in (seen, paper):
        assert "funzioni perdute: 2 su 6 (conservate: 4)" in told
        assert "compromissione moderata" in told
        assert "si contano le funzioni perdute" in told


def test_a_wheelchair_for_who_walks_is_refused_at_its_item(case, owner, at_work):
    shah = scales["barthel_shah"]
    sheet = {item.key: item.options[-1].key for item in shah.items}
    values = {"person": case.person_id, "done_on": today(), "source": "observed",
              "convention": "sum"}  # fmt: skip

    wrong = post(at_work(owner), page(case, "scale_new", shah.key), **values, **filling(sheet))

    assert "Usare la carrozzina" in errors(wrong)
    assert "non si compila" in errors(wrong)


def test_the_series_tells_how_it_went(case, owner, at_work):
    for days, lost in ((200, 0), (100, 2), (0, 4)):
        keys = list(KATZ)[:lost]
        day = today() - dt.timedelta(days=days)
        last = scored_sheet(case, {**KATZ, **dict.fromkeys(keys, "lost")}, done_on=day)
    client = at_work(owner)

    shown = client.get(page(case, "scale_series", last.pk))

    assert shown.content.decode().count("<circle") == 3
    assert "compromissione grave" in words(shown)
    assert "è cambiato" in words(shown)
    tab = client.get(page(case, "analysis")).content.decode()
    assert "<polyline" in tab
    assert "Katz ADL" in words(client.get(page(case) + "?mostra=analisi"))


def test_an_analysis_on_paper_follows_the_order_of_the_form(case, owner, at_work):
    analysis = answered_whole(CaseAnalysisFactory(case=case, state="completed"))

    paper = text_of(at_work(owner).get(page(case, "analysis_paper", analysis.pk)).content)

    blocks = [str(block.label) for block in questionnaires["preliminary"].on(today()).blocks]
    places = [paper.index(label) for label in blocks]
    assert places == sorted(places)
    assert "Foglio guida" in paper


def test_a_draft_is_promised_and_late_after_a_while(case, owner, at_work):
    CaseAnalysisFactory(case=case, begun_on=today() - dt.timedelta(days=30))
    client = at_work(owner)

    seen = words(client.get(page(case)))

    assert "analisi da completare" in seen
    assert "in ritardo" in seen


def test_a_draft_may_be_left(case, owner, at_work):
    client = at_work(owner)
    analysis = begun(client, case)
    post(client, page(case, "analysis_drop", analysis.pk), version=9)
    assert rows_of(CaseAnalysis)[0].state == "draft"

    post(client, page(case, "analysis_drop", analysis.pk), version=1)

    assert rows_of(CaseAnalysis)[0].state == "dropped"
    assert "Ancora nessuna" in words(client.get(page(case, "analysis")))


def test_a_closed_case_takes_no_analysis_and_no_scale(owner, at_work):
    closed = CaseFactory(ambito=owner.ambito, owner=owner, state="closed")
    client = at_work(owner)

    assert client.post(page(closed, "analysis_begin", "preliminary")).status_code == 403
    assert client.get(page(closed, "scale_new", "katz")).status_code == 403
    assert client.get(page(closed, "analysis")).status_code == 200


def test_analyses_and_scales_of_another_case_are_not_there(case, owner, at_work):
    other = CaseFactory(ambito=owner.ambito, owner=owner)
    analysis, sheet = CaseAnalysisFactory(case=other), scored_sheet(other, KATZ)
    client = at_work(owner)

    assert client.get(page(case, "analysis_detail", analysis.pk)).status_code == 404
    assert client.get(page(case, "scale", sheet.pk)).status_code == 404
    assert client.get(page(case, "scale_series", sheet.pk)).status_code == 404
