"""The texts of code and pages are found as Django looks them up, and translations survive an update."""

import pytest
from django.template import Context, Template
from django.utils import translation

from prossimo.core import catalogue
from prossimo.core.catalogue import said_in_template

PAGES = {
    '{% translate "Registra il contatto" %}': "Registra il contatto",
    "{% translate 'Sì, al 100%' as yes %}": "Sì, al 100%%",
    '{% button _("Salva") url=x %}': "Salva",
    '{{ name|default:_("senza nome") }}': "senza nome",
    "{% blocktranslate with n=x %}Ciao {{ n }} al 5%{% endblocktranslate %}": "Ciao %(n)s al 5%%",
    "{% blocktranslate trimmed %}\n  Una riga\n  e un'altra\n{% endblocktranslate %}": (
        "Una riga e un'altra"
    ),
}


@pytest.mark.parametrize(("page", "text"), PAGES.items())
def test_texts_of_a_page_are_found(page, text):
    assert [said.text for said in said_in_template(page)] == [text]


def test_plurals_and_contexts_are_kept():
    page = (
        "{% blocktranslate count n=x %}{{ n }} persona{% plural %}{{ n }} persone{% endblocktranslate %}"
        '{% translate "Chiudi" context "porta" %}'
    )

    counted, ambiguous = said_in_template(page)

    assert counted.id == ("%(n)s persona", "%(n)s persone")
    assert (ambiguous.text, ambiguous.context) == ("Chiudi", "porta")


def test_what_is_commented_out_is_not_said():
    assert not list(
        said_in_template('{% comment %}{% translate "x" %}{% endcomment %}{# _("y") #}')
    )


def test_the_ids_are_those_that_pages_ask_for(monkeypatch):
    asked = []
    page = "{% load i18n %}" + "".join(page for page in PAGES if "button" not in page)
    monkeypatch.setattr(translation._trans, "gettext", lambda text: asked.append(text) or text)

    Template(page).render(Context({"x": 1, "name": ""}))

    assert asked == [text for page, text in PAGES.items() if "button" not in page]


@pytest.fixture
def house(tmp_path):
    root = tmp_path / "house"
    (root / "app" / "templates" / "app").mkdir(parents=True)
    (root / "app" / "views.py").write_text(
        'LABEL = _("uno " "due")\nMANY = ngettext("%(n)s cosa", "%(n)s cose", 2)\n'
    )
    (root / "app" / "templates" / "app" / "page.html").write_text('{% translate "Salva" %}')
    return root


def test_an_update_keeps_what_was_translated_and_drops_what_is_gone(house, tmp_path):
    file = tmp_path / "django.po"
    catalogue.update(file, house)
    file.write_text(
        file.read_text().replace('msgid "Salva"\nmsgstr ""', 'msgid "Salva"\nmsgstr "Save"')
    )
    (house / "app" / "views.py").write_text('LABEL = _("tre")\n')

    found = catalogue.update(file, house)

    known = {message.id: message.string for message in catalogue.english(file) if message.id}
    assert known == {"tre": "", "Salva": "Save"}
    assert found.missing == ["tre"]


def test_a_second_update_changes_nothing(house, tmp_path):
    file = tmp_path / "django.po"
    catalogue.update(file, house)
    before = file.read_bytes()

    catalogue.update(file, house)

    assert file.read_bytes() == before


def test_missing_stale_and_broken_are_told(house, tmp_path):
    file = tmp_path / "django.po"
    file.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Salva"\nmsgstr "Save"\n\nmsgid "vecchio"\nmsgstr "old"\n\n'
        '#, python-format\nmsgid "%(n)s cosa"\nmsgid_plural "%(n)s cose"\n'
        'msgstr[0] "%(x)s thing"\nmsgstr[1] "%(n)s things"\n'
    )

    found = catalogue.gaps(file, house)

    assert found.missing == ["uno due"]
    assert found.stale == ["vecchio"]
    assert "cosa" in found.broken[0]
