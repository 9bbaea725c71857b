"""Each question carries voucher, evidence and signatures, leaves a trace, and each refusal is understood."""

import email.utils
import json
import stat
import time

import jwt
import pytest

from prossimo.citizens.exchange.channel import Channel, Question
from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.parties import Asking
from prossimo.citizens.exchange.tracing import TraceFile
from prossimo.citizens.exchange.wire import LARGEST, NetworkWire
from prossimo.citizens.exchange.wording import sentence
from tests.citizens.exchange.conftest import ASKING
from tests.citizens.exchange.double import Out

STATUS = Question("pseudonimi", "/pseudonymization", method="GET")


def refused(channel, question=STATUS):
    with pytest.raises(ExchangeFault) as caught:
        channel.ask(ASKING, question)
    assert sentence(caught.value)
    return caught.value


def traces(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_question_is_admitted_by_who_verifies_everything(channel_of):
    channel = channel_of("C020")

    answer = channel.ask(ASKING, STATUS)

    assert channel.document(answer) == {"seed": "seme-1", "cryptoHashFunction": "SHA-256"}


def test_each_question_is_signed_anew_with_the_same_voucher(channel_of, double):
    channel = channel_of("C020")
    for _ in range(3):
        channel.ask(ASKING, STATUS)

    sent = [headers for place, _, _, headers, _ in double.seen if place == "C020"]
    numbers = {
        jwt.decode(each["agid-jwt-signature"], options={"verify_signature": False})["jti"]
        for each in sent
    }
    assert len(numbers) == 3
    assert len({each["authorization"] for each in sent}) == 1
    assert double.vouchers == 1


def test_a_service_that_wants_no_tracing_is_not_told_who_asks(channel_of, double):
    double.signals = []
    channel_of("hub", audience="").ask(
        ASKING, Question("pull", "/pull/signals/x?signalId=0&size=1", method="GET")
    )

    headers = double.seen[-1][3]
    assert not [name for name in headers if name.startswith("agid-") or name == "digest"]


def test_the_evidence_of_one_does_not_pass_with_the_voucher_of_another(channel_of, double):
    channel = channel_of("C020")
    other = Asking("b.bianchi", "Prot. 13/2026")
    mine, theirs = (channel.office.grant(channel.service, who) for who in (ASKING, other))
    key = (channel.service.name, channel.service.purpose, ASKING.user)
    channel.office._kept[key] = type(mine)(
        mine.voucher, mine.voucher_id, theirs.evidence, mine.expires_at
    )

    answer = channel.ask(ASKING, STATUS)

    assert answer.status == 400
    assert "other evidence" in answer.body.decode()


def test_a_body_changed_on_the_way_is_refused(channel_of, wire):
    class Meddler:
        def send(self, method, url, *, headers, body=b""):
            changed = body.replace(b"A", b"B") if "token.oauth2" not in url else body
            return wire.send(method, url, headers=headers, body=changed)

    channel = channel_of("C020")
    channel.wire = Meddler()

    answer = channel.ask(ASKING, Question("C020", "/anpr-service-e002", body=b'{"A": 1}'))

    assert answer.status == 400
    assert json.loads(answer.body)["title"] == "digest"


def test_an_expired_voucher_is_renewed_once(channel_of, double):
    """The provider's clock runs ahead of ours: for it the voucher is over."""
    channel = channel_of("C020")
    double.life = 40
    channel.ask(ASKING, STATUS)
    real = double.admitted

    def ahead(place, headers, body):
        double.clock, double.admitted = lambda: time.time() + 41, real
        try:
            return real(place, headers, body)
        finally:
            double.clock = time.time

    double.admitted = ahead

    answer = channel.ask(ASKING, STATUS)

    assert answer.status == 200
    assert double.vouchers == 2


def test_a_voucher_that_is_never_good_is_not_asked_for_for_ever(channel_of, double):
    double.next("C020", Out(401))
    double.next("C020", Out(401))

    fault = refused(channel_of("C020"))

    assert fault.fault is Fault.NOT_ADMITTED
    assert double.vouchers == 2


def test_a_purpose_for_something_else_does_not_pass(channel_of):
    assert refused(channel_of("C020", purpose="purpose-c021")).fault is Fault.NOT_ADMITTED


@pytest.mark.parametrize(
    ("out", "fault"),
    [
        (Out(403), Fault.FORBIDDEN),
        (Out(500), Fault.OUT_OF_ORDER),
        (Out(502, b"{}"), Fault.OUT_OF_ORDER),
        (Out(503, b"<html>", "text/html"), Fault.OUT_OF_ORDER),
        (Out(200, b"<html>", "text/html"), Fault.WRONG_TYPE),
        (Out(302, headers={"Location": "https://example.it/"}), Fault.WRONG_TYPE),
        (Out(200, b" " * (LARGEST + 1)), Fault.TOO_LARGE),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else str(value.status),
)
def test_a_registry_that_is_not_well_is_understood(channel_of, double, out, fault):
    double.next("C020", out)

    assert refused(channel_of("C020")).fault is fault


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"[" * 100_000], ids=range(4))
def test_a_body_that_is_no_object_is_malformed(channel_of, double, body):
    channel = channel_of("C020")
    double.next("C020", Out(body=body))
    answer = channel.ask(ASKING, STATUS)

    with pytest.raises(ExchangeFault) as caught:
        channel.document(answer)

    assert caught.value.fault is Fault.MALFORMED


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), ("", 60), ("domani", 60), ("in-a-minute", 60), ("9" * 30, 86400)],
)
def test_too_many_questions_say_how_long_to_wait(channel_of, double, said, seconds):
    double.next("C020", Out(429, headers={"Retry-After": said}))

    fault = refused(channel_of("C020"))

    assert fault.fault is Fault.TOO_MANY
    assert fault.facts["seconds"] == seconds


def test_the_wait_may_be_told_as_a_date(channel_of, double):
    until = email.utils.formatdate(time.time() + 300, usegmt=True)
    double.next("C020", Out(429, headers={"Retry-After": until}))

    assert refused(channel_of("C020")).facts["seconds"] == pytest.approx(300, abs=3)


@pytest.mark.parametrize(
    "out", [Out(after=0.6), Out(body=b"{}" * 50, drip=0.05)], ids=["late", "drop by drop"]
)
def test_whoever_is_slow_is_left(channel_of, double, out):
    channel = channel_of("C020")
    channel.office.grant(channel.service, ASKING)
    channel.wire = NetworkWire(answer=0.2)
    double.next("C020", out)
    began = time.monotonic()

    fault = refused(channel)

    assert fault.fault is Fault.TIMEOUT
    assert time.monotonic() - began < 1


def test_each_question_leaves_a_line_without_what_was_asked_or_answered(
    channel_of, double, trace_file
):
    channel = channel_of("C020")
    body = {
        "idOperazioneClient": "1",
        "criteriRicerca": {"codiceFiscale": "RSSMRA60E52A794X"},
        "datiRichiesta": {"casoUso": "C020", "motivoRichiesta": "Prot. 12/2026"},
    }
    channel.ask(ASKING, Question("C020", "/anpr-service-e002", body=json.dumps(body).encode()))
    double.next("C020", Out(429))
    refused(channel)

    asked, failed = traces(trace_file)
    assert set(asked) == {
        *("at", "user", "reason", "service", "purpose", "operation", "request", "voucher"),
        "status",
    }
    assert (asked["user"], asked["reason"]) == ("a.rossi", "Prot. 12/2026")
    assert asked["purpose"] == "purpose-c020"
    assert asked["request"] == double.seen[1][3]["x-request-id"]
    assert failed["fault"] == "too_many"
    assert "RSSMRA60E52A794X" not in trace_file.read_text(encoding="utf-8")
    assert stat.S_IMODE(trace_file.stat().st_mode) == 0o600


def test_a_question_that_found_no_voucher_leaves_a_line_too(channel_of, double, trace_file):
    double.active.clear()

    refused(channel_of("C020"))

    assert [line["fault"] for line in traces(trace_file)] == ["no_voucher"]


def test_where_the_trace_cannot_be_kept_nothing_is_asked(channel_of, double, tmp_path):
    (tmp_path / "wall").write_text("not a folder")
    channel = channel_of("C020")
    blind = Channel(
        channel.service, channel.office, channel.wire, TraceFile(tmp_path / "wall" / "x.jsonl")
    )

    assert refused(blind).fault is Fault.TRACE_UNWRITABLE
    assert double.seen == []
