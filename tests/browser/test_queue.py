"""The queue as it is lived: a ticket at the kiosk, one key at the desk, a code on the board."""

import os
from pathlib import Path

import pytest

from tests.arriving import arriving
from tests.barriers import WCAG, barriers
from tests.browser.conftest import enter

pytestmark = [pytest.mark.browser, pytest.mark.town]
NARROW = {"width": 390, "height": 844}
SHOTS = os.environ.get("QUEUE_SHOTS", "")


def look(page, name):
    """For who wants to see: a picture of each page, where a folder was named."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def desk(site):
    """The Pass, open all week, with nobody in the room."""
    [(key,)] = site.sql("SELECT id::text FROM access_desk WHERE name = 'Pass, sede centrale'")
    site.sql("DELETE FROM access_deskhours WHERE desk_id = %s", key)
    site.sql(
        "UPDATE access_ticket SET state = 'left', left_why = 'mistake', ended_at = now()"
        " WHERE desk_id = %s AND state IN ('waiting', 'called', 'serving')",
        key,
    )
    return f"{site.url}/sportelli/{key}/coda/"


@pytest.fixture
def stranger(chromium):
    """`stranger()`: the browser of somebody who has no account."""
    opened = []

    def arrive(**more):
        context = chromium.new_context(locale="it-IT", timezone_id="Europe/Rome", **more)
        context.set_default_timeout(10_000)
        opened.append(context)
        return context.new_page()

    yield arrive
    for context in opened:
        context.close()


@pytest.fixture
def operator(page, site, desk):
    enter(page, site, "sportello")
    page.goto(desk)
    return page


@pytest.fixture
def addresses(operator, desk):
    """What hangs at the door: telephone, kiosk, board, and the short one to type."""
    operator.goto(f"{desk}collegamenti/")
    look(operator, "links")
    assert barriers(operator, tags=WCAG) == []
    links = [each.inner_text() for each in operator.locator(".door-addresses a").all()]
    operator.goto(desk)
    return links


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [{"width": 1280, "height": 900}, NARROW])
def test_a_ticket_from_the_kiosk_to_the_end(operator, addresses, stranger, desk, width):
    operator.set_viewport_size(width)
    _phone, kiosk, board, _short = addresses
    there, wall = stranger(viewport=width), stranger(viewport=width)
    there.goto(kiosk)
    look(there, f"kiosk_{width['width']}")
    assert barriers(there, tags=WCAG) == []
    assert fits(there)
    wall.goto(board)
    with arriving(there):
        there.get_by_role("button", name="Contributi e Re.I").click()
    code = there.locator(".door-ticket__code").inner_text()
    look(there, f"kiosk_ticket_{width['width']}")
    assert barriers(there, tags=WCAG) == []

    operator.locator("#coda .queue-code", has_text=code).wait_for()  # by itself, within seconds
    look(operator, f"waiting_{width['width']}")
    operator.locator("#id_counter").fill("2")
    with arriving(operator):
        operator.locator("#id_counter").press("Enter")
    with arriving(operator):
        operator.keyboard.press("c")
    assert operator.locator(".queue-mine__code").inner_text() == code
    look(operator, f"called_{width['width']}")
    assert barriers(operator, tags=WCAG) == []
    assert fits(operator)

    wall.locator(".door-called__code", has_text=code).wait_for()
    assert "2" in wall.locator(".door-called__counter").inner_text()
    look(wall, f"board_{width['width']}")
    assert barriers(wall, tags=WCAG) == []
    assert fits(wall)
    with arriving(operator):
        operator.keyboard.press("s")
    with arriving(operator):
        operator.keyboard.press("f")
    assert operator.locator(".queue-mine").count() == 0
    wall.locator(".door-called__code", has_text=code).wait_for(state="detached")


def test_the_telephone_follows_its_place_and_says_when_the_network_is_lost(
    operator, addresses, stranger
):
    phone = stranger(viewport=NARROW)
    phone.goto(addresses[0])
    with arriving(phone):
        phone.get_by_role("button", name="Altro").click()
    assert "Tocca a te fra poco" in phone.locator("[data-live]").inner_text()
    look(phone, "phone_waiting")
    assert barriers(phone, tags=WCAG) == []
    assert fits(phone)

    phone.context.set_offline(True)
    phone.locator("[data-lost]", has_text="Senza collegamento").wait_for()
    look(phone, "phone_lost")
    with arriving(operator):
        operator.keyboard.press("c")
    phone.context.set_offline(False)
    phone.locator(".door-ticket__said--now").wait_for(timeout=20_000)
    assert phone.locator("[data-lost]").is_hidden()
    look(phone, "phone_called")
    with arriving(operator):
        operator.keyboard.press("v")
    phone.get_by_text("Il biglietto non vale più").wait_for(timeout=20_000)


def test_without_scripts_the_queue_is_worked_all_the_same(
    operator, addresses, stranger, site, desk
):
    phone = stranger(viewport=NARROW, java_script_enabled=False)
    phone.goto(addresses[0])
    phone.get_by_role("button", name="Altro").click()
    code = phone.locator(".door-ticket__code").inner_text()

    plain = stranger(java_script_enabled=False)
    enter(plain, site, "sportello")
    plain.goto(desk)
    plain.get_by_role("button", name="Chiama il prossimo").click()
    assert plain.locator(".queue-mine__code").inner_text() == code
    plain.get_by_role("button", name="Non si è presentato").click()
    phone.reload()
    assert "non vale più" in phone.locator(".door-ticket").inner_text()


def test_the_focus_stays_while_the_queue_renews_itself(operator, addresses, stranger):
    kiosk = stranger()
    for _ in range(2):
        kiosk.goto(addresses[1])
        with arriving(kiosk):
            kiosk.get_by_role("button", name="Altro").click()
    button = operator.locator("#coda button[value=call]").first
    button.wait_for()
    button.focus()
    held = button.get_attribute("id")
    kiosk.goto(addresses[1])
    with arriving(kiosk):
        kiosk.get_by_role("button", name="Altro").click()
    third = kiosk.locator(".door-ticket__code").inner_text()
    operator.locator("#coda .queue-code", has_text=third).wait_for()

    assert operator.evaluate("document.activeElement.id") == held
