"""Pages obey the strict policy, need nothing but themselves, and name no variable that is not there."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from prossimo.ui import showcase
from prossimo.ui.assets import borrowed_path
from prossimo.ui.frame import Frame
from prossimo.ui.templatetags.ui import register
from tests.ui import alone_urls

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(ROOT.glob("prossimo/*/templates/**/*.html"))
ALONE = ["400", "403", "403_csrf", "404", "409", "500", "503", "ui/base", "ui/base_public"]
FORBIDDEN = {
    "a script inside the page": r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
    "a style inside the page": r"<style\b",
    "a style attribute": r"\sstyle\s*=",
    "a handler attribute": r"<[^>]*\son[a-z]+\s*=",
    "a javascript address": r"javascript:",
    "a handler of htmx": r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:",
}


def inline(text):
    return [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.I)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_no_script_and_no_style(path):
    assert inline(path.read_text()) == []


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<p style="color:red">',
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<p hx-on:click="x()">',
        "<p hx-vals='js:{a:1}'>",
    ],
)
def test_the_check_sees_what_it_looks_for(bad):
    assert len(inline(bad)) == 1


@pytest.mark.parametrize("name", ALONE)
def test_a_page_stands_without_database_and_without_context(name):
    page = render_to_string(f"{name}.html")

    assert page.strip().startswith("<!DOCTYPE html>")
    assert page.count("<h1") == 1
    assert 'lang="it"' in page


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_component_page_names_no_unknown_variable(settings, language):
    settings.ROOT_URLCONF = "tests.ui.alone_urls"
    request = RequestFactory().get("/componenti/", {"page": "3"})

    with translation.override(language):
        page = render_to_string(
            "ui/components.html",
            {"request": request, **alone_urls.frame(request), **showcase.page(request)},
        )

    assert "Comune di Bergamo" in page
    assert showcase.ARABIC_NAME in page


def test_every_component_is_on_the_page_and_in_the_manual():
    used = "".join(path.read_text() for path in TEMPLATES if "/ui/templates/" in str(path))
    manual = (ROOT / "docs/reference/components.md").read_text()
    inner = {
        "asset",
        "error_body",
        "sort_header",
        "table_empty",
        "table_pages",
        "table_rows",
        "conflict_form",
        "still",
        "choice",
    }

    for tag in set(register.tags) - inner:
        assert re.search(rf"{{%\s*{tag}\b", manual), f"{tag} is not in the manual"
    unseen = {tag for tag in register.tags if not re.search(rf"{{%\s*{tag}\b", used)}
    assert unseen <= {"hidden_fields", "query_string"}


def test_every_drawing_named_in_a_template_is_in_the_sprite():
    sprite = borrowed_path("bootstrap-italia/svg/sprites.svg").read_text()
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r"{%\s*icon \"([\w-]+)\"|icon=\"([\w-]+)\"", path.read_text())
        for name in name
        if name
    }

    assert len(named) > 20
    assert {name for name in named if f'id="it-{name}"' not in sprite} == set()


def test_an_empty_address_hides_its_control():
    bare = render_to_string("ui/base.html", {"frame": Frame(body_name="Comune di Dalmine")})

    assert "Comune di Dalmine" in bare
    for control in ("omnibox", "ui-nav", "ui-bottom", "ui-languages", "ui-bar__new", "ui-person"):
        assert f'class="{control}' not in bare
    assert "Dati inventati" not in bare


def test_footer_links_carry_the_marks_the_law_looks_for(settings):
    settings.ROOT_URLCONF = "tests.ui.alone_urls"
    request = RequestFactory().get("/")
    page = render_to_string("ui/base.html", alone_urls.frame(request))

    assert re.search(r"accessibilita/\"\s+data-element=\"accessibility-link\"", page)
    assert re.search(r"privacy/\"\s+data-element=\"privacy-policy-link\"", page)


@pytest.mark.parametrize("who", ["Laura Ferri", ""])
def test_two_texts_are_both_shown_and_both_can_be_kept(settings, who):
    settings.ROOT_URLCONF = "tests.ui.alone_urls"
    context = {**showcase.conflict(), "who": who}
    page = render_to_string("ui/conflict.html", context)

    assert 'name="phone" value="035 399 888"' in " ".join(page.split())
    assert 'name="phone" value="035 399 881"' in " ".join(page.split())
    assert 'type="hidden" name="desk" value="Pass"' in page
    assert 'name="version" value="8"' in page
    assert (who or "Un'altra persona") in page


def test_a_conflict_without_a_difference_says_so():
    page = render_to_string("ui/conflict.html", {"title": "Nota", "fields": [], "version": 2})

    assert "I due testi sono uguali" in page


def test_messages_become_toasts_and_errors_become_alerts():
    from django.contrib.messages import constants
    from django.contrib.messages.storage.base import Message

    messages = [Message(constants.SUCCESS, "Salvato <b>"), Message(constants.ERROR, "Non va")]
    page = render_to_string("ui/base.html", {"messages": messages})
    status, alert = page.split('id="toasts-alert"')[0], page.split('id="toasts-alert"')[1]

    assert "Salvato &lt;b&gt;" in status
    assert "Non va" in alert
    assert "Non va" not in status
