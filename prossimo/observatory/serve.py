"""The child of a web process: reads questions by lines, counts with DuckDB, draws, answers by lines.

Run as `python -m prossimo.observatory.serve`. Ends by itself when its parent does, or when nobody
has asked anything for a while.
"""

import contextlib
import json
import os
import select
import sys
from pathlib import Path
from typing import IO, Any

import django
import structlog
from django.conf import settings
from django.utils import translation

IDLE = 300.0  # seconds without a question


class Server:
    """Answers one request after another about the photograph that each names."""

    def __init__(self) -> None:
        self.warehouse: Any = None

    def answer(self, words: dict[str, Any]) -> dict[str, str]:
        from prossimo.observatory.questions import BadQuestion
        from prossimo.observatory.snapshots import NoSnapshot

        try:
            with translation.override(words["language"]):
                return {"kind": "answer", "said": self._do(words)}
        except (BadQuestion, NoSnapshot) as error:
            return {"kind": "question", "said": str(error)}
        except Exception:
            structlog.get_logger(__name__).exception("observatory engine")
            return {"kind": "fault", "said": ""}

    def _do(self, words: dict[str, Any]) -> str:
        from prossimo.observatory import memory, snapshots

        snapshot = snapshots.opened(Path(words["snapshot"]))
        if words["do"] == "draw":
            from prossimo.observatory import charts

            said = charts.draw(words["drawing"], snapshot)
            memory.keep(snapshot, "svg", words["drawing"], said)
            return said
        from prossimo.observatory import compute, questions

        if self.warehouse is None or self.warehouse.snapshot.folder != snapshot.folder:
            self.warehouse = compute.opened(snapshot)
        said = compute.answer(questions.from_json(words["question"]), self.warehouse).as_json()
        memory.keep(snapshot, "answer", words["question"], said)
        return said


def main() -> None:
    # Whatever a library prints must not fall among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prossimo_launch.settings")
    django.setup()
    assert settings.configured
    server = Server()
    for words in _requests(sys.stdin.buffer):
        answers.write(json.dumps(server.answer(words), ensure_ascii=False) + "\n")
        with contextlib.suppress(BrokenPipeError):
            answers.flush()


def _requests(stream: IO[bytes]) -> Any:
    """Requests until the parent ends or falls silent for long."""
    waiting = b""
    while True:
        while b"\n" in waiting:
            line, _newline, waiting = waiting.partition(b"\n")
            yield json.loads(line)
        ready, _w, _x = select.select([stream], [], [], IDLE)
        piece = os.read(stream.fileno(), 1 << 20) if ready else b""
        if not piece:
            return
        waiting += piece


if __name__ == "__main__":
    main()
