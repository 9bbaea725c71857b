"""The engine as a web process sees it: a child that counts and draws, so that the web stays small.

One child for each process that asks, started at the first question, ended when idle or when the
parent ends (its input closes). It is spoken to in lines of JSON. A child that dies is started
again; one that does not answer in time is ended, and the person is told in a sentence.
"""

import atexit
import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prossimo.observatory import answers, memory
from prossimo.observatory.answers import Answer
from prossimo.observatory.questions import BadQuestion, Question, checked
from prossimo.observatory.snapshots import Snapshot

PATIENCE = 20.0  # seconds for one answer
LONGEST_LINE = 32 * 1024 * 1024


class EngineTrouble(RuntimeError):
    """No answer came; the message is for the screen."""


class _Died(Exception):
    """The child ended while it was spoken to."""


class Engine:
    """The child process and the line to it. One question at a time."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.lock = threading.Lock()
        self.child: subprocess.Popen[bytes] | None = None
        self.owner = 0

    def request(self, words: dict[str, Any]) -> Any:
        """What the child answers. Raises `BadQuestion` or `EngineTrouble`."""
        line = json.dumps({**words, "language": get_language()}, ensure_ascii=False) + "\n"
        with self.lock:
            said = self._exchange_twice(line.encode())
        if said["kind"] == "answer":
            return said["said"]
        if said["kind"] == "question":
            raise BadQuestion(said["said"])
        raise EngineTrouble(
            _("L'osservatorio non riesce a rispondere a questa domanda: il guasto è annotato.")
        )

    def close(self) -> None:
        """End the child, if it is ours and still there."""
        child, self.child = self.child, None
        if child is None or self.owner != os.getpid():
            return
        for stream in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()
        with contextlib.suppress(OSError):
            child.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5)

    def _exchange_twice(self, line: bytes) -> dict[str, Any]:
        """A child that had died, or dies now, is replaced once."""
        for attempt in (1, 2):
            try:
                return self._exchange(line)
            except _Died:
                self.close()
                if attempt == 2:
                    raise EngineTrouble(
                        _("L'osservatorio si è fermato mentre contava: riprova fra poco.")
                    ) from None
        raise AssertionError("unreachable")

    def _exchange(self, line: bytes) -> dict[str, Any]:
        child = self._living()
        assert child.stdin and child.stdout
        try:
            child.stdin.write(line)
            child.stdin.flush()
        except OSError as error:
            raise _Died from error
        said: dict[str, Any] = json.loads(self._line(child))
        return said

    def _line(self, child: "subprocess.Popen[bytes]") -> bytes:
        assert child.stdout
        deadline = time.monotonic() + self.patience
        read = b""
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ)
            while not read.endswith(b"\n"):
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    self.close()
                    raise EngineTrouble(
                        _("L'osservatorio non ha risposto entro %(seconds)s secondi: riprova fra "
                          "poco, o chiedi un anno solo.") % {"seconds": int(self.patience)}
                    )  # fmt: skip
                piece = os.read(child.stdout.fileno(), 1 << 20)
                if not piece or len(read) > LONGEST_LINE:
                    raise _Died
                read += piece
        return read

    def _living(self) -> "subprocess.Popen[bytes]":
        if self.child is None or self.owner != os.getpid() or self.child.poll() is not None:
            if self.owner == os.getpid():
                self.close()
            self.owner = os.getpid()  # after a fork the parent's child is not ours to speak to
            self.child = subprocess.Popen(
                [sys.executable, "-m", "prossimo.observatory.serve"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                env=self._environment(),
            )
        return self.child

    @staticmethod
    def _environment() -> dict[str, str]:
        root = str(settings.ROOT)
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        return {
            **os.environ,
            "PYTHONPATH": path,
        }


_engine = Engine()
atexit.register(_engine.close)


def ask(question: Question, snapshot: Snapshot) -> Answer:
    """The answer, remembered or counted now. Raises `BadQuestion` or `EngineTrouble`."""
    checked(question, snapshot)
    text = question.as_json()
    said = memory.recall(snapshot, "answer", text)
    if said is None:
        said = _engine.request({"do": "ask", "snapshot": str(snapshot.folder), "question": text})
    return answers.from_json(said)


def draw(drawing: str, snapshot: Snapshot) -> str:
    """A chart as SVG, remembered or drawn now. Raises `EngineTrouble`."""
    svg = memory.recall(snapshot, "svg", drawing)
    if svg is None:
        svg = _engine.request({"do": "draw", "snapshot": str(snapshot.folder), "drawing": drawing})
    return str(svg)
