"""Components say what they are given, escape it, and never go dumb."""

import datetime as dt

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from prossimo.ui.parts import Action, Entry, Fact, MoveButton, Suggestion, Tab
from prossimo.ui.tags import atoms


def shown(source, path="/elenco/?anno=2018&page=2", **context):
    request = RequestFactory().get(path)
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


def test_a_button_with_an_address_is_a_link_and_without_one_it_submits():
    link = shown('{% button "Apri" url="/x/" key="n" %}')
    submit = shown('{% button "Salva" name="move" value="close" %}')

    assert link.startswith("<a ")
    assert 'data-key="n"' in link
    assert submit.startswith('<button type="submit"')
    assert 'name="move" value="close"' in submit


def test_a_refused_button_says_why_and_cannot_be_sent():
    button = shown('{% button "Chiudi" disabled="Lo fa solo la titolare." %}')

    assert "Lo fa solo la titolare." in button
    assert 'aria-disabled="true"' in button
    assert 'type="button"' in button


def test_htmx_and_data_attributes_pass_and_misspelt_ones_are_refused():
    assert 'hx-post="/x/" data-draft="1"' in shown('{% button "A" hx_post="/x/" data_draft=1 %}')
    with pytest.raises(TypeError, match="clas"):
        shown('{% button "A" clas="x" %}')


@pytest.mark.parametrize(
    "source",
    [
        "{% button evil url=evil %}",
        "{% badge evil %}",
        "{% chip evil remove_url=evil %}",
        "{% icon evil label=evil %}",
        "{% big_number evil evil change=evil note=evil %}",
        "{% breadcrumb evil evil evil %}",
        "{% card evil meta=evil %}{{ evil }}{% endcard %}",
        "{% callout title=evil %}{{ evil }}{% endcallout %}",
        "{% empty evil evil %}{% endempty %}",
        "{% disclosure evil %}{{ evil }}{% enddisclosure %}",
        "{% facts pairs %}",
        "{% timeline entries %}",
        "{% menu evil actions %}",
        "{% moves moves evil %}",
        "{% tabs tabs evil %}",
        "{% combobox 'who' evil evil value=evil text=evil help=evil %}",
        "{% editable evil evil evil %}",
        "{% confirm_link evil evil evil %}",
    ],
)
def test_what_people_write_is_never_markup(source):
    evil = "\"><script>alert('x')</script>"
    page = shown(
        source,
        evil=evil,
        pairs=[(evil, evil), Fact(evil, evil, url=evil, note=evil)],
        entries=[Entry(evil, dt.date(2025, 1, 1), text=evil, kind=evil, by=evil, badge=evil)],
        actions=[Action(evil, evil, reason=evil), Action(evil, evil, confirm=evil)],
        moves=[MoveButton(evil, evil, confirm=evil), MoveButton(evil, evil, granted=False)],
        tabs=[Tab(evil, evil)],
    )

    assert "<script" not in page
    assert "&lt;script&gt;" in page or "%3Cscript" in page


def test_dates_are_said_as_people_say_them():
    moment = dt.datetime(2025, 6, 3, 7, 5, tzinfo=dt.UTC)

    assert ">mar 3 giu 2025<" in shown("{% day d %}", d=moment.date())
    assert ">mar 3 giu 2025, 09:05<" in shown("{% moment d %}", d=moment)
    assert shown("{% day d %}", d=None) == ""
    with translation.override("en"):
        assert ">Tue 3 Jun 2025<" in shown("{% day d %}", d=moment.date())


def test_how_long_ago_is_said_in_words():
    now = timezone.now()

    assert "12\xa0minuti fa" in shown("{% ago d %}", d=now - dt.timedelta(minutes=12))
    assert ">adesso<" in shown("{% ago d %}", d=now - dt.timedelta(seconds=3))


def test_the_query_string_changes_and_keeps_the_rest():
    changed = shown("{% query_string page=None sort='-day' %}")

    assert changed == "?anno=2018&amp;sort=-day"


def test_an_export_keeps_the_filter_and_leaves_the_page_number():
    menu = shown("{% export_menu '/elenco/file/' formats='csv ods' %}")

    assert 'href="/elenco/file/?anno=2018&amp;formato=csv"' in menu
    assert "formato=ods" in menu
    assert "page=2" not in menu


def test_pages_say_where_one_is_and_one_page_says_nothing():
    many = shown("{% pagination page %}", page=Paginator(range(60), 25).page(2))

    assert "Da 26 a 50 di 60" in many
    assert 'aria-current="page"' in many
    assert "anno=2018" in many
    assert shown("{% pagination page %}", page=Paginator(range(3), 25).page(1)).strip() == ""


@pytest.mark.parametrize(
    ("done", "total", "words"), [(3, 5, "60 %"), (9, 5, "100 %"), (0, 0, "0 %")]
)
def test_progress_stays_within_its_bounds(done, total, words):
    assert f">{words}</progress>" in shown("{% progress d t 'Passi' %}", d=done, t=total)


def test_an_unknown_fact_is_said_and_zero_is_a_fact():
    facts = shown("{% facts pairs %}", pairs=[("Telefono", ""), ("Figli", 0), ("Età", None)])

    assert facts.count("non noto") == 2
    assert "<bdi>0</bdi>" in facts


def test_a_refused_move_is_shown_with_its_reason_and_is_not_a_submit():
    page = shown(
        "{% moves items '/x/' %}",
        items=[
            MoveButton("open", "Apri"),
            MoveButton("close", "Chiudi", False, "Solo la titolare"),
        ],
    )

    assert page.count('name="move"') == 1
    assert "Solo la titolare" in page


def test_suggestions_are_grouped_and_an_empty_answer_is_said():
    from django.template.loader import render_to_string

    found = [
        Suggestion("1", "Rossi Maria", group="Persone"),
        Suggestion("2", "Pass", group="Sportelli"),
    ]
    some = render_to_string(
        "ui/suggestions.html", {"suggestions": found, "query": "a", "more_url": ""}
    )
    none = render_to_string(
        "ui/suggestions.html", {"suggestions": [], "query": "zz", "more_url": ""}
    )

    assert some.count('role="group"') == 2
    assert some.count('role="option"') == 2
    assert "«zz»" in none
    assert 'role="option"' not in none


def test_a_key_is_named_in_the_language_of_each_reader(monkeypatch):
    monkeypatch.setitem(atoms.KEYS, "Invio", translation.gettext_lazy("Invio"))
    monkeypatch.setattr(translation._trans, "gettext", lambda text: translation.get_language())

    hints = []
    for language in ("it", "en", "it"):
        with translation.override(language):
            hints.append(shown('{% key "Ctrl Invio" %}'))

    assert ["<kbd>en</kbd>" in hint for hint in hints] == [False, True, False]
