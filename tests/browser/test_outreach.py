"""In the street: written without network, kept closed, sent once when the network is back."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.arriving import arriving
from tests.barriers import WCAG, barriers
from tests.browser.conftest import PASSWORD, enter

pytestmark = [pytest.mark.browser, pytest.mark.town]
NARROW = {"width": 390, "height": 844}
PIN = "482915"
SHOTS = os.environ.get("OUTREACH_SHOTS", "")
HELD = """async () => {
    const open = await new Promise((done) => {
        const asked = indexedDB.open("in-strada", 1);
        asked.onsuccess = () => done(asked.result);
    });
    const all = [];
    for (const name of open.objectStoreNames) {
        const asked = open.transaction(name).objectStore(name).getAll();
        all.push(...await new Promise((done) => { asked.onsuccess = () => done(asked.result); }));
    }
    open.close();
    const told = [];
    const say = (value) => {
        if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
            told.push(new TextDecoder("latin1").decode(value));
        } else if (value && typeof value === "object") Object.values(value).forEach(say);
        else told.push(String(value));
    };
    all.forEach(say);
    return told.join("|");
}"""


def look(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def phone(chromium, site):
    """The telephone of the operator of the front desk, prepared with the network."""
    context = chromium.new_context(
        locale="it-IT", timezone_id="Europe/Rome", viewport=NARROW, has_touch=True
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    enter(page, site, "sportello")
    page.goto(f"{site.url}/in-strada/")
    page.locator("#id_pin").fill(PIN)
    page.locator("#id_again").fill(PIN)
    page.locator("#id_name").fill("Telefono di prova")
    look(page, "prepare")
    assert barriers(page, tags=WCAG) == []
    page.get_by_role("button", name="Prepara questo telefono").click()
    expect(page.locator("[data-sheet]")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then((one) => one.active.state)")
    page.wait_for_function("navigator.serviceWorker.controller")
    yield page
    context.close()


def write(page, needs):
    page.locator("[data-reasons] input").first.check()
    page.locator("#id_needs").fill(needs)
    page.get_by_role("button", name="Tieni e invia").click()
    expect(page.locator("#id_needs")).to_have_value("")


def unlock(page, pin=PIN):
    expect(page.locator("#id_unlock")).to_be_focused()
    page.locator("#id_unlock").fill(pin)
    page.get_by_role("button", name="Sblocca").click()


def recorded(site, needs):
    return site.sql("SELECT channel FROM access_contact WHERE needs = %s", needs)


def test_two_contacts_without_network_arrive_once(phone, site):
    phone.context.set_offline(True)
    expect(phone.locator("[data-net]")).to_have_text("Senza rete")
    write(phone, "CANARINO senza rete uno")
    write(phone, "CANARINO senza rete due")
    expect(phone.locator("[data-number]")).to_have_text("2 contatti da inviare")
    look(phone, "offline")
    assert barriers(phone, tags=WCAG) == []
    assert "CANARINO" not in phone.evaluate(HELD)

    phone.reload()
    look(phone, "locked")
    unlock(phone, "000000")
    expect(phone.locator("[data-unlock] [data-wrong]")).to_contain_text("non è questo")
    assert barriers(phone, tags=WCAG) == []
    unlock(phone)
    expect(phone.locator(".outreach-start").first).to_contain_text("CANARINO")

    phone.context.set_offline(False)
    expect(phone.locator("[data-number]")).to_have_text("Niente da inviare")
    look(phone, "sent")
    assert recorded(site, "CANARINO senza rete uno") == [("outreach",)]
    phone.reload()
    unlock(phone)
    expect(phone.locator("[data-lines] li")).to_have_count(2)
    assert recorded(site, "CANARINO senza rete due") == [("outreach",)]
    with arriving(phone):
        phone.get_by_role("link", name="Apri").first.click()
    expect(phone.locator("main")).to_contain_text("CANARINO senza rete")


def test_the_network_that_comes_back_during_an_attempt_is_not_missed(phone, site):
    phone.context.set_offline(True)
    expect(phone.locator("[data-net]")).to_have_text("Senza rete")
    write(phone, "CANARINO rete che torna")
    expect(phone.locator("[data-said]")).to_contain_text("Senza rete")
    waiting = []

    def hold_the_first(route):
        waiting.append(route)
        if len(waiting) > 1:
            route.continue_()

    phone.context.route(re.compile("/in-strada/stato/"), hold_the_first)
    phone.get_by_role("button", name="Invia adesso").click()
    while not waiting:
        phone.wait_for_timeout(20)
    phone.context.set_offline(False)  # the page is told now, while the first attempt still waits
    phone.wait_for_function("navigator.onLine")
    waiting[0].abort()
    expect(phone.locator("[data-number]")).to_have_text("Niente da inviare")
    assert recorded(site, "CANARINO rete che torna") == [("outreach",)]


def test_an_answer_that_is_lost_and_a_session_that_ends_lose_and_double_nothing(phone, site):
    def lose(route):
        route.fetch()
        route.abort()

    phone.context.route(re.compile("/in-strada/invio/"), lose)
    write(phone, "CANARINO risposta persa")
    expect(phone.locator("[data-said]")).to_contain_text("Senza rete")
    phone.context.unroute(re.compile("/in-strada/invio/"))
    phone.context.clear_cookies()
    phone.get_by_role("button", name="Invia adesso").click()
    expect(phone.get_by_role("link", name="Entra di nuovo")).to_be_visible()
    look(phone, "expired")
    assert barriers(phone, tags=WCAG) == []

    with arriving(phone):
        phone.get_by_role("link", name="Entra di nuovo").click()
    phone.locator("#id_login").fill("sportello")
    phone.locator("#id_password").fill(PASSWORD)
    with arriving(phone):
        phone.locator("#id_password").press("Enter")
    expect(phone.locator("[data-number]")).to_have_text("Niente da inviare")

    assert recorded(site, "CANARINO risposta persa") == [("outreach",)]
    for address in ("/in-strada/inviati/", _of_the_town(site, "conflict")):
        phone.goto(f"{site.url}{address}")
        look(phone, address.strip("/").replace("/", "_")[:24])
        assert barriers(phone, tags=WCAG) == []


def test_it_locks_by_itself_a_wrong_pin_waits_and_everything_can_be_wiped(phone, site):
    phone.clock.install()
    phone.reload()
    unlock(phone)
    phone.locator("#id_needs").fill("CANARINO a metà")
    phone.clock.fast_forward(301_000)  # five minutes without a touch
    for wrong in ("111112", "111113"):
        unlock(phone, wrong)
        expect(phone.locator("[data-unlock] [data-wrong]")).to_have_text(
            "Il PIN non è questo: riprova."
        )
    unlock(phone, "111114")
    expect(phone.locator("[data-unlock] [data-wrong]")).to_contain_text("fra 5 secondi")
    unlock(phone)
    expect(phone.locator("[data-unlock] [data-wrong]")).to_contain_text("secondi")
    assert "CANARINO" not in phone.evaluate(HELD)
    phone.clock.fast_forward(6_000)
    unlock(phone)
    expect(phone.locator("#id_needs")).to_have_value("CANARINO a metà")

    phone.get_by_text("Cancella tutto da questo telefono").click()
    phone.locator("#id_sure").check()
    with arriving(phone):
        phone.get_by_role("button", name="Cancella tutto").click()
    expect(phone.locator("#id_pin")).to_be_visible()
    assert phone.evaluate(HELD) == ""


def _of_the_town(site, state):
    [(key,)] = site.sql(
        """SELECT p.id FROM access_parcel p JOIN accounts_user u ON u.id = p.user_id
            WHERE u.username = 'sportello' AND p.state = %s ORDER BY p.id LIMIT 1""",
        state,
    )
    return f"/in-strada/inviati/{key}/"
