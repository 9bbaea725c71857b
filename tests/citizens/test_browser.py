"""The screens of people in a real browser: by keyboard, without script, at desk and in the hand."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.arriving import arriving
from tests.barriers import WCAG, barriers

pytestmark = [pytest.mark.browser, pytest.mark.town]


def sign_in(page, site, name="Silvia Locatelli"):
    page.goto(f"{site.url}/accesso/")
    with arriving(page):
        page.get_by_role("button", name=name).click()
    assert page.url == f"{site.url}/oggi/"


def somebody(site):
    """A person of Bergamo who lives with somebody else."""
    return site.sql(
        """SELECT p.id, p.surname, p.given_name, p.household_id FROM citizens_person p
             JOIN territory_ambito a ON a.id = p.ambito_id AND a.key = 'bergamo'
            WHERE EXISTS (SELECT 1 FROM citizens_person o
                           WHERE o.household_id = p.household_id AND o.id <> p.id)
            ORDER BY p.id LIMIT 1"""
    )[0]


def asked(url):
    return parse_qs(urlsplit(url).query).get("q")


def wider_than_the_screen(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")


def test_no_barrier_and_no_overflow(page, site):
    sign_in(page, site)
    person, surname, _given, household = somebody(site)
    for path in (
        "/persone/",
        f"/persone/?q={surname}",
        "/persone/?q=zzzz",
        "/persone/nuova/",
        f"/persone/{person}/",
        f"/persone/{person}/dati/",
        f"/persone/{person}/storia/",
        f"/persone/{person}/modifica/",
        f"/persone/nuclei/{household}/",
    ):
        page.goto(site.url + path)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert barriers(page, tags=WCAG) == [], (path, width)
            assert not wider_than_the_screen(page), (path, width)


def test_a_person_is_found_and_opened_by_keyboard_alone(page, site):
    sign_in(page, site)
    person, surname, given, _household = somebody(site)

    with arriving(page):
        page.keyboard.press("g")
        page.keyboard.press("p")
    page.keyboard.type(f"{given} {surname}")
    page.wait_for_url(lambda url: asked(url) == [f"{given} {surname}"])
    row = page.locator(f"#found a[href$='{person}/']")
    expect(row).to_be_visible()
    page.locator("#found").evaluate("list => list.dataset.before = 'Enter'")
    page.keyboard.press("Enter")
    expect(page.locator("#found:not([data-before])")).to_be_visible()  # looked for once more
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    with arriving(page):
        page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text(surname)


def test_a_new_person_is_looked_for_then_registered_by_keyboard(page, site):
    sign_in(page, site)
    _person, surname, given, _household = somebody(site)

    page.goto(f"{site.url}/persone/nuova/")
    page.get_by_label("Cognome").fill(surname)
    page.get_by_label("Nome", exact=True).fill(given)
    page.keyboard.press("Tab")
    expect(page.locator("#alike")).to_contain_text("Forse è già conosciuta")
    page.get_by_label("Non è nessuna di queste").focus()
    page.keyboard.press("Space")
    with arriving(page):
        page.keyboard.press("Control+Enter")
    page.get_by_role("combobox", name="Luogo di nascita").fill("bergam")
    expect(page.get_by_role("option", name="Bergamo (BG)")).to_be_visible()
    page.get_by_role("option", name="Bergamo (BG)").click()
    with arriving(page):
        page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Persona registrata")).to_be_visible()
    with arriving(page):
        page.get_by_role("link", name="Dati").click()
    expect(page.locator("main")).to_contain_text("Bergamo (BG)")


def test_everything_works_without_script(chromium, site):
    context = chromium.new_context(locale="it-IT", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    _person, surname, given, _household = somebody(site)

    page.goto(f"{site.url}/persone/")
    page.get_by_label("Chi cerchi?").fill(surname)
    with arriving(page):
        page.get_by_role("button", name="Cerca").last.click()
    expect(page.locator("#found")).to_contain_text(surname)
    with arriving(page):
        page.get_by_role("link", name="Registra una nuova persona").click()
    page.get_by_label("Nome", exact=True).fill(given)
    with arriving(page):
        page.get_by_role("button", name="Continua").click()
    expect(page.locator("#alike")).to_contain_text("Forse è già conosciuta")
    page.get_by_label("Non è nessuna di queste").check()
    with arriving(page):
        page.get_by_role("button", name="Continua").click()
    page.get_by_role("textbox", name="Luogo di nascita").or_(
        page.get_by_role("combobox", name="Luogo di nascita")
    ).fill("Marocco")
    with arriving(page):
        page.get_by_role("button", name="Registra la persona").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(surname)
    with arriving(page):
        page.get_by_role("link", name="Dati").click()
    expect(page.locator("main")).to_contain_text("Marocco")
    context.close()


def test_the_house_policy_is_not_broken(page, site):
    breaches = []
    page.on("console", lambda said: breaches.append(said.text) if "Content" in said.text else None)
    sign_in(page, site)
    person = somebody(site)[0]
    for path in ("/persone/", f"/persone/{person}/", f"/persone/{person}/modifica/"):
        page.goto(site.url + path)

    assert breaches == []
