"""Static files come out of the installed packages, few, whole and quickly."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from prossimo.ui import assets


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """What production serves."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("static")
    storage = {"staticfiles": {"BACKEND": "prossimo.ui.assets.StaticStorage"}}
    with override_settings(STATIC_ROOT=str(folder), STORAGES=storage):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def served(folder, pattern):
    """The fingerprinted files only: those the pages name."""
    return [path for path in folder.rglob(pattern) if re.search(r"\.[0-9a-f]{12}\.", path.name)]


def test_all_that_a_style_sheet_names_is_there(collected):
    folder = collected
    named = [
        (sheet.parent / url).resolve()
        for sheet in served(folder, "*.css")
        for url in re.findall(r"url\([\"']?([^\"')]+)", sheet.read_text())
        if not url.startswith("data:")
    ]

    assert len(named) >= 9
    assert [path for path in named if not path.is_file()] == []


def test_all_that_a_script_imports_is_there_under_its_fingerprint(collected):
    folder = collected
    imports = [
        script.parent / url
        for script in served(folder, "ui/js/*.js")
        for url in re.findall(r"import[^\"';]*[\"'](\./[^\"']+)", script.read_text())
    ]

    assert len(imports) > 10
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", path.name) for path in imports)
    assert all(path.is_file() for path in imports)


def test_nothing_unwanted_is_left_in_borrowed_files(collected):
    folder = collected
    for path in served(folder, "*.css") + served(folder, "*.js"):
        text = path.read_text()
        assert "sourceMappingURL" not in text
        assert not re.search(r"@font-face[^}]*url\([\"']?data:", text)
        assert "data-focus-mouse" not in text


def test_only_the_few_files_named_are_borrowed(collected):
    folder = collected
    plain = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    assert set(assets.BORROWED) <= plain
    assert not any(
        "htmx-4" in name or name.startswith(("admin/", "django_tables2/")) for name in plain
    )
    assert sum(path.stat().st_size for path in folder.rglob("*")) < 8_000_000


def test_a_file_is_found_while_developing_too():
    css = finders.find("bootstrap-italia/css/bootstrap-italia.css")
    ours = finders.find("ui/css/frame.css")

    assert Path(css).is_file()
    assert Path(ours).is_file()
    assert finders.find("bootstrap-italia/js/bootstrap-italia.bundle.min.js") is None


def test_a_package_without_the_file_is_named(monkeypatch):
    monkeypatch.setitem(assets.BORROWED, "x.css", "django_htmx/no/such/file.css")
    monkeypatch.setitem(assets.BORROWED, "y.css", "no_such_package/file.css")

    messages = [error.msg for error in assets.BorrowedFinder().check()]

    assert messages == [
        "x.css: django_htmx no longer holds no/such/file.css",
        "y.css: package no_such_package is not installed",
    ]


def test_without_a_manifest_the_plain_name_serves(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path)
    storage = assets.StaticStorage()

    assert storage.url("ui/css/frame.css") == "/static/ui/css/frame.css"
