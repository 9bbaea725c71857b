"""What would stop somebody who reads with ears, with a keyboard or with a large letter: axe's eye."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe()  # its source is read once
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only what is wrong is told at length, and no style sheet is fetched twice: no rule of these asks it.
SHORT = {"resultTypes": ["violations"], "preload": False}


def barriers(page, *, tags=None):
    """(rule, place, how to mend it) of each barrier; with no tags, whatever axe knows."""
    only = {"runOnly": {"type": "tag", "values": tags}} if tags else {}
    found = AXE.run(page, options={**SHORT, **only}).response["violations"]
    return [
        (rule["id"], node["target"], node["failureSummary"][:200])
        for rule in found
        for node in rule["nodes"]
    ]
