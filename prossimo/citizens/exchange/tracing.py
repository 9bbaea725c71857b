"""The access tracing file: who asked which registry for what purpose, never what it answered.

One JSON line a call, only added to. The file is opened before the question leaves: where the trace
cannot be kept, nothing is asked.
"""

import contextlib
import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path

from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.parties import Asking, Service


class Trace:
    """The line of one call, filled in while it goes."""

    def __init__(self, service: Service, asking: Asking, operation: str, request_id: str) -> None:
        self.line: dict[str, str | int] = {
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
            "user": asking.user,
            "reason": asking.reason,
            "service": service.name,
            "purpose": service.purpose,
            "operation": operation,
            "request": request_id,
        }

    def note(self, **facts: str | int) -> None:
        self.line.update(facts)


class TraceFile:
    """Readable by its owner alone, since it says who was working on what."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @contextlib.contextmanager
    def call(
        self, service: Service, asking: Asking, operation: str, request_id: str
    ) -> Iterator[Trace]:
        descriptor = self._open()
        trace = Trace(service, asking, operation, request_id)
        try:
            yield trace
        except ExchangeFault as fault:
            trace.note(fault=fault.fault.value)
            raise
        except BaseException as error:
            trace.note(fault=type(error).__name__)
            raise
        finally:
            try:
                self._write(descriptor, trace)
            finally:
                os.close(descriptor)

    def _open(self) -> int:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            return os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            raise ExchangeFault(Fault.TRACE_UNWRITABLE, file=str(self.file)) from None

    def _write(self, descriptor: int, trace: Trace) -> None:
        line = json.dumps(trace.line, ensure_ascii=False).encode() + b"\n"
        try:
            whole = os.write(descriptor, line) == len(line)  # one write: lines never interleave
        except OSError:
            whole = False
        if not whole:
            raise ExchangeFault(Fault.TRACE_UNWRITABLE, file=str(self.file))
