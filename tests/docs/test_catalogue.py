"""Whoever reads English finds every text, whole, and nothing that the Italian does not say."""

import gettext
import io
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from prossimo.core import catalogue

NAMED = re.compile(r"%\(\w+\)[-+ #0]*[\d.]*[a-zA-Z]|(?<!%)%[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?\w[^>]*>")
ENTRIES = [message for message in catalogue.english() if message.id]


def forms(text):
    return (text,) if isinstance(text, str) else tuple(text)


def pairs():
    """Each Italian form beside its English one."""
    return [
        (italian, english)
        for message in ENTRIES
        for italian, english in zip(forms(message.id), forms(message.string), strict=True)
    ]


def test_the_english_catalogue_is_complete():
    found = catalogue.gaps()

    assert found.missing == []
    assert found.stale == []
    assert found.broken == []


def test_there_is_something_to_translate():
    assert len(catalogue.template()) > 1000


@pytest.mark.parametrize("marks", [NAMED, TAG], ids=["placeholders", "tags"])
def test_what_is_filled_in_or_marked_up_in_italian_is_so_in_english(marks):
    assert not [
        (italian, english)
        for italian, english in pairs()
        if Counter(marks.findall(italian)) != Counter(marks.findall(english))
    ]


def test_the_edges_are_the_same():
    """Spaces and line ends join a text to its neighbours; the last stop tells a whole sentence."""

    def edges(text):
        body = text.strip()
        end = body[-1:] if body[-1:] in {".", "?", ":", "…"} else ""
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :], end

    assert not [
        (italian, english) for italian, english in pairs() if edges(italian) != edges(english)
    ]


def test_nothing_is_left_for_later():
    assert not [message.id for message in ENTRIES if message.fuzzy]


def test_no_italian_is_left_in_english():
    """Whole sentences are never alike in the two languages, as names may be."""
    quoted = re.compile(r"[“«][^”»]*[”»]")

    assert not [
        italian for italian, english in pairs() if italian == english and italian.count(" ") > 2
    ]
    assert not [
        english
        for _, english in pairs()
        if re.search(r"[àèéìòù«»]", quoted.sub("", english)) or "«" in english
    ]


def test_the_catalogue_says_where_without_line_numbers():
    """Neither a line that moves nor a machine's path: the file changes with the words alone."""
    places = re.findall(r"^#: (.*)$", catalogue.ENGLISH.read_text(encoding="utf-8"), re.MULTILINE)

    files = {file for place in places for file in place.split()}

    assert files
    assert [file for file in files if ":" in file or not file.startswith("prossimo/")] == []
    assert [file for file in files if not Path(file).is_file()] == []


def test_numbers_are_said_as_english_says_them():
    compiled = io.BytesIO()
    write_mo(compiled, catalogue.english())
    compiled.seek(0)
    english = gettext.GNUTranslations(compiled)
    message = "%(number)s contatto", "%(number)s contatti"

    said = [english.ngettext(*message, number) for number in (1, 0, 2)]

    assert said == ["%(number)s contact", "%(number)s contacts", "%(number)s contacts"]
