"""No page of the manual points to something that is not there."""

import re
from pathlib import Path

import pytest

PAGES = sorted([*Path("docs").rglob("*.md"), *Path().glob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)


def anchors(page):
    """The names that a heading gets on the usual hosts."""
    titles = re.findall(r"^#+ (.*)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), f"{page}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page}: {link}"


def test_there_are_pages_and_links():
    links = sum(len(LINK.findall(page.read_text(encoding="utf-8"))) for page in PAGES)

    assert len(PAGES) > 25
    assert links > 60


def test_every_page_of_the_manual_can_be_reached_from_its_first_page():
    seen, waiting = set(), [Path("docs/index.md").resolve()]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
            if not link.startswith(("http", "mailto", "#")):
                waiting.append((page.parent / link.partition("#")[0]).resolve())

    lost = {page.resolve() for page in Path("docs").rglob("*.md")} - seen
    assert not lost
