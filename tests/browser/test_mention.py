"""«@» in a page of diary: a colleague is named while writing, and told of the page."""

import re

import pytest
from playwright.sync_api import expect

from tests.arriving import arriving
from tests.barriers import WCAG, barriers
from tests.browser.conftest import enter

pytestmark = [pytest.mark.browser, pytest.mark.town]
# A case followed by two, the other of whom is given the diary; and somebody who is given only the rest.
TOGETHER = """SELECT u.username, c.id::text, w.id::text, s.first_name, s.last_name
      FROM cases_case c JOIN accounts_post o ON o.id = c.owner_id
      JOIN accounts_user u ON u.id = o.user_id
      JOIN cases_caseworker w ON w.case_id = c.id AND w.post_id <> o.id AND w.period @> wall.today()
      JOIN accounts_post p ON p.id = w.post_id AND p.period @> wall.today()
      JOIN accounts_user s ON s.id = p.user_id AND s.is_active
     WHERE u.username = 'assistente' AND c.state = 'in_charge' AND NOT c.archived
     ORDER BY c.number, w.id LIMIT 1"""
PARTS = "UPDATE cases_caseworker SET parts = %s WHERE id = %s"


@pytest.fixture
def writing(page, site):
    """The sheet of a new page of diary, with the name of who else reads it."""
    [(username, case, worker, name, surname)] = site.sql(TOGETHER)
    [(before,)] = site.sql("SELECT parts FROM cases_caseworker WHERE id = %s", worker)
    site.sql(PARTS, ["diary"], worker)
    enter(page, site, username)
    page.goto(f"{site.url}/cartelle/{case}/diario/")
    yield page, name, f"{name} {surname}"
    site.sql(PARTS, before, worker)


def test_a_name_chosen_with_the_keys_is_written_and_told(writing):
    page, name, whole = writing
    text = page.get_by_label(re.compile("Che cosa è successo"))
    options = page.get_by_role("option")
    text.press_sequentially(f"Ne parlo con @{name[:3].lower()}")
    expect(options).to_have_text([whole])
    expect(text).to_have_attribute("aria-activedescendant", "mention_list-0")
    assert barriers(page, tags=WCAG) == []
    text.press("Escape")
    expect(options).to_have_count(0)
    expect(text).to_be_focused()
    text.press_sequentially(name[3].lower())
    expect(options).to_have_text([whole])

    text.press("Enter")

    expect(text).to_have_value(f"Ne parlo con @{whole} ")
    expect(page.get_by_label(whole, exact=True)).to_be_checked()
    text.press_sequentially("domani.")
    expect(options).to_have_count(0)
    page.get_by_label("telefonata").check(force=True)
    with arriving(page):
        page.get_by_role("button", name="Salva").click()
    page.locator("a[href*='/diario/']", has_text=re.compile(".")).first.wait_for()
    expect(page.get_by_text(f"Ne parlo con @{whole} domani.").first).to_be_visible()


def test_who_does_not_read_the_diary_is_not_offered(writing):
    page, _name, whole = writing
    text = page.get_by_label(re.compile("Che cosa è successo"))

    text.press_sequentially("@")

    expect(page.get_by_role("option")).to_have_text([whole])
    text.press("Enter")
    expect(text).to_have_value("@\n")  # nobody was chosen by chance
    text.press_sequentially("@zzz")
    expect(page.get_by_role("option")).to_have_count(0)
