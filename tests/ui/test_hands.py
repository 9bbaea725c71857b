"""What hands do: keys, search, chips, drafts, confirmation; and all of it without scripts."""

import re

import pytest

from tests.arriving import arriving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("face")]


def path_of(page):
    return re.sub(r"^https?://[^/]+", "", page.url)


def focused(page):
    return page.evaluate("document.activeElement.id")


# --- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "where"), [("n", "/prova/nuovo/"), ("gp", "/prova/p/"), ("go", "/prova/o/")]
)
def test_a_key_goes_where_its_button_goes(look, keys, where):
    with look("/pagina/404/") as page:
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(f"**{where}")


def test_a_slash_puts_the_cursor_in_the_search_and_keys_sleep_while_typing(look):
    with look("/pagina/404/") as page:
        page.keyboard.press("/")
        assert focused(page) == "omnibox"
        page.keyboard.type("n/?gp")

        assert page.locator("#omnibox").input_value() == "n/?gp"
        assert path_of(page) == "/pagina/404/"


def test_single_letters_can_be_turned_off_and_stay_off(look):
    with look("/pagina/404/") as page:
        page.keyboard.press("?")
        page.locator("label[for=tasti-accesi]").click()
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.reload()
        page.keyboard.press("n")
        page.wait_for_timeout(200)
        assert path_of(page) == "/pagina/404/"

        page.get_by_role("button", name="Tasti rapidi").click()
        page.locator("label[for=tasti-accesi]").click()
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.wait_for_url("**/prova/nuovo/")


def test_the_question_mark_lists_every_key_with_its_name(look):
    with look("/lungo/") as page:
        page.locator("body").press("?")
        text = page.locator("#tasti").inner_text()

        for words in ("Nuovo contatto", "Oggi", "Cerca persone", "Salva", "Indietro", "riga sotto"):
            assert words in text


def test_lists_are_walked_ticked_and_opened_by_keys(look):
    with look() as page:
        page.evaluate("document.querySelectorAll('.ui-timeline').forEach(list => list.remove())")
        page.locator("body").press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("x")
        assert page.locator("[data-row].ui-here").count() == 1
        assert page.locator("tr.ui-here input").is_checked()
        page.keyboard.press("Enter")
        page.wait_for_url("**#tabelle")


def test_control_enter_saves_and_escape_goes_back_without_losing(look):
    with look("/lungo/") as page:
        drafts = []
        page.on(
            "request", lambda sent: "/bozza/" in sent.url and drafts.append(sent.post_data_json)
        )
        page.get_by_label("Oggetto").fill("Affitto")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_url("**/prova/indietro/")
        assert drafts[-1]["fields"]["subject"] == ["Affitto"]

        page.goto("/lungo/")
        page.get_by_label("Oggetto").fill("Affitto")
        page.keyboard.press("Control+Enter")
        page.get_by_text("Salvato una volta sola.").wait_for()


# --- search while typing --------------------------------------------------------------------------


def test_the_search_offers_and_arrows_take(look):
    with look("/pagina/404/") as page:
        page.keyboard.press("/")
        page.keyboard.type("ma")
        page.locator("#omnibox-list [role=option]").first.wait_for()
        box = page.locator("#omnibox")
        assert box.get_attribute("aria-expanded") == "true"
        page.keyboard.press("ArrowDown")
        active = box.get_attribute("aria-activedescendant")
        assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
        page.keyboard.press("Enter")
        page.wait_for_url("**/componenti/")


def test_the_search_without_a_choice_opens_the_page_of_results(look):
    with look("/pagina/404/") as page:
        page.keyboard.press("/")
        page.keyboard.type("rossi")
        page.locator("#omnibox-list [role=option]").first.wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url("**/componenti/cerca/?q=rossi")
        assert page.locator("#omnibox").input_value() == "rossi"


def test_a_combobox_keeps_the_choice_and_forgets_it_when_the_text_changes(look):
    with look() as page:
        page.get_by_label("Chi parla?").fill("ros")
        page.locator("#id_person_list [role=option]").first.wait_for()
        page.get_by_label("Chi parla?").press("Enter")
        assert page.locator("#id_person").input_value() == "Rossi Maria"
        page.get_by_label("Chi parla?").press("x")

        assert page.locator("#id_person").input_value() == ""


def test_nothing_found_is_said_aloud(look):
    with look() as page:
        page.get_by_label("Chi parla?").fill("zzzz")
        page.get_by_text("Nessun risultato per «zzzz».").wait_for()

        assert page.locator("[data-combobox-status]").nth(1).inner_text() == "Nessun risultato"


# --- chips ----------------------------------------------------------------------------------------


def posted(page):
    return page.evaluate(
        "[...new FormData(document.querySelector('#moduli form')).getAll('reasons')]"
    )


def test_reasons_are_chosen_by_letters_and_enter_and_the_first_is_the_main(look):
    with look() as page:
        for chosen in ("Lavoro", "Casa e sfratto"):
            page.locator("#moduli form").first.get_by_label(chosen).uncheck()
        field = page.get_by_label("Filtra le scelte").first
        field.fill("soli")
        field.press("Enter")
        field.type("disab")
        field.press("Enter")

        assert posted(page) == ["Solitudine", "Disabilità"]
        assert page.locator(".ui-choice__main").first.inner_text() == "principale"
        assert field.input_value() == ""


def test_a_digit_picks_the_choice_with_its_number_and_backspace_takes_the_last_away(look):
    with look() as page:
        field = page.get_by_label("Filtra le scelte").first
        field.focus()
        numbered = page.locator(".ui-choice__digit").nth(2).locator("xpath=..").inner_text()
        field.press("3")
        assert posted(page)[2] == numbered.split("\n")[0].strip()
        field.press("Backspace")

        assert posted(page) == ["Lavoro", "Casa e sfratto"]


def test_arrows_walk_the_chips_and_space_takes(look):
    with look() as page:
        field = page.get_by_label("Filtra le scelte").first
        field.fill("trasp")
        field.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")

        assert posted(page) == ["Lavoro", "Casa e sfratto", "Trasporto"]


# --- drafts, sessions, sending ----------------------------------------------------------------------


def test_a_draft_is_kept_and_said_and_secrets_are_not_in_it(look):
    with look("/lungo/") as page:
        with page.expect_request("**/bozza/") as sent:
            page.get_by_label("Segreto").fill("non si salva")
            page.get_by_label("Nota").fill("Chiede del contributo affitto")
            page.get_by_label("Oggetto").focus()
        body = sent.value.post_data_json
        page.get_by_text("Bozza salvata alle 10:42").wait_for()

        assert body == {
            "key": "prova",
            "fields": {"subject": [""], "note": ["Chiede del contributo affitto"]},
        }
        assert sent.value.headers["x-csrftoken"]


def test_an_ended_session_is_said_and_one_comes_back_with_the_text(look):
    with look("/lungo/") as page:
        page.context.add_cookies(
            [{"name": "scaduta", "value": "1", "url": page.url.removesuffix("lungo/")}]
        )
        page.get_by_label("Nota").fill("Testo da non perdere")
        page.get_by_label("Oggetto").focus()
        link = page.get_by_role("link", name="Entra di nuovo")
        link.wait_for()
        assert link.get_attribute("href").endswith("/prova/entra/?next=%2Flungo%2F")

        page.context.clear_cookies(name="scaduta")
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        page.get_by_text("Sei di nuovo dentro").wait_for()
        page.get_by_text("Bozza salvata alle").wait_for()
        assert page.get_by_label("Nota").input_value() == "Testo da non perdere"


def test_a_form_pressed_twice_leaves_once(look):
    with look("/lungo/") as page:
        sent = []
        page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
        page.get_by_label("Oggetto").fill("Affitto")
        page.evaluate(
            """() => { const button = document.querySelector('main form [type=submit]');
            for (let press = 0; press < 5; press++) button.click(); }"""
        )
        page.get_by_text("Salvato una volta sola.").wait_for()

        assert len([url for url in sent if "/lungo/" in url]) == 1


def test_confirmation_asks_first_and_only_yes_acts(look):
    with look() as page:
        page.locator("main").get_by_role("link", name="Annulla il contatto").click()
        assert page.evaluate("document.activeElement.textContent.trim()") == "Lascia com'è"
        page.get_by_role("button", name="Lascia com'è").click()
        assert path_of(page) == "/componenti/"
        page.locator("main").get_by_role("link", name="Annulla il contatto").click()
        page.locator("#conferma").get_by_role("button", name="Annulla il contatto").click()
        page.get_by_text("Fatto (per finta).").wait_for()


def test_good_news_goes_away_and_errors_stay(look):
    with look() as page:
        page.clock.install()
        page.goto("/componenti/?avvisi=1")
        assert page.get_by_text("Contatto registrato").is_visible()
        page.clock.run_for(9_000)
        assert page.get_by_text("Contatto registrato").count() == 0
        assert page.get_by_text("La stampa non è partita").is_visible()
        page.get_by_role("alert").get_by_role("button", name="Chiudi l'avviso").click()
        assert page.get_by_text("La stampa non è partita").count() == 0


def test_inline_editing_opens_in_place(look):
    with look() as page:
        page.get_by_role("link", name="Modifica Telefono").click()
        page.locator("form.ui-editable input[name=phone]").wait_for()

        assert path_of(page) == "/componenti/"


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(look):
    with look() as page:
        assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
        page.locator("[data-error-summary]").get_by_role("link", name="Cognome e nome").click()

        assert page.evaluate("document.activeElement.name") == "who"


def test_without_scripts_everything_is_still_there(look):
    with look(java_script_enabled=False) as page:
        page.locator("summary", has_text="Altro").first.click()
        with arriving(page):
            page.locator("main .ui-menu__list").get_by_role(
                "link", name="Annulla il contatto"
            ).click()
        assert path_of(page) == "/componenti/conferma/"
        with arriving(page):
            page.locator("main").get_by_role("button", name="Annulla il contatto").click()
        assert page.get_by_text("Fatto (per finta).").is_visible()

        page.locator("#omnibox").fill("rossi")
        with arriving(page):
            page.locator("#omnibox").press("Enter")
        assert path_of(page) == "/componenti/cerca/?q=rossi"
        assert page.locator(".ui-needs-script:visible").count() == 0
