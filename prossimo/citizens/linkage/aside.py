"""The search in a process of its own: whoever asks stays small, and its memory ends with it.

The child reads the people itself, with the connection and the identity that it is told on its
standard input; no person is written to disk, unless the engine has more candidates than memory.
"""

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from prossimo.citizens.linkage.pairs import Band, Outcome, Pair, Reason
from prossimo.core.progress import Report

COMMAND = [sys.executable, "-m", "prossimo.citizens.linkage"]
ROOT = Path(__file__).resolve().parents[3]


class LinkageFailed(RuntimeError):
    """The child ended without an answer; its last words are the message."""


def find(
    address: str,
    ambito: uuid.UUID,
    *,
    first: Sequence[str] = (),
    report: Report | None = None,
    memory: str = "2GB",
) -> list[Pair]:
    """Every pair of the ambito among the people whom this connection may see, the likeliest first.

    `address` and `first` are those of `reading.people`. Raises `LinkageFailed`.
    """
    asked = {"address": address, "ambito": str(ambito), "first": list(first), "memory": memory}
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    with (
        tempfile.TemporaryFile("w+") as complaint,  # a pipe that nobody reads would fill up
        subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaint,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        ) as child,
    ):
        try:
            found = _talk(child, json.dumps(asked), report)
        except BaseException:
            child.kill()
            raise
        if found is None:
            complaint.seek(0)
            errors = [line.strip() for line in complaint if "Error" in line]
            raise LinkageFailed("".join(errors[-1:]) or f"exit {child.returncode}")
    return found


def _talk(child: "subprocess.Popen[str]", asked: str, report: Report | None) -> list[Pair] | None:
    """What the child answers; None where it ended before it had said everything."""
    found: list[Pair] = []
    ended = False
    with contextlib.suppress(BrokenPipeError):
        told = child.stdin
        if told:
            told.write(asked)
            told.close()
    for line in child.stdout or ():
        match json.loads(line):
            case {"done": done, "total": total}:
                if report:
                    report(done, total)
            case {"end": count}:
                ended = count == len(found)
            case said:
                found.append(pair_of(said))
    return found if child.wait() == 0 and ended else None


def pair_of(said: dict[str, Any]) -> Pair:
    """A pair as `dataclasses.asdict` wrote it."""
    reasons = tuple(
        Reason(**{**reason, "outcome": Outcome(reason["outcome"])}) for reason in said["reasons"]
    )
    return Pair(**{**said, "band": Band(said["band"]), "reasons": reasons})


def answer(asked: IO[str], said: IO[str]) -> None:
    """What the child does."""
    from prossimo.citizens.linkage import engines, finding, reading

    def speak(words: dict[str, Any]) -> None:
        said.write(json.dumps(words) + "\n")
        said.flush()

    wanted = json.load(asked)
    speak({"done": 0, "total": finding.STEPS})
    raw = reading.people(wanted["address"], uuid.UUID(wanted["ambito"]), first=wanted["first"])
    with engines.duckdb(memory=wanted["memory"]) as engine:
        pairs = finding.find(
            raw, engine=engine, report=lambda done, total: speak({"done": done, "total": total})
        )
    for pair in pairs:
        said.write(json.dumps(dataclasses.asdict(pair)) + "\n")
    speak({"end": len(pairs)})
