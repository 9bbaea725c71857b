"""The main job by keyboard alone, on the real server: under a minute, twelve keys beyond the text."""

import time

import pytest

from tests.arriving import arriving

pytestmark = [pytest.mark.browser, pytest.mark.town]
MOST_KEYS = 12
MOST_SECONDS = 60


class Hands:
    """A keyboard that counts what is pressed beyond the text that must be typed anyway."""

    def __init__(self, page):
        self.page = page
        self.keys = []

    def press(self, *keys):
        for key in keys:
            self.keys += key.split("+")
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text, delay=25)


@pytest.fixture(scope="session")
def desk(site, chromium):
    """The browser of the front desk, where the operator has logged in once."""
    context = chromium.new_context(
        locale="it-IT", timezone_id="Europe/Rome", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(f"{site.url}/accesso/")
    with arriving(page):
        page.get_by_role("button", name="Operatore di sportello").click()
    assert page.url == f"{site.url}/oggi/"
    yield context
    context.close()


@pytest.fixture
def at_desk(site, desk):
    """The operator of the front desk, on the page of the day, with nothing left half-written."""
    site.sql("DELETE FROM accounts_draft")
    page = desk.new_page()
    page.goto(f"{site.url}/oggi/")
    site.sql("DELETE FROM accounts_draft")  # the page of the test before saved one as it closed
    yield page
    page.close()


@pytest.fixture
def somebody(site):
    """A person of the town whose surname and name nobody else has."""
    [row] = site.sql(
        """SELECT surname, given_name FROM citizens_person p JOIN territory_ambito a
             ON a.id = p.ambito_id WHERE a.key = 'bergamo' AND surname ~ '^[A-Za-z]{5,}$'
               AND given_name ~ '^[A-Za-z]{4,}$' GROUP BY surname, given_name
            HAVING count(*) = 1 ORDER BY surname, given_name LIMIT 1 OFFSET 40"""
    )
    return row


def contacts(site):
    return site.sql(
        """SELECT p.surname, p.given_name, r.label, c.channel, c.subject FROM access_contact c
             LEFT JOIN citizens_person p ON p.id = c.person_id
             JOIN access_reason r ON r.id = c.main_reason_id
            ORDER BY c.created_at DESC, c.id DESC LIMIT 1"""
    )[0]


def focused(page, name):
    """Wait until the focus is there."""
    page.locator(f"#{name}:focus").wait_for()


def in_focus(page):
    return page.evaluate("document.activeElement.id")


def test_a_known_person_with_one_reason_takes_few_keys_and_little_time(at_desk, site, somebody):
    page, hands = at_desk, Hands(at_desk)
    surname, given_name = somebody
    started = time.monotonic()

    with arriving(page):
        hands.press("n")
    focused(page, "id_person_text")
    hands.type(f"{surname} {given_name}")
    page.locator("#id_person_list [role=option]").first.wait_for()
    hands.press("Enter")
    page.locator(".contact-card__name").wait_for()
    focused(page, "id_reasons_filter")
    hands.type("contributi")
    hands.press("Enter", "Control+Enter")
    page.get_by_text("Registrato:").wait_for()

    spent = time.monotonic() - started
    print(f"\ncontatto: {len(hands.keys)} tasti oltre al testo {hands.keys}, {spent:.1f} s")
    assert contacts(site) == (surname, given_name, "Contributi economici", "person", "person")
    assert len(hands.keys) <= MOST_KEYS
    assert spent < MOST_SECONDS
    focused(page, "id_person_text")  # ready for whoever is next


def test_whoever_types_faster_than_the_list_gets_nobody_they_did_not_see(at_desk, site, somebody):
    page, hands = at_desk, Hands(at_desk)
    page.goto(f"{site.url}/contatti/nuovo/")
    page.route("**/persone/suggerimenti/**", lambda route: (time.sleep(0.4), route.continue_()))

    hands.type(" ".join(somebody))
    hands.press("Enter")  # the list is not there yet
    page.locator(".contact-card__name").wait_for()

    assert page.locator(".contact-card__name").inner_text() == f"{somebody[1]} {somebody[0]}"


def test_nobody_named_is_one_key(at_desk, site):
    page, hands = at_desk, Hands(at_desk)
    page.goto(f"{site.url}/contatti/nuovo/")
    focused(page, "id_person_text")

    hands.press("Enter")
    focused(page, "id_reasons_filter")
    hands.type("lavoro")
    hands.press("Enter", "Control+Enter")
    page.get_by_text("Registrato:").wait_for()

    print(f"\nsenza nome: {len(hands.keys)} tasti oltre al testo")
    assert contacts(site)[2:] == ("Lavoro", "person", "nobody")
    assert len(hands.keys) <= 4


def test_a_new_person_is_registered_without_leaving_the_page(at_desk, site):
    page, hands = at_desk, Hands(at_desk)
    page.goto(f"{site.url}/contatti/nuovo/")
    focused(page, "id_person_text")

    hands.type("nuovissimi ottavia")
    page.get_by_text("Nessun risultato per").wait_for()
    page.get_by_role("button", name="Registra la persona").focus()
    hands.press("Enter")
    focused(page, "id_new-born_on")
    assert page.input_value("#id_new-surname") == "Nuovissimi"
    page.locator("#id_reasons_filter").focus()
    hands.type("casa")
    hands.press("Enter", "Control+Enter")
    page.get_by_text("Registrato: Nuovissimi Ottavia").wait_for()

    # «casa» is also inside «Bollette e spese di casa»: the nearest word wins.
    assert contacts(site)[:3] == ("Nuovissimi", "Ottavia", "Casa")


def test_enter_in_a_field_does_not_send_the_form(at_desk, site):
    page = at_desk
    page.goto(f"{site.url}/contatti/nuovo/")
    page.get_by_label("un familiare").check(force=True)
    page.locator("#id_speaker_name").fill("la figlia")

    page.keyboard.press("Enter")

    assert page.url.endswith("/contatti/nuovo/")
    assert page.locator("#id_speaker_name").input_value() == "la figlia"
    assert in_focus(page) != "id_speaker_name"


def test_the_group_is_proposed_from_the_age_and_stays_as_changed(at_desk, site):
    [(old_id,)] = site.sql(
        """SELECT p.id FROM citizens_person p JOIN territory_ambito a ON a.id = p.ambito_id
            WHERE a.key = 'bergamo' AND born_on < '1945-01-01' ORDER BY p.id LIMIT 1"""
    )
    page = at_desk
    page.goto(f"{site.url}/contatti/nuovo/?person={old_id}")
    group = page.locator("[name=target_group]:checked")

    assert group.input_value() == "older"
    page.locator("[name=target_group][value=frail]").click()
    assert group.input_value() == "frail"


def test_a_crash_half_way_loses_nothing_typed(at_desk, site):
    page = at_desk
    page.goto(f"{site.url}/contatti/nuovo/")
    page.locator("#id_needs").fill("Ha perso il lavoro e non riesce a pagare l'affitto")
    page.locator("#id_note").focus()  # leaving the field keeps the draft
    page.get_by_text("Bozza salvata").wait_for()

    page.goto("about:blank")
    page.goto(f"{site.url}/contatti/nuovo/")

    assert page.locator("#id_needs").input_value().startswith("Ha perso il lavoro")
    with arriving(page):
        page.get_by_role("button", name="Butta la bozza").click()
    assert page.locator("#id_needs").input_value() == ""


@pytest.fixture
def plain(chromium):
    """A browser without scripts."""
    context = chromium.new_context(locale="it-IT", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_the_same_screen_does_the_same_work(site, plain, somebody):
    page = plain
    page.goto(f"{site.url}/accesso/")
    with arriving(page):
        page.get_by_role("button", name="Operatore di sportello").click()
    page.goto(f"{site.url}/contatti/nuovo/")
    page.locator("#id_person_text").fill(" ".join(somebody))
    with arriving(page):
        page.get_by_role("button", name="Cerca la persona").click()
    page.locator("input[type=radio][name=person]").first.check(force=True)
    page.get_by_label("Lavoro").check(force=True)
    with arriving(page):
        page.get_by_role("button", name="Salva", exact=True).click()

    assert page.locator("h1").inner_text() == f"{somebody[1]} {somebody[0]}"
    assert contacts(site)[:3] == (*somebody, "Lavoro")
