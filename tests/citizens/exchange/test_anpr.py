"""ANPR tells who somebody is, where and with whom they live, and what has changed since the last time."""

import datetime as dt
import hashlib
import json

import pytest

from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.registry import (
    ChangeKind,
    KnownPerson,
    RegistryAddress,
    RegistryPerson,
)
from prossimo.citizens.exchange.signals import Seed
from tests.citizens.exchange.conftest import ASKING
from tests.citizens.exchange.double import Out

CODE, OTHER_CODE, CHILD_CODE = "RSSMRA60E52A794X", "RSSMRA60E52A79QU", "RSSMRA24E52A794R"
HOME = RegistryAddress("016024", "BERGAMO", "VIA TORQUATO TASSO", "8/A", "24121")


def home(**changed):
    told = {
        "tipoIndirizzo": "1",
        "indirizzo": {
            "cap": "24121",
            "comune": {"codiceIstat": "016024", "nomeComune": "BERGAMO"},
            "toponimo": {"specie": "VIA", "denominazioneToponimo": "TORQUATO TASSO"},
            "numeroCivico": {"numero": "8", "lettera": "A"},
        },
        "dataDecorrenzaResidenza": "2012-04-01",
    }
    return {**told, **changed}


def subject(number="AB12345CD", code=CODE, **changed):
    told = {
        "generalita": {
            "codiceFiscale": {"codFiscale": code, "validitaCF": "1"},
            "cognome": "ROSSI",
            "nome": "MARIA",
            "sesso": "F",
            "dataNascita": "1960-05-12",
            "luogoNascita": {"comune": {"codiceIstat": "016024", "nomeComune": "BERGAMO"}},
        },
        "identificativi": {"idANPR": number},
        "residenza": [home()],
    }
    return {**told, **changed}


@pytest.fixture
def maria(double):
    double.people["AB12345CD"] = subject()
    return double.people


def known(**changed):
    return KnownPerson(**{"registry_id": "AB12345CD", "tax_code": CODE, "address": HOME, **changed})


def signal(double, kind="UPDATE", who=None, seed=None):
    pseudonym = Seed("sha256", seed or double.seed).pseudonym(who or known(), "{registry_id}{seed}")
    number = len(double.signals) + 1
    double.signals.append(
        {"signalId": number, "signalType": kind, "objectId": pseudonym, "eserviceId": "eservice-1"}
    )


def changes(anpr, since="", people=None):
    return anpr.changes(ASKING, since=since, known=people or [known()])


# --- who and where -------------------------------------------------------------------------------


def test_a_tax_code_finds_the_person_with_where_they_live(anpr, maria, double):
    person = anpr.person(ASKING, tax_code=" rssmra60e52a794x ")

    assert person == RegistryPerson(
        registry_id="AB12345CD",
        tax_code=CODE,
        surname="ROSSI",
        given_name="MARIA",
        sex="F",
        born_on=dt.date(1960, 5, 12),
        birth_place_code="016024",
        birth_place="BERGAMO",
        address=RegistryAddress(
            "016024", "BERGAMO", "VIA TORQUATO TASSO", "8/A", "24121", since=dt.date(2012, 4, 1)
        ),
    )
    assert str(person.address) == "VIA TORQUATO TASSO 8/A, 24121 BERGAMO"
    assert double.vouchers == 2  # one for each purpose


def test_the_question_carries_its_reason_and_its_use(anpr, maria, double):
    anpr.person(ASKING, tax_code=CODE)

    asked = [json.loads(body) for place, _, _, _, body in double.seen if place.startswith("C0")]
    assert [each["datiRichiesta"]["casoUso"] for each in asked] == ["C030", "C020"]
    assert {each["datiRichiesta"]["motivoRichiesta"] for each in asked} == {"Prot. 12/2026"}
    assert asked[1]["criteriRicerca"] == {"idANPR": "AB12345CD"}
    assert int(asked[0]["idOperazioneClient"]) < int(asked[1]["idOperazioneClient"])


def test_whoever_is_not_registered_is_nobody(anpr, double):
    assert anpr.person(ASKING, tax_code=CODE) is None
    assert anpr.person(ASKING, registry_id="ZZ00000ZZ") is None
    assert anpr.household(ASKING, registry_id="ZZ00000ZZ") == ()


def test_a_code_that_is_no_code_is_not_asked_for(anpr, double):
    with pytest.raises(ExchangeFault) as caught:
        anpr.person(ASKING, tax_code="RSSMRA60E52A794A")

    assert caught.value.fault is Fault.BAD_QUERY
    assert double.seen == []


def test_of_the_dead_the_day_is_told_where_it_is_known(anpr, double):
    double.people["AB12345CD"] = subject(datiDecesso={"dataEvento": "2026-01-15"})
    told = anpr.person(ASKING, registry_id="AB12345CD")
    error = {"listaErrori": [{"codiceErroreAnomalia": "EN148", "testoErroreAnomalia": "deceduto"}]}
    double.next("C020", Out(400, json.dumps(error).encode()))

    bare = anpr.person(ASKING, registry_id="AB12345CD")

    assert (told.dead, told.died_on) == (True, dt.date(2026, 1, 15))
    assert bare == RegistryPerson("AB12345CD", dead=True)


def test_who_lives_abroad_has_a_state(anpr, double):
    abroad = {
        "localita": {"descrizioneLocalita": "LUGANO", "codiceStato": "071", "descrizioneStato": "SVIZZERA"},
        "toponimo": {"denominazione": "VIA NASSA", "numeroCivico": "1"},
        "cap": "6900",
    }  # fmt: skip
    double.people["AB12345CD"] = subject(
        residenza=[{"localitaEstera": {"indirizzoEstero": abroad}}]
    )

    address = anpr.person(ASKING, registry_id="AB12345CD").address

    assert address.abroad
    assert str(address) == "VIA NASSA 1, 6900 LUGANO"


def test_the_residence_in_force_is_the_latest(anpr, double):
    past = home(dataDecorrenzaResidenza="1999-01-01")
    past["indirizzo"] = {"comune": {"codiceIstat": "015146", "nomeComune": "MILANO"}}
    double.people["AB12345CD"] = subject(residenza=[home(), past])

    assert anpr.person(ASKING, registry_id="AB12345CD").address.municipality == "BERGAMO"


def test_a_birthday_of_which_the_day_is_unknown_is_not_invented(anpr, double):
    told = subject()
    told["generalita"]["senzaGiornoMese"] = "1"
    double.people["AB12345CD"] = told

    assert anpr.person(ASKING, registry_id="AB12345CD").born_on is None


def test_a_household_has_its_bonds(anpr, maria, double):
    double.people["EF67890GH"] = subject("EF67890GH", CHILD_CODE)
    double.families["AB12345CD"] = {
        "AB12345CD": {"codiceLegame": "1"},
        "EF67890GH": {"codiceLegame": "3", "dataDecorrenza": "2024-05-12"},
    }

    family = anpr.household(ASKING, registry_id="AB12345CD")

    assert [(member.person.registry_id, member.bond) for member in family] == [
        ("AB12345CD", "1"),
        ("EF67890GH", "3"),
    ]
    assert family[1].since == dt.date(2024, 5, 12)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b'{"listaErrori": [{"codiceErroreAnomalia": "EN001"}]}', Fault.REJECTED),
        (b'{"title": "bad"}', Fault.REJECTED),
        (b"nothing", Fault.MALFORMED),
    ],
)  # fmt: skip
def test_a_question_that_anpr_rejects_comes_back_with_its_words(anpr, double, body, fault):
    double.next("C020", Out(400, body))

    with pytest.raises(ExchangeFault) as caught:
        anpr.person(ASKING, registry_id="AB12345CD")

    assert caught.value.fault is fault


@pytest.mark.parametrize(
    "told",
    [
        {"listaSoggetti": None},
        {"listaSoggetti": {"datiSoggetto": "x"}},
        {"listaSoggetti": {"datiSoggetto": [3]}},
        {"listaSoggetti": []},
    ],
    ids=range(4),
)
def test_an_answer_without_people_is_nobody(anpr, double, told):
    double.next("C020", Out(body=json.dumps(told).encode()))

    assert anpr.person(ASKING, registry_id="AB12345CD") is None


def test_whatever_is_missing_or_of_another_shape_is_left_empty(anpr, double):
    odd = {"generalita": 3, "identificativi": [], "residenza": {"indirizzo": {"comune": "x"}}}
    double.next("C020", Out(body=json.dumps({"listaSoggetti": {"datiSoggetto": odd}}).encode()))

    person = anpr.person(ASKING, registry_id="AB12345CD")

    assert person == RegistryPerson("", address=RegistryAddress())


@pytest.mark.parametrize("day", ["1960-02-30", "ieri", "0000-00-00"])
def test_a_day_that_does_not_exist_is_not_taken(anpr, double, day):
    double.people["AB12345CD"] = subject(datiDecesso={"dataEvento": day})

    with pytest.raises(ExchangeFault) as caught:
        anpr.person(ASKING, registry_id="AB12345CD")

    assert caught.value.facts["where"] == "dataEvento"


# --- what has changed ----------------------------------------------------------------------------


def test_a_death_is_noticed(anpr, double):
    double.people["AB12345CD"] = subject(datiDecesso={"dataEvento": "2026-01-15"})
    signal(double)

    (change,) = changes(anpr).items

    assert (change.kind, change.happened_on) == (ChangeKind.DIED, dt.date(2026, 1, 15))
    assert change.source_key == "signal 1"


def test_a_move_and_an_emigration_are_told_apart(anpr, double):
    moved = home(dataDecorrenzaResidenza="2026-02-01")
    moved["indirizzo"] = {"comune": {"codiceIstat": "015146", "nomeComune": "MILANO"}}
    double.people["AB12345CD"] = subject(residenza=[moved])
    signal(double)
    first = changes(anpr).items
    double.people["AB12345CD"] = subject(
        residenza=[
            {"localitaEstera": {"indirizzoEstero": {"localita": {"descrizioneStato": "FRANCIA"}}}}
        ]
    )

    second = changes(anpr).items

    assert [(each.kind, each.happened_on) for each in first] == [
        (ChangeKind.MOVED, dt.date(2026, 2, 1))
    ]
    assert [each.kind for each in second] == [ChangeKind.LEFT]


def test_a_new_code_and_a_new_household_are_two_changes(anpr, maria, double):
    double.people["AB12345CD"] = subject(code=OTHER_CODE)
    double.families["AB12345CD"] = {"AB12345CD": {"codiceLegame": "1"}}
    us = known(household=frozenset({"AB12345CD", "EF67890GH"}))
    signal(double, who=us)

    found = changes(anpr, people=[us]).items

    assert [each.kind for each in found] == [ChangeKind.CODE, ChangeKind.HOUSEHOLD]
    assert {each.source_key for each in found} == {"signal 1"}


def test_a_change_that_cannot_be_named_is_a_doubt_and_who_is_gone_has_left(anpr, maria, double):
    signal(double)
    signal(double, "DELETE")
    doubt, gone = changes(anpr).items
    double.people.clear()

    nobody = changes(anpr).items[0]

    assert (doubt.kind, gone.kind) == (ChangeKind.DOUBT, ChangeKind.LEFT)
    assert (nobody.kind, nobody.person) == (ChangeKind.LEFT, None)


def test_strangers_are_neither_read_nor_named(anpr, maria, double):
    signal(double, who=KnownPerson("ZZ00000ZZ"))

    found = changes(anpr)

    assert found.items == ()
    assert found.cursor == "1"
    assert not [path for _, _, path, _, _ in double.seen if path.endswith("e002")]


def test_the_cursor_begins_where_the_last_time_ended(anpr, maria, double):
    for _ in range(3):
        signal(double)
    first = changes(anpr)
    signal(double)
    second = changes(anpr, since=first.cursor)
    third = changes(anpr, since=second.cursor)

    assert (first.cursor, len(first.items)) == ("3", 3)
    assert [each.source_key for each in second.items] == ["signal 4"]
    assert (third.items, third.cursor, third.more) == ((), "4", False)


def test_a_full_page_says_that_more_wait(anpr, double):
    for _ in range(101):
        signal(double, who=KnownPerson("ZZ00000ZZ"))

    assert (changes(anpr).more, changes(anpr, since="100").more) == (True, False)


def test_a_new_seed_is_asked_for_and_what_may_have_gone_unseen_is_said(anpr, maria, double):
    signal(double, seed="seme-0")
    signal(double, "SEEDUPDATE")
    double.seed = "seme-2"
    signal(double)
    found = changes(anpr)
    signal(double, "SEEDUPDATE")
    double.seed = "seme-3"
    signal(double)

    later = changes(anpr, since=found.cursor)

    assert [each.source_key for each in found.items] == ["signal 3"]
    assert found.compare_all
    assert [each.source_key for each in later.items] == ["signal 5"]
    assert not later.compare_all


@pytest.mark.parametrize(
    ("place", "body", "where"),
    [
        ("C020", b'{"seed": "x", "cryptoHashFunction": "md5"}', "seed"),
        ("C020", b'{"seed": "", "cryptoHashFunction": "sha256"}', "seed"),
        ("hub", b'{"signals": {}}', "signals"),
        ("hub", b'{"signals": [1]}', "signals"),
    ],
)
def test_a_hub_or_a_seed_of_another_shape_is_malformed(anpr, double, place, body, where):
    double.next(place, Out(body=body))

    with pytest.raises(ExchangeFault) as caught:
        changes(anpr)

    assert (caught.value.fault, caught.value.facts["where"]) == (Fault.MALFORMED, where)


def test_a_cursor_that_is_none_is_not_sent(anpr, double):
    with pytest.raises(ExchangeFault) as caught:
        changes(anpr, since="1&size=1000")

    assert caught.value.fault is Fault.BAD_QUERY


def test_a_pseudonym_is_what_the_provider_prescribes():
    seed = Seed("sha512", "seme")

    made = seed.pseudonym(known(), "{tax_code}|{seed}")

    assert made == hashlib.sha512(f"{CODE}|seme".encode()).hexdigest()
