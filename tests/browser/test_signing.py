"""A project signed on the glass of a tablet: the line that was drawn is the one under the pact."""

import pytest

from tests.arriving import arriving
from tests.barriers import WCAG, barriers
from tests.browser.conftest import enter

pytestmark = [pytest.mark.browser, pytest.mark.town]
TO_SIGN = """SELECT u.username, p.case_id::text, p.id::text, m.id::text
      FROM cases_plan p JOIN cases_case c ON c.id = p.case_id
      JOIN accounts_post o ON o.id = c.owner_id JOIN accounts_user u ON u.id = o.user_id
      JOIN cases_casemember m ON m.case_id = c.id AND m.person_id = c.person_id
     WHERE p.state = 'shared' AND NOT c.archived AND c.state <> 'closed'
     ORDER BY p.id LIMIT 1"""


def test_what_is_drawn_with_a_finger_is_what_the_pact_shows(page, site):
    [(username, case, plan, member)] = site.sql(TO_SIGN)
    sheet = f"{site.url}/cartelle/{case}/progetto/{plan}/"
    site.sql("DELETE FROM cases_plansignature WHERE plan_id = %s", plan)
    # Whose yes is asked for is in the town already; a relative signs, who needs none.
    enter(page, site, username)
    page.goto(f"{sheet}firma/")
    page.get_by_label("un familiare", exact=True).check()
    page.locator("#id_member").select_option(member)
    pad = page.locator("[data-sign-canvas]")
    assert not pad.is_visible()
    page.get_by_label("firma sullo schermo", exact=True).check()
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 80, steps=6)
    page.mouse.move(box["x"] + 200, box["y"] + 30, steps=6)
    page.mouse.up()
    assert barriers(page, tags=WCAG) == []
    with arriving(page):
        page.get_by_role("button", name="Salva la firma").click()

    assert page.url == sheet
    drawn = page.locator(".plan-signature svg path").get_attribute("d")
    assert drawn.startswith("M")
    assert drawn.count("L") >= 5
    page.goto(f"{sheet}patto/")
    assert page.locator(".plan-signature svg path").get_attribute("d") == drawn
    assert barriers(page, tags=WCAG) == []
