"""The working day with scripts off: each form is still a form, each link still a link."""

import pytest
from playwright.sync_api import expect

from tests.arriving import arriving
from tests.browser.conftest import ITALIAN, enter

pytestmark = [pytest.mark.browser, pytest.mark.town, pytest.mark.xdist_group("rooms-dpo")]


@pytest.fixture(scope="module")
def plain(chromium, site):
    """The operator of the front desk in a browser without scripts."""
    context = chromium.new_context(**ITALIAN, java_script_enabled=False)
    page = context.new_page()
    enter(page, site, "sportello")
    yield page
    context.close()


def title(page):
    return page.locator("h1").inner_text()


def test_a_person_is_searched_for_found_and_heard(plain, site, somebody):
    surname, given_name = somebody
    plain.goto(f"{site.url}/oggi/")

    plain.locator("#omnibox").fill(f"{given_name} {surname}")
    with arriving(plain):
        plain.locator("#omnibox").press("Enter")
    with arriving(plain):
        plain.locator("main .ui-lines a").first.click()
    assert title(plain) == f"{given_name} {surname}"
    with arriving(plain):
        plain.get_by_role("link", name="Registra un contatto").click()
    plain.get_by_label("Lavoro", exact=True).check(force=True)
    plain.locator("#id_needs").fill("Cerca un corso di saldatura")
    with arriving(plain):
        plain.get_by_role("button", name="Salva", exact=True).click()

    assert title(plain) == f"{given_name} {surname}"
    expect(plain.get_by_text("Cerca un corso di saldatura")).to_be_visible()
    expect(plain.get_by_text("Contatto registrato.")).to_be_visible()


def test_a_new_person_is_registered(plain, site):
    plain.goto(f"{site.url}/persone/nuova/")
    plain.locator("[name=surname]").fill("Senzascript")
    plain.locator("[name=given_name]").fill("Ottilia")
    plain.locator("[name=born_on]").fill("1961-04-05")
    with arriving(plain):
        plain.get_by_role("button", name="Continua").click()

    plain.get_by_label("femmina").check(force=True)
    with arriving(plain):
        plain.get_by_role("button", name="Registra la persona").click()

    assert title(plain) == "Ottilia Senzascript"
    [(sex,)] = site.sql("SELECT sex FROM citizens_person WHERE surname = 'Senzascript'")
    assert sex == "F"


def test_the_language_is_switched_and_kept(plain, site):
    plain.goto(f"{site.url}/oggi/")

    with arriving(plain):
        plain.get_by_role("button", name="English").click()
    assert plain.locator("html").get_attribute("lang") == "en"
    plain.goto(f"{site.url}/contatti/")
    assert plain.locator("html").get_attribute("lang") == "en"
    assert title(plain) == "Who has knocked?"
    with arriving(plain):
        plain.get_by_role("button", name="Italiano").click()

    assert title(plain) == "Chi ha bussato?"


def test_the_keys_are_not_promised_where_they_do_not_work(plain, site):
    plain.goto(f"{site.url}/oggi/")

    assert plain.locator(".ui-needs-script:visible").count() == 0


def test_leaving_asks_and_closes(chromium, site):
    context = chromium.new_context(**ITALIAN, java_script_enabled=False)
    page = context.new_page()
    enter(page, site, "dpo")

    page.goto(f"{site.url}/accesso/uscita/")
    with arriving(page):
        page.locator("main form button[type=submit]").click()
    page.goto(f"{site.url}/oggi/")

    assert "/accesso/" in page.url
    context.close()
