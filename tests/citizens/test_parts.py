"""Kin, representatives, ISEE and benefits: written, corrected, taken away, and seen by who may."""

import datetime as dt

import pytest
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.accounts.models import JournalLine
from prossimo.citizens import policies
from prossimo.citizens.models import BenefitHeld, IseeCertificate, Kinship, Representation
from prossimo.core.periods import today
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.citizens.factories import (
    BenefitHeldFactory,
    HouseholdFactory,
    IseeCertificateFactory,
    IseeMemberFactory,
    KinshipFactory,
    PersonFactory,
    RepresentationFactory,
)
from tests.pages import form_of, said
from tests.territory.factories import AmbitoFactory

pytestmark = pytest.mark.django_db
THIS_YEAR = today().year


@pytest.fixture
def post(db):
    return post_of(RoleKey.SOCIAL_DESK, AmbitoFactory())


@pytest.fixture
def rosa(post):
    household = HouseholdFactory(ambito=post.ambito)
    return PersonFactory(
        ambito=post.ambito, surname="Rossi", household=household, household_role="reference"
    )


def new(person, kind):
    return reverse("citizens:part_new", args=[person.pk, kind])


def edit(person, kind, part):
    return reverse("citizens:part_edit", args=[person.pk, kind, part.pk])


def page(name, person):
    return reverse(f"citizens:person_{name}", args=[person.pk])


def rows(model):
    with arranging():
        return list(model.objects.unscoped("test").order_by("pk"))


def test_a_tie_is_written_once_and_read_from_both_ends(desk, rosa, post):
    lia = PersonFactory(ambito=post.ambito, surname="Verdi", given_name="Lia")
    fields = form_of(desk.get(new(rosa, "parenti"))) | {"relative": lia.pk, "kind": "child"}

    answer = desk.post(new(rosa, "parenti"), fields)

    assert answer.status_code == 302
    assert "figlia o figlio" in said(desk.get(page("family", rosa)))
    assert "genitore" in said(desk.get(page("family", lia)))
    assert [(tie.person_id, tie.relative_id) for tie in rows(Kinship)] == [(rosa.pk, lia.pk)]


def test_the_family_is_drawn_and_said(desk, rosa, post):
    PersonFactory(
        ambito=post.ambito, surname="Rossi", given_name="Ugo", household=rosa.household,
        household_role="child",
    )  # fmt: skip
    KinshipFactory(
        person=rosa,
        relative=PersonFactory(ambito=post.ambito, surname="Neri", died_on=dt.date(2020, 1, 1)),
        kind="parent",
    )

    text = desk.get(page("family", rosa)).content.decode()

    assert text.count("<rect") == 3
    assert "people-genogram__line--weak" in text, "what the household's roles let one think"
    assert "people-genogram__box--dead" in text and "† 2020" in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"relative": ""}, "Scegli la persona"),
        ({"relative": "non-un-numero"}, "Scegli la persona"),
        ({"kind": "imperatore"}, "valid"),
        ({"kind": "formerly"}, "valid"),
        ({"since": "2024-01-02", "until": "2023-01-01"}, "prima di cominciare"),
        ({"since": "0024-01-02"}, "troppo lontana"),
    ],
)
def test_a_wrong_tie_is_a_sentence_and_what_was_typed_stays(desk, rosa, post, change, sentence):
    lia = PersonFactory(ambito=post.ambito)
    fields = form_of(desk.get(new(rosa, "parenti"))) | {
        "relative": lia.pk, "kind": "child", "note": "si vedono la domenica",
    } | change  # fmt: skip

    answer = desk.post(new(rosa, "parenti"), fields)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert form_of(answer)["note"] == "si vedono la domenica"
    assert rows(Kinship) == []


def test_nobody_is_their_own_relative_nor_twice_the_same(desk, rosa, post):
    lia = PersonFactory(ambito=post.ambito)
    KinshipFactory(person=rosa, relative=lia, kind="sibling")
    fields = form_of(desk.get(new(rosa, "parenti")))

    herself = desk.post(new(rosa, "parenti"), fields | {"relative": rosa.pk, "kind": "child"})
    twice = desk.post(new(rosa, "parenti"), fields | {"relative": lia.pk, "kind": "sibling"})

    assert "parente di sé stessa" in said(herself)
    assert (twice.status_code, "già" in said(twice)) == (422, True)


def test_who_is_of_another_ambito_is_nobody(desk, rosa):
    stranger = PersonFactory(surname="Altrove")
    fields = form_of(desk.get(new(rosa, "parenti"))) | {"relative": stranger.pk, "kind": "child"}

    answer = desk.post(new(rosa, "parenti"), fields)

    assert answer.status_code == 422
    assert "Altrove" not in said(answer)


def test_a_decree_with_who_it_appoints(desk, rosa):
    fields = form_of(desk.get(new(rosa, "rappresentanti"))) | {
        "kind": "support", "name": "Avv. Bruna Testa", "phone": "035 399888", "court": "Bergamo",
        "decree_number": "12/2026", "decree_on": "2026-02-01", "since": "2026-02-02",
        "powers": "conto corrente\ncontratto di casa",
    }  # fmt: skip

    desk.post(new(rosa, "rappresentanti"), fields)

    words = said(desk.get(page("family", rosa)))
    assert "Avv. Bruna Testa" in words and "decreto 12/2026" in words and "Bergamo" in words
    assert "conto corrente" in words
    assert [(r.kind, r.phone) for r in rows(Representation)] == [("support", "+39035399888")]


def test_a_representative_must_be_somebody(desk, rosa):
    fields = form_of(desk.get(new(rosa, "rappresentanti"))) | {
        "kind": "guardian", "since": "2026-01-01",
    }  # fmt: skip

    answer = desk.post(new(rosa, "rappresentanti"), fields)

    assert "Scrivi chi la rappresenta" in said(answer)


def test_an_isee_with_its_household_beside_the_registry(desk, rosa, post):
    PersonFactory(
        ambito=post.ambito, surname="Rossi", given_name="Ugo", household=rosa.household,
        household_role="child",
    )  # fmt: skip
    fields = form_of(desk.get(new(rosa, "isee"))) | {
        "kind": "minors", "protocol": f"INPS-ISEE-{THIS_YEAR}-1", "signed_on": f"{THIS_YEAR}-01-15",
        "isee_cents": "8.420,50", "scale": "2,46", "origin": "declared",
        "members-0-surname": "Bruni", "members-0-given_name": "Teo", "members-0-relation": "parent",
    }  # fmt: skip

    answer = desk.post(new(rosa, "isee"), fields)

    assert answer.status_code == 302
    kept = rows(IseeCertificate)[0]
    assert (kept.isee_cents, str(kept.scale)) == (842_050, "2.46")
    assert kept.valid_until == dt.date(THIS_YEAR, 12, 31)
    words = said(desk.get(page("family", rosa)))
    assert "solo nell'ISEE" in words and "solo in anagrafe" in words and "in tutti e due" in words
    assert "2 differenze" in words
    assert "€ 8.420,50" in said(desk.get(page("means", rosa)))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("isee_cents", "tanti", "per esempio 8.420,50"),
        ("isee_cents", "8,420", "per esempio 8.420,50"),
        ("isee_cents", "NaN", "per esempio 8.420,50"),
        ("isee_cents", "1e9999999", "per esempio 8.420,50"),
        ("isee_cents", "-5", "non può essere negativo"),
        ("isee_cents", "9" * 23, "troppo grande"),
        ("signed_on", "2026-02-30", "data"),
        ("signed_on", "2999-01-01", "futuro"),
        ("valid_until", "2000-01-01", "prima della sottoscrizione"),
        ("scale", "zero", "2,46"),
        ("kind", "inventato", "valid"),
        ("members-0-tax_code", "RSSMRA", "16 caratteri"),
        ("members-0-surname", "Bruni", "rapporto"),
    ],
)
def test_every_wrong_field_of_an_isee_is_a_sentence(desk, rosa, field, value, sentence):
    fields = form_of(desk.get(new(rosa, "isee"))) | {
        "kind": "ordinary", "signed_on": f"{THIS_YEAR}-01-15", "isee_cents": "100", field: value,
    }  # fmt: skip

    answer = desk.post(new(rosa, "isee"), fields)

    assert (answer.status_code, rows(IseeCertificate)) == (422, [])
    assert sentence in said(answer)


def test_a_benefit_says_whether_it_is_declared_or_verified(desk, rosa):
    fields = form_of(desk.get(new(rosa, "benefici"))) | {
        "name": "Assegno di inclusione", "payer": "INPS", "amount_cents": "500", "pace": "month",
        "since": "2026-01-01", "origin": "verified", "checked_on": "2026-02-01", "code": "a1.04",
    }  # fmt: skip

    desk.post(new(rosa, "benefici"), fields)

    words = said(desk.get(page("means", rosa)))
    assert "Assegno di inclusione" in words and "€ 500,00 al mese" in words
    assert "verificato" in words
    assert rows(BenefitHeld)[0].code == "A1.04"


def test_an_amount_without_its_pace_is_asked(desk, rosa):
    fields = form_of(desk.get(new(rosa, "benefici"))) | {
        "name": "Buono", "amount_cents": "20", "since": "2026-01-01", "origin": "declared",
    }  # fmt: skip

    assert "ogni quanto" in said(desk.post(new(rosa, "benefici"), fields))


def test_the_second_of_two_savers_sees_both_texts(desk, rosa):
    held = BenefitHeldFactory(person=rosa)
    mine = form_of(desk.get(edit(rosa, "benefici", held))) | {"name": "Il mio testo"}
    theirs = form_of(desk.get(edit(rosa, "benefici", held))) | {"name": "Il testo di Ines"}

    desk.post(edit(rosa, "benefici", held), theirs)
    conflict = desk.post(edit(rosa, "benefici", held), mine)

    assert conflict.status_code == 409
    assert "Il mio testo" in said(conflict) and "Il testo di Ines" in said(conflict)
    again = desk.post(edit(rosa, "benefici", held), form_of(conflict))
    assert again.status_code == 302
    assert rows(BenefitHeld)[0].name == "Il mio testo"


def test_what_was_written_by_mistake_is_taken_away_after_a_question(desk, rosa):
    held = BenefitHeldFactory(person=rosa)
    address = reverse("citizens:part_remove", args=[rosa.pk, "benefici", held.pk])

    question = desk.get(address)
    stale = desk.post(address, {"version": "0"})
    left = rows(BenefitHeld)
    done = desk.post(address, form_of(question))

    assert (stale.status_code, len(left)) == (302, 1)
    assert (done.status_code, rows(BenefitHeld)) == (302, [])


def test_posted_twice_it_is_written_once(desk, rosa):
    fields = form_of(desk.get(new(rosa, "benefici"))) | {
        "name": "Buono spesa", "since": "2026-01-01", "origin": "declared",
    }  # fmt: skip

    first = desk.post(new(rosa, "benefici"), fields)
    second = desk.post(new(rosa, "benefici"), fields)

    assert (first.status_code, second.status_code, len(rows(BenefitHeld))) == (302, 302, 1)


@pytest.mark.parametrize("role", RoleKey)
def test_means_are_a_compartment_of_their_own(client, rosa, role, post):
    certificate, held = IseeCertificateFactory(person=rosa), BenefitHeldFactory(person=rosa)
    IseeMemberFactory(certificate=certificate, person=rosa)
    reader = post_of(role, post.ambito)
    actor = enter(reader.user_id, reader.pk)

    by_set = set(IseeCertificate.objects.visible_to(actor)) | set(
        BenefitHeld.objects.visible_to(actor)
    )
    by_wall = set(IseeCertificate.objects.unscoped("wall")) | set(
        BenefitHeld.objects.unscoped("wall")
    )
    by_verdict = {certificate, held} if policies.may_read_economy(actor, rosa) else set()
    client.force_login(reader.user)
    family = client.get(page("family", rosa))

    assert by_set == by_wall == by_verdict
    assert bool(by_set) == (role in {RoleKey.SOCIAL_DESK, RoleKey.CASEWORKER})
    if not by_set:
        assert client.get(page("means", rosa)).status_code in {403, 404, 302}
        assert client.get(new(rosa, "isee")).status_code in {403, 404, 302}
        assert "ISEE" not in family.content.decode(), "what is not theirs is not hinted at"


def test_the_parts_of_another_file_are_not_reached_through_this_one(desk, rosa, post):
    other = BenefitHeldFactory(person=PersonFactory(ambito=post.ambito))
    stranger = RepresentationFactory()

    assert desk.get(edit(rosa, "benefici", other)).status_code == 404
    assert desk.get(edit(rosa, "rappresentanti", stranger)).status_code == 404
    assert desk.get(new(rosa, "inventati")).status_code == 404


def test_reading_and_writing_leave_their_lines(desk, rosa):
    certificate = IseeCertificateFactory(person=rosa)

    desk.get(page("means", rosa))

    with arranging():
        lines = JournalLine.objects.filter(object_id=certificate.pk)
        assert [line.action for line in lines] == ["list"]


def test_a_protected_tie_leaves_the_page_the_picture_and_the_history(desk, rosa, post):
    lia = PersonFactory(ambito=post.ambito, surname="Verdi", given_name="Lia")
    tie = KinshipFactory(person=rosa, relative=lia, kind="sibling", note="Legame segreto")
    address = reverse("citizens:tie_seal", args=[rosa.pk, tie.pk])

    question = desk.get(address)
    done = desk.post(address, form_of(question))

    assert (question.status_code, done.status_code) == (200, 302)
    for name in ("family", "history"):
        words = said(desk.get(page(name, rosa)))
        assert "Verdi" not in words and "Legame segreto" not in words
    assert desk.get(edit(rosa, "parenti", tie)).status_code == 404
    assert desk.post(address, form_of(question)).status_code == 404


def test_who_may_not_seal_is_not_offered_it(client, rosa, post):
    tie = KinshipFactory(person=rosa, relative=PersonFactory(ambito=post.ambito))
    reader = post_of(RoleKey.FRONT_DESK, post.ambito)
    client.force_login(reader.user)

    answer = client.get(edit(rosa, "parenti", tie))

    assert answer.status_code == 200
    assert "Proteggi" not in said(answer)
    assert client.post(reverse("citizens:tie_seal", args=[rosa.pk, tie.pk])).status_code == 403
