"""Whatever a registry says is taken, or is a fault with its sentence: never anything else."""

import contextlib
import datetime as dt
import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from prossimo.citizens.exchange import attestation, reading
from prossimo.citizens.exchange.anpr import _member
from prossimo.citizens.exchange.channel import Channel
from prossimo.citizens.exchange.faults import ExchangeFault
from prossimo.citizens.exchange.isee import Certificate
from prossimo.citizens.exchange.parties import Service
from prossimo.citizens.exchange.pdnd import retry_after
from prossimo.citizens.exchange.registry import FamilyMember
from prossimo.citizens.exchange.wire import Answer
from prossimo.citizens.exchange.wording import sentence
from tests.citizens.exchange.attested import ALL

NAMES = [
    *(
        "generalita",
        "codiceFiscale",
        "codFiscale",
        "luogoNascita",
        "comune",
        "localita",
        "residenza",
    ),
    *("indirizzo", "toponimo", "numeroCivico", "datiDecesso", "dataEvento", "dataNascita"),
    *("identificativi", "idANPR", "legameSoggetto", "dataDecorrenza", "localitaEstera"),
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=12,
)
PEOPLE = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)
CHANNEL = Channel(Service("C020", "https://anpr.example.it", "x"), None, None, None)


@settings(max_examples=150, deadline=None)
@given(PEOPLE)
def test_a_person_of_any_shape_is_read_or_refused(told):
    with contextlib.suppress(ExchangeFault):
        assert isinstance(_member(json.loads(json.dumps(told)), CHANNEL), FamilyMember)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_attestation_spoiled_anywhere_is_read_or_refused(data):
    places = [match.span(1) for match in re.finditer(r'"([^"]*)"', ALL)]
    start, end = data.draw(st.sampled_from(places))
    put = data.draw(st.text(max_size=12) | st.sampled_from(["1,5,0", "9" * 40, "-1", "&x;", "<"]))
    document = ALL[:start] + put + ALL[end:]
    try:
        read = attestation.read(document.encode("utf-8", "surrogatepass"))
    except ExchangeFault as fault:
        assert sentence(fault)
    else:
        assert read is None or isinstance(read, Certificate)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60))
def test_bytes_that_are_no_document_are_refused_or_attest_nothing(content):
    with contextlib.suppress(ExchangeFault):
        assert attestation.read(content) is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20) | st.from_regex(r"[0-9.,eE+\-/T: ]{0,14}", fullmatch=True))
def test_days_and_amounts_are_read_or_refused(text):
    for read, kind in ((reading.day, dt.date), (reading.cents, int)):
        with contextlib.suppress(ValueError):
            value = read(text)
            assert value is None or isinstance(value, kind)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_wait_is_some_seconds(said):
    assert 0 <= retry_after(Answer(429, {"retry-after": said}, b""), 1_800_000_000) <= 86_400
