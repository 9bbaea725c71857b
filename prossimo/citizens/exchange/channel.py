"""A channel to one e-service: voucher, signatures and trace on each request, and what each refusal means."""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.parties import Asking, Service
from prossimo.citizens.exchange.pdnd import Grant, VoucherOffice, retry_after
from prossimo.citizens.exchange.signing import digest_of
from prossimo.citizens.exchange.tracing import Trace, TraceFile
from prossimo.citizens.exchange.wire import Answer, Wire

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Question:
    """One request, as the provider's interface describes it."""

    operation: str  # as the tracing file calls it
    path: str = ""
    method: str = "POST"
    body: bytes = b""
    content_type: str = JSON
    expected: tuple[str, ...] = (JSON, "application/problem+json")
    headers: Mapping[str, str] = field(default_factory=dict)


class Channel:
    def __init__(
        self,
        service: Service,
        office: VoucherOffice,
        wire: Wire,
        traces: TraceFile,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.service, self.office, self.wire = service, office, wire
        self.traces, self.clock = traces, clock

    def ask(self, asking: Asking, question: Question) -> Answer:
        """Ask, with a new voucher if this one is no longer good; raise `ExchangeFault` or answer.

        Answers 400, 404 and 500 with a body of the expected type come back: there the registry
        says in its own words why not.
        """
        request_id = uuid.uuid4().hex
        with self.traces.call(self.service, asking, question.operation, request_id) as trace:
            answer = self._attempt(asking, question, trace)
            if answer.status == 401:
                self.office.forget(self.service, asking)
                answer = self._attempt(asking, question, trace)
            self._judge(answer, question.expected)
        return answer

    def probe(self, asking: Asking) -> Grant:
        """Only the voucher, to see whether it is given."""
        with self.traces.call(self.service, asking, "voucher", uuid.uuid4().hex) as trace:
            grant = self.office.grant(self.service, asking)
            trace.note(voucher=grant.voucher_id)
        return grant

    def _attempt(self, asking: Asking, question: Question, trace: Trace) -> Answer:
        grant = self.office.grant(self.service, asking)
        trace.note(voucher=grant.voucher_id)
        content_type = question.content_type if question.body else ""
        headers = {
            "Authorization": f"Bearer {grant.voucher}",
            "Accept": question.expected[0],
            "X-Request-ID": str(trace.line["request"]),
            **self._signatures(grant, question.body, content_type),
            **question.headers,
        }
        if content_type:
            headers["Content-Type"] = content_type
        url = self.service.url + question.path
        answer = self.wire.send(question.method, url, headers=headers, body=question.body)
        trace.note(status=answer.status)
        return answer

    def _signatures(self, grant: Grant, body: bytes, content_type: str) -> dict[str, str]:
        if not self.service.traced:
            return {}
        digest = digest_of(body)
        now = int(self.clock())
        signature = self.office.signer.signature(self.service, digest, content_type, now)
        return {
            "Digest": digest,
            "Agid-JWT-Signature": signature,
            "Agid-JWT-TrackingEvidence": grant.evidence,
        }

    def _judge(self, answer: Answer, expected: tuple[str, ...]) -> None:
        name = self.service.name
        if answer.status == 401:
            raise ExchangeFault(Fault.NOT_ADMITTED, service=name)
        if answer.status == 403:
            raise ExchangeFault(Fault.FORBIDDEN, service=name)
        if answer.status == 429:
            seconds = retry_after(answer, self.clock())
            raise ExchangeFault(Fault.TOO_MANY, service=name, seconds=seconds)
        spoken = answer.content_type in expected and bool(answer.body)
        if answer.status >= 502 or (answer.status >= 500 and not spoken):
            raise ExchangeFault(Fault.OUT_OF_ORDER, service=name, status=answer.status)
        if 300 <= answer.status < 400 or (answer.fine and answer.content_type not in expected):
            found = answer.content_type[:60] or "—"
            raise ExchangeFault(Fault.WRONG_TYPE, service=name, found=found)

    def document(self, answer: Answer) -> dict[str, Any]:
        """The JSON object of an answer."""
        try:
            told = json.loads(answer.body)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise ExchangeFault(Fault.MALFORMED, service=self.service.name, where="JSON")
        return told
