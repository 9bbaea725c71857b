"""How long a newcomer waits the second time: warm `prossimo run` to the first page."""

import os
import signal
import subprocess
import sys
import time
import urllib.request

from bench.rows import Row
from bench.town import Options
from tests import databases, serving


def once() -> float:
    port = serving.free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "PROSSIMO"))}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "prossimo_launch.cli", "run", "--no-demo", f"--port={port}"],
        cwd=databases.ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while time.perf_counter() - started < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/accesso/") as answer:
                    answer.read()
                    return time.perf_counter() - started
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("prossimo run did not answer within a minute")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)


def run(options: Options) -> list[Row]:
    once()  # the first one may have to prepare something
    waits = sorted(once() for _ in range(1 if options.quick else 3))
    wait = waits[len(waits) // 2]
    return [Row("warm start to the first page", "≤ 5 s", wait / 5, f"{wait:.1f} s")]
