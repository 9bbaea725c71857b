"""A window for each person of the town, opened once, and an ear for what the browser complains of."""

import pytest

from tests.arriving import arriving
from tests.browser.rooms import Wall

PASSWORD = "prova-prossimo"
LOUD = {"error", "warning"}
ITALIAN = {"locale": "it-IT", "timezone_id": "Europe/Rome"}
DESK = {"width": 1280, "height": 900}


def enter(page, site, username):
    """Log in as a person of the town."""
    page.goto(f"{site.url}/accesso/")
    page.locator("#id_login").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    with arriving(page):
        page.locator("#id_password").press("Enter")
    assert page.url == f"{site.url}/oggi/"


class Window:
    """The page of a person who has logged in, what its console said, and what their wall shows."""

    def __init__(self, context, site, username):
        self.page, self.site = context.new_page(), site
        self.wall, self.said = Wall(site, username), []
        self.page.on("console", lambda told: told.type in LOUD and self.said.append(told.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        enter(self.page, site, username)

    def open(self, name):
        """Go to a page; say the purpose or the password again where the house asks for it."""
        path = self.wall.path_of(name)
        self.said.clear()
        answer = self.page.goto(f"{self.site.url}{path}")
        if "/finalita/" in self.page.url:
            self.page.locator("main input[type=radio]").first.check(force=True)
            answer = self._send()
        elif "/accesso/conferma/" in self.page.url and "conferma" not in path:
            self.page.locator("main [name=password]").fill(PASSWORD)
            answer = self._send()
        assert self.page.url == f"{self.site.url}{path}"
        return answer

    def _send(self):
        with self.page.expect_navigation() as arrived:
            self.page.locator("main form button[type=submit]").first.click()
        return arrived.value


@pytest.fixture(scope="session")
def windows(chromium, site):
    """`windows("dpo")`: one window for the whole run, with what it has already fetched."""
    kept = {}

    def window(username):
        if username not in kept:
            context = chromium.new_context(**ITALIAN, viewport=DESK)
            context.set_default_timeout(30_000)  # the first figures start an engine
            kept[username] = Window(context, site, username)
        return kept[username]

    yield window
    for window in kept.values():
        window.page.context.close()


@pytest.fixture
def at_desk(page, site):
    """The operator of the front desk, in a browser of their own, on the page of the day."""
    enter(page, site, "sportello")
    return page


@pytest.fixture
def somebody(site):
    """A person of the town whose surname and name nobody else has."""
    [row] = site.sql(
        """SELECT surname, given_name FROM citizens_person p JOIN territory_ambito a
             ON a.id = p.ambito_id WHERE a.key = 'bergamo' AND surname ~ '^[A-Za-z]{5,}$'
               AND given_name ~ '^[A-Za-z]{4,}$' GROUP BY surname, given_name
            HAVING count(*) = 1 ORDER BY surname, given_name LIMIT 1 OFFSET 60"""
    )
    return row
