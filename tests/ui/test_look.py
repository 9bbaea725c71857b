"""What the eye and the screen reader meet: no barrier, no overflow, no breach of the policy."""

import io
import json

import pytest
from pypdf import PdfReader

from tests import barriers as axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("face")]
PAGES = ["/componenti/", "/pagina/403/", "/pagina/404/", "/pagina/500/", "/pagina/503/"]


def barriers(page):
    return axe.barriers(page, tags=[*axe.WCAG, "best-practice"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_component_page_has_no_barrier(look, width, scheme):
    with look("/componenti/?avvisi=1", width=width, color_scheme=scheme) as page:
        assert barriers(page) == []


@pytest.mark.parametrize("path", [*PAGES[1:], "/componenti/conferma/", "/componenti/cerca/?q=zz"])
def test_the_other_pages_have_no_barrier(look, path):
    with look(path) as page:
        assert barriers(page) == []


def test_the_conflict_page_has_no_barrier(look):
    with look("/componenti/conflitto/", expected=["409"]) as page:
        assert barriers(page) == []


def test_an_open_dialog_and_an_open_menu_have_no_barrier(look):
    with look() as page:
        page.get_by_text("Altro", exact=True).first.click()
        assert barriers(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        page.locator("#tasti[open]").wait_for()
        assert barriers(page) == []


def test_axe_would_have_seen_a_barrier(look):
    with look() as page:
        page.evaluate("document.querySelector('#omnibox').labels.forEach(label => label.remove())")
        page.evaluate("document.querySelector('#omnibox').removeAttribute('placeholder')")

        assert "label" in {rule for rule, *_ in barriers(page)}


@pytest.mark.parametrize("path", PAGES)
def test_nothing_sticks_out_of_the_window(look, path):
    """320 is a window of 1280 at 400 %, 640 the same at 200 %."""
    with look(path) as page:
        for width in (1280, 820, 640, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_an_open_menu_stays_within_the_window(look, width):
    with look(width=width) as page:
        menus = page.locator("details.ui-menu:visible")
        assert menus.count() >= 3
        for at in range(menus.count()):
            menus.nth(at).locator("summary").click()
            box = menus.nth(at).locator(".ui-menu__list").bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_right_to_left_mirrors_the_page(look):
    with look() as page:
        page.evaluate("document.documentElement.dir = 'rtl'")
        nav = page.locator("#navigazione").bounding_box()

        assert nav["x"] > 640
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("width", [1280, 390])
def test_targets_are_big_enough(look, width):
    """WCAG 2.5.8 asks 24 pixels; buttons, fields and the navigation have 44, small buttons 36."""
    with look(width=width) as page:
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
            .filter(e => e.checkVisibility({visibilityProperty: true}))
            .filter(e => !e.closest('.visually-hidden, .ui-skip'))
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([e, box]) => {
                const inText = e.matches('p a, dd a, td a, h2 a, .ui-breadcrumb a, .ui-summary a');
                const less = e.matches('.btn-sm, .ui-chip, .ui-chip a, .ui-editable a');
                const least = less ? 35 : inText ? 0 : 43;
                return box.width > 0 && (box.height < least || (!inText && box.width < 24))
                    && !e.matches('[type=checkbox], [type=radio]');
            })
            .map(([e, box]) => [e.outerHTML.slice(0, 90), box.width, box.height])"""
        )
        assert small == []


def test_the_focus_is_drawn_in_three_pixels(look):
    with look("/pagina/404/") as page:
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const style = getComputedStyle(document.activeElement);
            return [document.activeElement.textContent, style.outlineWidth, style.outlineStyle]; }"""
        )

        assert seen == ["Vai al contenuto", "3px", "solid"]


def test_on_paper_there_is_no_frame_but_a_letterhead(look):
    with look("/componenti/") as page:
        paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
        text = "\n".join(sheet.extract_text() for sheet in paper.pages)
        page.emulate_media(media="print")

        assert "Comune di Bergamo" in text
        assert "Stampato da Anna Locatelli" in text
        assert f"1 / {len(paper.pages)}" in text
        for gone in (".ui-top", ".ui-nav", ".ui-foot", ".ui-bottom", ".ui-page-head__actions"):
            assert not page.locator(gone).first.is_visible()


def test_the_page_is_light(look):
    """What a first visit fetches, compressed, and how many files."""
    with look() as page:
        sizes = json.loads(
            page.evaluate(
                "JSON.stringify(performance.getEntriesByType('resource').map(e => e.encodedBodySize))"
            )
        )

        assert sum(sizes) < 400_000
        assert len(sizes) <= 30
