"""From one page to the next in a real browser, without a hand on the page one is leaving."""

from playwright.sync_api import Page


def arriving(page: Page):
    """`with arriving(page): …` — what is done inside leads to another page; go on when it has loaded.

    Keys and clicks return before the answer is there, and what follows them would meet the old page,
    or the new one while its scripts are not listening yet. An address is no proof of arrival (the
    new one may fit the pattern of the old), the event of a new document is.
    """
    return page.expect_event("load")
