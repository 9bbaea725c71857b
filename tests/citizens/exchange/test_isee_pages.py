"""The ISEE asked of INPS from the file of a person: said why, compared, confirmed, and never lost."""

import pytest
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import JournalLine
from prossimo.citizens.models import IseeCertificate, IseeMember
from prossimo.core.periods import today
from prossimo_launch.exchange import exchange_settings
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.citizens.exchange.attested import ALL, HEAD, HOUSEHOLD, PLAIN, TAIL
from tests.citizens.exchange.double import Out
from tests.citizens.factories import IseeCertificateFactory, IseeMemberFactory, PersonFactory
from tests.pages import form_of, said
from tests.territory.factories import AmbitoFactory

pytestmark = pytest.mark.django_db
CODE = "RSSMRA60E52A794X"
SPOUSE, CHILD = "NREGUO58A01A794J", "NRECCC18A41A794Z"
WHOLE = ALL.replace("NREGUO58A01A794Y", SPOUSE).replace("NRECCC18A41A794U", CHILD)
PROTOCOL = "INPS-ISEE-2026-01234567X-00"
WHY = {"benefit": "A1.05", "application": "Dom. 77/2026"}


@pytest.fixture
def post(db):
    return post_of(RoleKey.SOCIAL_DESK, AmbitoFactory())


@pytest.fixture
def maria(post):
    return PersonFactory(ambito=post.ambito, surname="Rossi", given_name="Maria", tax_code=CODE)


def page(name, person):
    return reverse(f"citizens:{name}", args=[person.pk])


def ask(client, person, **changed):
    address = page("isee_ask", person)
    return client.post(address, form_of(client.get(address)) | WHY | changed)


def confirm(client, person, **changed):
    address = page("isee_told", person)
    return client.post(address, form_of(client.get(address)) | {"write": "1"} | changed)


def certificates(person):
    with arranging():
        mine = IseeCertificate.objects.unscoped("test").filter(person=person)
        return list(mine.order_by("created_at", "kind"))


def lines():
    with arranging():
        found = JournalLine.objects.filter(action="search", object_kind="citizens.person")
        return [(line.object_id, line.result, line.note) for line in found]


def test_without_the_connection_no_button_is_shown_and_the_page_says_so(desk, maria):
    assert "INPS" not in said(desk.get(page("person_means", maria)))
    assert "collegamento con l'INPS è spento" in said(desk.get(page("isee_ask", maria)))
    assert desk.post(page("isee_ask", maria), WHY).status_code == 422
    assert lines() == []


def test_what_inps_answers_is_shown_and_nothing_is_written_before_the_yes(
    configured, desk, double, maria
):
    double.attestations[CODE] = PLAIN
    assert "Chiedi l'ISEE all'INPS" in said(desk.get(page("person_means", maria)))

    answer = ask(desk, maria)

    assert (answer.status_code, answer["Location"]) == (302, page("isee_told", maria))
    text = said(desk.get(page("isee_told", maria)))
    assert "€ 10.000,00" in text and "Dom. 77/2026" in text and "si aggiunge" in text
    assert certificates(maria) == []
    assert lines() == [(maria.pk, "done", "ISEE A1.05 · Dom. 77/2026")]

    assert confirm(desk, maria)["Location"] == page("person_means", maria)

    (written,) = certificates(maria)
    assert (written.protocol, written.isee_cents, written.origin) == (
        PROTOCOL,
        1_000_000,
        "verified",
    )
    assert (written.kind, written.checked_on, f"{written.scale}") == ("ordinary", today(), "2.46")
    with arranging():
        members = IseeMember.objects.unscoped("test").filter(certificate=written)
        assert next((m.surname, m.person_id) for m in members) == ("ROSSI", maria.pk)
        assert members.count() == 4
    assert desk.get(page("isee_told", maria))["Location"] == page("isee_ask", maria)


def test_the_question_carries_who_asks_and_why(configured, desk, double, maria, post):
    double.attestations[CODE] = PLAIN

    ask(desk, maria, state="Erogata", valid_on="2026-02-01")

    body = double.seen[-1][-1].decode()
    assert "<con:PrestazioneDaErogare>A1.05</con:PrestazioneDaErogare>" in body
    assert "<con:StatodomandaPrestazione>Erogata</con:StatodomandaPrestazione>" in body
    assert "<con:DataValidita>2026-02-01</con:DataValidita>" in body


def test_the_same_declaration_is_corrected_and_the_difference_was_shown(
    configured, desk, double, maria
):
    double.attestations[CODE] = PLAIN
    held = IseeCertificateFactory(person=maria, protocol=PROTOCOL, isee_cents=880_000)
    IseeMemberFactory(certificate=held, surname="Rossi", given_name="Maria", relation="declarant")

    ask(desk, maria)
    text = said(desk.get(page("isee_told", maria)))
    confirm(desk, maria)

    assert "€ 8.800,00" in text and "+ € 1.200,00" in text and "si corregge" in text
    (written,) = certificates(maria)
    assert (written.pk, written.isee_cents, written.version) == (held.pk, 1_000_000, 2)


def test_an_earlier_declaration_stays_beside_the_new_one(configured, desk, double, maria):
    double.attestations[CODE] = PLAIN
    IseeCertificateFactory(person=maria, protocol="INPS-ISEE-2025-1", isee_cents=900_000)

    ask(desk, maria)
    assert "un'altra dichiarazione, del" in said(desk.get(page("isee_told", maria)))
    confirm(desk, maria)

    assert sorted(each.isee_cents for each in certificates(maria)) == [900_000, 1_000_000]


def test_what_changes_on_the_file_meanwhile_is_shown_again(configured, desk, double, maria):
    double.attestations[CODE] = PLAIN
    ask(desk, maria)
    read = form_of(desk.get(page("isee_told", maria)))
    IseeCertificateFactory(person=maria, protocol=PROTOCOL, isee_cents=1)

    answer = desk.post(page("isee_told", maria), read | {"write": "1"}, follow=True)

    assert "guarda di nuovo la differenza" in said(answer)
    assert [each.isee_cents for each in certificates(maria)] == [1]


def test_saying_no_writes_nothing_and_forgets_the_answer(configured, desk, double, maria):
    double.attestations[CODE] = PLAIN
    ask(desk, maria)

    answer = desk.post(page("isee_told", maria), {"drop": "1"}, follow=True)

    assert "non è cambiato niente" in said(answer)
    assert certificates(maria) == []
    assert desk.get(page("isee_told", maria))["Location"] == page("isee_ask", maria)


def test_a_member_of_the_household_writes_on_the_file_of_who_declared(
    configured, desk, double, maria
):
    ugo = PersonFactory(ambito=maria.ambito, surname="Neri", given_name="Ugo", tax_code=SPOUSE)
    double.attestations[SPOUSE] = WHOLE

    ask(desk, ugo)
    assert "Va sulla scheda di chi l'ha dichiarato" in said(desk.get(page("isee_told", ugo)))
    confirm(desk, ugo)

    assert {each.kind for each in certificates(ugo)} == {"residential", "restricted"}
    assert "ordinary" in {each.kind for each in certificates(maria)}
    assert "dichiarato da" in said(desk.get(page("person_means", ugo)))


def test_an_answer_about_somebody_else_cannot_be_written(configured, desk, double, maria):
    ada = PersonFactory(ambito=maria.ambito, tax_code="RSSMRA24E52A794R")
    double.attestations[ada.tax_code] = PLAIN.replace(ada.tax_code, "VRDLIA80A41A794N")

    ask(desk, ada)

    assert "non nomina questa persona" in said(desk.get(page("isee_told", ada)))
    confirm(desk, ada)
    assert certificates(ada) == [] and certificates(maria) == []


def test_what_cannot_be_reckoned_is_said(configured, desk, double, maria):
    child = PersonFactory(ambito=maria.ambito, tax_code=CHILD)
    double.attestations[CHILD] = WHOLE

    ask(desk, child)

    assert "non ha potuto calcolare: minorenni" in said(desk.get(page("isee_told", child)))


@pytest.mark.parametrize(
    ("place", "out", "sentence"),
    [
        ("INPS", Out(503), "guasto"),
        ("INPS", Out(429, headers={"Retry-After": "30"}), "troppe domande"),
        ("INPS", Out(403, b"{}"), "INPS ISEE"),
        ("INPS", Out(200, b"<html>", "text/html"), "INPS ISEE"),
        ("INPS", Out(200, b"<Envelope>", "text/xml"), "INPS"),
        ("token.oauth2", Out(503), "PDND"),
    ],
)
def test_a_refusal_or_an_outage_is_a_sentence_and_what_was_typed_stays(
    configured, desk, double, maria, place, out, sentence
):
    for _ in range(2):
        double.next(place, out)

    answer = ask(desk, maria)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert form_of(answer)["application"] == "Dom. 77/2026"
    ((who, result, note),) = lines()
    assert (who, result) == (maria.pk, "refused")
    assert note.startswith("ISEE A1.05 · Dom. 77/2026 · ")
    again = form_of(answer)  # the very same page may be sent again, once the service is back
    double.out.clear()
    double.attestations[CODE] = PLAIN
    assert desk.post(page("isee_ask", maria), again)["Location"] == page("isee_told", maria)


def test_sent_twice_it_is_asked_once(configured, desk, double, maria):
    double.attestations[CODE] = PLAIN
    fields = form_of(desk.get(page("isee_ask", maria))) | WHY

    answers = [desk.post(page("isee_ask", maria), fields)["Location"] for _ in range(2)]

    assert answers == [page("isee_told", maria)] * 2
    assert [place for place, *_ in double.seen].count("INPS") == 1


def test_where_inps_has_nothing_it_is_said(configured, desk, maria):
    answer = ask(desk, maria)

    assert answer["Location"] == page("person_means", maria)
    assert "nessuna attestazione ISEE in vigore" in said(desk.get(answer["Location"]))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"benefit": ""}, "obbligatorio"),
        ({"benefit": "Z1.01"}, "valid"),
        ({"application": "7"}, "almeno 3 caratteri"),
        ({"application": "x" * 33}, "32"),
        ({"valid_on": "2099-01-01"}, "nel futuro"),
        ({"valid_on": "1999-01-01"}, "Prima del 2015"),
        ({"valid_on": "domani"}, "data"),
    ],
)
def test_a_wrong_question_is_not_sent(configured, desk, double, maria, changed, sentence):
    answer = ask(desk, maria, **changed)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert double.seen == []


def test_without_a_tax_code_it_says_what_to_do(configured, desk, double, maria):
    ada = PersonFactory(ambito=maria.ambito)

    assert "Manca il codice fiscale" in said(desk.get(page("isee_ask", ada)))
    assert desk.post(page("isee_ask", ada), WHY).status_code == 422
    assert double.seen == []


def test_an_answer_cannot_be_made_by_hand(configured, desk, maria):
    desk.post(
        reverse("accounts:draft"),
        {"key": f"isee-told:{maria.pk}", "answer": "eyJjZXJ0aWZpY2F0ZSI6IHt9fQ:x:y"},
        content_type="application/json",
    )

    assert desk.get(page("isee_told", maria))["Location"] == page("isee_ask", maria)


def test_the_answer_is_for_who_asked(configured, client, desk, double, maria):
    double.attestations[CODE] = PLAIN
    ask(desk, maria)

    colleague = post_of(RoleKey.SOCIAL_DESK, maria.ambito)
    client.force_login(colleague.user)

    assert client.get(page("isee_told", maria))["Location"] == page("isee_ask", maria)


def test_who_may_not_read_the_means_finds_no_page(configured, client, double, maria):
    client.force_login(post_of(RoleKey.FRONT_DESK, maria.ambito).user)

    assert client.get(page("isee_ask", maria)).status_code == 404
    assert client.post(page("isee_ask", maria), WHY).status_code == 404
    assert client.get(page("isee_told", maria)).status_code == 404
    assert double.seen == []


def test_a_file_of_what_inps_gave_stands_in_for_it(settings, tmp_path, desk, maria):
    (tmp_path / "maria.xml").write_text(PLAIN)
    settings.EXCHANGE = exchange_settings({"PROSSIMO_ISEE_FILE": str(tmp_path)})
    assert "Cerca l'ISEE nel file dell'INPS" in said(desk.get(page("person_means", maria)))

    ask(desk, maria, valid_on="2026-02-01")
    confirm(desk, maria)

    assert [each.isee_cents for each in certificates(maria)] == [1_000_000]


def test_an_attestation_without_indicators_offers_nothing_to_write(configured, desk, double, maria):
    double.attestations[CODE] = f"{HEAD}<Ordinario>{HOUSEHOLD}</Ordinario>{TAIL}"

    ask(desk, maria)
    text = said(desk.get(page("isee_told", maria)))

    assert "nessun indicatore" in text and "Scrivi sulla scheda" not in text
