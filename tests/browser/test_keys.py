"""The keyboard on the real pages: every key does what its twin on the screen does, never while typing."""

import pytest
from playwright.sync_api import expect

from tests.arriving import arriving

pytestmark = [pytest.mark.browser, pytest.mark.town, pytest.mark.xdist_group("rooms-sportello")]


@pytest.fixture
def desk(windows):
    """`desk("/persone/")`: the front desk on that page, with nothing in focus."""
    window = windows("sportello")

    def at(path):
        window.page.goto(f"{window.site.url}{path}")
        window.page.evaluate("document.activeElement.blur()")
        return window.page

    return at


def press(page, keys):
    for key in keys.split():
        page.keyboard.press(key)


def focused(page):
    return page.evaluate("document.activeElement.id")


def here(page):
    return page.locator("[data-row].ui-here")


@pytest.mark.parametrize(
    ("start", "keys", "end"),
    [
        ("/oggi/", "n", "/contatti/nuovo/"),
        ("/rete/", "g o", "/oggi/"),
        ("/oggi/", "g s", "/contatti/"),
        ("/sportelli/", "g p", "/persone/"),
        ("/persone/", "g t", "/territorio/"),
        ("/territorio/", "g r", "/rete/"),
    ],
)
def test_a_key_leads_where_its_twin_on_the_page_leads(desk, start, keys, end):
    page = desk(start)

    with arriving(page):
        press(page, keys)

    assert page.url.endswith(end)


def test_a_letter_that_the_page_takes_is_shown_once(desk):
    page = desk("/agenda/")

    expect(page.locator("main [data-key=n] .ui-key")).to_be_visible()
    expect(page.locator(".ui-bar__new .ui-key")).to_be_hidden()
    with arriving(page):
        press(page, "n")

    assert page.url.endswith("/agenda/nuovo/")


def test_a_slash_puts_the_cursor_in_the_search_and_enter_finds(desk):
    page = desk("/oggi/")

    press(page, "/")
    assert focused(page) == "omnibox"
    page.keyboard.type("ferrari")
    with arriving(page):
        press(page, "Enter")

    assert page.url.endswith("/cerca/?q=ferrari")
    expect(page.locator("main .ui-lines a").first).to_contain_text("Ferrari")


def test_keys_sleep_while_one_types(desk):
    page = desk("/contatti/nuovo/")
    needs = page.locator("#id_needs")

    needs.press_sequentially("n/?gogpjk")

    assert needs.input_value() == "n/?gogpjk"
    assert page.url.endswith("/contatti/nuovo/")
    assert page.locator("dialog[open]").count() == 0
    needs.fill("")


def test_a_question_mark_shows_the_keys_of_this_page_and_escape_hides_them(desk):
    page = desk("/contatti/")

    press(page, "?")
    said = page.locator("#tasti").inner_text()
    press(page, "Escape")

    for words in ("Nuovo contatto", "Oggi", "Sportello", "Persone", "Cerca persone"):
        assert words in said
    assert not page.locator("#tasti").is_visible()


def test_lists_are_walked_down_and_up_and_opened(desk):
    page = desk("/contatti/?period=sempre")

    press(page, "j j k")
    expect(here(page)).to_have_count(1)
    assert page.locator("[data-row]").first.evaluate("row => row.classList.contains('ui-here')")
    wanted = here(page).locator("a").first.get_attribute("href")
    with arriving(page):
        press(page, "Enter")

    assert page.url.endswith(wanted)


def test_the_people_found_are_a_list_too(desk):
    page = desk("/persone/?q=ferrari")

    press(page, "j j")
    wanted = page.locator("[data-row]").nth(1).locator("a").first.get_attribute("href")
    with arriving(page):
        press(page, "Enter")

    assert wanted in page.url


def test_escape_leaves_the_field_first_and_then_the_page(desk, windows):
    path = windows("sportello").wall.path_of("citizens:person_edit")
    page = desk(path)
    page.locator("[name=surname]").focus()

    press(page, "Escape")
    assert page.url.endswith(path)
    with arriving(page):
        press(page, "Escape")

    assert page.url.endswith(path.removesuffix("modifica/"))


def test_whoever_does_not_want_them_turns_them_off_for_good(windows):
    """Whatever the machine: the preference is of the person, on the server."""
    window = windows("cooperativa")
    page = window.page

    def wanted(yes):
        page.goto(f"{window.site.url}/il-mio-accesso/")
        page.get_by_label("Scorciatoie da tastiera").set_checked(yes, force=True)
        with arriving(page):
            page.get_by_role("button", name="Salva le preferenze").click()
        page.evaluate("document.activeElement.blur()")

    wanted(False)
    press(page, "g p")
    press(page, "?")
    assert page.url.endswith("/il-mio-accesso/")
    assert page.locator("#tasti").count() == 0 or not page.locator("#tasti").is_visible()

    wanted(True)
    with arriving(page):
        press(page, "g p")
    assert page.url.endswith("/persone/")
