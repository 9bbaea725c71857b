"""The sheet «Progetto» as it is worked with: from a need to a signed pact, on the pages."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from prossimo.cases import plan_rules
from prossimo.cases.models import (
    BudgetLine,
    Commitment,
    Goal,
    Plan,
    PlanAction,
    PlanSignature,
)
from prossimo.cases.page import promises_of
from prossimo.cases.views.plans import MOVES
from prossimo.core.periods import today
from tests.access.reading import errors, words
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, CaseNeedFactory, given
from tests.cases.plan_factories import (
    GoalConsentFactory,
    GoalFactory,
    PlanActionFactory,
    PlanFactory,
    PlanSignatureFactory,
    project_of,
    subject_of,
)
from tests.cases.plan_steps import all_of, only, page, send
from tests.core.reading import PdfReader, io, pdf_text
from tests.pages import form_of, soup

pytestmark = pytest.mark.django_db
SOON = (today() + dt.timedelta(days=60)).isoformat()
GOAL = {"theme": "home", "statement": "Una casa sua", "indicator": "Contratto",
        "baseline": "Sfratto", "target": "", "horizon_on": SOON, "member": ""}  # fmt: skip


@pytest.fixture
def client(owner, at_work):
    return at_work(owner)


@pytest.fixture
def draft(case):
    return GoalFactory(plan=PlanFactory(case=case)).plan


def test_without_a_project_the_sheet_says_how_to_begin(case, client):
    need = CaseNeedFactory(case=case)

    seen = words(client.get(reverse("cases:plans", args=[case.pk])))

    assert "Ancora nessun progetto" in seen
    assert f"Fanne un obiettivo : {need.need}" in seen


def test_from_a_need_to_a_goal_in_one_step(case, client):
    need = CaseNeedFactory(case=case, note="Sfratto a marzo")
    url = reverse("cases:goal_from_need", args=[case.pk, need.pk])
    asked = form_of(client.get(url))
    assert asked["baseline"] == "Sfratto a marzo"

    done = send(client, url, **GOAL, kind="inclusion_pact")

    plan = only(Plan)
    assert done["Location"] == page(plan)
    seen = words(client.get(done["Location"]))
    assert "Una casa sua" in seen
    assert f"Risponde a: {need.need}" in seen
    again = client.get(url)
    assert "kind" not in form_of(again)


def test_a_whole_project_is_written_and_signed_on_its_pages(case, owner, client):
    url = reverse("cases:plan_new", args=[case.pk])
    assert send(client, url, kind="care_plan", aim="Restare a casa").status_code == 302
    plan = only(Plan)
    assert send(client, page(plan, "plan_line_new", what="obiettivo"), **GOAL).status_code == 302
    goal = only(Goal)
    add = page(plan, "plan_line_new", what="azione") + f"?per={goal.pk}"
    nameless = send(client, add, what="Fa la spesa", who="shop")
    assert "come si chiama" in errors(nameless)
    assert send(client, add, what="Fa la spesa", who="shop", name="Il fornaio").status_code == 302
    assert send(client, add, what="Chiama", who=f"worker:{owner.pk}").status_code == 302
    commitment = page(plan, "plan_line_new", what="impegno")
    assert send(client, commitment, side="person", what="Esserci").status_code == 302
    money = page(plan, "plan_line_new", what="budget")
    told = {"item": "Spesa", "cents": "1.200,50", "period": "monthly", "source": "family"}
    assert send(client, money, **told).status_code == 302
    assert only(BudgetLine).cents == 120_050
    seen = words(client.get(page(plan)))
    for said in ("Il fornaio", "un negozio", "Esserci", "€ 14.406,00"):
        assert said in seen

    assert send(client, page(plan, "plan_move", move="condividi")).status_code == 302
    answers = send(client, page(plan, "plan_answers"), **{f"goal_{goal.pk}": "yes"})
    assert answers.status_code == 302
    with arranging():
        member = subject_of(case)
    drawn = json.dumps([[[10, 10], [200, 300]]])
    sign = page(plan, "plan_sign")
    for who in (
        {"role": "person", "member": member.pk, "way": "drawn", "drawn": drawn},
        {"role": "worker", "post": owner.pk, "way": "paper", "reference": "Faldone 7"},
    ):
        assert send(client, sign, **who).status_code == 302
    seen = client.get(page(plan)).content.decode()
    assert '<path d="M10 10 L200 300"' in seen
    assert "Faldone 7" in seen
    begin = page(plan, "plan_move", move="comincia")
    assert send(client, begin, first=today().isoformat(), last="").status_code == 302
    assert only(Plan).state == "active"
    assert "Che cosa abbiamo concordato" in words(client.get(case.get_absolute_url()))


def test_a_signature_without_its_drawing_or_its_place_is_asked_for(case, client):
    plan = project_of(case, state="shared", kind="care_plan")
    with arranging():
        PlanSignature.objects.unscoped("test").all().delete()
        member = subject_of(case)
    sign = page(plan, "plan_sign")

    empty = send(client, sign, role="person", member=member.pk, way="drawn")
    assert "Firma nel riquadro" in errors(empty)
    forged = send(client, sign, role="person", member=member.pk, way="drawn", drawn="<svg/>")
    assert "non si legge" in errors(forged)
    away = send(client, sign, role="person", member=member.pk, way="external")
    assert "dove si trova" in errors(away)
    nobody = send(client, sign, role="other", way="paper")
    assert "chi firma" in errors(nobody)
    assert all_of(PlanSignature) == []


def test_a_forged_state_or_move_is_not_a_move(draft, client):
    forged = {"state": "active", "signed_on": "2026-01-01", "agreed": "{}"}
    assert send(client, page(draft, "plan_move", move="condividi"), **forged).status_code == 302
    assert only(Plan).state == "shared"
    assert client.get(page(draft, "plan_move", move="vola")).status_code == 404
    assert client.post(page(draft, "plan_move", move="comincia")).status_code == 409


@pytest.mark.parametrize("move", MOVES)
def test_each_move_has_a_page_or_says_that_it_is_not_the_time(draft, client, move):
    answer = client.get(page(draft, "plan_move", move=move))

    assert answer.status_code in {200, 409}
    if answer.status_code == 409:
        assert "non è possibile" in answer.content.decode()


def test_the_second_of_two_savers_sees_both_texts_and_may_save_theirs(draft, client):
    goal = only(Goal)
    url = page(draft, "plan_line", what="obiettivo", line_id=goal.pk)
    stale = form_of(client.get(url))
    assert client.post(url, {**stale, **GOAL, "statement": "Uno"}).status_code == 302

    both = client.post(
        url, {**stale, **GOAL, "statement": "Due",
              "idempotency_key": "0190c0de-0000-7000-8000-000000000001"},
    )  # fmt: skip

    assert both.status_code == 409
    assert "tu«Due»,chihasalvato«Uno»" in "".join(words(both).split())
    assert client.post(url, form_of(both)).status_code == 302
    assert only(Goal).statement == "Due"


def test_lines_are_changed_and_taken_away_while_it_is_a_draft(case, client):
    plan = project_of(case, state="draft", kind="care_plan")
    for kind, model in (("azione", PlanAction), ("impegno", Commitment), ("budget", BudgetLine)):
        line = only(model)
        url = page(plan, "plan_line", what=kind, line_id=line.pk)
        assert send(client, url).status_code == 302, kind
        gone = page(plan, "plan_line_remove", what=kind, line_id=line.pk)
        assert "Togli" in words(client.get(gone))
        assert client.post(gone).status_code == 302
        assert all_of(model) == []
    goal = only(Goal)
    client.post(page(plan, "plan_line_remove", what="obiettivo", line_id=goal.pk))
    assert all_of(Goal) == []


def test_how_a_goal_went_is_said_on_its_page(case, client):
    goal = GoalFactory(plan=PlanFactory(case=case, state="active"))
    url = page(goal.plan, "plan_line_state", what="obiettivo", line_id=goal.pk)

    assert "da che cosa" in errors(send(client, url, state="reached", why=""))
    assert send(client, url, state="reached", why="Ha le chiavi").status_code == 302
    assert "Ha le chiavi" in words(client.get(page(goal.plan)))


def test_a_goal_may_begin_from_a_template(draft, client):
    url = page(draft, "plan_line_new", what="obiettivo")
    assert "Andare a scuola tutti i giorni" in words(client.get(url))

    begun = form_of(client.get(url + "?modello=scuola-frequenza"))

    assert begun["statement"] == "Andare a scuola tutti i giorni"
    assert begun["theme"] == "school"


def test_a_yes_is_taken_back_on_the_page_of_answers(case, client):
    goal = GoalFactory(plan=PlanFactory(case=case, state="active"))
    url = page(goal.plan, "plan_answers")
    name = f"goal_{goal.pk}"
    assert send(client, url, **{name: "withdrawn"}).status_code == 422
    assert send(client, url, **{name: "yes"}).status_code == 302

    assert send(client, url, **{name: "withdrawn"}, note="Troppa fatica").status_code == 302

    assert "ci ha ripensato" in words(client.get(page(goal.plan)))
    assert "dice ci ha ripensato" in words(client.get(goal.plan.case.get_absolute_url()))


def test_two_versions_stand_side_by_side(case, client):
    old = GoalFactory(plan=PlanFactory(case=case, state="active")).plan
    done = send(client, page(old, "plan_move", move="rivedi"), why="Nasce un figlio")
    new = next(plan for plan in all_of(Plan) if plan.number == 2)
    assert done["Location"] == page(new)
    assert send(client, page(new, "plan_line_new", what="obiettivo"), **GOAL).status_code == 302

    seen = words(client.get(page(new, "plan_compare", other_id=old.pk)))

    assert "Una casa sua" in seen
    assert "aggiunto" in seen
    assert "uguale" in seen
    assert "Nasce un figlio" in seen


def metadata(content):
    return PdfReader(io.BytesIO(content)).trailer["/Root"]


@pytest.mark.parametrize(("language", "title"), [("it", "Patto per l'inclusione"), ("en", "Rosa")])
def test_the_pact_leaves_as_an_archival_accessible_document(case, client, language, title):
    plan = project_of(case, state="draft")
    PlanSignatureFactory(plan=plan, way="drawn", drawn="[[[1,1],[900,300]]]", fingerprint="x" * 64)

    answer = client.get(page(plan, "plan_pact"), {"formato": "pdf", "lingua": language})

    assert answer["Content-Type"] == "application/pdf"
    root = metadata(answer.content)
    packet = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert root["/Lang"].startswith(language)
    assert "Trovare una casa" in pdf_text(answer.content)


def test_a_signed_pact_says_what_was_agreed_then_whatever_the_registry_says_now(case, client):
    plan = project_of(case, state="active")
    with arranging():
        Plan._base_manager.filter(pk=plan.pk).update(
            agreed=plan.agreed | {"person": "Rosa di Allora"}
        )
    PlanSignatureFactory(plan=plan, way="drawn", drawn="[[[1,1],[900,300]]]", role="other",
                         member=None, name="La scuola")  # fmt: skip

    answer = client.get(page(plan, "plan_pact"), {"formato": "pdf"})
    seen = soup(client.get(page(plan, "plan_pact")))

    assert "Rosa di Allora" in pdf_text(answer.content)
    assert "La scuola" in pdf_text(answer.content)
    assert seen.select_one(".plan-signature svg path")["d"] == "M1 1 L900 300"


def test_the_courtesy_copy_leaves_peoples_words_as_they_are(case, client):
    plan = project_of(case, state="draft")

    answer = client.get(page(plan, "plan_pact"), {"lingua": "en"})

    assert answer.status_code == 200, answer.content
    assert soup(answer).select_one("article[lang=en]")
    assert "«Trovare una casa" in words(answer)
    assert client.get(page(plan, "plan_pact"), {"lingua": "xx"}).status_code == 404


def test_what_was_agreed_is_promised_and_late_in_words(case, owner, client):
    plan = PlanFactory(case=case, state="active", review_on=today() - dt.timedelta(days=2))
    goal = GoalFactory(plan=plan, horizon_on=today() - dt.timedelta(days=3))
    PlanActionFactory(goal=goal, to_on=today() + dt.timedelta(days=5))

    seen = words(client.get(case.get_absolute_url()))

    assert "Rivedere il progetto" in seen
    assert goal.statement in seen
    assert "in ritardo" in seen
    assert "La signora Pina" in seen


def test_a_case_in_charge_promises_a_signed_project_by_the_term_of_its_kind(owner, acting):
    taken = dt.date(2026, 2, 1)
    case = CaseFactory(ambito=owner.ambito, owner=owner, taken_on=taken)
    by = acting(owner)
    due = {each.title: each.due for each in promises_of(by, case)}
    assert due["Progetto da firmare"] == plan_rules.sign_by(taken, "")

    PlanFactory(case=case, kind="placement")
    due = {each.title: each.due for each in promises_of(by, case)}
    assert due["Progetto di accoglienza da firmare"] == taken + dt.timedelta(days=10)

    PlanFactory(case=case, state="active")
    assert not [each for each in promises_of(by, case) if "da firmare" in each.title]


def test_who_was_not_given_the_project_does_not_see_its_sheet(case, colleague, at_work):
    plan = project_of(case)
    given(case, colleague, parts=["diary"])
    client = at_work(colleague)

    assert client.get(page(plan)).status_code == 403
    assert "Progetto" not in [
        tab.get_text(strip=True)
        for tab in soup(client.get(case.get_absolute_url())).select(".ui-tabs a")
    ]


def test_a_project_of_another_case_is_not_there(case, owner, client):
    other = project_of(CaseFactory(ambito=owner.ambito, owner=owner))
    url = reverse("cases:plan", kwargs={"case_id": case.pk, "plan_id": other.pk})

    assert client.get(url).status_code == 404


def test_the_copy_of_a_persons_data_holds_their_projects(case, owner, acting):
    from prossimo.cases.panels.plan import plans_copied

    goal = GoalFactory(plan=PlanFactory(case=case, state="active"), stated_why="Ha le chiavi")
    GoalConsentFactory(goal=goal)

    (section,) = plans_copied(acting(owner), case.person)

    assert "Ha le chiavi" in section.moments[0].text
