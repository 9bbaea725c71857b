"""What is typed survives: an expired session, a colleague on the same record, a hurried hand."""

import pytest
from playwright.sync_api import expect

from tests.arriving import arriving
from tests.browser.conftest import ITALIAN, PASSWORD, enter

pytestmark = [pytest.mark.browser, pytest.mark.town, pytest.mark.xdist_group("rooms-segretariato")]


def contacts(site):
    return site.sql("SELECT count(*) FROM access_contact")[0][0]


def reason(page, site):
    """The box of the reason «Lavoro», whatever stands beside its name."""
    [(key,)] = site.sql("SELECT id FROM access_reason WHERE label = 'Lavoro'")
    return page.locator(f"input[name=reasons][value='{key}']")


def begin(page, site, needs):
    """Half a contact: nobody named, one reason, a few words; and no draft of before."""
    page.goto(f"{site.url}/contatti/nuovo/")
    if page.get_by_role("button", name="Butta la bozza").is_visible():
        with arriving(page):
            page.get_by_role("button", name="Butta la bozza").click()
    page.get_by_label("Senza nome").check(force=True)
    reason(page, site).check(force=True)
    page.locator("#id_needs").fill(needs)


def test_a_session_that_ends_half_way_gives_the_text_back(at_desk, site):
    page, words = at_desk, "Chiede come iscriversi al corso serale"
    begin(page, site, words)

    page.context.clear_cookies(name="sessionid")
    with arriving(page):
        page.keyboard.press("Control+Enter")

    assert "/accesso/" in page.url
    expect(page.get_by_text("è al sicuro")).to_be_visible()
    page.locator("#id_login").fill("sportello")
    page.locator("#id_password").fill(PASSWORD)
    with arriving(page):
        page.locator("#id_password").press("Enter")
    assert page.url.startswith(f"{site.url}/contatti/nuovo/")
    assert page.locator("#id_needs").input_value() == words
    assert reason(page, site).is_checked()
    before = contacts(site)
    page.keyboard.press("Control+Enter")
    page.get_by_text("Registrato:").wait_for()
    assert contacts(site) == before + 1


def test_a_session_that_ends_is_said_at_once_and_the_page_goes_on(at_desk, site):
    page = at_desk
    begin(page, site, "Prima della pausa")
    kept = page.context.cookies()

    page.context.clear_cookies(name="sessionid")
    page.locator("#id_needs").fill("Durante la pausa")
    page.locator("#id_note").focus()  # leaving the field keeps the draft
    expect(page.get_by_text("La sessione è scaduta.")).to_be_visible()
    page.context.add_cookies(kept)
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(page.get_by_text("Sei di nuovo dentro")).to_be_visible()
    assert page.locator("#id_needs").input_value() == "Durante la pausa"
    page.keyboard.press("Control+Enter")
    page.get_by_text("Registrato:").wait_for()


def test_a_hurried_hand_records_once(at_desk, site):
    page, before = at_desk, contacts(site)
    begin(page, site, "Ha fretta")

    page.get_by_role("button", name="Salva", exact=True).dblclick()

    expect(page.get_by_text("Contatto registrato.")).to_be_visible()
    assert contacts(site) == before + 1


@pytest.fixture
def colleague(chromium, site):
    """The segretariato, in another browser."""
    context = chromium.new_context(**ITALIAN)
    page = context.new_page()
    enter(page, site, "segretariato")
    yield page
    context.close()


def test_two_on_one_contact_see_both_texts(at_desk, colleague, site):
    begin(at_desk, site, "Due figli piccoli")
    with arriving(at_desk):
        at_desk.get_by_role("button", name="Salva", exact=True).click()
    at_desk.get_by_text("Contatto registrato.").wait_for()
    address = at_desk.url
    at_desk.goto(f"{address}modifica/")
    colleague.goto(f"{address}modifica/")

    colleague.locator("#id_why").fill("Mancava un'informazione")
    colleague.locator("#id_needs").fill("Due figli piccoli e la madre malata")
    with arriving(colleague):
        colleague.get_by_role("button", name="Salva la rettifica").click()
    assert colleague.url == address
    at_desk.locator("#id_needs").fill("Due figli piccoli, niente nido")
    sent = at_desk.expect_response(lambda answer: answer.url.endswith("/modifica/"))
    with arriving(at_desk), sent as answered:
        at_desk.get_by_role("button", name="Salva la correzione").click()

    assert answered.value.status == 409
    assert at_desk.locator("h1").inner_text() == "Avete scritto in due"
    both = at_desk.locator("main").inner_text()
    assert "Due figli piccoli e la madre malata" in both
    assert "Due figli piccoli, niente nido" in both
    at_desk.get_by_label("Unisci").check(force=True)
    with arriving(at_desk):
        at_desk.get_by_role("button", name="Salva ciò che ho scelto").click()
    assert at_desk.url == address
    said = at_desk.locator("main").inner_text()
    assert "la madre malata" in said
    assert "niente nido" in said
