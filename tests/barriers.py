"""What would stop somebody who reads with ears, with a keyboard or with a large letter: axe's eye."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script  # read once
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only what is wrong is told at length, and no style sheet is fetched twice: no rule of these asks it.
SHORT = {"resultTypes": ["violations"], "preload": False}
# What was looked at and found good stays in the page.
RUN = "options => axe.run(document, options).then(found => found.violations)"


def barriers(page, *, tags=None):
    """(rule, place, how to mend it) of each barrier; with no tags, whatever axe knows."""
    only = {"runOnly": {"type": "tag", "values": tags}} if tags else {}
    page.evaluate(AXE)
    found = page.evaluate(RUN, {**SHORT, **only})
    return [
        (rule["id"], node["target"], node["failureSummary"][:200])
        for rule in found
        for node in rule["nodes"]
    ]
