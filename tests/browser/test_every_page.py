"""Every page of the product, for each role that sees it differently: whole, quiet, without barriers."""

import json
import re

import pytest

from tests import barriers as axe
from tests.browser.conftest import enter
from tests.browser.rooms import NOT_PAGES, PEOPLE, WITH_FACTORS, rooms_of, visits
from tests.doors import DOORS, GET

pytestmark = [pytest.mark.browser, pytest.mark.town]

NARROW = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
LOOK = """() => ({
    lang: document.documentElement.lang,
    title: document.title.replace(/· Prossimo$/, '').trim(),
    headings: [...document.querySelectorAll('h1')].map(h => h.innerText.trim()),
    words: document.body.innerText,
})"""
OUT = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
SLIPS = re.compile(r"\bNone\b|\bundefined\b|\bNaN\b|\{\{|%\(|<[a-z]+ |\butenz", re.IGNORECASE)

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[9.6, 45.6], [9.7, 45.6], [9.7, 45.7], [9.6, 45.7], [9.6, 45.6]]],
}
READ = {
    "row": 1,
    "name": "Redona",
    "state": "change",
    "message": "Confine nuovo.",
    "place_kind": "neighbourhood",
    "place_id": "qui",
    "geometry": SQUARE,
}
REFUSED = {"row": 2, "state": "refused", "message": "Il luogo non c'è.", "geometry": None}


def barriers(page):
    return [f"{rule}: {place} {mend}" for rule, place, mend in axe.barriers(page, tags=axe.WCAG)]


def faults(window, answer):
    """Everything that is wrong with the page in the window, at desk and telephone size."""
    page = window.page
    page.set_viewport_size(WIDE)
    seen = page.evaluate(LOOK)
    wrong = [f"console: {said}" for said in window.said]
    wrong += [f"out by {page.evaluate(OUT)} at 1280"] if page.evaluate(OUT) > 0 else []
    wrong += barriers(page)
    page.set_viewport_size(NARROW)
    wrong += [f"out by {page.evaluate(OUT)} at 390"] if page.evaluate(OUT) > 0 else []
    page.set_viewport_size(WIDE)
    if answer.status != 200:
        wrong.append(f"status {answer.status}")
    if seen["lang"] != "it" or not seen["title"]:
        wrong.append(f"language and title: {seen['lang']} «{seen['title']}»")
    if len(seen["headings"]) != 1 or not seen["headings"][0]:
        wrong.append(f"headings: {seen['headings']}")
    wrong += [f"slip: {slip.group()}" for slip in SLIPS.finditer(seen["words"])]
    return wrong


@pytest.mark.parametrize(
    ("username", "name"),
    [
        pytest.param(who, name, marks=pytest.mark.xdist_group(f"rooms-{who}"), id=f"{who}-{name}")
        for who, name in visits()
    ],
)
def test_a_page_is_whole_quiet_and_without_barriers(
    windows, boundaries, doubles, batch, papers, username, name
):
    window = windows(username)

    answer = window.open(name)

    assert faults(window, answer) == []


def test_every_page_is_visited_by_somebody():
    visited = {name for _, name in visits()} | WITH_FACTORS
    pages = {name for name, door in DOORS.items() if GET in door.methods} - NOT_PAGES

    assert pages - visited == set()
    assert all(set(rooms_of(role)) - NOT_PAGES for role in PEOPLE.values())


@pytest.mark.xdist_group("rooms-sportello")
@pytest.mark.parametrize(
    "name", ["web:today", "citizens:person", "access:contact_new", "territory:ambito"]
)
def test_in_a_dark_room_the_words_stand_out_as_well(windows, name):
    window = windows("sportello")
    window.page.emulate_media(color_scheme="dark")

    window.open(name)
    found = barriers(window.page)
    window.page.emulate_media(color_scheme="light")

    assert found == []


@pytest.fixture(scope="session")
def boundaries(site):
    """A file of boundaries that the planning office has read and not yet applied."""
    site.sql(
        """INSERT INTO territory_boundaryimport
               (id, ambito_id, file_name, fingerprint, rows, loaded_at)
           SELECT gen_random_uuid(), id, 'confini.geojson', 'prova', %s, now()
             FROM territory_ambito WHERE key = 'bergamo'""",
        json.dumps([READ, READ | REFUSED]),
    )


@pytest.fixture(scope="session")
def doubles(site):
    """Two people of the town that look like one, and two files that were merged."""
    site.sql(
        """WITH last AS (
               SELECT p.id, p.ambito_id, row_number() OVER (ORDER BY p.id DESC) AS n
                 FROM citizens_person p
                 JOIN accounts_post s ON s.municipality_id = p.municipality_id
                 JOIN accounts_user u ON u.id = s.user_id AND u.username = 'segretariato'
                ORDER BY p.id DESC LIMIT 4
           ), pair AS (
               INSERT INTO citizens_duplicatepair
                   (id, version, created_at, changed_at, ambito_id, left_id, right_id, score,
                    reasons, found_by, found_at, state, note)
               SELECT gen_random_uuid(), 1, now(), now(), l.ambito_id, l.id, r.id, 0.97, %s, 'bulk',
                      now(), 'waiting', '' FROM last l, last r WHERE l.n = 2 AND r.n = 1
           ), gone AS (
               UPDATE citizens_person p SET merged_into_id = k.id
                 FROM last k, last g WHERE k.n = 3 AND g.n = 4 AND p.id = g.id
           )
           INSERT INTO citizens_merge
                  (id, version, created_at, changed_at, ambito_id, kept_id, gone_id, by_id, reason,
                   before, after, undone_why)
           SELECT gen_random_uuid(), 1, now(), now(), k.ambito_id, k.id, g.id,
                  (SELECT id FROM accounts_user WHERE username = 'segretariato'), 'stessa carta',
                  '{"fields": {"surname": "Rossi"}}', '{}', ''
             FROM last k, last g WHERE k.n = 3 AND g.n = 4""",
        json.dumps(
            [
                {"part": "surname", "outcome": "close", "level": "typo", "weight": 5.0},
                {"part": "born_on", "outcome": "agree", "level": "same", "weight": 9.0},
                {"part": "tax_code", "outcome": "missing", "level": "missing", "weight": 0.0},
                {"part": "rule", "outcome": "", "level": "twins", "weight": 0.0},
            ]
        ),
    )


@pytest.fixture(scope="session")
def batch(site):
    """A file of the registry that was compared and waits for somebody to approve it."""
    site.sql(
        """WITH brought AS (
               INSERT INTO citizens_registrybatch
                   (id, version, created_at, changed_at, ambito_id, file_name, fingerprint, size,
                    kept_at, whole, columns, layout, state, problem, rows_read, rows_done, counts,
                    uploaded_by_id, uploaded_from_id, phase, municipality_id)
               SELECT gen_random_uuid(), 1, now(), now(), s.ambito_id, 'anagrafe.csv', 'prova', 10,
                      'pr/prova', true, '{}', '{}', 'compared', '', 2, 0, %s, u.id, s.id, '',
                      s.municipality_id
                 FROM accounts_post s JOIN accounts_user u ON u.id = s.user_id
                WHERE u.username = 'segretariato' RETURNING id
           )
           INSERT INTO citizens_registryrow
                  (batch_id, line, registry_id, household_id, surname, given_name, sort_key, sex,
                   birth_place, birth_place_code, citizenships, tax_code, tax_code_state,
                   household_role, street, street_number, postcode, registry_state, state, problems)
           SELECT id, 2, 'A1', 'F1', 'Rossi', 'Maria', 'rossi maria', 'F', '', '', '{IT}', '', '',
                  '', '', '', '', '', 'wrong', '[["born_on", "no_such_day", "31/02/2000"]]'
             FROM brought""",
        json.dumps({"wrong": 1, "new": 1, "missing": 3}),
    )


@pytest.fixture(scope="session")
def papers(site):
    """A tie, a domicile, and a request to read what is protected, that waits for who approves."""
    site.sql(
        """WITH first AS (
               SELECT p.id, row_number() OVER (ORDER BY p.id) AS n
                 FROM citizens_person p
                 JOIN accounts_post s ON s.municipality_id = p.municipality_id
                 JOIN accounts_user u ON u.id = s.user_id AND u.username = 'segretariato'
                ORDER BY p.id LIMIT 2
           ), tie AS (
               INSERT INTO citizens_kinship
                   (id, version, created_at, changed_at, person_id, relative_id, kind, note,
                    compartment)
               SELECT gen_random_uuid(), 1, now(), now(), a.id, b.id, 'in_law', 'cognati', ''
                 FROM first a, first b WHERE a.n = 1 AND b.n = 2
           ), lives AS (
               INSERT INTO citizens_address
                   (id, version, created_at, changed_at, person_id, kind, street, street_number,
                    postcode, place, at_whom, compartment, period)
               SELECT gen_random_uuid(), 1, now(), now(), id, 'domicile', 'via del Pozzo', '3',
                      '24121', '', 'la sorella', '', daterange('2020-01-01', NULL)
                 FROM first WHERE n = 1
           )
           INSERT INTO citizens_sealopening
                  (id, version, created_at, changed_at, person_id, compartment, asked_by_id,
                   reason, court_act, state, answer)
           SELECT gen_random_uuid(), 1, now(), now(), id, 'address',
                  (SELECT id FROM accounts_user WHERE username = 'segretariato'),
                  'Va accompagnata in tribunale', '', 'asked', ''
             FROM first WHERE n = 1"""
    )


@pytest.fixture(scope="session")
def with_factors(windows, site):
    """Accounting, with every second factor the house knows."""
    window = windows("ragioneria")
    for kind, data in (
        ("totp", '{"secret": "JBSWY3DPEHPK3PXP"}'),
        ("recovery_codes", '{"seed": "0f1e2d3c4b5a", "used_mask": 1}'),
        ("webauthn", '{"name": "portatile dello sportello", "credential": {}}'),
    ):
        site.sql(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at)"
            " VALUES (%s, %s, %s, now())",
            window.wall.user_id,
            kind,
            data,
        )
    return window


@pytest.mark.xdist_group("rooms-ragioneria")
@pytest.mark.parametrize("name", sorted(WITH_FACTORS))
def test_the_pages_of_the_second_factor_too(with_factors, name):
    answer = with_factors.open(name)

    assert faults(with_factors, answer) == []


@pytest.mark.xdist_group("rooms-responsabile")
def test_the_question_about_the_purpose_too(windows, site):
    window = windows("responsabile")
    [(person,)] = site.sql(
        """SELECT p.id FROM citizens_person p JOIN territory_ambito a ON a.id = p.ambito_id
            WHERE a.key = 'bergamo' ORDER BY p.id LIMIT 1"""
    )

    window.said.clear()
    answer = window.page.goto(f"{site.url}/persone/{person}/")

    assert "/finalita/" in window.page.url
    assert faults(window, answer) == []


@pytest.mark.xdist_group("rooms-dpo")
@pytest.mark.parametrize(
    ("path", "status"), [("/persone/", 403), ("/contatti/nuovo/", 403), ("/non-esiste/", 404)]
)
def test_a_refusal_and_an_absence_are_pages_too(windows, site, path, status):
    window = windows("dpo")

    window.said.clear()
    answer = window.page.goto(f"{site.url}{path}")

    window.said[:] = [said for said in window.said if str(status) not in said]
    assert faults(window, answer) == [f"status {status}"]


@pytest.mark.xdist_group("rooms-dpo")
def test_the_door_is_whole_for_a_stranger(chromium, site, page):
    page.goto(f"{site.url}/accesso/")

    assert barriers(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate(OUT) <= 0


@pytest.mark.xdist_group("rooms-dpo")
def test_a_planted_fault_is_seen(page, site):
    enter(page, site, "dpo")
    page.evaluate(
        """() => {
            document.querySelectorAll('#omnibox').forEach(box => {
                box.labels.forEach(label => label.remove());
                box.removeAttribute('placeholder');
            });
            const plank = document.createElement('div');
            plank.style.width = '2000px';
            plank.textContent = 'None';
            document.querySelector('main').append(plank);
            document.querySelector('h1').remove();
        }"""
    )

    class Planted:
        said = ["Refused to apply inline style"]

    Planted.page = page
    wrong = " ".join(faults(Planted, type("Answer", (), {"status": 500})))

    for part in ("label", "out by", "headings: []", "slip: None", "status 500", "console"):
        assert part in wrong
