"""The whole chain as it is lived: booked, checked in, heard, referred, accepted by a link, known again."""

import uuid

import pytest

from prossimo.access import arrival_codes, links
from prossimo.access.models import BookingProof
from prossimo.access.operations import booking
from tests.arriving import arriving
from tests.barriers import WCAG, barriers
from tests.browser.conftest import ITALIAN, enter

pytestmark = [pytest.mark.browser, pytest.mark.town]
DESK, TELEPHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
BODY = "Vive sola e fa fatica con la spesa."


@pytest.fixture
def window(chromium):
    """`window(size)`: the browser of somebody of their own."""
    opened = []

    def open_(size):
        context = chromium.new_context(**ITALIAN, viewport=size)
        context.set_default_timeout(10_000)
        opened.append(context)
        return context.new_page()

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def pass_desk(site):
    """The Pass, at any hour, with nobody in the room."""
    [(key, ambito, serial)] = site.sql(
        "SELECT id, ambito_id, door_serial FROM access_desk WHERE name = 'Pass, sede centrale'"
    )
    site.sql("DELETE FROM access_deskhours WHERE desk_id = %s", key)
    site.sql(
        "UPDATE access_ticket SET state = 'left', left_why = 'mistake', ended_at = now()"
        " WHERE desk_id = %s AND state IN ('waiting', 'called', 'serving')",
        key,
    )
    return key, ambito, serial


def sound(page):
    """Nothing that stops somebody, nothing wider than the screen."""
    assert barriers(page, tags=WCAG) == []
    fits(page)


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def books(page, site, desk, name, looked=fits):
    """From the front page of the portal to the confirmed hour; gives the appointment."""
    page.goto(f"{site.url}/prenota/")
    looked(page)
    with arriving(page):
        page.get_by_role("link", name="Colloquio di ascolto").first.click()
    page.goto(f"{page.url}?desk={desk}&mode=office")
    looked(page)
    with arriving(page):
        page.locator("a.portal-hour").first.click()
    page.get_by_label("Nome e cognome").fill(name)
    page.get_by_label("Posta elettronica").fill("chi.prenota@example.org")
    looked(page)
    with arriving(page):
        page.get_by_role("button", name="Mandami il codice").click()
    [(proof, appointment)] = site.sql(
        """SELECT p.id, a.id FROM access_bookingproof p JOIN access_appointment a
             ON a.id = p.appointment_id WHERE a.state = 'held' AND a.name = %s
            ORDER BY p.expires_at DESC LIMIT 1""",
        name,
    )
    page.locator("[name=code]").fill(booking.code_of(BookingProof(pk=proof)))
    looked(page)
    with arriving(page):
        page.get_by_role("button", name="Conferma l'appuntamento").click()
    looked(page)
    return appointment


def arrives(page, site, pass_desk, appointment, looked=fits):
    """The day comes: the code of the booking at the QR of the door; gives the ticket's own code."""
    key, _ambito, serial = pass_desk
    site.sql(
        "UPDATE access_appointment SET starts_at = now(), ends_at = now() + interval '30 minutes'"
        " WHERE id = %s",
        appointment,
    )
    page.reload()
    written = arrival_codes.written(uuid.UUID(str(appointment)))
    assert page.locator(".portal-code").inner_text() == written
    looked(page)
    page.goto(f"{site.url}/porta/{links.short_of(key, serial)}/")
    with arriving(page):
        page.get_by_role("link", name="Ho un appuntamento").click()
    looked(page)
    page.locator("[name=code]").fill(written)
    with arriving(page):
        page.get_by_role("button", name="Sono arrivato").click()
    looked(page)
    return page.locator(".door-ticket__code").inner_text()


def test_a_citizen_books_is_heard_is_referred_and_the_answer_comes_back(
    window, site, pass_desk, somebody
):
    citizen, operator, provider = window(DESK), window(DESK), window(DESK)
    surname, given_name = somebody
    appointment = books(citizen, site, pass_desk[0], f"{surname} {given_name}")
    ticket = arrives(citizen, site, pass_desk, appointment)

    enter(operator, site, "sportello")
    operator.goto(f"{site.url}/sportelli/{pass_desk[0]}/coda/")
    contact = hears(operator, ticket, surname)
    assert site.sql(
        "SELECT state, contact_id::text FROM access_appointment WHERE id = %s", appointment
    ) == [("done", contact.rstrip("/").rsplit("/", 1)[1])]
    citizen.get_by_text("Abbiamo finito").wait_for()

    referral = refers(operator, site)
    provider.goto(link_of(site, referral))
    sound(provider)
    with arriving(provider):
        provider.get_by_role("button", name="Apri la richiesta").click()
    assert surname in provider.locator("main").inner_text()
    sound(provider)
    accepts(provider)

    operator.goto(f"{site.url}/invii/{referral}/")
    assert "accettato" in operator.locator("main").inner_text()
    operator.goto(f"{site.url}/oggi/")
    assert surname in operator.locator(".ui-lines", has_text="accettato").first.inner_text()
    classifies(operator, site)


def hears(page, ticket, surname):
    """One key calls, one receives, one opens the contact; gives its address."""
    with arriving(page):
        page.keyboard.press("c")
    assert page.locator(".queue-mine__code").inner_text() == ticket
    with arriving(page):
        page.keyboard.press("s")
    with arriving(page):
        page.keyboard.press("r")
    assert surname in page.locator("#id_person_text").input_value()
    page.locator("#id_needs").fill(BODY)
    with arriving(page):
        page.get_by_role("button", name="Salva", exact=True).click()
    page.locator(".contact-found input[type=radio]").first.check(force=True)  # who is it, of these?
    with arriving(page):
        page.get_by_role("button", name="Salva", exact=True).click()
    assert BODY in page.locator("main").inner_text()
    return page.url


def refers(page, site):
    """To a service of a body without an account, field by field, with the person's agreement."""
    [(service,)] = site.sql(
        """SELECT s.id::text FROM catalogue_service s JOIN territory_ambito t ON t.id = s.ambito_id
            WHERE t.key = 'bergamo' AND NOT s.is_direct AND s.period @> current_date
              AND NOT EXISTS (SELECT 1 FROM accounts_post p
                               WHERE p.organisation_id = s.organisation_id)
            ORDER BY s.name LIMIT 1"""
    )
    with arriving(page):
        page.get_by_role("link", name="Invia a un servizio").click()
    page.locator("#id_service").select_option(service)
    page.locator("[name=request]").fill(BODY)
    page.locator("[name=shared][value=name]").check(force=True)
    page.locator("[name=agreement]").first.check(force=True)
    with arriving(page):
        page.get_by_role("button", name="Guarda che cosa leggeranno").click()
    with arriving(page):
        page.get_by_role("button", name="Invia", exact=True).click()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def link_of(site, referral):
    """The address in the mail that the body was sent."""
    [(ambito, serial)] = site.sql(
        "SELECT ambito_id, link_serial FROM access_referral WHERE id = %s", referral
    )
    return f"{site.url}/rispondi/{links.sign(links.REFERRAL, ambito, uuid.UUID(referral), serial)}/"


def accepts(page):
    page.locator("summary", has_text="Accetta").click()
    form = page.locator("form", has=page.locator("input[name=move][value=accept]"))
    form.locator("[name=signed]").fill("Marta Bianchi")
    with arriving(page):
        form.get_by_role("button", name="Accetta").click()
    assert "la risposta è arrivata" in page.locator("body").inner_text()


def classifies(page, site):
    """The page that names the need of a contact: looked at with what the town holds."""
    page.goto(f"{site.url}/bisogni-senza-risposta/da-classificare/")
    with arriving(page):
        page.locator("main a[href*='/da-classificare/']").first.click()
    sound(page)


def test_on_a_telephone_a_citizen_books_and_arrives(window, site, pass_desk):
    page = window(TELEPHONE)
    appointment = books(page, site, pass_desk[0], "Prova Telefono", sound)
    ticket = arrives(page, site, pass_desk, appointment, sound)

    page.goto(f"{site.url}/prenota/appuntamento/{link_to(site, appointment)}/")
    assert ticket in page.locator(".portal-arrival").inner_text()
    sound(page)
    with arriving(page):
        page.get_by_role("button", name="Guarda quando tocca a te").click()
    assert page.locator(".door-ticket__code").inner_text() == ticket


def link_to(site, appointment):
    [(ambito, serial)] = site.sql(
        "SELECT ambito_id, link_serial FROM access_appointment WHERE id = %s", appointment
    )
    return links.sign(links.APPOINTMENT, ambito, uuid.UUID(str(appointment)), serial)
