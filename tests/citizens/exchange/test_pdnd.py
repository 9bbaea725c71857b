"""A voucher is asked for as the PDND wants it, kept while it is good, and every refusal has its sentence."""

import contextlib
import datetime as dt
import json
import socket
import ssl
import threading
import time
from dataclasses import replace

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.parties import Asking, Service
from prossimo.citizens.exchange.pdnd import VoucherOffice
from prossimo.citizens.exchange.signing import Signer, private_key
from prossimo.citizens.exchange.wire import NetworkWire
from prossimo.citizens.exchange.wording import SENTENCES, sentence
from tests.citizens.exchange.conftest import ASKING, pem
from tests.citizens.exchange.double import Out

SERVICE = Service("ANPR C030", "https://anpr.example.it", "purpose-c030", "anpr")
HUB = Service("Signal Hub", "https://hub.example.it", "")


def refused(office, service=SERVICE, asking=ASKING):
    with pytest.raises(ExchangeFault) as caught:
        office.grant(service, asking)
    assert sentence(caught.value)
    return caught.value


def test_a_voucher_comes_with_the_evidence_that_it_was_given_for(office, double, keys):
    grant = office.grant(SERVICE, ASKING)

    voucher = jwt.decode(
        grant.voucher, keys[1].public_key(), algorithms=["RS256"], audience="purpose-c030"
    )
    evidence = jwt.decode(
        grant.evidence, keys[0].public_key(), algorithms=["RS256"], audience="anpr"
    )
    assert grant.voucher_id == voucher["jti"]
    assert (evidence["userID"], evidence["userLocation"], evidence["LoA"]) == (
        "a.rossi",
        "c_a794",
        "LoA2",
    )
    assert double.vouchers == 1


def test_it_is_kept_until_it_is_about_to_expire(office, double):
    first = office.grant(SERVICE, ASKING)
    again = office.grant(SERVICE, ASKING)
    office.clock = double.clock = lambda: time.time() + 580

    late = office.grant(SERVICE, ASKING)

    assert first is again
    assert late.voucher != first.voucher
    assert double.vouchers == 2


def test_each_operator_has_their_own_and_a_service_without_tracing_shares_one(office, double):
    other = Asking("b.bianchi", "Prot. 13/2026")
    mine, theirs = office.grant(SERVICE, ASKING), office.grant(SERVICE, other)
    ours = {office.grant(HUB, who).voucher for who in (ASKING, other)}

    assert mine.evidence != theirs.evidence
    assert len(ours) == 1
    assert double.vouchers == 3


def test_the_assertion_has_only_the_claims_that_are_admitted_and_never_the_same_number(
    platform, keys
):
    signer = Signer(platform, keys[0])

    told = [
        jwt.decode(signer.assertion(SERVICE, "x", 1), options={"verify_signature": False})
        for _ in range(3)
    ]

    assert set(told[0]) == {"iss", "sub", "aud", "purposeId", "jti", "iat", "exp", "digest"}
    assert told[0]["digest"]["alg"] == "SHA256"
    assert len(told[0]["digest"]["value"]) == 64
    assert len({each["jti"] for each in told}) == 3


def test_an_assertion_cannot_be_spent_twice(office, double, platform, keys, monkeypatch):
    once = Signer(platform, keys[0]).assertion(HUB, "", int(time.time()))
    monkeypatch.setattr(Signer, "assertion", lambda *_: once)
    office.grant(HUB, ASKING)
    office.forget(HUB, ASKING)

    assert refused(office, HUB).fault is Fault.NO_VOUCHER


@pytest.mark.parametrize("life_told", ["seconds", "instant", "nothing"])
def test_the_life_is_understood_however_it_is_told(office, double, life_told):
    told = {"seconds": 300, "instant": int(time.time()) + 300, "nothing": None}[life_told]
    body = {"access_token": "opaque", "token_type": "Bearer", "expires_in": told}
    double.next("token.oauth2", Out(body=json.dumps(body).encode()))

    left = office.grant(SERVICE, ASKING).expires_at - time.time()

    assert left == pytest.approx(600 if told is None else 300, abs=3)


def test_an_unknown_key_is_named_where_the_platform_says_so(office, double):
    double.client_keys.clear()
    opaque = refused(office)
    double.candid = True

    assert opaque.fault is Fault.NO_VOUCHER
    assert opaque.facts["reference"] == "corr-1"
    assert "Debug client assertion" in sentence(opaque)
    assert refused(office).fault is Fault.KEY_UNKNOWN


def test_a_key_that_is_not_the_one_loaded_is_refused(platform, keys, wire, double):
    double.candid = True
    office = VoucherOffice(platform, Signer(platform, keys[2]), wire)

    assert refused(office).fault is Fault.KEY_UNKNOWN


def test_a_suspended_purpose_is_named_where_the_platform_says_so(office, double):
    double.active.clear()
    opaque = refused(office)
    double.candid = True

    assert opaque.fault is Fault.NO_VOUCHER
    assert refused(office).fault is Fault.PURPOSE_INACTIVE
    assert "ANPR C030" in sentence(refused(office))


@pytest.mark.parametrize(
    ("wrong", "said"), [(600, "avanti di circa 10 minuti"), (-600, "indietro di circa 10 minuti")]
)
def test_a_clock_that_is_wrong_is_found_out(office, double, wrong, said):
    office.clock = lambda: time.time() + wrong

    fault = refused(office)

    assert fault.fault is Fault.CLOCK
    assert said in sentence(fault)


def test_a_wrong_audience_is_refused(platform, keys, wire, double):
    other = replace(platform, audience="auth.other.example.it")

    fault = refused(VoucherOffice(other, Signer(other, keys[0]), wire))

    assert fault.fault is Fault.NO_VOUCHER


@pytest.mark.parametrize(
    ("out", "fault"),
    [
        (Out(429, headers={"Retry-After": "7"}), Fault.TOO_MANY),
        (Out(503), Fault.OUT_OF_ORDER),
        (Out(200, b"<html>", "text/html"), Fault.MALFORMED),
        (Out(200, b"[]"), Fault.MALFORMED),
        (Out(200, b'{"access_token": 1, "token_type": "Bearer"}'), Fault.MALFORMED),
        (Out(200, b'{"access_token": "x", "token_type": "DPoP"}'), Fault.MALFORMED),
        (
            Out(200, b'{"access_token": "x", "token_type": "Bearer", "expires_in": "soon"}'),
            Fault.MALFORMED,
        ),
        (Out(400, b"no JSON"), Fault.NO_VOUCHER),
        (Out(400, b'{"errors": [3]}'), Fault.NO_VOUCHER),
        (Out(302, headers={"Location": "http://127.0.0.1:1/"}), Fault.NO_VOUCHER),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else str(value.status),
)
def test_a_platform_that_is_not_well_gives_no_voucher_and_a_reason(office, double, out, fault):
    double.next("token.oauth2", out)

    assert refused(office).fault is fault
    assert office.grant(SERVICE, ASKING).voucher


def test_a_platform_that_does_not_answer_in_time_is_left(platform, keys, double):
    double.next("token.oauth2", Out(after=0.6))
    office = VoucherOffice(platform, Signer(platform, keys[0]), NetworkWire(answer=0.2))
    began = time.monotonic()

    fault = refused(office)

    assert fault.fault is Fault.TIMEOUT
    assert fault.passing
    assert time.monotonic() - began < 0.5


def test_where_nobody_listens_the_network_is_named(platform, keys, wire):
    closed = replace(platform, auth_url="http://127.0.0.1:9/token.oauth2")

    fault = refused(VoucherOffice(closed, Signer(closed, keys[0]), wire))

    assert fault.fault is Fault.NO_NETWORK
    assert "127.0.0.1" in sentence(fault)


def test_nothing_leaves_this_machine_without_tls(platform, keys, wire):
    plain = replace(platform, auth_url="http://auth.example.it/token.oauth2")

    fault = refused(VoucherOffice(plain, Signer(plain, keys[0]), wire))

    assert fault.fault is Fault.NOT_TRUSTED


def test_a_server_that_cannot_prove_its_name_is_not_trusted(platform, keys, wire, tmp_path):
    with self_signed(tmp_path, keys[2]) as port:
        other = replace(platform, auth_url=f"https://127.0.0.1:{port}/token.oauth2")
        fault = refused(VoucherOffice(other, Signer(other, keys[0]), wire))

    assert fault.fault is Fault.NOT_TRUSTED
    assert "non è stato inviato nulla" in sentence(fault)


def test_the_way_out_may_be_a_proxy(platform, keys, double):
    """Where the address leads nobody listens; the proxy, here the double itself, does."""
    beyond = replace(platform, auth_url="http://127.0.0.1:9/token.oauth2")
    wire = NetworkWire(proxy=double.url)

    grant = VoucherOffice(beyond, Signer(beyond, keys[0]), wire).grant(SERVICE, ASKING)

    assert grant.voucher
    assert double.seen[0][2] == beyond.auth_url


@contextlib.contextmanager
def self_signed(folder, key):
    """A TLS server whose certificate nobody has signed but itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + dt.timedelta(1))
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    (folder / "server.pem").write_bytes(pem(key) + certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")

    def greet():
        with contextlib.suppress(OSError), listener.accept()[0] as peer:
            peer.settimeout(2)
            context.wrap_socket(peer, server_side=True).close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=greet)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(timeout=3)


def test_only_an_rsa_key_large_enough_is_taken(tmp_path, keys):
    small = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    written = {
        "elliptic": pem(ec.generate_private_key(ec.SECP256R1())),
        "small": pem(small),
        "text": b"-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n",
        "empty": b"",
    }
    faults = {}
    for name, content in written.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ExchangeFault) as caught:
            private_key(tmp_path / name)
        faults[name] = caught.value.fault
    with pytest.raises(ExchangeFault) as absent:
        private_key(tmp_path / "absent")

    assert set(faults.values()) == {Fault.KEY_WRONG}
    assert absent.value.fault is Fault.KEY_UNREADABLE


@pytest.mark.parametrize(
    ("user", "reason", "fault"),
    [
        ("", "Prot. 1", Fault.NO_USER),
        ("a" * 101, "Prot. 1", Fault.NO_USER),
        ("a.rossi", "", Fault.NO_REASON),
        ("a.rossi", "no", Fault.NO_REASON),
        ("a.rossi", "due\nrighe", Fault.NO_REASON),
        ("a.rossi", "x" * 61, Fault.NO_REASON),
    ],
)
def test_who_asks_and_why_is_never_left_out(user, reason, fault):
    with pytest.raises(ExchangeFault) as caught:
        Asking(user, reason)

    assert caught.value.fault is fault


def test_every_fault_has_its_sentence():
    said_elsewhere = {Fault.CLOCK, Fault.TOO_MANY}
    facts = dict.fromkeys(
        [*("file", "line", "field", "host", "reference", "service", "code", "text", "where"),
         *("found", "status")], "q"
    )  # fmt: skip

    assert set(SENTENCES) | said_elsewhere == set(Fault)
    for fault in Fault:
        said = sentence(ExchangeFault(fault, **facts, seconds=70))
        assert said.endswith((".", "q"))
        assert "%(" not in said
