"""The door in a real browser: passkeys with a virtual key, the keyboard alone, the text that comes back."""

import itertools
from dataclasses import replace

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from tests import databases, serving
from tests.arriving import arriving
from tests.barriers import barriers

pytestmark = pytest.mark.browser
PASSWORD = "una frase lunga da ricordare"


NAMES = itertools.count(1)


@pytest.fixture(scope="module")
def house(server, worker_id):
    """The product as it runs for an office: the second factor is demanded."""
    with (
        databases.cloned(server, f"door_{worker_id}") as name,
        serving.served(name, PROSSIMO_DEMO="0") as site,
    ):
        site.sql("INSERT INTO territory_ambito VALUES (gen_random_uuid(), 'a', 'Ambito', false)")
        yield replace(site, url=site.url.replace("127.0.0.1", "localhost"))


@pytest.fixture
def ada(house):
    """An administrator with a password and no second factor yet; each test has its own."""
    username, password = f"ada{next(NAMES)}", PBKDF2PasswordHasher().encode(PASSWORD, "sale", 1000)
    house.sql(
        """
        WITH person AS (
            INSERT INTO accounts_user (id, version, created_at, changed_at, username, first_name,
                last_name, email, is_active, language, shortcuts, sessions_from, password)
            VALUES (gen_random_uuid(), 1, now(), now(), %s, 'Ada', 'Rossi', '', true, 'it', true,
                now(), %s) RETURNING id)
        INSERT INTO accounts_post (id, version, created_at, changed_at, user_id, role, ambito_id,
            user_area, period)
        SELECT gen_random_uuid(), 1, now(), now(), person.id, 'administrator', territory_ambito.id,
            '', daterange('2020-01-01', NULL) FROM person, territory_ambito
        """,
        username,
        password,
    )
    return username


@pytest.fixture
def key(page):
    """A key of the device, which knows its owner, as Chromium imitates it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return devtools


@pytest.fixture
def complaints(page):
    """What the browser complained of: the strict policy is part of the promise."""
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else 0)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def enter(page, house, name, path="/il-mio-accesso/"):
    """The keyboard alone: the first field has the focus already."""
    page.goto(f"{house.url}{path}")
    # The browser gives the focus with its first frame, which may come after the event of loading.
    expect(page.locator("#id_login")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with arriving(page):
        page.keyboard.press("Enter")


def add_key(page):
    with arriving(page):
        page.get_by_role("link", name="Aggiungi una chiave").click()
    page.get_by_label("Password").fill(PASSWORD)
    with arriving(page):
        page.get_by_role("button", name="Conferma").click()
    page.get_by_label("Nome della chiave").fill("portatile")
    page.get_by_label("Entra anche senza password").check()
    with arriving(page):
        page.get_by_role("button", name="Aggiungi la chiave").click()


def leave(page):
    page.context.clear_cookies()


def test_a_key_is_added_and_then_opens_without_a_password(page, house, ada, key, complaints):
    enter(page, house, ada)
    expect(page.get_by_role("heading", level=1)).to_have_text("Il secondo fattore")
    add_key(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("I codici di riserva")
    with arriving(page):
        page.get_by_role("button", name="Mostra i codici").click()
    expect(page.locator("main code")).to_have_count(10)
    page.goto(f"{house.url}/il-mio-accesso/")
    expect(page.get_by_text("Secondo fattore attivo")).to_be_visible()

    leave(page)
    page.goto(f"{house.url}/accesso/?next=/personale/")
    page.get_by_role("button", name="Entra con una chiave d'accesso").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Chi lavora qui?")
    assert complaints == []


def test_a_key_is_the_second_factor_after_the_password(page, house, ada, key, complaints):
    enter(page, house, ada)
    add_key(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("I codici di riserva")

    leave(page)
    enter(page, house, ada)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ancora un passo")
    page.get_by_role("button", name="Usa una chiave d'accesso").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Il mio accesso")
    assert complaints == []


def test_a_key_that_does_not_answer_is_said_in_words(page, house, key):
    page.goto(f"{house.url}/accesso/")

    page.get_by_role("button", name="Entra con una chiave d'accesso").click()

    expect(page.get_by_text("La chiave non ha risposto")).to_be_visible()


def test_half_a_form_survives_the_end_of_the_session(page, house, ada, key):
    enter(page, house, ada)
    add_key(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("I codici di riserva")
    page.goto(f"{house.url}/personale/nuovo/")
    page.locator("[name=last_name]").fill("Mezzo Scritto")
    token = [c for c in page.context.cookies() if c["name"] == "csrftoken"]
    leave(page)
    page.context.add_cookies(token)

    page.locator("[name=first_name]").fill("Ada")
    page.locator("[name=username]").fill("mezzo")
    page.locator("[name=post-role]").select_option("dpo")
    with arriving(page):
        page.get_by_role("button", name="Registra la persona").click()

    expect(page.get_by_text("è al sicuro")).to_be_visible()
    page.get_by_label("Nome utente").fill(ada)
    page.get_by_label("Password").fill(PASSWORD)
    with arriving(page):
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Usa una chiave d'accesso").click()
    expect(page.locator("[name=last_name]")).to_have_value("Mezzo Scritto")
    expect(page.locator("[name=post-role]")).to_have_value("dpo")


def test_the_door_is_accessible(page, house):
    for path in ("/accesso/", "/accesso/password-dimenticata/", "/accesso/sospeso/"):
        page.goto(f"{house.url}{path}")
        assert barriers(page) == [], path


def test_the_key_proves_who_breaks_the_glass_unless_a_code_is_typed(
    page, house, ada, key, complaints
):
    """What the page answers where there is nothing to open comes after the proof."""
    house.sql(
        "UPDATE accounts_post p SET role = 'caseworker' FROM accounts_user u"
        " WHERE u.id = p.user_id AND u.username = %s",
        ada,
    )
    enter(page, house, ada)
    add_key(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("I codici di riserva")
    page.goto(f"{house.url}/cartelle/01a20000-0000-7000-8000-000000000001/emergenza/")

    def knock(code=""):
        page.get_by_label("pericolo per una persona", exact=True).check()
        page.locator("[name=why]").fill("Minaccia in corso, la collega non risponde")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=code]").fill(code)
        with arriving(page):
            page.get_by_role("button", name="Apri la cartella").click()

    knock()
    expect(page.get_by_text("Qui non c'è una presa in carico aperta")).to_be_visible()
    knock(code="00000000")
    expect(page.get_by_text("Il codice non è valido").first).to_be_visible()
    assert barriers(page) == []
    assert [said for said in complaints if "422" not in said] == []
